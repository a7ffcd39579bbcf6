/* A team that parted, at real desks in Chromium (doc/team.md T2.5): Rojîn has two
 * devices, and while no line is reached she lets somebody in at each. The page
 * that says so, in five written forms; and the team is one when all have agreed.
 *
 * SPDX-License-Identifier: AGPL-3.0-or-later */
import assert from "node:assert/strict";
import { after, before, test } from "node:test";
import { stop, until } from "../e2e/lib/bothy.mjs";
import { Desks } from "../e2e/lib/desks.mjs";
import { LOCALES } from "../e2e/lib/pages.mjs";
import { open_browser, open_page } from "./lib/browser.mjs";
import { check_axe, check_origin, check_page, no_faults } from "./lib/checks.mjs";

const DESK = { target: 24, plain: false }, WHOLE = ["en", "ckb"];
const PARTED = "The team was changed in two places at once";
const ADMIN = { intake: "yes", admin: "yes" };
const team = new Desks("rojin");
const shown = (...all) => team.shown(...all);
let browser, page;

before(async () => {
	await team.open_line();
	const rojin = await team.open("rojin");
	await rojin.act(await rojin.get("/team"), "/team/me", { called: "Rojîn روژین" });
	const [, member] = (await rojin.get("/records/member")).text.match(/\/record\/([0-9a-f]{32})/);
	await team.enrol("rojin", "second", { ...ADMIN, member, called: "" });
	await team.welcome("rojin", "second");
	await team.open("second");
	await shown("second", "/team", "Rojîn");
	await stop(team.line);
	await team.enrol("rojin", "narin", ADMIN);
	await team.enrol("second", "soran", ADMIN);
	await team.welcome("rojin", "narin");
	await team.welcome("second", "soran");
	await team.open_line();
	for (const name of ["narin", "soran"]) {
		await team.open(name);
		await shown(name, "/team", PARTED);
	}
	await shown("rojin", "/team", PARTED);
	browser = await open_browser();
	page = await open_page(browser);
});
after(async () => {
	await browser?.close();
	await team.end();
});

/* The page of both sides, at this desk. */
async function look(name, locale) {
	const { member, role } = team.of[name], { origin } = new URL(role.url);
	await page.context().addCookies([{ name: "bothy", url: origin,
		value: member.headers.cookie.split("=")[1] }]);
	page.asked.length = 0;
	page.complaints.length = 0;
	const answer = await page.goto(origin + "/team/rosters");
	assert.equal(answer.status(), 200);
	if (process.env.PICTURES) {
		for (const width of [360, 1200]) {
			await page.setViewportSize({ width, height: 900 });
			await page.screenshot({ fullPage: true,
				path: `${process.env.PICTURES}/parted-${name}-${locale}-${width}.png` });
		}
	}
	/* all widths in one form of each direction, names and roles in each */
	const faults = WHOLE.includes(locale) ? await check_page(page, DESK)
		: await check_axe(page);
	return [...faults, ...check_origin(page, origin)]
		.map((text) => `${name} ${locale}: ${text}`);
}

test("both sides stand on one page, in five written forms", { timeout: 300000 }, async () => {
	const faults = await look("narin", "en");
	for (const locale of LOCALES.filter((one) => one !== "en")) {
		await team.of.rojin.member.settings({ locale });
		faults.push(...await look("rojin", locale));
	}
	await team.of.rojin.member.settings({ locale: "en" });
	no_faults(faults);
});

test("who waits may only agree, and with all three the team is one", { timeout: 120000 }, async () => {
	const waits = await team.get("narin", "/team/rosters");
	assert.match(waits.text, /id="waits"/);
	assert.equal(waits.text.match(/<li class="device">/g).length, 4);
	assert.equal(waits.text.match(/one side let it in/g).length, 2);
	/* Her language is hers all the same: nothing of it is in the log. */
	const mine = await team.of.narin.member.settings({ locale: "ar" });
	assert.match(mine.text, /id="for-now"/);
	assert.match(mine.text, /<html lang="ar"/);
	assert.match((await team.get("narin", "/team/rosters")).text, /<html lang="ar"/);
	await team.of.narin.member.settings({ locale: "en" });
	for (const name of ["narin", "rojin", "soran"]) {
		const page = await team.act(name, "/team/rosters", "/team/rosters", {});
		assert.match(page.text, /You have agreed/);
	}
	for (const name of ["rojin", "second", "narin", "soran"]) await one(name);
	const written = await team.of.narin.member.settings({ locale: "en" });
	assert.doesNotMatch(written.text, /id="for-now"/);
	await team.act("soran", "/new/task", "/new/task", { title: "bake a cake for all" });
	await shown("narin", "/records/task", "bake a cake for all");
});

/* No page of hers says any more that the team has parted. */
function one(name) {
	return until(name + " to see one team", async () => {
		await team.visit(name);
		return !(await team.get(name, "/team")).text.includes(PARTED);
	}, 60000);
}
