/* The page of a story in Chromium, in both directions: asked, with her number
 * waiting to be read, and taken back.
 *
 * SPDX-License-Identifier: AGPL-3.0-or-later */
import assert from "node:assert/strict";
import { after, before, test } from "node:test";
import { until } from "../e2e/lib/bothy.mjs";
import { form_to, read, write } from "../e2e/lib/pages.mjs";
import { stand, take_down } from "../e2e/lib/standing.mjs";
import { forms_of, send } from "../e2e/lib/visit.mjs";
import { open_browser, open_page } from "./lib/browser.mjs";
import { check_origin, check_page, no_faults } from "./lib/checks.mjs";

const DESK = { target: 24, plain: false };
let organisation, line, desk, browser, page, member, origin, thread, code;

/* A story with a second paragraph, shown to her in a language. */
async function story(title, words, source) {
	const begun = await member.act(await member.get("/voices/" + thread), "/new",
		{ title, source });
	const number = Math.max(...[...begun.text.matchAll(/href="\/guides\/(2\d{3})"/g)]
		.map(([, at]) => Number(at)));
	const add = await member.get(`/guides/${number}/add`);
	const form = forms_of(add.text).find((one) => /\/add\//.test(one.action));
	await member.act(add, form.action, { kind: "paragraph", text: words });
}

before(async () => {
	({ organisation, line, desk, member, origin } = await stand({ demo: true, port: 0 }));
	browser = await open_browser();
	page = await open_page(browser);
	await page.goto(desk.url);
	await member.settings({ locale: "en", outbox: "0" });
	code = (await write(line.where, "ckb", { text: "ئەوەی بۆ من ڕوویدا" })).code;
	[thread] = await member.wait(1);
	await story("دەنگێکی نهێنی", "شەوێک چووم بۆ لای هاوڕێیەک. چای بۆ کردم.", "ckb");
});
after(() => take_down({ organisation, line, desk, browser }));

async function look_at(paths, locale) {
	const faults = [];
	await member.settings({ locale });
	for (const path of paths) {
		page.asked.length = 0;
		page.complaints.length = 0;
		assert.equal((await page.goto(origin + path)).status(), 200, path);
		for (const text of [...await check_page(page, DESK), ...check_origin(page, origin)])
			faults.push(locale + path.replace(/[0-9a-f]{28}/, "") + ": " + text);
	}
	no_faults(faults);
}

test("asked: her answer with the number waits to be read, and opens by one click",
	async () => {
		await page.goto(origin + "/voices/" + thread);
		await page.click("form[action$='/show'] button.main");
		await page.waitForURL(/\/thread\/.*#answer$/);
		const number = (await page.inputValue("#answer-text")).trimEnd().split("\n").at(-1);
		const again = await send(line.where, form_to((await read(line.where, "ckb", code)).text,
			"/again"), {});
		await send(line.where, form_to(again.text, "/write"), { text: "بەڵێ " + number });
		await until("her number", async () => {
			await member.act(await member.get("/"), "/visit");
			return /their number is here/.test((await member.get("/thread/" + thread)).text);
		});
		await page.goto(origin + "/voices/" + thread);
		await page.click("section .note a");
		assert.match(await page.textContent("main"), new RegExp(number));
	});

for (const locale of ["ckb", "en"])
	test(`${locale}: the page of a story that waits for its answer`, { timeout: 120000 },
		() => look_at(["/voices/" + thread], locale));

test("agreed, undone, and taken back", async () => {
	await member.settings({ locale: "en" });
	await page.setViewportSize({ width: 1200, height: 900 });
	await page.goto(origin + "/voices/" + thread);
	await page.click("form[action$='/yes'] button");
	assert.match(await page.textContent("section h2"), /A yes to this text/);
	await page.click("#undo");
	await page.goto(origin + "/voices/" + thread);
	assert.match(await page.textContent("section h2"), /Asked, no answer yet/);
	await page.click("summary:has-text('Take it back')");
	await page.click("form[action$='/back'] button");
	assert.match(await page.textContent("main"), /They have taken it back/);
	assert.equal(await page.locator("form[action$='/show']").count(), 0);
});
