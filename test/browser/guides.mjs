/* The pages of guides as `bothy guide build` makes them, opened from a folder:
 * the whole set of checks in five written forms, weight, nothing from anywhere
 * else, no link that leads nowhere, and the cover of "leave" in two engines.
 *
 * SPDX-License-Identifier: AGPL-3.0-or-later */
import assert from "node:assert/strict";
import { spawnSync } from "node:child_process";
import { existsSync, mkdtempSync, readFileSync, readdirSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { after, before, test } from "node:test";
import { gzipSync } from "node:zlib";
import { BOTHY } from "../e2e/lib/binary.mjs";
import { TOP } from "../e2e/lib/bothy.mjs";
import { LOCALES } from "../e2e/lib/pages.mjs";
import { open_browser, open_page } from "./lib/browser.mjs";
import { check_axe, check_origin, check_page, check_widths, no_faults } from "./lib/checks.mjs";
import { look } from "./lib/look.mjs";
import { close_safest, command, evaluate, go, open_safest, resize } from "./lib/marionette.mjs";

const PUBLIC = { target: 24, plain: true };
const TEXT_GUIDE_BYTES = 8 * 1024, SINGLE_BYTES = 150 * 1024;
const folder = mkdtempSync(join(tmpdir(), "bothy-guides-"));
const out = join(folder, "out");
let browser, page;

before(async () => {
	const made = spawnSync(BOTHY, ["guide", "build", "--only", "site,single,text,sms,epub",
		join(TOP, "test/fixture/library"), out], { encoding: "utf8" });
	assert.equal(made.status, 0, made.stdout + made.stderr);
	browser = await open_browser();
	page = await open_page(browser);
});
after(async () => {
	await browser?.close();
	rmSync(folder, { recursive: true });
});

async function open(name) {
	page.asked.length = 0;
	page.complaints.length = 0;
	await page.goto("file://" + join(out, name));
}

const named = (name, faults) => faults.map((text) => name + ": " + text);

for (const locale of LOCALES)
	test(`${locale}: a guide with every kind of unit`, { timeout: 120000 }, async () => {
		const name = `site/${locale}/1.html`;
		await open(name);
		no_faults(named(name, [...await check_page(page, PUBLIC),
			...check_origin(page, "file://" + out)]));
	});

test("the other pages: axe and every width, both directions", { timeout: 120000 }, async () => {
	const faults = [];
	for (const name of ["site/index.html", "site/ar/index.html", "site/ckb/1001.html",
		"site/ar/1002.html", "site/kmr/2.html", "site/en/3.html", "single/ar/1.html",
		"single/kmr/1.html"]) {
		await open(name);
		faults.push(...named(name, [...await check_axe(page),
			...await check_widths(page, PUBLIC), ...check_origin(page, "file://" + out)]));
	}
	no_faults(faults);
});

/* -- all of them, without a browser -------------------------------------- */

const pages = () => ["site", "single"].flatMap((form) =>
	readdirSync(join(out, form), { recursive: true })
		.filter((name) => name.endsWith(".html")).map((name) => join(form, name)));

test("a text guide weighs at most 8 KB on the way, one file 150 KB", () => {
	let count = 0;
	for (const name of pages()) {
		const html = readFileSync(join(out, name));
		const limit = name.startsWith("site") ? TEXT_GUIDE_BYTES : SINGLE_BYTES;
		const weight = name.startsWith("site") ? gzipSync(html, { level: 6 }).length
			: html.length;
		assert.ok(weight <= limit, `${name}: ${weight}`);
		count++;
	}
	assert.ok(count > 40);
});

test("every link of every page leads to something that is there", () => {
	let count = 0;
	for (const name of pages()) {
		const html = readFileSync(join(out, name), "utf8");
		for (const [, href] of html.matchAll(/ href="([^"]*)"/g)) {
			count++;
			if (/^(https:|http:\/\/[a-z0-9.]+\.onion|about:blank$)/.test(href)) continue;
			const [path, id] = href.split("#");
			if (path) {
				assert.ok(!path.startsWith("/"), `${name}: ${href}`);
				assert.ok(existsSync(join(out, dirname(name), path)), `${name}: ${href}`);
			} else if (id) assert.ok(html.includes(` id="${id}"`), `${name}: ${href}`);
		}
		for (const [, src] of html.matchAll(/ src="([^"]{0,20})/g))
			assert.match(src, /^data:image\//, name);
		assert.doesNotMatch(html, /<script|<svg|@font-face|@import|url\(/, name);
	}
	assert.ok(count > 300);
});

test("every page names every language by its own name", () => {
	for (const name of pages())
		for (const own of ["العربية", "کوردی – سۆرانی", "کوردی – بادینی", "Kurdî – Kurmancî",
			"English"])
			assert.ok(readFileSync(join(out, name), "utf8").includes(own), `${own}: ${name}`);
});

/* -- leave ---------------------------------------------------------------- */

/* What covers the middle and the corners of the window. */
const covered = () => {
	const cover = document.querySelector(".cover");
	const box = cover.getBoundingClientRect();
	return getComputedStyle(cover).display === "block" && box.left <= 0 && box.top <= 0 &&
		box.right >= innerWidth - 20 && box.bottom >= innerHeight;
};

for (const name of ["site/ar/1.html", "single/en/1.html"])
	test(`Chromium: ${name} is covered at the press, and left at the click`, async () => {
		const visitor = await open_page(browser, { script: false });
		await visitor.goto("file://" + join(out, name));
		await visitor.keyboard.press("Tab");
		await visitor.keyboard.press("Tab");
		assert.equal(await visitor.evaluate(covered), false, "the keyboard hides the page");
		await visitor.keyboard.press("End");
		const box = await visitor.locator(".leave").boundingBox();
		assert.ok(box.y >= 0, "the way out is out of sight at the end of the page");
		await visitor.mouse.move(box.x + box.width / 2, box.y + box.height / 2);
		assert.equal(await visitor.evaluate(covered), false, "covered before the press");
		await visitor.mouse.down();
		assert.equal(await visitor.evaluate(covered), true, "not covered");
		await visitor.mouse.up();
		await visitor.waitForURL("about:blank");
		await visitor.context().close();
	});

test("Firefox at “Safest”: whole, covered at the press, and left", { timeout: 120000 },
	async () => {
		const firefox = await open_safest();
		try {
			await resize(firefox, 450, 800);
			await go(firefox, "file://" + join(out, "site/ckb/1.html"));
			no_faults(await evaluate(firefox, look, PUBLIC));
			const [x, y] = await evaluate(firefox, () => {
				const box = document.querySelector(".leave").getBoundingClientRect();
				return [Math.round(box.x + box.width / 2), Math.round(box.y + box.height / 2)];
			});
			const pointer = (...actions) => command(firefox, "WebDriver:PerformActions",
				{ actions: [{ type: "pointer", id: "mouse",
					parameters: { pointerType: "mouse" }, actions }] });
			await pointer({ type: "pointerMove", x, y }, { type: "pointerDown", button: 0 });
			assert.equal(await evaluate(firefox, covered), true);
			await pointer({ type: "pointerUp", button: 0 });
			for (let i = 0; i < 200; i++)
				if (await evaluate(firefox, () => location.href) === "about:blank") return;
			assert.fail("still on the page");
		} finally {
			await close_safest(firefox);
		}
	});
