/* The public pages as tests name them: what there is to see in each written
 * form, and the way of a person who writes and comes back.
 *
 * SPDX-License-Identifier: AGPL-3.0-or-later */
import { ask, forms_of, plain, send } from "./visit.mjs";

export const LOCALES = ["ar", "ckb", "kmr-Arab", "kmr", "en"];
export const RIGHT_TO_LEFT = new Set(["ar", "ckb", "kmr-Arab"]);
/* Pages anyone can ask for, below /<locale>/. */
export const PLAIN_PAGES = ["", "write", "code", "answers", "guides", "guides/1",
	"guides/5", "releases", "elsewhere",
	"danger", "safety", "about"];

/* A code stands as six groups of four digits; marks between are allowed. */
export function code_in(html) {
	const words = plain(html.replace(/<[^>]*>/g, " "));
	const found = words.match(/(?<!\d)\d{4}(?:[\s\u00a0-]+\d{4}){5}(?!\d)/);
	return found ? found[0].replace(/[\s\u00a0-]+/g, " ") : null;
}

/* The form of a page that goes to an address ending in `end`. */
export function form_to(html, end) {
	const form = forms_of(html).find(({ action }) => action.split("?")[0].endsWith(end));
	if (form === undefined) throw new Error("no form to " + end + " on this page");
	return form;
}

/* Writes through the real form. Gives {status, code, page}. */
export async function write(where, locale, fields, files = []) {
	const page = await ask(where, "GET", `/${locale}/write`);
	if (page.status !== 200) throw new Error("write: " + page.status);
	const form = form_to(page.text, "/write");
	const answer = await send(where, form, fields, files);
	return { status: answer.status, code: answer.status === 200 ? code_in(answer.text) : null,
		page: answer };
}

/* Reads her answers with a code. */
export async function read(where, locale, code) {
	const page = await ask(where, "GET", `/${locale}/answers`);
	return send(where, form_to(page.text, "/answers"), { code });
}
