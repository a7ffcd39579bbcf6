/* Every page of the desk in Chromium, full of the demonstration's days, in
 * five written forms: accessibility, both directions, narrow to wide, dark,
 * nothing from another host; then the script's keys, and the desk without it.
 *
 * SPDX-License-Identifier: AGPL-3.0-or-later */
import assert from "node:assert/strict";
import { spawnSync } from "node:child_process";
import { existsSync } from "node:fs";
import { dirname, join } from "node:path";
import { after, before, test } from "node:test";
import { program } from "../e2e/lib/bothy.mjs";
import { LOCALES } from "../e2e/lib/pages.mjs";
import { stand, take_down } from "../e2e/lib/standing.mjs";
import { go_on, open_browser, open_page } from "./lib/browser.mjs";
import { check_origin, check_page, no_faults } from "./lib/checks.mjs";

const DESK = { target: 24, plain: false };
let organisation, line, desk, browser, page, member, origin;

before(async () => {
	({ organisation, line, desk, member, origin } =
		await stand({ demo: true, port: 0, visit: 1 }));
	const live = join(dirname(program()), "demo", "live");
	assert.ok(existsSync(live), "the demonstration is not built");
	const lived = spawnSync(live, [String(line.where.port), desk.url], { encoding: "utf8" });
	assert.equal(lived.status, 0, lived.stderr);
	browser = await open_browser();
	page = await open_page(browser);
	await page.goto(desk.url);
});
after(() => take_down({ organisation, line, desk, browser }));

async function check_address(path) {
	page.asked.length = 0;
	page.complaints.length = 0;
	const answer = await page.goto(origin + path);
	assert.ok(answer.status() < 500, path + ": " + answer.status());
	return [...await check_page(page, DESK), ...check_origin(page, origin)];
}

for (const locale of LOCALES)
	test(`${locale}: every page of the desk`, { timeout: 180000 }, async () => {
		await member.settings({ locale });
		const threads = [...await member.threads("needs"), ...await member.threads("waiting")];
		assert.ok(threads.length >= 4, "the demonstration is not there");
		const faults = [];
		const paths = ["/", "/pile/waiting", "/pile/later", "/pile/done", "/search", "/warm",
			"/paste", "/invitation", "/#places", "/settings", "/settings/backup", "/no-such-page",
			...threads.map((id) => "/thread/" + id)];
		for (const path of paths)
			for (const text of await check_address(path))
				faults.push(path.slice(0, 14) + ": " + text);
		no_faults(faults);
	});

test("on a phone the work is on the first screen; the other places are behind one link", async () => {
	const phone = await open_page(browser, { script: false, width: 360 });
	await phone.context().addCookies(await page.context().cookies());
	for (const locale of LOCALES) {
		await member.settings({ locale });
		await phone.goto(origin + "/pile/later");
		const heading = await phone.locator("h1").boundingBox();
		assert.ok(heading.y + heading.height < 640, `${locale}: it begins at ${heading.y}`);
		assert.ok(!await phone.locator("nav a[href='/settings']").isVisible());
		await phone.click(".more a");
		for (const where of ["/day", "/words", "/team", "/keeping", "/settings"])
			assert.ok(await phone.locator(`nav a[href='${where}']`).isVisible(), where);
		await phone.click("nav a[href='/settings']");
		assert.equal(await phone.locator("nav [aria-current=page]").getAttribute("href"),
			"/settings");
	}
	await phone.context().close();
	await page.setViewportSize({ width: 1200, height: 900 });
	await page.goto(origin + "/day");
	assert.ok(await page.locator("nav a[href='/settings']").isVisible());
	assert.ok(!await page.locator(".more").isVisible());
});

test("keys move, open, write and undo; they rest inside a box and when switched off",
	async () => {
		await member.settings({ locale: "en" });
		await page.setViewportSize({ width: 1200, height: 900 });
		await page.goto(origin + "/");
		await page.keyboard.press("j");
		await page.keyboard.press("Enter");
		await page.waitForURL(/\/thread\/[0-9a-f]{32}$/);
		await page.keyboard.press("r");
		assert.equal(await page.evaluate(() => document.activeElement.id), "answer-text");
		await page.keyboard.type("never jumps");
		assert.equal(await page.inputValue("#answer-text"), "never jumps");
		await page.keyboard.press("Escape");
		const here = page.url();
		await page.keyboard.press("e");
		await page.waitForURL(origin + "/");
		const text = await page.textContent(".did");
		assert.match(text, /Done\./);
		await page.keyboard.press("z");
		await page.waitForSelector(".did:has-text('Undone')");
		const rows = await page.$$eval(".rows a", (all) => all.map((a) => a.href));
		assert.ok(rows.includes(here));
		const settings = await member.get("/settings");
		const { forms_of, send } = await import("../e2e/lib/visit.mjs");
		const form = forms_of(settings.text).find((one) => one.action === "/settings");
		delete form.fields.keys;
		await send(member.where, form, {}, [], member.headers);
		await page.goto(origin + "/");
		await page.keyboard.press("j");
		assert.equal(await page.$(".rows .at"), null);
	});

test("without script every act works", async () => {
	const plain = await open_page(browser, { script: false });
	await plain.goto(desk.url);
	await go_on(plain, ".rows li:first-child > a");
	await plain.fill("#note-text", "written without script");
	await go_on(plain, ".noting button:not([formaction])");
	assert.match(await plain.textContent("main"), /written without script/);
	await go_on(plain, "#undo");
	assert.doesNotMatch(await plain.textContent("main"), /written without script/);
	await plain.close();
});

test("the page of the locked desk", async () => {
	await page.setViewportSize({ width: 360, height: 740 });
	await page.goto(origin + "/");
	await go_on(page, "form[action='/lock'] button");
	no_faults(await check_page(page, DESK));
});
