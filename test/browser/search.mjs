/* Searching in Chromium without script: in Arabic, Sorani, Kurmanji in both
 * scripts and English, in another spelling than it was written in. The hits
 * show no words, the thread marks them where they stand, a veil stays down, no
 * address holds what was typed; in five forms and both directions, with the
 * checks of every page.
 *
 * SPDX-License-Identifier: AGPL-3.0-or-later */
import assert from "node:assert/strict";
import { after, before, test } from "node:test";
import { messages_of } from "../e2e/lib/member.mjs";
import { LOCALES, RIGHT_TO_LEFT } from "../e2e/lib/pages.mjs";
import { stand, take_down } from "../e2e/lib/standing.mjs";
import { open_browser, open_page } from "./lib/browser.mjs";
import { check_origin, check_page, no_faults } from "./lib/checks.mjs";

const DESK = { target: 24, plain: false };
/* What was written, what is typed, and what is marked then. */
const CASES = {
	ar: { text: "لا أشعر بِالأمانِ في مدينتي، وأبحث عن الأَمـــانِ.\nرقمي ٤٧١١.",
		typed: "الامان 4711", marks: ["بِالأمانِ", "الأَمـــانِ", "٤٧١١"] },
	ckb: { text: "من په‌نابه‌رم لە كوردستان و كەس نازانێت.",
		typed: "کوردستان پەنابەر", marks: ["په‌نابه‌رم", "كوردستان"] },
	"kmr-Arab": { text: "ئەز ل دهۆكێ مە و ژ ژیانا خۆ دترسم.",
		typed: "دهوکێ", marks: ["دهۆكێ"] },
	kmr: { text: "Ez penaberekî ji Dihokê me û ez ji JIYANA xwe ditirsim.",
		typed: "dihoke jiyana", marks: ["Dihokê", "JIYANA"] },
	en: { text: "Someone sent me two threats <b>yesterday</b>.",
		typed: "threat \u201Ctwo threats\u201D", marks: ["two", "threats"] },
};
let organisation, line, desk, browser, page, member, origin;

before(async () => {
	({ organisation, line, desk, member, origin } =
		await stand({ demo: true, port: 0, visit: 60 }));
	browser = await open_browser();
	page = await open_page(browser, { script: false });
	await page.goto(desk.url);
	for (const locale of LOCALES)
		await member.act(await member.get("/paste"), "/paste",
			{ text: CASES[locale].text, handle: "h-" + locale, way: "mail", language: locale });
});
after(() => take_down({ organisation, line, desk, browser }));

async function search(typed) {
	await page.goto(origin + "/search");
	await page.fill("#words", typed);
	await page.press("#words", "Enter");
	await page.waitForURL(/\/search\/\d+$/);
}

/* The pages once more with script, for the checks; back to 360 pixels. */
async function faults_of(addresses) {
	const checked = await open_page(browser);
	await checked.goto(desk.url);
	const faults = [];
	for (const address of addresses) {
		checked.asked.length = 0;
		await checked.goto(address);
		faults.push(...await check_page(checked, DESK), ...check_origin(checked, origin));
	}
	await checked.close();
	return faults;
}

for (const locale of LOCALES)
	test(`${locale}: what was written is found in another spelling, and marked`,
		{ timeout: 180000 }, async () => {
			const { text, typed, marks } = CASES[locale];
			await member.settings({ locale });
			await search(typed);
			const found = page.url();
			const rows = await page.textContent(".rows");
			for (const word of text.split(/\s+/).filter((one) => one.length > 4))
				assert.ok(!rows.includes(word), "a hit shows words");
			await page.click(".rows a >> nth=0");
			assert.match(page.url(), /\/thread\/[0-9a-f]{32}\?search=\d+#m[0-9a-f]{32}$/);
			assert.equal(await page.getAttribute("html", "dir"),
				RIGHT_TO_LEFT.has(locale) ? "rtl" : "ltr");
			const shown = await page.$$eval(".prose mark", (all) => all.map((m) => m.textContent));
			assert.deepEqual(shown, marks);
			assert.equal((await page.textContent(".prose")).trim(), text);
			const thread = page.url();
			await page.click("#up");
			assert.equal(page.url(), found);
			no_faults(await faults_of([found, thread.split("#")[0]]));
		});

test("a search opens what it found, but lifts no veil", async () => {
	await member.settings({ locale: "en" });
	const thread = await member.act(await member.get("/paste"), "/paste",
		{ text: "the cormorant dives", way: "mail", language: "en", handle: "" });
	const [first] = messages_of(thread.text);
	const id = thread.text.match(/\/paste\?thread=([0-9a-f]{32})/)[1];
	await member.act(await member.get("/paste?thread=" + id), "/paste",
		{ text: "and one word more", way: "mail", language: "en", handle: "" });
	await search("cormorants");
	await page.click(".rows a >> nth=0");
	assert.deepEqual(await page.$$eval("mark", (all) => all.map((m) => m.textContent)),
		["cormorant"]);
	const address = page.url();
	await member.act(await member.get("/thread/" + id + "?open=" + first.id), "/veil",
		{ message: first.id });
	await page.goto(address);
	await page.reload();
	assert.equal(await page.$("mark"), null);
	assert.ok(!(await page.textContent("main")).includes("cormorant"));
	await page.click(`#m${first.id} a`);
	assert.deepEqual(await page.$$eval("mark", (all) => all.map((m) => m.textContent)),
		["cormorant"]);
	assert.ok(!decodeURIComponent(page.url()).includes("cormorant"));
});

test("wider ways say that they are wider, nothing says so, locking forgets", async () => {
	await search("cormor");
	assert.match(await page.textContent(".note"), /begin with the last one/);
	await search("گوردستان");
	assert.match(await page.textContent(".note"), /neighbouring letters/);
	await search("zzzz");
	assert.match(await page.textContent("main"), /Nothing was found/);
	assert.equal(await page.$(".rows a"), null);
	const address = page.url();
	await page.click("form[action='/lock'] button");
	await page.fill("#passphrase", "lantern river seven quiet stones");
	await page.click("form[action='/unlock'] button");
	await page.goto(address);
	assert.equal(await page.inputValue("#words"), "");
});
