/* A person's own copy as she and a member see it: the page of her answers with one
 * thing to save, saved for real by a browser without script; what the member is
 * told before. Every page in five written forms on a phone of 360.
 *
 * SPDX-License-Identifier: AGPL-3.0-or-later */
import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { after, before, test } from "node:test";
import { until } from "../e2e/lib/bothy.mjs";
import { Member } from "../e2e/lib/member.mjs";
import { LOCALES, read, write } from "../e2e/lib/pages.mjs";
import { stand, take_down } from "../e2e/lib/standing.mjs";
import { open_browser, open_page } from "./lib/browser.mjs";
import { check_axe, check_origin, check_widths, no_faults } from "./lib/checks.mjs";

const LINE = { target: 44, target_wide: 24, widths: [360] };
const DESK = { target: 24, plain: false, widths: [360] };
const WORD = "heliotrope";
let organisation, line, desk, browser, hers, plain, ours, member, origin, sent, thread;

before(async () => {
	({ organisation, line, desk, member, origin } = await stand({ port: 0 }));
	await member.settings({ outbox: "0" });
	sent = await write(line.where, "ckb", { text: `فانوسێک ${WORD}\n${"دێڕێک ".repeat(900)}` });
	[thread] = await member.wait(1);
	await member.act(await member.get("/keep/" + thread), "/send");
	await until("her copy on the line", async () => {
		await member.act(await member.get("/"), "/visit");
		return (await read(line.where, "ckb", sent.code)).text.includes('/copy"');
	});
	browser = await open_browser();
	hers = await open_page(browser);
	plain = await open_page(browser, { script: false, downloads: true });
	ours = await open_page(browser);
	await ours.goto((await Member.open(desk.url)) && desk.url);
});
after(() => take_down({ organisation, line, desk, browser }));

async function looked_at(page, options, name) {
	const faults = await check_widths(page, options);
	if (options.axe) faults.push(...await check_axe(page));
	if (process.env.PICTURES) {
		await page.setViewportSize({ width: 360, height: 740 });
		await page.screenshot({ fullPage: true, path: join(process.env.PICTURES, name + ".png") });
	}
	return faults.map((text) => name + ": " + text);
}

async function answers(page, locale) {
	await page.goto(`${line.address}/${locale}/answers`);
	await page.fill("main [name=code]", sent.code);
	await page.click("main button.main");
}

for (const locale of LOCALES)
	test(`${locale}: her page, the page without a copy, and the member's`, async () => {
		const faults = [];
		await answers(hers, locale);
		faults.push(...await looked_at(hers, { ...LINE, axe: true }, locale + "-answers"));
		assert.doesNotMatch(await hers.textContent("main"), new RegExp(WORD));
		await hers.locator("[name=file]").evaluate((field) => { field.value = "0".repeat(32); });
		await hers.click("form[action$='/copy'] button");
		faults.push(...await looked_at(hers, LINE, locale + "-gone"));
		faults.push(...check_origin(hers, line.address));
		await member.settings({ locale });
		await ours.goto(`${origin}/keep/${thread}`);
		faults.push(...await looked_at(ours, { ...DESK, axe: true }, locale + "-keep"));
		await ours.goto(`${origin}/thread/${thread}`);
		faults.push(...await looked_at(ours, DESK, locale + "-thread"));
		no_faults(faults);
	});

test("a browser without script saves it as page.html, and it opens alone", async () => {
	await answers(plain, "ckb");
	const saving = plain.waitForEvent("download");
	await plain.click("form[action$='/copy'] button");
	const saved = await saving;
	assert.equal(saved.suggestedFilename(), "page.html");
	const path = await saved.path();
	assert.ok(readFileSync(path, "utf8").includes(WORD));
	const alone = await open_page(browser);
	await alone.setContent(readFileSync(path, "utf8"));
	assert.match(await alone.textContent("main"), new RegExp(WORD));
	assert.equal(await alone.locator("html").getAttribute("dir"), "rtl");
	assert.deepEqual(alone.asked.filter((url) => !/^(about|data):/.test(url)), []);
	no_faults(await looked_at(alone, { target: 0, plain: true, widths: [360] }, "saved"));
});
