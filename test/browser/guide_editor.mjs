/* The guides' editor in Chromium: a folder taken in, its pages in five written
 * forms; a changed source that turns one part stale in each language, with what
 * changed; translating by keyboard alone and without script; signing, previews
 * and a release.
 *
 * SPDX-License-Identifier: AGPL-3.0-or-later */
import assert from "node:assert/strict";
import { cpSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { after, before, test } from "node:test";
import { TOP } from "../e2e/lib/bothy.mjs";
import { LOCALES } from "../e2e/lib/pages.mjs";
import { stand, take_down } from "../e2e/lib/standing.mjs";
import { go_on, open_at_desk, open_browser } from "./lib/browser.mjs";
import { check_axe, check_origin, check_page, check_widths, no_faults } from "./lib/checks.mjs";

const DESK = { target: 24, plain: false };
let organisation, line, desk, browser, page, plain, member, origin, library;

/* The fixture, and one guide as long as the longest real one. */
function library_make() {
	library = mkdtempSync(join(tmpdir(), "bothy-guides-"));
	cpSync(join(TOP, "test", "fixture", "library"), library, { recursive: true });
	mkdirSync(join(library, "4"));
	let guide = "bothy-guide 1\nsource en\ndemands\ncheck-days 90\n\ntitle aaaaaa\nwords Long\n";
	for (let i = 1; i < 900; i++) {
		const id = [0, 1, 2, 3, 4, 5].map((k) =>
			String.fromCharCode(97 + Math.floor(i / 26 ** k) % 26)).join("");
		guide += `\nparagraph ${id}\nwords ${"A sentence of some words. ".repeat(8)}Number ${i}.\n`;
	}
	writeFileSync(join(library, "4", "guide"), guide);
	return library;
}

before(async () => {
	({ organisation, line, desk, member, origin } =
		await stand({ demo: true, port: 0, options: ["--guides", library_make()] }));
	browser = await open_browser();
	page = await open_at_desk(browser, desk);
	plain = await open_at_desk(browser, desk, { script: false });
});
after(async () => {
	await take_down({ organisation, line, desk, browser });
	if (library) rmSync(library, { recursive: true });
});

/* How many parts are marked as changed, by language. */
async function stale_of(where) {
	const found = {};
	for (const tag of ["ar", "ckb", "kmr"]) {
		await where.goto(`${origin}/guides/1/${tag}`);
		found[tag] = await where.$$eval("li.stale-words", (all) =>
			all.map((one) => one.id.slice(2)));
	}
	return found;
}

test("without script a folder is tried, taken in, and undone as one", async () => {
	await plain.goto(origin + "/guides/in");
	assert.match(await plain.textContent("main"), /4 guides.*0 refused/s);
	await go_on(plain, "main button.main");
	assert.equal(await plain.locator("section.concept").count(), 4);
	await go_on(plain, "#undo");
	await plain.goto(origin + "/guides");
	assert.equal(await plain.locator("section.concept").count(), 0);
	await plain.goto(origin + "/guides/in");
	await go_on(plain, "main button.main");
	assert.match(await plain.textContent("main"), /Crossing the river/);
});

test("a guide of 900 parts has its pages too", async () => {
	for (const path of ["/guides/4", "/guides/4/ckb", "/guides/4/en", "/guides/4/ckb/kbaaaa"]) {
		const answer = await member.get(path);
		assert.equal(answer.status, 200, path);
	}
	const found = await member.act(await member.get("/search"), "/search", { words: "sentence" });
	assert.match(found.text, /A sentence of some words/);
	assert.equal((await member.get("/records/unit")).status, 404); // they stand with their guide
});

for (const locale of LOCALES)
	test(`${locale}: the pages of the editor`, { timeout: 120000 }, async () => {
		await member.settings({ locale });
		const faults = [];
		const paths = ["/guides/1", "/guides/1/kmr/danger"];
		if (locale === "ar") paths.push("/guides", "/guides/1/unit/shorta", "/guides/1/ckb",
			"/guides/1/ar/preview", "/guides/release", "/guides/release/made",
			"/guides/1/picture/danger", "/guides/1/ar/danger/recording");
		for (const path of paths) {
			page.asked.length = 0;
			assert.equal((await page.goto(origin + path)).status(), 200, path);
			const found = locale === "ar" && path.endsWith("danger")
				? await check_page(page, DESK)
				: [...await check_axe(page), ...await check_widths(page,
					{ ...DESK, widths: [320, 1200] })];
			for (const text of [...found, ...check_origin(page, origin)])
				faults.push(path + ": " + text);
		}
		no_faults(faults);
		await member.settings({ locale: "en" });
	});

test("a changed source turns one part stale in each language, and says what changed", async () => {
	const before_it = await stale_of(plain);
	await plain.goto(origin + "/guides/1/unit/danger");
	await plain.fill("#words", "Fast brown water means: **go back now**.");
	await go_on(plain, "main button.main");
	const after_it = await stale_of(plain);
	for (const tag of ["ar", "ckb", "kmr"])
		assert.deepEqual(after_it[tag].filter((one) => !before_it[tag].includes(one)), ["danger"]);
	await plain.goto(origin + "/guides/1/ckb");
	assert.match(await plain.textContent("main"), /danger sign has changed/);
	await plain.goto(origin + "/guides/1/ckb/danger");
	assert.equal(await plain.textContent("#change del"), "turn ");
	assert.equal(await plain.textContent("#change ins"), "go ");
	await plain.goto(origin + "/guides/1/unit/danger");
	await go_on(plain, "#harmless");
	assert.deepEqual(await stale_of(plain), before_it);
	await go_on(plain, "#undo");
	assert.deepEqual(await stale_of(plain), after_it);
});

test("without script a drifted translation is refused and keeps its words", async () => {
	await plain.goto(origin + "/guides/1/ckb/shorta");
	await plain.fill("#words", "ڕووبار بەرزە.");
	await go_on(plain, "#keep-draft");
	assert.match(await plain.textContent("[role=alert]"), /slot is missing/);
	assert.equal(await plain.inputValue("#words"), "ڕووبار بەرزە.");
	await plain.goto(origin + "/guides/1/ckb/shorta");
	assert.match(await plain.inputValue("#words"), /\{phone\}/);
});

test("without script spelling is accepted one by one, and nothing else changes", async () => {
	await plain.goto(origin + "/guides/1/ckb/danger");
	await plain.fill("#words", "ئاوی قاوەیی لێره کێشەیه بۆ ئێوە.");
	await go_on(plain, "[formaction$='/look'] >> nth=0");
	const ideas = await plain.locator("[name=spell]").count();
	assert.ok(ideas > 0);
	await plain.click("#words-marks details summary >> nth=0");
	await plain.locator("[name=spell]").first().click();
	await plain.waitForLoadState();
	assert.equal(await plain.locator("[name=spell]").count(), ideas - 1);
	assert.match(await plain.inputValue("#words"), /لێرە|کێشەیە/);
	assert.match(await plain.textContent("h2 .mark"), /source changed/); // kept nowhere
});

test("what was translated before is offered, the same first", async () => {
	const parts = async () => [...(await member.get("/guides/2")).text
		.matchAll(/id="u-([a-z]{6})"/g)].map(([, id]) => id);
	const old = await parts();
	const form = await member.get("/guides/2/add/" + old.at(-1));
	await member.act(form, "/add/" + old.at(-1), { kind: "paragraph", text: "Hold the rope!" });
	await member.act(form, "/add/" + old.at(-1), { kind: "paragraph", text: "Hold the rope." });
	const fresh = (await parts()).filter((id) => !old.includes(id));
	assert.equal(fresh.length, 2);
	const same = await member.get("/guides/2/ckb/" + fresh[0]);
	assert.match(same.text, /the same · .*Guide <bdi>1|the same · Guide 1/);
	assert.match(same.text, /name="take" value="گوریسەکە بگرە\."/);
	const near = await member.get("/guides/2/ckb/" + fresh[1]);
	assert.match(near.text, /\d\d % alike/);
	assert.match(near.text, /<del>rope\.<\/del>\s*<ins>rope!<\/ins>/);
});

/* Tab until the element is reached, as someone without a mouse does. */
async function tab_to(selector) {
	for (let i = 0; i < 120; i++) {
		if (await page.evaluate((s) => document.activeElement?.matches(s), selector)) return;
		await page.keyboard.press("Tab");
	}
	assert.fail("not reached by keyboard: " + selector);
}

test("by keyboard alone a language is finished, signed and looked at", async () => {
	await page.setViewportSize({ width: 1280, height: 900 });
	await page.goto(origin + "/guides/1/ckb");
	const left = await page.locator("li.stale-words, li.draft-words, li.empty-words").count();
	assert.ok(left >= 2);
	await page.keyboard.press("i"); // to the next unfinished part
	for (let i = 0; i < left; i++) {
		await page.waitForSelector("#words:focus");
		if (page.url().endsWith("/danger")) {
			await page.keyboard.press("Control+a");
			await page.keyboard.type("ئاوی قاوەیی: **بگەڕێوە**.");
		}
		const there = page.waitForEvent("domcontentloaded");
		await page.keyboard.press("Control+Enter");
		await there;
	}
	assert.match(page.url(), /\/guides\/1\/ckb$/);
	assert.equal(await page.locator("li.stale-words").count(), 0);
	await tab_to("#signs summary");
	await page.keyboard.press("Enter");
	await tab_to("#against");
	await page.keyboard.type("the English source");
	await page.keyboard.press("Enter");
	await page.waitForSelector("#signs .mark.good");
	await tab_to("#preview");
	await page.keyboard.press("Enter");
	await page.waitForURL(/preview$/);
	await tab_to("a[href$='/as/single/0']");
	await page.keyboard.press("Enter");
	await page.waitForURL(/as\/single\/0$/);
	assert.equal(await page.getAttribute("html", "dir"), "rtl");
	assert.match(await page.textContent("body"), /بگەڕێوە/);
	assert.equal(await page.locator("script").count(), 0);
});

test("without script a picture is added, with words, and is in what readers get", async () => {
	await plain.goto(origin + "/guides/1");
	await go_on(plain, "a[href*='/picture/']");
	await plain.setInputFiles("#file", join(TOP, "test", "fixture", "library", "1", "pictures",
		"bridge.png"));
	await go_on(plain, "main button.main");
	assert.match(await plain.textContent("[role=alert]"), /Say in words what it shows/);
	await plain.setInputFiles("#file", join(TOP, "package.json"));
	await plain.fill("#words", "A bridge of ropes over brown water.");
	await go_on(plain, "main button.main");
	assert.match(await plain.textContent("[role=alert]"), /no picture that can be taken/);
	assert.equal(await plain.inputValue("#words"), "A bridge of ropes over brown water.");
	await plain.setInputFiles("#file", join(TOP, "test", "fixture", "library", "1", "pictures",
		"bridge.png"));
	await go_on(plain, "main button.main");
	assert.match(await plain.textContent("ol.units > li:last-child"), /A bridge of ropes/);
	const single = await member.get("/guides/1/en/as/single/0");
	assert.match(single.text, /alt="A bridge of ropes over brown water\."/);
	const unit = (await plain.getAttribute("ol.units > li:last-child a", "href")).split("/").at(-1);
	await plain.goto(`${origin}/guides/1/en/${unit}/recording`);
	await plain.setInputFiles("#file", join(TOP, "package.json"));
	await go_on(plain, "main button.main");
	assert.match(await plain.textContent("[role=alert]"), /no recording that can be taken/);
	/* a form of another page does nothing */
	const foreign = new FormData();
	foreign.set("form", "0".repeat(64));
	foreign.set("text", "Not ours");
	foreign.set("file", new Blob(["x"]), "x.png");
	const refused = await fetch(`${origin}/guides/1/picture/${unit}`, { method: "POST",
		headers: { ...member.headers, origin }, body: foreign });
	assert.equal(refused.status, 409);
	/* what answers a form does not speak of what was done before it */
	assert.equal(await plain.locator("#undo").count(), 0);
	await plain.goto(origin + "/guides/1");
	await go_on(plain, "#undo"); /* until it is translated, other languages wait */
	await plain.goto(origin + "/guides/1");
	assert.doesNotMatch(await plain.textContent("ol.units > li:last-child"), /A bridge/);
});

test("every form leaves as a file, and a release as one, signed", async () => {
	const pdf = await member.get("/guides/1/ckb/as/pdf/0");
	assert.equal(pdf.status, 200);
	assert.match(pdf.headers["content-disposition"], /attachment; filename="1\.pdf"/);
	assert.match(pdf.headers["cache-control"], /no-store/);
	const folder = await member.act(await member.get("/guides"), "/guides/out");
	assert.match(folder.headers["content-disposition"], /folder\.zip/);
	assert.equal(folder.bytes.subarray(0, 2).toString(), "PK");
	const made = await member.act(await member.get("/guides/release"), "/guides/release");
	assert.match(made.text, /The last release was <bdi>3<\/bdi>/);
	assert.equal((await member.get("/guides/1/ckb/as/nothing/0")).status, 404);
	assert.equal((await member.get("/guides/999/ckb/as/pdf/0")).status, 404);
});
