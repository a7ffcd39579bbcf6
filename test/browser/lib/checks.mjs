/* The whole set of checks of one page that is open in Chromium: axe, axe once
 * more for contrast with letters it can see, our own look at several widths,
 * larger text, wider spacing, focus. Each returns a list of faults.
 *
 * SPDX-License-Identifier: AGPL-3.0-or-later */
import { createRequire } from "node:module";
import { readFileSync } from "node:fs";
import { gzipSync } from "node:zlib";
import { look, substitute } from "./look.mjs";

const AXE = readFileSync(
	createRequire(import.meta.url).resolve("axe-core/axe.min.js"), "utf8");
const TAGS = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"];
export const WIDTHS = [320, 360, 600, 1200];
export const FIRST_VISIT_BYTES = 14 * 1024;

async function run_axe(page, only) {
	const loaded = await page.evaluate(() => "axe" in window);
	if (!loaded) await page.evaluate(AXE);
	const found = await page.evaluate(async ([tags, rule]) => {
		const result = await window.axe.run(document, {
			runOnly: rule ? { type: "rule", values: [rule] } : { type: "tag", values: tags },
			resultTypes: ["violations", "incomplete"],
		});
		const flat = (list) => list.map((v) => v.id + ": " +
			v.nodes.slice(0, 3).map((n) => n.target.join(" ")).join(", "));
		return { violations: flat(result.violations), incomplete: flat(result.incomplete) };
	}, [TAGS, only ?? null]);
	return found;
}

export async function check_axe(page) {
	const found = await run_axe(page);
	return found.violations.map((text) => "axe " + text);
}

/* Contrast: changes the page's letters, so it comes last. */
export async function check_contrast(page) {
	await page.evaluate(substitute);
	/* what floats over a text keeps axe from telling its contrast */
	await page.addStyleTag({ content: "header { position: static !important }" });
	const faults = [];
	for (const scheme of ["light", "dark"]) {
		await page.emulateMedia({ colorScheme: scheme });
		const found = await run_axe(page, "color-contrast");
		for (const text of found.violations) faults.push(scheme + " axe " + text);
		for (const text of found.incomplete)
			faults.push(scheme + " axe could not tell " + text);
	}
	await page.emulateMedia({ colorScheme: "light" });
	return faults;
}

export async function check_widths(page, options) {
	const faults = [];
	const at = new Map();
	for (const width of options.widths ?? WIDTHS) {
		await page.setViewportSize({ width, height: 740 });
		const target = width >= 600 ? options.target_wide ?? options.target : options.target;
		const words = width === (options.widths ?? WIDTHS)[0];
		const seen = await page.evaluate(look, { ...options, target, words });
		for (const text of seen) {
			if (!at.has(text)) at.set(text, []);
			at.get(text).push(width);
		}
	}
	for (const [text, widths] of at) faults.push(widths.join(", ") + " px: " + text);
	return faults;
}

/* WCAG 1.4.12 and 1.4.4: wider spacing, and letters twice as large. */
export async function check_stretch(page) {
	const faults = [];
	const cases = [
		[360, "* { line-height: 1.5 !important; letter-spacing: .12em !important; " +
			"word-spacing: .16em !important } p { margin-block-end: 2em !important }"],
		[720, "html { font-size: 200% !important }"],
	];
	for (const [width, style] of cases) {
		await page.setViewportSize({ width, height: 740 });
		const tag = await page.addStyleTag({ content: style });
		const seen = await page.evaluate(look, { words: false });
		for (const text of seen) faults.push("stretched: " + text);
		await tag.evaluate((node) => node.remove());
	}
	return faults;
}

/* Runs inside a page: after each Tab, where one is and whether that is seen.
 * Looked at while the key goes up, when the page has moved to its place; once
 * round, Tab leads no further. */
