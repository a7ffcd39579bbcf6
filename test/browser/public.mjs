/* Every public page in Chromium, in five written forms: accessibility, both
 * directions, narrow to wide, dark and light, weight, and nothing from another
 * host. Then the way of a person who writes, with script off.
 *
 * SPDX-License-Identifier: AGPL-3.0-or-later */
import assert from "node:assert/strict";
import { after, before, test } from "node:test";
import { new_organisation, remove_organisation, start_line, stop } from "../e2e/lib/bothy.mjs";
import { LOCALES, PLAIN_PAGES, RIGHT_TO_LEFT, code_in, form_to, read, write }
	from "../e2e/lib/pages.mjs";
import { ask, forms_of, post_form, send } from "../e2e/lib/visit.mjs";
import { go_on, open_browser, open_page } from "./lib/browser.mjs";
import { check_origin, check_page, check_weight, no_faults } from "./lib/checks.mjs";

const PUBLIC = { target: 44, plain: true };
let organisation, line, browser, page;

before(async () => {
	organisation = new_organisation({ demo: true });
	line = await start_line(organisation, { port: 0 });
	browser = await open_browser();
	page = await open_page(browser);
});
after(async () => {
	await browser?.close();
	await stop(line);
	if (organisation) remove_organisation(organisation);
});

async function check_address(path) {
	page.asked.length = 0;
	page.complaints.length = 0;
	const answer = await page.goto(line.address + path);
	assert.ok(answer.status() < 500, path + ": " + answer.status());
	const html = await answer.body();
	return [...await check_page(page, PUBLIC), ...check_origin(page, line.address),
		...check_weight(html)];
}

/* A page that comes as an answer to a form: shown as it came. */
async function check_answer(html) {
	await page.route(line.address + "/shown", (route) =>
		route.fulfill({ status: 200, contentType: "text/html; charset=utf-8", body: html }));
	const faults = await check_address("/shown");
	await page.unroute(line.address + "/shown");
	return faults;
}

for (const locale of LOCALES) {
	test(`${locale}: every page one can ask for`, { timeout: 120000 }, async () => {
		const faults = [];
		for (const name of PLAIN_PAGES)
			for (const text of await check_address(`/${locale}/${name}`))
				faults.push(`/${locale}/${name}: ${text}`);
		for (const text of await check_address(`/${locale}/no-such-page`))
			faults.push(`/${locale}/no-such-page: ${text}`);
		no_faults(faults);
	});

	test(`${locale}: every page on the way of a person who writes`, { timeout: 120000 },
		async () => {
			const pages = [];
			const empty = await write(line.where, locale, { text: "" });
			pages.push(["an empty message", empty.page.text]);
			const written = await write(line.where, locale, { text: "سلام hello" });
			assert.ok(written.code, "no code on the page");
			pages.push(["the code", written.page.text]);
			for (const form of forms_of(written.page.text))
				if (form.action.endsWith("/code")) {
					pages.push(["the code tried", (await send(line.where, form,
						{ typed: written.code })).text]);
					pages.push(["the code mistyped", (await send(line.where, form,
						{ typed: "1234 5678" })).text]);
				}
			pages.push(["a code with a slip", (await read(line.where, locale, "1234")).text]);
			const answers = await read(line.where, locale, written.code);
			pages.push(["her answers", answers.text]);
			for (const form of forms_of(answers.text))
				if (/\/(write|erase)$/.test(form.action) && form.method === "POST") {
					const next = await send(line.where, form);
					pages.push([form.action, next.text]);
					for (const last of forms_of(next.text))
						if (/\/erase$/.test(last.action) && /\/erase$/.test(form.action))
							pages.push(["erased", (await send(line.where, last)).text]);
				}
			const faults = [];
			for (const [name, html] of pages)
				for (const text of await check_answer(html)) faults.push(`${name}: ${text}`);
			no_faults(faults);
		});
}

test("the demonstration says so on every page, in the page's language", async () => {
	for (const locale of LOCALES)
		for (const name of PLAIN_PAGES) {
			const { text } = await ask(line.where, "GET", `/${locale}/${name}`);
			assert.match(text, /class="?[^">]*demo/, `/${locale}/${name}`);
		}
});

test("each page names the five written forms by their own names", async () => {
	for (const locale of LOCALES) {
		const { text } = await ask(line.where, "GET", `/${locale}/`);
		for (const name of ["العربية", "کوردی", "Kurdî", "English"])
			assert.ok(text.includes(name), `${name} on /${locale}/`);
		for (const other of LOCALES)
			assert.ok(text.includes(`/${other}/`), `a link to /${other}/ on /${locale}/`);
		const dir = RIGHT_TO_LEFT.has(locale) ? "rtl" : "ltr";
		assert.match(text, new RegExp(`<html[^>]*dir="?${dir}`));
	}
});

test("the headers keep a page from being kept, framed or told of", async () => {
	for (const name of ["/", ...PLAIN_PAGES.map((p) => "/ar/" + p), "/en/no-such-page"]) {
		const { headers } = await ask(line.where, "GET", name);
		assert.match(headers["cache-control"] ?? "", /no-store/, name);
		assert.equal(headers["referrer-policy"], "no-referrer", name);
		assert.equal(headers["x-content-type-options"], "nosniff", name);
		assert.equal(headers["set-cookie"], undefined, name);
		assert.equal(headers.server, undefined, name);
		const policy = headers["content-security-policy"] ?? "";
		assert.match(policy, /default-src 'none'/, name);
		assert.match(policy, /frame-ancestors 'none'/, name);
		assert.doesNotMatch(policy, /unsafe|script-src|https?:/, name);
	}
});

test("the style is let through by the page's own policy", async () => {
	const context = await browser.newContext({ javaScriptEnabled: false });
	const strict = await context.newPage();
	const refused = [];
	strict.on("console", (message) => refused.push(message.text()));
	await strict.goto(line.address + "/ar/");
	assert.deepEqual(refused.filter((text) => /Content Security Policy/i.test(text)), []);
	const family = await strict.locator("body").evaluate((e) => getComputedStyle(e).margin);
	assert.notEqual(family, "8px", "the style sheet did not apply");
	await context.close();
});

for (const script of [false, true])
	test(`a person writes and comes back, script ${script ? "on" : "off"}`, async () => {
		const visitor = await open_page(browser, { script, width: 360 });
		await visitor.goto(line.address + "/ckb/write");
		await visitor.fill("textarea", "سڵاو، تەنها دەمەوێت بڵێم.");
		await go_on(visitor, "form[action$='/write'] button[type=submit], " +
			"form[action$='/write'] button:not([type])");
		const code = code_in(await visitor.content());
		assert.ok(code, "no code");
		await visitor.goto(line.address + "/ckb/answers");
		await visitor.locator("form[action$='/answers'] input:not([type=hidden])").first()
			.fill(code);
		await go_on(visitor, "form[action$='/answers'] button");
		assert.match(await visitor.content(), /\/erase/);
		assert.deepEqual(check_origin(visitor, line.address), []);
		await visitor.context().close();
	});

test("what a person typed is still there when something is wrong", async () => {
	const text = "x".repeat(60 * 1024);
	const { page: answer } = await write(line.where, "en", { text, called: "Lantern" });
	const form = form_to(answer.text, "/write");
	assert.equal(form.fields.text?.length, text.length);
	const wrong = await post_form(line.where, "/en/write", { text: "a" },
		{ "content-type": "text/plain" });
	assert.match(wrong.text, /<h1/);
	assert.ok(wrong.status < 500);
});
