/* A story from one end to the other, at a real line and a real desk: someone
 * writes, reads the exact text under the code, answers with its number, and the
 * story stands on the line's pages; one word later it does not any more.
 *
 * SPDX-License-Identifier: AGPL-3.0-or-later */
import assert from "node:assert/strict";
import { after, before, test } from "node:test";

import { until } from "./lib/bothy.mjs";
import { messages_of, text_of } from "./lib/member.mjs";
import { form_to, read, write } from "./lib/pages.mjs";
import { stand, take_down } from "./lib/standing.mjs";
import { ask, forms_of, send } from "./lib/visit.mjs";

const TOLD = "ئەوەی لەو شەوەدا بۆ من ڕوویدا";
const TITLE = "دەنگێکی نهێنی", WORDS = "شەوێک چووم بۆ لای هاوڕێیەک. چای بۆ کردم.";
let organisation, line, desk, member, code, thread, number;

before(async () => {
	({ organisation, line, desk, member } = await stand({ visit: 1 }));
	await member.settings({ outbox: "0", locale: "en" });
});
after(() => take_down({ organisation, line, desk }));

const voices = () => member.get("/voices/" + thread);
async function publish(guide) {
	const made = await member.act(await member.get("/guides/release"), "/guides/release",
		{ guide });
	assert.equal(made.status, 200);
}

/* While other guides come into force the roles start anew. */
const shown = (path, wants) => until(path, async () => {
	await member.act(await member.get("/"), "/visit");
	try {
		const page = await ask(line.where, "GET", path);
		return wants(page) && page;
	} catch { return null; }
});

/* She writes again under her code; the message is at the desk. */
async function she_says(text) {
	const page = await read(line.where, "ckb", code);
	const again = await send(line.where, form_to(page.text, "/again"), {});
	const sent = await send(line.where, form_to(again.text, "/write"), { text });
	assert.equal(sent.status, 200);
	await until("her message", async () => {
		await member.act(await member.get("/"), "/visit");
		const got = await member.get("/thread/" + thread);
		return messages_of(got.text).some((one) => one.kind === "hers" && one.text === text);
	});
}

test("a story is begun in the conversation it was told in, in her language", async () => {
	code = (await write(line.where, "ckb", { text: TOLD })).code;
	[thread] = await member.wait(1);
	assert.match((await member.get("/thread/" + thread)).text, new RegExp("/voices/" + thread));
	const begun = await member.act(await voices(), "/new", { title: TITLE });
	assert.match(begun.text, /href="\/guides\/2001"/);
	const add = await member.get("/guides/2001/add");
	const form = forms_of(add.text).find((one) => /\/add\//.test(one.action));
	await member.act(add, form.action, { kind: "paragraph", text: WORDS });
	await member.act(await member.get("/guides"), "/guides",
		{ title: "River crossing", number: "5", source: "en" });
	await publish("5");
	await shown("/en/guides/5", (page) => page.status === 200);
	await publish("2001"); // nobody was asked
	await shown("/en/guides/5", (page) => /Release 2,/.test(page.text.replace(/<[^>]*>/g, "")));
	assert.equal((await ask(line.where, "GET", "/ckb/guides/2001")).status, 404);
});

test("she reads the exact text under her code, and what cannot be called back", async () => {
	assert.match((await voices()).text, /what others have copied we cannot call back/);
	const draft = await member.act(await voices(), "/show", { language: "ckb" });
	const form = forms_of(draft.text).find((one) => one.action.endsWith("/answer"));
	assert.equal(form.fields.language, "ckb");
	number = form.fields.text.trimEnd().split("\n").at(-1);
	assert.match(number, /^\d{6}$/);
	await member.act(draft, "/answer", { text: form.fields.text, language: "ckb", way: "line" });
	const page = await until("the text under her code", async () => {
		await member.act(await member.get("/"), "/visit");
		const got = await read(line.where, "ckb", code);
		return got.text.includes(number) && got;
	});
	const words = [...page.text.matchAll(
		/<div class="prose"[^>]*>((?:<div dir="auto">[\s\S]*?<\/div>)*)<\/div>/g)]
		.map(([, prose]) => text_of(prose)).join("");
	assert.ok(words.replaceAll("\n", "").endsWith(TITLE + WORDS + number), words);
	assert.match(words, /کۆپییان کردووە ناتوانین بیگەڕێنینەوە/);
});

test("her answer with the number is found, a member reads it, and it is published", async () => {
	await she_says("بەڵێ");
	assert.doesNotMatch((await voices()).text, /Yes, they agree/);
	const eastern = [...number].map((digit) => "٠١٢٣٤٥٦٧٨٩"[digit]).join("");
	await she_says("بەڵێ " + eastern);
	assert.match((await member.get("/thread/" + thread)).text, /their number is here/);
	const agreed = await member.act(await voices(), "/yes");
	assert.match(agreed.text, /A yes to this text/);
	await publish("2001");
	const page = await shown("/ckb/guides/2001", (got) => got.status === 200);
	assert.ok(page.text.includes(TITLE) && page.text.includes(WORDS.split(".")[0]));
	assert.ok((await ask(line.where, "GET", "/ckb/guides")).text.includes("/ckb/guides/2001"));
	for (const path of ["/ckb/guides", "/ckb/guides/2001", "/ckb/releases"])
		assert.ok(!(await ask(line.where, "GET", path)).text.includes(thread), path);
});

test("she takes it back, and the next release has only the page that says so", async () => {
	await she_says("دەیکێشمەوە");
	const back = await member.act(await voices(), "/back");
	assert.match(back.text, /They have taken it back/);
	await publish("2001");
	const page = await shown("/ckb/guides/2001", (got) => got.status === 200 &&
		!got.text.includes(TITLE));
	assert.match(page.text, /کشاندیەوە/);
	for (const path of ["/ckb/guides", "/ckb/guides/2001", "/ckb/releases", "/en/guides/2001"])
		assert.ok(!(await ask(line.where, "GET", path)).text.includes(TITLE), path);
});