function follow_tab() {
	const walk = { faults: [], seen: 0, over: false };
	const signal = new AbortController();
	walk.end = () => {
		signal.abort();
		for (const e of document.querySelectorAll("[data-tabbed]")) delete e.dataset.tabbed;
	};
	const look = () => {
		const e = document.activeElement;
		if (walk.over) return;
		walk.over = !e || e === document.body || Boolean(e.dataset.tabbed);
		if (walk.over) return;
		e.dataset.tabbed = "1";
		walk.seen++;
		const style = getComputedStyle(e);
		const box = e.getBoundingClientRect();
		const name = e.tagName.toLowerCase() + " “" +
			(e.textContent || e.name || "").trim().slice(0, 30) + "”";
		if (!(style.outlineStyle !== "none" && parseFloat(style.outlineWidth) >= 2) &&
			style.boxShadow === "none" && style.outlineStyle !== "auto")
			walk.faults.push("focus is not seen on " + name);
		if (!(box.width > 0 && box.bottom > 0 && box.top < window.innerHeight &&
			box.right > 0 && box.left < window.innerWidth))
			walk.faults.push("focus goes out of sight on " + name);
	};
	const options = { capture: true, signal: signal.signal };
	window.addEventListener("keydown", (event) => walk.over && event.preventDefault(), options);
	window.addEventListener("keyup", look, options);
	document.activeElement?.blur();
	window.tab_walk = walk;
	return [...document.querySelectorAll(
		"a[href], button, input:not([type=hidden]), select, textarea, summary, " +
		"[tabindex='0'], audio[controls], video[controls]")]
		.filter((e) => e.checkVisibility() && !e.disabled).length;
}

const TABS_AT_ONCE = 40;

/* Real keys, sent without waiting for each: the page itself looks after each. */
async function press_tabs(keys, count) {
	const key = { key: "Tab", code: "Tab", windowsVirtualKeyCode: 9 };
	const sent = [];
	for (let i = 0; i < count; i++)
		for (const type of ["rawKeyDown", "keyUp"])
			sent.push(keys.send("Input.dispatchKeyEvent", { type, ...key }));
	await Promise.all(sent);
}

/* Tab through the page: everything that can be used is reached, in the order
 * it is read, and shows where one is. */
export async function check_focus(page) {
	await page.setViewportSize({ width: 360, height: 740 });
	const count = await page.evaluate(follow_tab);
	const keys = await page.context().newCDPSession(page);
	let walk = { faults: [], seen: 0, over: false };
	for (let left = count + 20; left > 0 && !walk.over; left -= TABS_AT_ONCE) {
		await press_tabs(keys, Math.min(left, TABS_AT_ONCE));
		walk = await page.evaluate(() => ({ ...window.tab_walk, end: null }));
	}
	await keys.detach();
	await page.evaluate(() => window.tab_walk.end());
	return walk.seen === 0 && count > 0 ? ["Tab reaches nothing"] : walk.faults;
}

/* Everything a page asked for came from its own origin, and the first visit
 * weighs little. `parts` are the page and what it loads, as bytes. */
export function check_origin(page, origin) {
	return page.asked.filter((url) => !url.startsWith(origin + "/") &&
		!url.startsWith("data:") && !url.startsWith("about:"))
		.map((url) => "asks another host: " + new URL(url).host);
}

export function check_weight(html, limit = FIRST_VISIT_BYTES) {
	const bytes = gzipSync(html, { level: 6 }).length;
	return bytes <= limit ? [] : ["weighs " + bytes + " bytes compressed, more than " + limit];
}

/* All of it, for a page that is open. */
export async function check_page(page, options) {
	const faults = [];
	await page.setViewportSize({ width: 360, height: 740 });
	faults.push(...await check_axe(page));
	faults.push(...await check_widths(page, options));
	if (options.stretch !== false) faults.push(...await check_stretch(page));
	if (options.focus !== false) faults.push(...await check_focus(page));
	faults.push(...await check_contrast(page));
	for (const text of page.complaints ?? []) faults.push("script failed: " + text);
	return [...new Set(faults)];
}

/* Fails with the faults themselves, the first forty of them. */
export function no_faults(faults) {
	if (faults.length === 0) return;
	const more = faults.length > 40 ? `\nand ${faults.length - 40} more` : "";
	throw new Error(`${faults.length} faults:\n` + faults.slice(0, 40).join("\n") + more);
}
