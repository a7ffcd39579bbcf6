/* The pages for bad days in Chromium: in five written forms, both directions,
 * narrow to wide, by keys, without script; from "someone was taken" to keys
 * erased, as a member would do it.
 *
 * SPDX-License-Identifier: AGPL-3.0-or-later */
import assert from "node:assert/strict";
import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { after, before, test } from "node:test";
import { PASSPHRASE } from "../e2e/lib/bothy.mjs";
import { LOCALES } from "../e2e/lib/pages.mjs";
import { stand, take_down } from "../e2e/lib/standing.mjs";
import { open_at_desk, open_browser, open_page } from "./lib/browser.mjs";
import { check_origin, check_page, no_faults } from "./lib/checks.mjs";

const DESK = { target: 24, plain: false };
const FINE = "The tea is good here", FORCED = "The coffee is good here";
let organisation, line, desk, browser, page, plain, member, origin, taken;

/* Fills the form of a new record as a member would. */
async function make(key, fields) {
	await plain.goto(origin + "/new/" + key);
	for (const [name, value] of Object.entries(fields)) {
		const input = plain.locator(`[name="${name}"]:not([type=hidden])`).first();
		if ((await input.evaluate((e) => e.tagName)) === "SELECT")
			await input.selectOption({ label: value });
		else await input.fill(value);
	}
	await plain.click("main button.main");
	await plain.waitForURL(/\/record\/[0-9a-f]{32}$/);
	return plain.url();
}

before(async () => {
	({ organisation, line, desk, member, origin } = await stand({ demo: true, port: 0 }));
	browser = await open_browser();
	page = await open_page(browser);
	await page.goto(desk.url);
	plain = await open_at_desk(browser, desk, { script: false });
	for (const name of ["Rojîn\nروژین", "Narin", "Soran"]) await make("member", { name });
	await plain.goto(origin + "/day");
	await plain.selectOption("#member", { label: "Rojîn" });
	await plain.click("form[action='/me'] button");
	await make("task", { title: "Print the cards", owner: "Rojîn", due: "24.11.2026" });
	await make("task", { title: "Call Hevi", owner: "Rojîn" });
	await make("request", { subject: "held since noon", urgency: "at once: answer within 2 hours" });
	await make("request", { subject: "a question", urgency: "ordinary: within a month" });
	await make("check-plan", { title: "Journey", person: "Soran", times: "09:00\n21:30" });
});
after(() => take_down({ organisation, line, desk, browser }));

test("without script: frozen, handed over as one, undone as one", async () => {
	await member.settings({ locale: "en" });
	await plain.goto(origin + "/");
	await plain.click("#taken"); // one way from every page
	await plain.evaluate(() => document.querySelector("#person").required = false);
	await plain.click("#freeze"); // nobody is frozen whom nobody chose
	assert.equal(await plain.locator("[role=alert]").count(), 1);
	assert.equal(new URL(plain.url()).pathname, "/taken");
	await plain.selectOption("#person", { label: "Rojîn" });
	await plain.click("#freeze");
	await plain.waitForURL(/\/taken\/[0-9a-f]{32}$/);
	taken = new URL(plain.url()).pathname;
	assert.match(await plain.textContent("main"), /Call the lawyer/);
	await plain.goto(origin + taken + "/hand-over");
	assert.equal(await plain.locator("main select").count(), 2);
	for (const one of await plain.locator("main select").all())
		await one.selectOption({ label: "Narin" });
	await plain.click("main button.main");
	assert.match(await plain.textContent("main"), /Nothing open is theirs/);
	await plain.click("#undo");
	await plain.goto(origin + taken + "/hand-over");
	assert.equal(await plain.locator("main select").count(), 2);
});

test("a point closes by its fact, and is then no task any more", async () => {
	await plain.goto(origin + "/day");
	assert.match(await plain.textContent("main"), /Call the lawyer/);
	await plain.goto(origin + taken);
	const lawyer = plain.locator(".points li", { hasText: "Call the lawyer" });
	await lawyer.locator("summary").click();
	await lawyer.locator("select").selectOption({ label: "Narin" });
	await lawyer.locator("button[value=who]").click();
	assert.match(await lawyer.textContent(), /Narin/);
	await lawyer.locator("button[value=done]").click();
	assert.match(await lawyer.textContent(), /done/);
	await plain.goto(origin + "/day");
	assert.doesNotMatch(await plain.textContent("main"), /Call the lawyer/);
});

test("whom to warn: the most urgent first, and a sheet for paper", async () => {
	await plain.goto(origin + taken + "/warn");
	const words = await plain.textContent(".warned");
	assert.ok(words.indexOf("held since noon") >= 0);
	assert.ok(words.indexOf("held since noon") < words.indexOf("a question"));
	await plain.goto(origin + taken + "/warn?print=yes");
	assert.equal(await plain.locator("body.print nav").count(), 0);
	assert.match(await plain.textContent("main"), /held since noon/);
});

