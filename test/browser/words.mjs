/* The word bank in Chromium: every page of it in five written forms, both
 * directions, narrow to wide; a word from proposal to ours by keyboard alone and
 * without script; marks of a draft with and without script; files in and out.
 *
 * SPDX-License-Identifier: AGPL-3.0-or-later */
import assert from "node:assert/strict";
import { after, before, test } from "node:test";
import { LOCALES } from "../e2e/lib/pages.mjs";
import { stand, take_down } from "../e2e/lib/standing.mjs";
import { go_on, open_at_desk, open_browser } from "./lib/browser.mjs";
import { check_origin, check_page, no_faults } from "./lib/checks.mjs";

const DESK = { target: 24, plain: false };
/* One of the words to avoid that Bothy begins with, and what hurts least to
 * stand in a test. */
const AVOIDED = "illegal migrant";
let organisation, line, desk, browser, page, plain, member, origin, thread;
const sheets = {};

async function sheet_of(selector) {
	await plain.goto(origin + "/words");
	return plain.locator(selector).first().getAttribute("href");
}

before(async () => {
	({ organisation, line, desk, member, origin } = await stand({ demo: true, port: 0 }));
	browser = await open_browser();
	page = await open_at_desk(browser, desk);
	plain = await open_at_desk(browser, desk, { script: false });
	const pasted = await member.act(await member.get("/paste"), "/paste",
		{ text: "Hello", way: "mail", language: "en", handle: "", when: "" });
	thread = "/thread/" + pasted.text.match(/\/thread\/([0-9a-f]{32})/)[1];
	sheets.ours = await sheet_of("a.term.ours");
	sheets.bad = await sheet_of("a.term.bad");
	await plain.goto(origin + "/coin?instead=" + sheets.ours.split("/")[2]);
	await plain.fill("[name=term]", "پەناخواز");
	await plain.fill("[name=why]", "it says who she is");
	await go_on(plain, "main button.main");
	sheets.proposed = new URL(plain.url()).pathname;
	await plain.fill("[name=sentence]", "پەناخوازێک هات.");
	await plain.fill("[name=reason]", "too near to another word");
	await plain.check("[value=not-yet]");
	await go_on(plain, "[action$='/try'] button");
});
after(() => take_down({ organisation, line, desk, browser }));

async function check_address(path) {
	page.asked.length = 0;
	page.complaints.length = 0;
	const answer = await page.goto(origin + path);
	assert.equal(answer.status(), 200, path);
	return [...await check_page(page, DESK), ...check_origin(page, origin)];
}

for (const locale of LOCALES)
	test(`${locale}: every page of the word bank`, { timeout: 300000 }, async () => {
		await member.settings({ locale });
		const faults = [];
		const paths = ["/words", "/words?lang=ckb&state=ours", "/words-questions",
			"/words-proposed", "/words-table", "/coin", sheets.ours, sheets.bad,
			sheets.proposed, sheets.proposed + "/places",
			"/coin?instead=" + sheets.bad.split("/")[2]];
		for (const path of paths)
			for (const text of await check_address(path))
				faults.push(path.replace(/[0-9a-f]{28}/, "") + ": " + text);
		no_faults(faults);
	});

/* [words_view-1] */
test("a word to avoid is only behind a fold, in lists only its first letter", async () => {
	await member.settings({ locale: "en" });
	for (const path of ["/words", "/words?state=avoid", "/words-questions", "/settle",
		"/records/term?state=any", "/table/term"]) {
		await plain.goto(origin + path);
		assert.doesNotMatch(await plain.content(), new RegExp(AVOIDED), path);
	}
	await plain.goto(origin + "/words?state=avoid&lang=en");
	for (const href of await plain.$$eval("a.term.bad", (all) => all.map((a) => a.href))) {
		await plain.goto(href);
		const folded = await plain.textContent("main > details.fold >> nth=0");
		if (!folded.includes(AVOIDED)) continue;
		sheets.avoided = new URL(href).pathname;
		const seen = await plain.locator("main").innerText();
		assert.ok(!seen.includes(AVOIDED), "the word is seen without being asked for");
		await plain.emulateMedia({ media: "print" });
		assert.ok(!(await plain.locator("main").innerText()).includes(AVOIDED));
		await plain.emulateMedia({ media: "screen" });
		await plain.click("main > details.fold summary >> nth=0");
		assert.ok((await plain.locator("main").innerText()).includes(AVOIDED));
	}
	assert.ok(sheets.avoided, "the words to begin with have changed");
	const record = origin + "/record/" + sheets.avoided.match(/[0-9a-f]{32}/)[0];
	for (const end of ["", "/history", "/print", "/print?names=no"]) {
		await plain.goto(record + end);
		const seen = await plain.locator("body").innerText();
		assert.ok(!seen.includes(AVOIDED), end + " shows the word unasked");
	}
	await plain.fill("#find", AVOIDED);
	await plain.press("#find", "Enter");
	assert.ok(!(await plain.locator("main .rows").allInnerTexts()).join().includes(AVOIDED));
});

