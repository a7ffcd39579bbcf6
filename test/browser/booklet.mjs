/* The booklet of words in a real browser, in each form: the whole set of checks
 * with its folds closed and opened, what a screen shows, and what paper shows.
 *
 * SPDX-License-Identifier: AGPL-3.0-or-later */
import assert from "node:assert/strict";
import { spawnSync } from "node:child_process";
import { after, before, test } from "node:test";
import { BOTHY } from "../e2e/lib/binary.mjs";
import { open_browser, open_page } from "./lib/browser.mjs";
import { check_page, no_faults } from "./lib/checks.mjs";

const LOCALES = ["ar", "ckb", "kmr-Arab", "kmr", "en"];
let browser, page;

before(async () => {
	browser = await open_browser();
	page = await open_page(browser);
});
after(() => browser.close());

async function show(...args) {
	const made = spawnSync(BOTHY, ["booklet", "--shipped", ...args]);
	assert.equal(made.status, 0, String(made.stderr));
	page.asked.length = 0;
	await page.setContent(made.stdout.toString());
	await page.emulateMedia({ media: "screen" });
}

const open_folds = () => page.evaluate(() => {
	for (const fold of document.querySelectorAll("details")) fold.open = true;
});
/* What a reader sees of the page now. */
const seen = () => page.evaluate(() => document.body.innerText);

for (const locale of LOCALES) {
	test("the booklet in " + locale + ", closed and opened", async () => {
		await show("--lang", locale);
		no_faults(await check_page(page, { target: 44, plain: true }));
		await show("--lang", locale, "--with-never-shown");
		await open_folds();
		no_faults(await check_page(page, { target: 44, plain: true }));
		assert.deepEqual(page.asked, []);
	});
}

test("a word that hurts is seen only behind its fold, on paper only dotted", async () => {
	await show("--lang", "ar");
	assert.ok(!(await seen()).includes("شاذ"));
	await open_folds();
	assert.ok((await seen()).includes("شاذ"));
	assert.ok(!(await seen()).includes("ش… ج…"));
	await page.emulateMedia({ media: "print" });
	assert.ok(!(await seen()).includes("شاذ"));
	assert.ok((await seen()).includes("ش… ج…"));
});

test("paper shows the words in full when someone asked for it", async () => {
	await show("--lang", "ar", "--spell-out");
	await page.emulateMedia({ media: "print" });
	assert.ok((await seen()).includes("شاذ"));
	assert.ok(!(await seen()).includes("لوطي"));
});
