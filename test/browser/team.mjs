/* The Team pages in Chromium, as two members and a third who joins use them: in
 * five written forms, both directions, narrow to wide; keys; without script.
 *
 * SPDX-License-Identifier: AGPL-3.0-or-later */
import assert from "node:assert/strict";
import { cpSync, readFileSync, rmSync } from "node:fs";
import { join } from "node:path";
import { after, before, test } from "node:test";
import { new_organisation, remove_organisation, start_desk, start_line, stop, until }
	from "../e2e/lib/bothy.mjs";
import { Member } from "../e2e/lib/member.mjs";
import { LOCALES } from "../e2e/lib/pages.mjs";
import { admit, computer, press, request_of, welcome } from "../e2e/lib/team.mjs";
import { forms_of, send } from "../e2e/lib/visit.mjs";
import { open_browser, open_page } from "./lib/browser.mjs";
import { check_origin, check_page, no_faults } from "./lib/checks.mjs";

const DESK = { target: 24, plain: false };
const VISITS = ["--visit-seconds", "3600"];
let organisation, line, browser, page, plain, request;
const desks = {};

async function open(name, at) {
	const desk = await start_desk(at, line, { options: VISITS });
	desks[name] = { at, desk, member: await Member.open(desk.url),
		origin: new URL(desk.url).origin };
	return desks[name].member;
}

/* The browser shows this desk: the cookie of this start. */
async function turn_to(one) {
	const value = one.member.headers.cookie.split("=")[1];
	for (const each of [page, plain])
		await each.context().addCookies([{ name: "bothy", url: one.origin, value }]);
}

/* How many commits a pack holds: the number of its last record (doc/log.md L5). */
function commits_in(file) {
	const bytes = readFileSync(file);
	let last = 0;
	for (let at = bytes.indexOf(10) + 1; at < bytes.length;) {
		last = bytes.readUInt32LE(at + 1);
		at += 9 + 32 + bytes.readUInt32LE(at + 5);
	}
	return last;
}

before(async () => {
	organisation = new_organisation({ demo: true });
	line = await start_line(organisation, { port: 0 });
	const rojin = await open("rojin", organisation);
	await rojin.act(await rojin.get("/team"), "/team/me", { called: "Rojîn روژین" });
	const sara = computer(organisation, "sara");
	const asked = await request_of(rojin, sara, "Sara’s old laptop with a long name");
	await admit(rojin, asked.page, { called: "سارة", intake: "yes" });
	await welcome(rojin, sara, "Sara’s old laptop with a long name");
	/* a third waits for a second signature; a fourth only made its request */
	const azad = computer(organisation, "azad");
	const third = await request_of(rojin, azad, "Azad");
	await admit(rojin, third.page, { called: "ئازاد" });
	await open("azad", azad);
	const fourth = computer(organisation, "fourth");
	await request_of(rojin, fourth, "phone");
	request = readFileSync(join(fourth.home, "request"), "utf8");
	const team = await rojin.get("/team");
	await press(rojin, team, "/team/freeze");
	browser = await open_browser();
	page = await open_page(browser);
	plain = await open_page(browser, { script: false });
	await turn_to(desks.rojin);
});
after(async () => {
	await browser?.close();
	for (const one of Object.values(desks)) await stop(one.desk);
	await stop(line);
	if (organisation) remove_organisation(organisation);
});

async function check_here(origin, what) {
	assert.doesNotMatch(await page.title(), /Roj|Azad/);
	return [...await check_page(page, DESK), ...check_origin(page, origin)]
		.map((text) => what.replace(/[0-9a-f]{28}/, "") + ": " + text);
}

async function check_address(one, path) {
	page.asked.length = 0;
	page.complaints.length = 0;
	const answer = await page.goto(one.origin + path);
	assert.equal(answer.status(), 200, path);
	return check_here(one.origin, path);
}

const device_of = async (member) =>
	(await member.get("/team")).text.match(/\/team\/remove\/([0-9a-f]{32})/)[1];

for (const locale of LOCALES)
	test(`${locale}: every page of the team`, { timeout: 300000 }, async () => {
		const one = desks.rojin;
		await one.member.settings({ locale });
		const dev = await device_of(one.member);
		const faults = [];
		for (const path of ["/team", "/team/add", "/team/key", "/team/may", "/team/remove/" + dev,
			"/team/welcome/" + dev])
			faults.push(...await check_address(one, path));
		await page.goto(one.origin + "/team/add");
		await page.fill("#request", request);
		await page.click("main button.main");
		await page.waitForSelector(".digits");
		faults.push(...await check_here(one.origin, "the digits"));
		if (process.env.PICTURES) {
			for (const width of [360, 1200]) {
				await page.setViewportSize({ width, height: 900 });
				for (const [name, path] of [["team", "/team"], ["add", "/team/add"], ["key", "/team/key"], ["may",
					"/team/may"], ["remove", "/team/remove/" + dev]]) {
					await page.goto(one.origin + path);
					await page.screenshot({ fullPage: true,
						path: `${process.env.PICTURES}/${name}-${locale}-${width}.png` });
				}
			}
		}
		no_faults(faults);
	});