test("no address holds a word: searching is a POST", async () => {
	await plain.goto(origin + "/words");
	await plain.fill("#words", "asylum");
	await go_on(plain, "[role=search] button");
	assert.equal(plain.url(), origin + "/words");
	assert.match(await plain.textContent("main"), /asylum seeker/);
	assert.doesNotMatch(await plain.textContent("main"), /bisexual/);
	await plain.goto(origin + "/words?lang=<b>&state=nothing");
	assert.match(await plain.textContent("main"), /bisexual/);
});

/* [marks-1] [marks-2]: kept nowhere, and a quoted line marks nothing */
test("without script a draft is checked, keeps its words and is not sent", async () => {
	await plain.goto(origin + thread);
	await plain.fill("#answer-text", `We met an ${AVOIDED}.\n> an ${AVOIDED} wrote`);
	await plain.selectOption("#answer-language", "en");
	await go_on(plain, ".answer [formaction]");
	assert.match(await plain.textContent("#answer-text-marks"), new RegExp(AVOIDED));
	assert.equal(await plain.locator("#answer-text-marks .marks >> nth=0 >> li").count(), 1);
	assert.match(await plain.inputValue("#answer-text"), /We met/);
	assert.equal(await plain.inputValue("#answer-language"), "en");
	assert.equal(await plain.locator("article.ours").count(), 0);
	await plain.fill("#note-text", `she is called an ${AVOIDED}`);
	await go_on(plain, ".noting [formaction]");
	assert.match(await plain.textContent("#note-text-marks"), new RegExp(AVOIDED));
	assert.equal(await plain.inputValue("#answer-text"), "");
	assert.equal(await plain.locator("article.noted").count(), 0);
});

test("with script the marks come after a pause, and sending is never stopped", async () => {
	await page.setViewportSize({ width: 1200, height: 900 });
	await page.goto(origin + thread);
	await page.selectOption("#answer-language", "en");
	await page.fill("#answer-text", `We met an ${AVOIDED}.`);
	await page.waitForSelector("#answer-text-marks .marks");
	assert.match(await page.textContent("#answer-text-marks"), new RegExp(AVOIDED));
	no_faults(await check_page(page, DESK));
	await page.fill("#answer-text", "We met someone.");
	await page.waitForFunction(() =>
		document.querySelector("#answer-text-marks ul.marks") === null);
	await page.fill("#answer-text", `Sent with ${AVOIDED}.`);
	await go_on(page, ".answer button.main");
	assert.equal(await page.locator("article.ours").count(), 1);
	const script = await member.get("/asset/desk.js");
	assert.ok(script.bytes.length <= 6 * 1024, "desk.js: " + script.bytes.length);
});

test("Sorani gets spelling ideas, and only as ideas", async () => {
	await plain.goto(origin + thread);
	await plain.fill("#answer-text", "ئيمه لێره چاوەڕێت دەکەین و هیوادارین باش بیت.");
	await plain.selectOption("#answer-language", "ckb");
	await go_on(plain, ".answer [formaction]");
	assert.match(await plain.textContent("#answer-text-marks"), /Spelling/);
	assert.match(await plain.inputValue("#answer-text"), /ئيمه لێره/);
});

/* Tab until the element is reached, as someone without a mouse does. */
async function tab_to(selector) {
	for (let i = 0; i < 120; i++) {
		if (await page.evaluate((s) => document.activeElement?.matches(s), selector)) return;
		await page.keyboard.press("Tab");
	}
	assert.fail("not reached by keyboard: " + selector);
}

