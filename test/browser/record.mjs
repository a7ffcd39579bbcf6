/* The pages of records in Chromium, made through the forms a member uses: in
 * five written forms, both directions, narrow to wide; keys; without script; a
 * table tried, taken in and undone.
 *
 * SPDX-License-Identifier: AGPL-3.0-or-later */
import assert from "node:assert/strict";
import { after, before, test } from "node:test";
import { LOCALES } from "../e2e/lib/pages.mjs";
import { stand, take_down } from "../e2e/lib/standing.mjs";
import { open_at_desk, open_browser, open_page } from "./lib/browser.mjs";
import { check_origin, check_page, no_faults } from "./lib/checks.mjs";

const DESK = { target: 24, plain: false };
const TYPES = ["task", "request", "contact", "goal", "responsibility", "member"];
let organisation, line, desk, browser, page, plain, member, origin;
const sheets = [];

/* Fills the form of a new record as a member would, and gives its address. */
async function make(where, key, fields) {
	await where.goto(origin + "/new/" + key);
	for (const [name, value] of Object.entries(fields)) {
		const input = where.locator(`[name="${name}"]:not([type=hidden])`);
		if ((await input.first().evaluate((e) => e.tagName)) === "SELECT")
			await input.selectOption({ label: value });
		else if ((await input.first().getAttribute("type")) === "checkbox")
			await where.check(`input[name="${name}"][value="${value}"]`);
		else await input.fill(value);
	}
	await where.click("main button.main");
	await where.waitForURL(/\/record\/[0-9a-f]{32}$/);
	sheets.push(new URL(where.url()).pathname);
	return where.url();
}

before(async () => {
	({ organisation, line, desk, member, origin } = await stand({ demo: true, port: 0 }));
	browser = await open_browser();
	page = await open_page(browser);
	await page.goto(desk.url);
	plain = await open_at_desk(browser, desk, { script: false });
	await make(plain, "member", { name: "Rojîn\nروژین", role: "answers", languages: "ckb" });
	await make(plain, "goal", { title: "نوسینی ڕێبەرێک بۆ دادگا", year: "2026", owner: "Rojîn",
		why: "لأن كل واحدة منّا وقفت هناك وحدها." });
	await make(plain, "task", { title: "Print the cards", owner: "Rojîn", due: "24.11.2026" });
	await make(plain, "responsibility", { area: "Inbox", accountable: "Rojîn" });
	await make(plain, "contact", { name: "Hevi House", kind: "shelter", place: "Ankawa",
		"place.code": "IQ-AR" });
	await make(plain, "request", { subject: "shelter tonight", signs: "no-shelter",
		urgency: "urgent: within a day", summary: "only her words" });
});
after(() => take_down({ organisation, line, desk, browser }));

async function check_address(path) {
	page.asked.length = 0;
	page.complaints.length = 0;
	const answer = await page.goto(origin + path);
	assert.equal(answer.status(), 200, path);
	assert.doesNotMatch(await page.title(), /Print|Rojîn/);
	return [...await check_page(page, DESK), ...check_origin(page, origin)];
}

for (const locale of LOCALES)
	test(`${locale}: every page of records`, { timeout: 300000 }, async () => {
		await member.settings({ locale });
		const faults = [];
		/* One template serves all types: each form once, the fullest in all. */
		const forms = locale === "ckb" ? TYPES : ["request"];
		const paths = ["/day", "/workload", "/settle", "/table/request",
			...TYPES.map((key) => "/records/" + key),
			...forms.map((key) => "/new/" + key), ...sheets,
			sheets[2] + "/history", sheets[4] + "/edit", sheets[4] + "/print",
			sheets[4] + "/print?names=no"];
		for (const path of paths)
			for (const text of await check_address(path))
				faults.push(path.replace(/[0-9a-f]{28}/, "") + ": " + text);
		no_faults(faults);
	});

test("without script a record is changed, takes a step, and both are undone", async () => {
	await member.settings({ locale: "en" });
	const task = await make(plain, "task", { title: "Call Hevi" });
	await plain.click("#edit");
	await plain.fill("[name=title]", "Call Hevi again");
	await plain.click("main button.main");
	assert.match(await plain.textContent("h1"), /Call Hevi again/);
	await plain.click("#undo");
	await plain.goto(task);
	assert.doesNotMatch(await plain.textContent("h1"), /again/);
	await plain.click("summary:has-text('It waits') >> nth=0");
	await plain.fill("details[open] [name=waits-for]", "her answer");
	await plain.click("details[open] button");
	assert.match(await plain.textContent("h1"), /Waiting/);
	await plain.click("#undo");
	await plain.goto(task);
	assert.match(await plain.textContent("h1"), /To do/);
	await plain.goto(task + "/history");
	assert.match(await plain.textContent(".history"), /Call Hevi again/);
});