test("whoever works at a desk is one of us, and is named as such", { timeout: 60000 }, async () => {
	const one = desks.rojin.member;
	await one.settings({ locale: "en" });
	const members = (await one.get("/records/member")).text;
	assert.equal(members.match(/<bdi>Active<\/bdi>/g)?.length, 3);
	assert.doesNotMatch(members, /<bdi>Asked<\/bdi>/);
});

test("a device that joins: its one page, before it was handed anything", { timeout: 120000 }, async () => {
	await turn_to(desks.azad);
	no_faults(await check_address(desks.azad, "/"));
	/* whatever it is asked for, there is no other */
	await page.goto(desks.azad.origin + "/records/member");
	assert.equal(await page.locator(".digits").count(), 1);
	await plain.goto(desks.azad.origin + "/");
	await plain.fill("#welcome", "not a welcome");
	await plain.click("main button.main");
	assert.equal(await plain.locator("[role=alert]").count(), 1);
	await turn_to(desks.rojin);
});

test("without script and without a mouse: adding begins, freezing ends", { timeout: 120000 }, async () => {
	const one = desks.rojin;
	await one.member.settings({ locale: "en" });
	await plain.goto(one.origin + "/team/add");
	await plain.focus("#request");
	await plain.keyboard.insertText(request);
	await plain.keyboard.press("Tab");
	await plain.keyboard.press("Enter");
	await plain.waitForSelector(".digits");
	assert.match(await plain.locator(".digits").innerText(), /^(\d{5} ){5}\d{5}$/);
	await plain.goto(one.origin + "/team");
	const back = plain.locator("form[action='/team/thaw'] button");
	await back.focus();
	await plain.keyboard.press("Enter");
	await plain.waitForSelector("[role=status]");
	assert.equal(await plain.locator("form[action='/team/thaw']").count(), 0);
});

test("a desk that was set back says so, and writes nothing", { timeout: 120000 }, async () => {
	const one = desks.rojin;
	const kept = join(organisation.home, "kept");
	const log = join(organisation.desk, "log.pack");
	cpSync(log, kept);
	await one.member.settings({ locale: "en", outbox: "10" });
	const brought = () => Number(readFileSync(join(organisation.desk, "relay.place"), "latin1")
		.match(/^log (\d+) /m)[1]);
	await until("the line to have more than was kept", async () => {
		await one.member.act(await one.member.get("/"), "/visit");
		return brought() > commits_in(kept);
	});
	await stop(one.desk);
	cpSync(kept, log);
	for (const name of ["snapshot.1", "snapshot.2", "relay.place", "inbox.pack"])
		rmSync(join(organisation.desk, name), { force: true });
	await open("rojin", organisation);
	await turn_to(desks.rojin);
	await until("the alarm", async () => {
		await desks.rojin.member.act(await desks.rojin.member.get("/"), "/visit");
		return (await desks.rojin.member.get("/team")).text.includes("set back to an older state");
	});
	no_faults(await check_address(desks.rojin, "/team"));
	const for_now = await desks.rojin.member.settings({ locale: "en" });
	assert.match(for_now.text, /They are not written down: this device writes nothing just now/);
	const refused = await desks.rojin.member.act(await desks.rojin.member.get("/"), "/first-day-away");
	assert.match(refused.text, /This device writes nothing just now/);
	assert.match(refused.text, /<a class="button" href="\/team">To the Team page/);
	const shelf = await desks.rojin.member.get("/paste");
	const kept_words = await desks.rojin.member.act(shelf, "/paste", { text: "a long letter <b>" });
	assert.equal(kept_words.status, 409);
	assert.match(kept_words.text, /This device writes nothing just now/);
	assert.match(kept_words.text, /<textarea[^>]*name="text"[^>]*>\n?a long letter &lt;b&gt;<\/textarea>/,
		"what was written is gone with the refusal");
});

test("what cannot be kept is given back to copy", async () => {
	const { member } = desks.rojin;
	const form = forms_of((await member.get("/settings")).text)
		.find((one) => one.action === "/settings");
	const lost = await send(member.where, { ...form, action: `/thread/${"0".repeat(32)}/note` },
		{ text: "a long letter <b>" }, [], member.headers);
	assert.equal(lost.status, 404);
	assert.match(lost.text, /<textarea[^>]*readonly>a long letter &lt;b&gt;<\/textarea>/);
});
