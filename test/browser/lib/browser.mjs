/* Opens the system's Chromium for the browser tests: no download, no network
 * but loopback, and a page that remembers every address it asked for.
 *
 * SPDX-License-Identifier: AGPL-3.0-or-later */
import { existsSync } from "node:fs";
import { chromium } from "playwright-core";
import { Member } from "../../e2e/lib/member.mjs";

const PLACES = [
	process.env.CHROMIUM,
	"/usr/bin/chromium",
	"/usr/bin/chromium-browser",
	"/snap/bin/chromium",
	"/usr/bin/google-chrome",
];

export async function open_browser() {
	const place = PLACES.find((path) => path && existsSync(path));
	if (place === undefined) throw new Error("no Chromium here");
	return chromium.launch({
		executablePath: place,
		headless: true,
		timeout: 120000,
		args: [
			"--no-sandbox",
			"--disable-gpu",
			"--disable-dev-shm-usage",
			"--disable-background-networking",
			"--disable-component-update",
			"--font-render-hinting=none",
		],
	});
}

/* A context that bypasses CSP: our own policy refuses the checker's script.
 * That the policy is sent is tested where the headers are. */
export async function open_page(browser, options = {}) {
	const context = await browser.newContext({
		bypassCSP: true,
		javaScriptEnabled: options.script !== false,
		viewport: { width: options.width ?? 360, height: options.height ?? 740 },
		deviceScaleFactor: options.sharp ? 2 : 1,
		colorScheme: options.dark ? "dark" : "light",
		reducedMotion: "reduce",
		acceptDownloads: options.downloads === true,
	});
	const page = await context.newPage();
	page.asked = [];
	page.complaints = [];
	page.on("request", (request) => page.asked.push(request.url()));
	page.on("pageerror", (error) => page.complaints.push(String(error)));
	page.setDefaultTimeout(60000);
	return page;
}

/* The same, in the hands of a member who opened this desk: its cookie is there,
 * no page of it yet. */
export async function open_at_desk(browser, desk, options = {}) {
	const page = await open_page(browser, options);
	const member = await Member.open(desk.url); // the cookie of this start
	await page.context().addCookies([{ name: "bothy", url: new URL(desk.url).origin,
		value: member.headers.cookie.split("=")[1] }]);
	return page;
}

/* Clicks what leads to another page, and waits until that page is there. */
export async function go_on(page, locator) {
	const there = page.waitForEvent("domcontentloaded");
	await page.locator(locator).last().click();
	await there;
}