test("who is overtaken takes nobody's words back", async () => {
	const task = await make(plain, "task", { title: "the first words", note: "mine" });
	await plain.goto(task + "/edit");
	const other = await plain.context().newPage();
	await other.goto(task + "/edit");
	await other.fill("[name=title]", "the words of another");
	await other.click("main button.main");
	await other.close();
	await plain.fill("[name=note]", "hers");
	await plain.click("main button.main");
	assert.match(await plain.textContent("[role=alert]"), /Somebody changed this/);
	assert.equal(await plain.inputValue("[name=title]"), "the words of another");
	assert.equal((await plain.inputValue("[name=note]")).trim(), "hers");
	await plain.click("main button.main");
	assert.match(await plain.textContent("h1"), /the words of another/);
	assert.match(await plain.textContent("main"), /hers/);
});

test("a form that is refused keeps what was typed and says where", async () => {
	await plain.goto(origin + "/new/task");
	await plain.fill("[name=due]", "the day after");
	await plain.fill("[name=note]", "typed and not lost");
	await plain.click("main button.main");
	assert.match(await plain.textContent("[role=alert]"), /By when/);
	assert.equal(await plain.locator(".did").count(), 0); // "It is kept" was the one before
	assert.match(await plain.textContent("#due-problem"), /Write a date/);
	assert.equal(await plain.inputValue("[name=note]"), "typed and not lost");
	/* what comes later is folded, and open again where something is wrong in it */
	await plain.goto(origin + "/new/goal");
	assert.equal(await plain.locator("[name=reviewed]").isVisible(), false);
	await plain.click("summary:has-text('What can come later')");
	await plain.fill("[name=title]", "a goal");
	await plain.fill("[name=year]", "2026");
	await plain.fill("[name=reviewed]", "some day");
	await plain.click("main button.main");
	assert.ok(await plain.locator("#reviewed-problem").isVisible());
});

test("keys add, open, change and close", async () => {
	await page.setViewportSize({ width: 1200, height: 900 });
	await page.goto(origin + "/records/task");
	await page.keyboard.press("c");
	await page.waitForURL(/\/new\/task$/);
	await page.goto(origin + "/records/task");
	await page.keyboard.press("j");
	await page.keyboard.press("Enter");
	await page.waitForURL(/\/record\/[0-9a-f]{32}$/);
	await page.keyboard.press("e");
	await page.waitForSelector(".did:has-text('The step is taken')");
	assert.match(await page.textContent("h1"), /Done/);
	await page.keyboard.press("z");
	await page.waitForSelector(".did:has-text('Undone')");
});

test("who carries what: a picture and the same numbers, and nobody who was helped", async () => {
	await plain.goto(origin + "/records/member");
	await plain.click("a[href='/workload']");
	const row = plain.locator("tbody tr", { hasText: "Rojîn" });
	assert.deepEqual((await row.locator("td").allTextContents()).map((one) => one.match(/\d+/)[0]),
		["0", "0", "1", "1", "1"]); // a late task, a goal
	assert.equal(await plain.locator(".load-row", { hasText: "Rojîn" }).locator(".block.late").count(), 1);
	assert.match(await plain.textContent("tbody"), /Nobody yet/);
	assert.doesNotMatch(await plain.textContent("main"), /shelter|only her words|Print the cards/);
	await row.locator("a").first().click();
	assert.match(await plain.textContent(".rows"), /Print the cards/);
});

