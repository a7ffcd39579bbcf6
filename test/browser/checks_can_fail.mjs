/* Shows that every check of pages can fail: a small good page passes, and the
 * same page with one thing wrong does not, for the right reason.
 *
 * SPDX-License-Identifier: AGPL-3.0-or-later */
import assert from "node:assert/strict";
import { after, before, test } from "node:test";
import { randomBytes } from "node:crypto";
import { open_browser, open_page } from "./lib/browser.mjs";
import { check_origin, check_page, check_weight } from "./lib/checks.mjs";

const STYLE = "body { margin: 0; padding: 16px; background: #faf6ee; color: #22262b } " +
	"button, input, textarea { min-height: 44px; min-width: 44px; font: inherit; " +
	"max-width: 100%; box-sizing: border-box } " +
	"a { color: inherit } :focus-visible { outline: 3px solid #0f5c5c } " +
	"@media (prefers-color-scheme: dark) { body { background: #111; color: #eee } }";

function good(body = "", { lang = "ar", dir = "rtl", style = "", head = "" } = {}) {
	return `<!doctype html><html lang="${lang}" dir="${dir}"><head><meta charset="utf-8">` +
		`<meta name="viewport" content="width=device-width"><title>1</title>${head}` +
		`<style>${STYLE}${style}</style></head><body><main><h1>${dir === "rtl" ?
			"نحن هنا" : "We are here"}</h1>${body}<form><p><button>${dir === "rtl" ?
			"أرسل" : "Send"}</button></form></main></body></html>`;
}

const PUBLIC = { target: 44, plain: true };
const CASES = [
	["pale Arabic letters", /color-contrast/,
		good("<p style='color:#ddd8cc'>كلمات شاحبة لا يراها أحد في هذه الصفحة</p>"), {}],
	["a heading cut off", /beyond the window|words cut off|wide in a window/,
		good("<p class=w>كلمات</p>", { style: ".w { width: 700px }" })],
	["words beyond the start", /beyond the window|words cut off/,
		good("<p class=w>كلمات</p>", { style: ".w { margin-inline-start: -60px }" })],
	["a small target", /target of/,
		good("<p><button class=s>نعم</button></p>",
			{ style: "button.s { min-height: 30px; height: 30px }" })],
	["a bare code in Arabic text", /does not stand apart/,
		good("<p>اكتب الرمز ab12-cd34 هنا</p>")],
	["a bare measure in Arabic text", /does not stand apart/,
		good("<p>حتى 25 MB لكل ملف</p>")],
	["Arabic words on an English page", /Arabic script in lang=en/,
		good("<p>العربية</p>", { lang: "en", dir: "ltr" })],
	["a wrong direction", /but ltr/, good("", { dir: "ltr" })],
	["an empty heading", /empty heading/, good("<h2></h2>")],
	["no first heading", /0 first headings/, good().replace(/<h1>.*<\/h1>/, "")],
	["a picture without words", /image-alt/,
		good("<img src='data:image/gif;base64,R0lGODlhAQABAAAAACw=' width=50 height=50>")],
	["a script", /holds script/, good("<script>1</script>")],
	["an SVG", /holds svg/, good("<svg role=img aria-label=x width=50 height=50></svg>")],
	["a style attribute", /attribute style/, good("<p style='margin:0'>كلمات</p>")],
	["no focus ring", /focus is not seen/,
		good("", { style: "a { color: inherit } :focus-visible { outline: none }" })],
	["a focus that is out of sight", /focus goes out of sight/,
		good("<p><a class=w href='#'>كلمات</a></p>", { style: ".w { position: fixed; top: -200px }" })],
	["nothing that Tab reaches", /Tab reaches nothing/,
		good().replace("<button>", "<button tabindex=-1>")],
	["an unfilled hole", /hole was not filled/, good("<p>لديك {count} رسائل</p>")],
	["text that does not stretch", /stretched/,
		good("<p class=w>كلمات كثيرة في صندوق</p>",
			{ style: ".w { width: 26em; max-width: none } @media (max-width:700px) { .w { width: auto } }" })],
];

let browser;
before(async () => { browser = await open_browser(); });
after(async () => { await browser?.close(); });

async function faults_of(html, options = PUBLIC) {
	const page = await open_page(browser);
	await page.setContent(html);
	const faults = await check_page(page, options);
	await page.context().close();
	return faults;
}

test("a good page in Arabic passes", async () => {
	assert.deepEqual(await faults_of(good("<p>الرمز <bdi dir=ltr>ab12-cd34</bdi></p>")), []);
});
test("a good page in English passes", async () => {
	const page = good("<p><a href='/ar/' lang=ar dir=rtl>العربية</a></p>",
		{ lang: "en", dir: "ltr" });
	assert.deepEqual(await faults_of(page), []);
});
for (const [name, reason, html, options] of CASES)
	test("refused: " + name, async () => {
		const faults = await faults_of(html, options ?? PUBLIC);
		assert.ok(faults.some((text) => reason.test(text)), faults.join("\n"));
	});
test("refused: another host", () => {
	const asked = ["http://127.0.0.1:1/ar/", "http://other.example/x"];
	assert.equal(check_origin({ asked }, "http://127.0.0.1:1").length, 1);
});
test("refused: a heavy page", () => {
	assert.equal(check_weight(randomBytes(20000)).length, 1);
	assert.equal(check_weight(Buffer.alloc(20000)).length, 0);
});