test("check-ins: the words are never shown, and those of force are said on every page", async () => {
	await plain.goto(origin + "/check-ins");
	await plain.click("form[action$='/wait'] button");
	await plain.click("summary:has-text('Agree the words')");
	await plain.fill("[name=fine]", FINE);
	await plain.fill("[name=pressure]", FORCED);
	await plain.click("details[open] button.main");
	for (const path of ["/check-ins", "/records/check-plan?state=any", "/records/check-in?state=any",
		"/day", "/settle"]) {
		await plain.goto(origin + path);
		assert.doesNotMatch(await plain.content(), /coffee|tea is/i, path);
	}
	await plain.goto(origin + "/check-ins");
	await plain.fill("[name=said]", FINE.toUpperCase());
	await plain.click("form[action$='/say'] button");
	assert.equal(await plain.locator("[role=alert]").count(), 0);
	await plain.fill("[name=said]", "well, " + FORCED);
	await plain.click("form[action$='/say'] button");
	await plain.goto(origin + "/");
	assert.match(await plain.textContent("[role=alert]"), /check-in needs you now/);
	await plain.click("[role=alert] a");
	assert.match(await plain.textContent("main"), /words for being forced/);
});

test("a plan needs three desks; who is alone leaves her part of the key on paper", async () => {
	await plain.goto(origin + "/plan-new");
	assert.match(await plain.textContent(".note"), /three members/);
	await plain.fill("[name=call]", "typed and not lost");
	await plain.click("main button.main");
	assert.match(await plain.locator("[role=alert]").last().textContent(), /three different/);
	assert.equal(await plain.inputValue("[name=call]"), "typed and not lost");
	await plain.goto(origin + "/travel");
	assert.equal(await plain.locator("form[action='/travel/leave']").count(), 0);
	await plain.click("form[action='/travel/prepare'] button");
	const digits = await plain.textContent("pre.digits");
	assert.equal(digits.replace(/\D/g, "").length, 100);
	await plain.goto(origin + "/travel"); // once, and kept nowhere
	assert.doesNotMatch(await plain.content(), new RegExp(digits.trim().slice(0, 5)));
	const slip = digits.replace(/\d/, (one) => (Number(one) + 1) % 10);
	await plain.fill("#paper", slip);
	await plain.fill("#leave", PASSPHRASE);
	await plain.click("form[action='/travel/leave'] button");
	assert.match(await plain.locator("[role=alert]").last().textContent(),
		/not the digits of the paper/);
	assert.equal((await plain.inputValue("#paper")).trim(), slip.trim()); // one slip, not all of them anew
	await plain.goto(plain.url()); // the address a form was sent to, asked for again
	assert.equal(new URL(plain.url()).pathname, "/travel");
	assert.match(await plain.textContent("main"), /You work alone/);
	await plain.goto(origin + "/travel/little");
	assert.match(await plain.textContent("main"), /You work alone/);
	assert.equal(await plain.getAttribute("#stick", "required"), "");
});

test("digits that are read out are all in view on a narrow phone", async () => {
	await page.setViewportSize({ width: 320, height: 700 });
	await page.goto(origin + "/travel");
	const cut = await page.evaluate(() => ["digits", "part"].map((name) => {
		const lines = Array(4).fill(Array(5).fill("48230").join(" ")).join("\n");
		const pre = document.createElement("pre"), box = document.createElement("div");
		pre.className = name;
		pre.dir = "ltr";
		pre.textContent = lines + "\nAny two of the three parts open everything once more when";
		box.className = "box answer";
		box.append(pre);
		document.querySelector("main").prepend(box);
		return [name, pre.scrollWidth - pre.clientWidth, pre.getBoundingClientRect().right > innerWidth];
	}));
	assert.deepEqual(cut, [["digits", 0, false], ["part", 0, false]]);
});

for (const locale of LOCALES)
	test(`${locale}: every page for a bad day`, { timeout: 200000 }, async () => {
		await member.settings({ locale });
		const faults = [];
		for (const path of ["/taken", taken, taken + "/hand-over", taken + "/warn",
			taken + "/warn?print=yes", "/plans", "/plan-new", "/check-ins", "/travel",
			"/erase-keys"]) {
			page.asked.length = 0;
			page.complaints.length = 0;
			const answer = await page.goto(origin + path);
			assert.equal(answer.status(), 200, path);
			assert.doesNotMatch(await page.title(), /Soran|Rojîn/);
			for (const text of [...await check_page(page, DESK), ...check_origin(page, origin)])
				faults.push(path.replace(/[0-9a-f]{28}/, "") + ": " + text);
		}
		no_faults(faults);
	});

test("keys: t from anywhere; x asks once more, then a desk without its key file", async () => {
	await member.settings({ locale: "en" });
	await page.setViewportSize({ width: 1200, height: 900 });
	await page.goto(origin + "/warm");
	await page.keyboard.press("t");
	await page.waitForURL(/\/taken$/);
	await page.keyboard.press("x");
	await page.waitForURL(/\/erase-keys$/);
	const key = join(organisation.desk, "key.age");
	assert.ok(existsSync(key));
	await plain.goto(origin + "/erase-keys");
	await plain.check("[name=sure]");
	await plain.click("main button.main");
	assert.ok(!existsSync(key));
	const words = await plain.textContent("main");
	assert.match(words, /This desk is locked/);
	assert.doesNotMatch(words, /erase/i);
	await plain.fill("#passphrase", readFileSync(organisation.passphrase_file, "utf8").trim());
	await plain.click("main button");
	assert.match(await plain.textContent("[role=alert]"), /key file is not in this desk/);
});