test("? shows the keys, d my day", async () => {
	await page.goto(origin + "/records/task");
	await page.keyboard.press("?");
	await page.waitForURL(/\/settings#keys$/);
	const keys = await page.locator("table th").allTextContents();
	const shown = new Set(keys.flatMap((one) => one.split(/, | /)));
	const script = await (await page.request.get(origin + "/asset/desk.js")).text();
	for (const [, letter] of script.matchAll(/\bKey([A-Z]):/g))
		assert.ok(shown.has(letter.toLowerCase()), letter);
	await page.keyboard.press("d");
	await page.waitForURL(/\/day$/);
});

test("a table is tried, names what it refuses, is taken in and undone as one", async () => {
	await plain.goto(origin + "/table/contact");
	await plain.fill("#text", "name,wizard\nNarin,yes\n");
	await plain.click("text=Try it first");
	assert.match(await plain.textContent("[role=alert]"), /not ours\. \(Line 1\)/);
	assert.match(await plain.inputValue("#text"), /^name,wizard\s+Narin,yes/); // to be mended
	await plain.setInputFiles("[type=file]", { name: "list.csv", mimeType: "text/csv",
		buffer: Buffer.from("name,kind,languages\nNarin,lawyer,ckb;ar\n" +
			"Zerya,wizard,\n,shelter,\n=1+1,nonsense,\nSoran,journalist,kmr\n") });
	await plain.click("text=Try it first");
	const said = await plain.textContent("main");
	assert.match(said, /2 rows are new/);
	assert.match(said, /3 rows are refused/);
	assert.match(await plain.textContent("table"), /3What they areThis is not in the list/);
	await plain.click("text=Take these rows in");
	assert.match(await plain.textContent(".rows >> nth=0"), /Narin|Soran/);
	assert.doesNotMatch(await plain.textContent(".did"), /All/); // three of five are not
	await plain.click("#undo");
	await plain.goto(origin + "/records/contact");
	assert.doesNotMatch(await plain.textContent(".rows"), /Narin|Soran/);
});

test("search stands in no address, and finds by any word and by the short name", async () => {
	await plain.goto(origin + "/records/request");
	await plain.fill("#words", "only her words");
	await plain.click("form.narrow button >> nth=0");
	assert.equal(new URL(plain.url()).search, "");
	assert.match(await plain.textContent(".rows"), /shelter tonight/);
	assert.doesNotMatch(await plain.textContent(".rows"), /only her/);
	await plain.goto(origin + "/records/request?class=nonsense&owner=free text&state=any");
	assert.match(await plain.textContent(".rows"), /shelter tonight/);
});

test("a sheet for paper holds all the words and nothing to press", async () => {
	await plain.goto(origin + sheets[5]);
	assert.equal(await plain.getByText("only her words").isVisible(), false); // folded on the screen
	await plain.goto(origin + sheets[5] + "/print");
	await plain.emulateMedia({ media: "print" });
	assert.ok(await plain.getByText("only her words").isVisible());
	assert.equal(await plain.locator("summary, button, nav").count(), 0);
	await plain.goto(origin + sheets[5] + "/print?names=no");
	assert.equal(await plain.getByText("only her words").count(), 0);
	await plain.emulateMedia({ media: null });
});

test("my day: who I am, what is late, three things chosen and not four", async () => {
	await plain.goto(origin + "/day");
	await plain.selectOption("#member", { label: "Rojîn" });
	await plain.click("text=That is me");
	assert.match(await plain.textContent("h1"), /Rojîn/);
	await plain.check("[name=task] >> nth=0");
	await plain.click("text=Choose these");
	assert.match(await plain.textContent("main"), /Chosen for today/);
	for (const title of ["two", "three", "four"]) await make(plain, "task", { title });
	await plain.goto(origin + "/day");
	for (const box of await plain.$$("[name=task]")) await box.check();
	await plain.click("text=Choose these");
	assert.match(await plain.textContent("[role=alert]"), /Three things are enough/);
});

test("first things are read off what is there, put away for all, and brought back", async () => {
	await plain.goto(origin + "/");
	const list = plain.locator("section", { hasText: "First things" });
	const open = () => list.locator("li a").allTextContents();
	assert.equal(await list.locator("li").count(), 6);
	assert.deepEqual(await open(), ["Give the recovery parts to different people",
		"Write to yourselves once, through the line", "Make a backup, and see that it works",
		"Bring in a second person"]);
	await list.locator("a", { hasText: "recovery parts" }).click();
	await plain.click("form[action='/recovery-checked'] button");
	await plain.goto(origin + "/");
	assert.equal((await open()).length, 3);
	await list.locator("button").click();
	assert.equal(await list.count(), 0);
	await plain.click("#undo");
	await plain.goto(origin + "/");
	assert.equal(await list.count(), 1);
});
