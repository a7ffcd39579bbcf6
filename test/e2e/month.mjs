/* A small organisation works for a month: three desks and a line as real
 * processes, the desks' own pages by their forms, days that pass. What the
 * line keeps and what passes between is looked at in the end.
 *
 * SPDX-License-Identifier: AGPL-3.0-or-later */
import assert from "node:assert/strict";
import { randomBytes } from "node:crypto";
import { copyFileSync, mkdirSync, readFileSync, readdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { after, before, test } from "node:test";

import { hold, stop, until } from "./lib/bothy.mjs";
import { Desks } from "./lib/desks.mjs";
import { messages_of } from "./lib/member.mjs";
import { code_in, form_to, read, write } from "./lib/pages.mjs";
import { search } from "./lib/planted.mjs";
import { Tap } from "./lib/tap.mjs";
import { computer, digits_on, form_with, run } from "./lib/team.mjs";
import { forms_of, plain, send } from "./lib/visit.mjs";

const DAY_MS = 24 * 60 * 60 * 1000;
/* Of this year's goal the middle may be over. */
const NEXT_YEAR = String(new Date().getFullYear() + 1);
const word = (of) => of + " " + randomBytes(6).toString("hex");
const mark = (planted) => planted.split(" ").at(-1);

/* Who writes to us, in their languages. */
const PEOPLE = {
	ar: { text: word("أحتاج إلى مكان آمن الليلة") },
	ckb: { text: word("پێویستم بە پارێزەرێکە") },
	kmr: { text: word("Ez dixwazim bi yekî re biaxivim") },
	en: { text: word("Please forget that I wrote to you") },
};
const NAMES = { rojin: word("Rojîn"), sara: word("سارا"), azad: word("Azad") };
const WORDS = { answer: word("نعم، هناك مكان لك"), again: word("شكراً، أنا الآن في أمان"),
	note: word("she can stay with our friends"), request: word("shelter for one"),
	goal: word("nobody sleeps outside"), area: word("the inbox and its keys"),
	contact: word("Hevi House"), task: word("call the house"),
	rojins: word("call the house at noon"), saras: word("call the house at night"),
	azads: word("they have two beds"), called: word("the one by the river"),
	coined: word("roofless"), removed: word("after he left us"),
	late: word("we write at once"), month: word("Spas, ez careke din dinivîsim"), file: word("inside the picture") };

const team = new Desks("rojin", (name) => taps[name]);
const home = team.organisation.home;
const taps = {};
const threads = {}, sheets = {};

/* The desk called `name` reaches the line through a tap of its own. */
async function tap(name) {
	mkdirSync(join(home, "traffic"), { recursive: true });
	taps[name] = await Tap.open(join(home, name + ".tap"), join(home, "line.sock"),
		join(home, "traffic", name));
}

/* All is closed for the night and opened on day `n` of the month. */
async function morning(n, ...names) {
	await team.shut_all();
	process.env.BOTHY_TEST_CLOCK_MS = String((n - 1) * DAY_MS);
	await team.open_line();
	await Promise.all(names.map((name) => team.open(name)));
	for (const name of names) await team.visited(name);
}

before(async () => {
	await tap("rojin");
	await tap("sara");
	await tap("azad");
});
after(async () => {
	delete process.env.BOTHY_TEST_CLOCK_MS;
	await team.shut_all();
	for (const one of Object.values(taps)) await one.close();
	await team.end();
});

/* -- small steps of a member ------------------------------------------------- */

const page_of = (name, path) => team.get(name, path);

/* The value of the choice that reads `label` in a select of a page. */
function choice(page, select, label) {
	const inner = page.text.match(new RegExp(
		`<select[^>]*name="${select}"[^>]*>([\\s\\S]*?)</select>`))[1];
	for (const [, value, words] of inner.matchAll(/<option value="([^"]*)"[^>]*>([^<]*)/g))
		if (plain(words).includes(label)) return value;
	throw new Error(`no ${label} in ${select}`);
}

/* Makes a record; `choices` are picked by what they read. Gives its id. */
async function record(name, type, fields, choices = {}) {
	const page = await page_of(name, "/new/" + type);
	for (const [key, label] of Object.entries(choices)) fields[key] = choice(page, key, label);
	const made = await team.of[name].member.act(page, "/new/" + type.split("?")[0], fields);
	const id = made.text.match(/\/record\/([0-9a-f]{32})\/edit/)?.[1];
	assert.ok(id, `no ${type} was made: ${made.status}`);
	return id;
}

/* The threads that a search finds. */
async function found(name, words) {
	const page = await team.act(name, "/search", "/search", { words });
	return [...new Set([...page.text.matchAll(/"\/thread\/([0-9a-f]{32})\?/g)]
		.map(([, id]) => id))];
}

async function found_one(name, words) {
	const all = await found(name, words);
	assert.equal(all.length, 1, `${name} finds ${all.length} threads`);
	return all[0];
}

const on_thread = (name, who, end, fields) =>
	team.act(name, "/thread/" + threads[who], end, fields);

const texts = (page) => messages_of(page.text).map((one) => one.text);

/* What stands in a thread, each message opened. */
async function opened(name, who) {
	const page = await page_of(name, "/thread/" + threads[who]), all = [];
	for (const { id } of messages_of(page.text)) {
		const one = await page_of(name, `/thread/${threads[who]}?open=${id}`);
		all.push(messages_of(one.text).find((message) => message.id === id).text);
	}
	return all;
}

async function everywhere(names, path, what) {
	for (const name of names) await team.shown(name, path, what);
}

/* -- the first week ---------------------------------------------------------- */

test("day 1: four people write in four languages, and each thread has its words", async () => {
	await morning(1, "rojin");
	await team.act("rojin", "/team", "/team/me", { called: NAMES.rojin });
	await team.of.rojin.member.settings({ outbox: "0" });
	for (const [locale, one] of Object.entries(PEOPLE)) {
		const files = locale === "ckb" ? [{ field: "file", name: "a.bin",
			bytes: Buffer.from((WORDS.file + "\n").repeat(1500)) }] : [];
		one.code = (await write(team.line.where, locale, { text: one.text }, files)).code;
		assert.ok(one.code, "no code in " + locale);
	}
	await team.of.rojin.member.wait(4);
	for (const [locale, one] of Object.entries(PEOPLE)) {
		threads[locale] = await found_one("rojin", mark(one.text));
		assert.deepEqual(texts(await page_of("rojin", "/thread/" + threads[locale])), [one.text]);
	}
	assert.equal(new Set(Object.values(threads)).size, 4);
});

test("day 1: one is answered and reads it, one veiled, one set later, one named", async () => {
	await on_thread("rojin", "ar", "/answer", { text: WORDS.answer, language: "ar", way: "line" });
	await until("her answer", async () =>
		(await read(team.line.where, "ar", PEOPLE.ar.code)).text.includes(WORDS.answer));
	const [message] = messages_of((await page_of("rojin", "/thread/" + threads.ckb)).text);
	const veiled = await on_thread("rojin", "ckb", "/veil", { message: message.id });
	assert.ok(!veiled.text.includes(PEOPLE.ckb.text), "a veiled message lies open");
	const open = await page_of("rojin", `/thread/${threads.ckb}?open=${message.id}`);
	assert.ok(open.text.includes(PEOPLE.ckb.text));
	await on_thread("rojin", "kmr", "/later", { later: "week" });
	await on_thread("rojin", "kmr", "/name", { name: WORDS.called });
	const { member } = team.of.rojin;
	assert.deepEqual(await member.threads("later"), [threads.kmr]);
	assert.deepEqual(await member.threads("waiting"), [threads.ar]);
	assert.deepEqual((await member.threads()).sort(), [threads.ckb, threads.en].sort());
});

test("day 1: a member, what she answers for, a goal, a contact, a request, a task", async () => {
	assert.ok((await page_of("rojin", "/day")).text.includes(NAMES.rojin));
	sheets.area = await record("rojin", "responsibility", { area: WORDS.area },
		{ accountable: NAMES.rojin });
	sheets.goal = await record("rojin", "goal", { title: WORDS.goal, year: NEXT_YEAR },
		{ owner: NAMES.rojin });
	sheets.contact = await record("rojin", "contact", { name: WORDS.contact }, { kind: "shelter" });
	sheets.task = await record("rojin", "task", { title: WORDS.task },
		{ owner: NAMES.rojin, goal: WORDS.goal });
	const form = await page_of("rojin", "/new/request?thread=" + threads.ar);
	const soon = { subject: WORDS.request, signs: "no-shelter", urgency: "soon" };
	const refused = await team.of.rojin.member.act(form, "/new/request", soon);
	assert.match(refused.text, /at least urgent/);
	const made = await team.of.rojin.member.act(form, "/new/request", { ...soon,
		urgency: "urgent", owner: choice(form, "owner", NAMES.rojin) });
	sheets.request = made.text.match(/\/record\/([0-9a-f]{32})\/edit/)[1];
	const thread = await page_of("rojin", "/thread/" + threads.ar);
	assert.ok(thread.text.includes(`/record/${sheets.request}`) &&
		thread.text.includes(WORDS.request));
	const goal = await page_of("rojin", "/record/" + sheets.goal);
	assert.ok(goal.text.includes(WORDS.task), "the goal does not know its task");
	const day = await page_of("rojin", "/day");
	assert.ok(!/<h2>Late<\/h2>/.test(day.text), "late on the first day");
});

test("day 2: one whom nobody met joins by digits, and has all of it", async () => {
	await morning(2, "rojin");
	const added = await team.enrol("rojin", "sara", { called: NAMES.sara, intake: "yes" });
	assert.match(added.text, /Added\./);
	await team.welcome("rojin", "sara");
	await team.open("sara");
	await team.shown("sara", "/thread/" + threads.ar, WORDS.answer);
	await team.shown("sara", "/record/" + sheets.request, WORDS.request);
	assert.equal(await found_one("sara", mark(PEOPLE.kmr.text)), threads.kmr);
	const veiled = await page_of("sara", "/thread/" + threads.ckb);
	assert.ok(!veiled.text.includes(PEOPLE.ckb.text), "her desk does not know of the veil");
	await on_thread("sara", "ar", "/note", { text: WORDS.note });
	await team.shown("rojin", "/thread/" + threads.ar, WORDS.note);
});

/* -- the second -------------------------------------------------------------- */

test("day 9: what was set later is back, what nobody answered is late", async () => {
	await morning(9, "rojin", "sara");
	for (const name of ["rojin", "sara"]) {
		assert.deepEqual(await team.of[name].member.threads("later"), []);
		assert.ok((await team.of[name].member.threads()).includes(threads.kmr));
	}
	const day = await page_of("rojin", "/day");
	const late = day.text.slice(day.text.search(/<h2>Late<\/h2>/));
	assert.match(day.text, /<h2>Late<\/h2>/);
	assert.ok(late.includes(WORDS.request), "an urgent request of a week ago is not late");
});

test("day 9: she comes back with her code and writes in the same thread", async () => {
	const { where } = team.line;
	const answers = await read(where, "ar", PEOPLE.ar.code);
	assert.ok(answers.text.includes(WORDS.answer), "her answer did not stay");
	const again = await send(where, form_to(answers.text, "/again"));
	const sent = await send(where, form_to(again.text, "/write"), { text: WORDS.again });
	assert.equal(sent.status, 200);
	await everywhere(["rojin", "sara"], "/thread/" + threads.ar, WORDS.again);
	for (const name of ["rojin", "sara"])
		assert.equal(await found_one(name, mark(WORDS.again)), threads.ar);
	assert.equal(code_in(sent.text) ?? PEOPLE.ar.code, PEOPLE.ar.code);
});

test("day 10: a word is coined at one desk, tried at the other, and ours", async () => {
	const { rojin } = team.of;
	const bank = await page_of("rojin", "/words?lang=en&state=ours");
	const [, older, old_word] = bank.text.match(
		/class="term ours" href="\/term\/([0-9a-f]{32})"><bdi[^>]*>([^<]*)</);
	await on_thread("rojin", "kmr", "/note", { text: "she is " + plain(old_word) });
	await team.shown("sara", "/term/" + older, plain(old_word));
	const coined = await team.act("sara", "/coin?instead=" + older, "/coin",
		{ term: WORDS.coined, why: "it says what is missing" });
	sheets.word = coined.text.match(/\/term\/([0-9a-f]{32})\/try/)[1];
	await team.shown("rojin", "/words-proposed", WORDS.coined);
	await team.act("rojin", "/term/" + sheets.word, "/try",
		{ sentence: "Nobody here is roofless.", answer: "yes" });
	await team.shown("sara", "/term/" + sheets.word, "Nobody here is roofless.");
	await team.act("sara", "/term/" + sheets.word, "/adopt", { "decided-by": "all of us" });
	const ours = await team.shown("rojin", "/term/" + sheets.word, /· Ours</);
	assert.ok(!form_with(ours, "/adopt"), "an adopted word is still to be decided");
	const places = await rojin.member.get(`/term/${sheets.word}/places`);
	assert.ok(places.text.includes("/thread/" + threads.kmr), "the older word's place is not named");
});

test("day 11: a third joins when two agree, without the ring of the inbox", async () => {
	const added = await team.enrol("rojin", "azad", { called: NAMES.azad }, ["intake"]);
	assert.match(added.text, /Proposed\./);
	const page = await team.shown("sara", "/team", "Proposed: add");
	assert.equal(digits_on(page), team.of.azad.digits);
	await team.of.sara.member.act(page, "/team/agree");
	await team.welcome("sara", "azad");
	await team.open("azad");
	await team.shown("azad", "/record/" + sheets.goal, WORDS.goal);
	await team.shown("azad", "/term/" + sheets.word, WORDS.coined);
	assert.deepEqual(await team.of.azad.member.threads(), []);
	assert.deepEqual(await found("azad", mark(PEOPLE.ckb.text)), []);
});

/* -- the third --------------------------------------------------------------- */

/* doc/log.md L10.4; the line is held, so that it answers only afterwards. */
test("day 16: until the line has said the time nothing is written, and no word is lost", async () => {
	await morning(16);
	hold(team.line);
	await team.open("rojin");
	const { member } = team.of.rojin, path = "/thread/" + threads.ar;
	const refused = async (from, end, fields) => {
		const answer = await member.act(await member.get(from), end, fields);
		assert.equal(answer.status, 409);
		assert.match(answer.text, /The desk is asking the line what time it is\./);
		return forms_of(answer.text);
	};
	const kept = (await refused(path, "/answer", { text: WORDS.late, language: "en", way: "line" }))
		.find((form) => form.action.endsWith("/answer"));
	assert.deepEqual([kept.fields.text, kept.fields.language], [WORDS.late, "en"]);
	await refused("/team", "/team/give");
	await refused(path, "/name", { name: WORDS.late });
	hold(team.line, false);
	await team.visited("rojin");
	await on_thread("rojin", "ar", "/name", { name: WORDS.late });
});

test("day 16: he is granted the ring, and reads what came before", async () => {
	for (const name of ["sara", "azad"]) {
		await team.open(name);
		await team.visited(name);
	}
	await team.shown("rojin", "/team", "azad laptop");
	await team.press_ring("rojin", NAMES.azad, "intake", "no");
	await team.shown("azad", "/thread/" + threads.ar, WORDS.again);
	assert.equal(await found_one("azad", mark(WORDS.note)), threads.ar);
});

test("day 16: apart, two write one field and a third another; all is kept, and settled", async () => {
	await stop(team.line);
	const edit = (name, id, fields) => team.act(name, `/record/${id}/edit`, "/edit", fields);
	await edit("rojin", sheets.task, { title: WORDS.rojins });
	await edit("sara", sheets.task, { title: WORDS.saras });
	await edit("azad", sheets.contact, { note: WORDS.azads });
	await edit("sara", sheets.contact, { trust: "met" });
	await team.shown("rojin", "/", /line is not reached just now/);
	await team.open_line();
	for (const name of ["rojin", "sara", "azad"]) {
		await team.shown(name, "/settle", WORDS.rojins);
		await team.shown(name, "/settle", WORDS.saras);
		await team.shown(name, "/record/" + sheets.contact, WORDS.azads);
		const contact = await team.shown(name, "/record/" + sheets.contact, /met, with references/);
		assert.ok(!contact.text.includes("We wrote different things"));
	}
	const page = await page_of("azad", "/settle");
	const side = forms_of(page.text).find((form) => form.fields.value === WORDS.saras);
	const { member } = team.of.azad;
	await member.follow(await send(member.where, side, {}, [], member.headers));
	await everywhere(["rojin", "sara", "azad"], "/settle", /Everybody agrees/);
	await everywhere(["rojin", "sara", "azad"], "/record/" + sheets.task, WORDS.saras);
});

test("day 17: two remove him: nothing that follows is his", async () => {
	const before = await page_of("rojin", "/team/remove/" + team.of.azad.dev);
	await team.of.rojin.member.act(before, "/team/remove");
	await team.shown("sara", "/team", "Proposed: remove");
	await team.press("sara", "/team", "/team/agree", {});
	await everywhere(["rojin", "sara"], "/team",
		/The line has confirmed the newest public key\s+and token/);
	await team.act("sara", `/record/${sheets.goal}/edit`, "/edit", { why: WORDS.removed });
	await team.shown("rojin", "/record/" + sheets.goal, WORDS.removed);
	await until("his desk to be refused", async () => {
		await team.visit("azad");
		return /the line does not know this desk/.test(team.of.azad.role.said);
	});
	const goal = await page_of("azad", "/record/" + sheets.goal);
	assert.ok(goal.text.includes(WORDS.goal) && !goal.text.includes(WORDS.removed));
});

/* -- the fourth -------------------------------------------------------------- */

test("day 23: one who asked for it is forgotten on every device", async () => {
	await morning(23, "rojin", "sara");
	const { rojin, sara } = team.of;
	const path = "/keep/" + threads.en;
	const page = await rojin.member.get(path);
	if (form_with(page, "/ask")) {
		await rojin.member.act(page, "/ask");
		await team.shown("sara", "/day", "An erasure waits for your yes");
		const asked = await team.shown("sara", path, /I agree that it is erased/);
		await sara.member.act(asked, "/agree");
		await team.shown("rojin", path, "A second person agrees");
	}
	const unsure = await team.act("rojin", path, "/erase");
	assert.match(unsure.text, /Something is missing/);
	await team.act("rojin", path, "/erase", { sure: "yes" });
	await team.shown("rojin", "/keeping", /Gone from every device of the team/);
	for (const name of ["rojin", "sara"]) {
		assert.equal((await page_of(name, "/thread/" + threads.en)).status, 404);
		assert.deepEqual(await found(name, mark(PEOPLE.en.text)), []);
		assert.equal(await found_one(name, mark(PEOPLE.kmr.text)), threads.kmr);
	}
});

let backup;

test("day 24: the backup is made while the desk is open, and the drill passes", async () => {
	const { rojin } = team.of;
	const made = run("backup", "--without-key", rojin.at.folder);
	assert.equal(made.status, 0, made.stderr);
	const folder = join(rojin.at.folder, "backups");
	assert.equal(readdirSync(folder).length, 1);
	backup = join(home, "carried");
	copyFileSync(join(folder, readdirSync(folder)[0]), backup);
	assert.match((await page_of("rojin", "/settings/backup")).text, // tried by itself or not
		/No backup was tried yet|There is no backup to try/);
	await team.act("rojin", "/settings/backup", "/settings/backup/try");
	await until("the drill", async () =>
		/The backup works\. All of it/.test((await page_of("rojin", "/settings/backup")).text));
});

/* Every word of the month that was not erased, as a desk shows it. */
async function shows_all(name) {
	for (const [who, planted] of [["ar", PEOPLE.ar.text], ["ar", WORDS.answer], ["ar", WORDS.note],
		["ar", WORDS.again], ["kmr", PEOPLE.kmr.text]]) {
		assert.equal(await found_one(name, mark(planted)), threads[who]);
		assert.ok((await opened(name, who)).includes(planted));
	}
	for (const [sheet, planted] of [["area", WORDS.area], ["goal", WORDS.removed],
		["contact", WORDS.azads], ["task", WORDS.saras], ["request", WORDS.request]])
		await team.shown(name, "/record/" + sheets[sheet], planted);
	await team.shown(name, "/term/" + sheets.word, WORDS.coined);
	const ckb = await page_of(name, "/thread/" + threads.ckb);
	assert.ok(!ckb.text.includes(PEOPLE.ckb.text), "the veil is gone");
	const [message] = messages_of(ckb.text);
	const file = await page_of(name, "/file/" + message.files[0].id);
	assert.ok(file.text.startsWith(WORDS.file), "her file is not what it was");
	assert.equal((await page_of(name, "/thread/" + threads.en)).status, 404);
}

test("day 25: her computer is lost; two of three parts bring it all to a new folder", async () => {
	await team.shut("rojin");
	const at = computer(team.organisation, "found");
	assert.equal(run("restore", backup, at.folder).status, 0);
	at.passphrase_file = join(at.home, "passphrase");
	writeFileSync(at.passphrase_file, "new lamp over five quiet rivers\n");
	const part = (n) => join(team.organisation.recovery, `part-${n}.txt`);
	const one = run("recover", at.folder, part(1), "--passphrase-file", at.passphrase_file);
	assert.equal(one.status, 1, "one part was enough");
	const two = run("recover", at.folder, part(1), part(3), "--passphrase-file",
		at.passphrase_file, "--recovery-out", join(at.home, "parts"));
	assert.equal(two.status, 0, two.stderr);
	/* hers who came back with her code is one more; who is forgotten is none */
	const came = Number(two.stderr.match(/(\d+) messages/)[1]);
	assert.equal(came, Object.keys(PEOPLE).length + 1 - 1, two.stderr);
	team.of.found = { at };
	await tap("found");
	await team.open("found");
	await shows_all("found");
});

/* -- the last days ----------------------------------------------------------- */

test("day 33: everything turns over by itself, and people still write to us", async () => {
	await morning(33, "sara", "found");
	await write(team.line.where, "kmr", { text: WORDS.month });
	for (const name of ["sara", "found"]) {
		await until(name + " to have the new message", async () => {
			await team.visit(name);
			return (await found(name, mark(WORDS.month))).length === 1;
		}, 30000);
		await shows_all(name);
	}
	await until("the same digits", async () => {
		const [one, other] = [await team.digest("sara"), await team.digest("found")];
		assert.match(one, /^\d{4} \d{4} \d{4}$/);
		return one === other;
	}, 30000);
});

/* -- what others could see of it --------------------------------------------- */

test("what passed says neither who nor how many: one token for all, one shape of calls", () => {
	const [rojin, sara] = [taps.rojin.calls(), taps.sara.calls()];
	assert.ok(rojin.length > 50 && sara.length > 50, "too little passed");
	const tokens = (calls) => new Set(calls.map((call) => call.token));
	const hers = tokens(sara);
	assert.ok(hers.size >= 2, "the token did not change");
	for (const token of tokens(rojin)) assert.ok(hers.has(token), "a token of her own");
	for (const token of tokens(taps.azad.calls())) assert.ok(hers.has(token), "a token of his own");
	const shape = ({ headers }) => headers.filter((name) =>
		!/^(content-length|content-type)$/.test(name)).sort().join();
	const shapes = Object.values(taps).map((one) => [...new Set(one.calls().map(shape))].sort());
	for (const one of shapes) assert.deepEqual(one, shapes[0]);
});

test("the line's roster names one key and no member", () => {
	const roster = readFileSync(join(team.organisation.line, "roster"), "utf8");
	const keys = roster.trim().split("\n").slice(1).map((row) => row.split(" ")[0]);
	const once = ["org", "counter", "issued", "intake", "salt", "name", "answer-days", "leave",
		"demonstration", "stop"];
	for (const key of once) assert.equal(keys.filter((one) => one === key).length, 1, key);
	assert.deepEqual([...new Set(keys)].filter((key) =>
		![...once, "address", "locale", "other"].includes(key)), []);
});

test("no word, name, code or member list in any file of the line, the desks, the traffic", async () => {
	await team.shut_all();
	const of_team = Object.values(team.of).map((one) => one.dev).filter(Boolean);
	assert.equal(of_team.length, 2);
	const words = [...Object.values(WORDS), ...Object.values(NAMES), "bothy-team/1",
		"sara laptop", "azad laptop", "the first device", ...of_team,
		...Object.values(PEOPLE).flatMap((one) => [one.text, one.code,
			one.code.replaceAll(" ", "")])];
	const { line } = team.organisation, traffic = join(home, "traffic");
	const desks = Object.values(team.of).map((one) => one.at.desk);
	/* What is public and what is protocol stands there: the search would see it. */
	assert.ok(search([line], ["The Example House"]).found.length > 0);
	assert.ok(search([traffic], ["bothy-intake/1"]).found.length > 0);
	for (const place of [line, traffic, ...desks]) {
		const seen = search([place], words);
		assert.deepEqual(seen.found, []);
		assert.ok(seen.files >= 4 && seen.bytes > 50000, "too little was searched");
	}
	for (const one of Object.values(team.of)) assert.equal(one.role, null);
});