test("by keyboard alone a word is proposed, tried, adopted, and undone", async () => {
	await page.goto(origin + "/words");
	await tab_to("a[href='/coin']");
	await page.keyboard.press("Enter");
	await page.waitForURL(/\/coin$/);
	await tab_to("#term");
	await page.keyboard.type("lantern keeper");
	await tab_to("#name");
	await page.keyboard.type("who keeps the door");
	await tab_to("#why");
	await page.keyboard.type("it is warm");
	await tab_to("main button.main");
	await page.keyboard.press("Enter");
	await page.waitForURL(/\/term\/[0-9a-f]{32}$/);
	await tab_to("#sentence");
	await page.keyboard.type("The lantern keeper let us in.");
	await tab_to("[action$='/try'] button");
	await page.keyboard.press("Enter");
	await page.waitForSelector("ol.history .said");
	await tab_to("main > .acts summary");
	await page.keyboard.press("Enter");
	await tab_to("#decided-by");
	await page.keyboard.type("all of us");
	await page.keyboard.press("Enter");
	await page.waitForSelector(".did:has-text('ours')");
	assert.match(await page.textContent("h1"), /Ours/);
	assert.match(await page.textContent("#history"), /all of us/);
	await page.keyboard.press("Escape");
	await page.keyboard.press("z");
	await page.waitForSelector(".did:has-text('Undone')");
	await page.goto(origin + "/words-proposed");
	assert.match(await page.textContent("main"), /lantern keeper/);
});

test("places of an old word are changed one by one, each undone as any other", async () => {
	await plain.goto(origin + "/new/task");
	await plain.fill("[name=title]", `A leaflet about the ${AVOIDED}`);
	await go_on(plain, "main button.main");
	await plain.goto(origin + sheets.avoided);
	await go_on(plain, "a[href^='/coin?instead=']");
	await plain.fill("[name=term]", "newcomer");
	await plain.fill("[name=why]", "nobody is illegal");
	await go_on(plain, "main button.main");
	const sheet = plain.url();
	await plain.click("main > .acts summary >> nth=0");
	await go_on(plain, "[action$='/adopt'] button");
	await go_on(plain, "a[href$='/places']");
	assert.match(await plain.textContent("main"), /already sent/);
	const place = plain.locator("article.place", { hasText: "A leaflet" });
	await place.locator("details >> nth=1").locator("summary").click();
	assert.match(await place.locator("textarea").inputValue(), /the newcomer/);
	await place.locator("button.main").click();
	await plain.waitForLoadState();
	assert.doesNotMatch(await plain.textContent("main"), /A leaflet/);
	await go_on(plain, "#undo");
	await plain.goto(sheet + "/places");
	assert.match(await plain.textContent("main"), /A leaflet/);
});

test("files: tried first, taken in as one, undone as one; out without what hurts", async () => {
	const table = "concept,concept_name,lang,term,status,certainty\n" +
		"K1,the stairs,en,stair group,ours,sure\nK1,the stairs,xx,broken,ours,sure\n";
	await plain.goto(origin + "/words-table");
	await plain.setInputFiles("#file", { name: "a.csv", mimeType: "text/csv",
		buffer: Buffer.from(table) });
	await go_on(plain, "[enctype] button");
	assert.match(await plain.textContent("main"), /1 new word/);
	assert.match(await plain.textContent("main"), /line 3/);
	await go_on(plain, "[action='/words-take'] button");
	assert.match(await plain.textContent("main"), /stair group/);
	await go_on(plain, "#undo");
	await plain.goto(origin + "/words");
	assert.doesNotMatch(await plain.textContent("main"), /stair group/);
	await plain.goto(origin + "/words-table");
	await plain.setInputFiles("#file", { name: "a.tbx", mimeType: "text/xml",
		buffer: Buffer.from("<tbx><text>\n<broken") });
	await go_on(plain, "[enctype] button");
	assert.match(await plain.textContent("main"), /line 2/);

	const form = await member.get("/words-table");
	for (const as of ["tbx", "csv", "tsv", "booklet"]) {
		const out = await member.act(form, "/words-out", { as });
		assert.equal(out.status, 200);
		assert.match(out.headers["content-disposition"], /attachment/);
		assert.match(out.text, /asylum seeker/, as);
		if (as !== "booklet") assert.ok(!out.text.includes(AVOIDED), as);
	}
	const tbx = await member.act(form, "/words-out", { as: "tbx", avoided: "yes" });
	assert.ok(tbx.text.includes(AVOIDED));
	await plain.setInputFiles("#file", { name: "b.tbx", mimeType: "text/xml",
		buffer: tbx.bytes });
	await go_on(plain, "[enctype] button");
	assert.match(await plain.textContent("main"), /0 new words.*0 changed.*0 refused/s);
	const martif = await member.act(form, "/words-out", { as: "martif", from: "en", to: "ar" });
	assert.match(martif.text, /<martif/);
});
