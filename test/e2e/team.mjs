/* A team of real desks and one line: two who never met enrol, both write, it
 * travels by the line and by stick.
 *
 * SPDX-License-Identifier: AGPL-3.0-or-later */
import assert from "node:assert/strict";
import { randomBytes } from "node:crypto";
import { mkdirSync } from "node:fs";
import { join } from "node:path";
import { after, before, test } from "node:test";

import { new_organisation, pause, remove_organisation, start_desk, start_line, stop, until } from "./lib/bothy.mjs";
import { Member } from "./lib/member.mjs";
import { forms_of, send } from "./lib/visit.mjs";
import { write } from "./lib/pages.mjs";
import { search } from "./lib/planted.mjs";
import { admit, computer, digits_on, form_with, press as press_on, request_of, run, welcome as
	carry_welcome } from "./lib/team.mjs";

const VISITS = ["--visit-seconds", "1"];

const word = (of) => of + " " + randomBytes(6).toString("hex");
const WORDS = { first: word("the first words"), second: word("peyva duyem"),
	after: word("after it was taken"), note: word("a note from far away"),
	frozen: word("while it was frozen"), removed: word("after it was removed") };

const NAME = word("Rojin");

let organisation, line, stick;
const desks = {};

async function open(name) {
	const one = desks[name];
	one.role = await start_desk(one.at, line, { options: VISITS });
	one.member = await Member.open(one.role.url);
	return one.member;
}

async function shut(name) {
	await stop(desks[name].role);
	desks[name].role = null;
}

/* The text of a page, until it shows what is looked for. */
async function shown(name, path, what) {
	return until(`${name} to show ${what} on ${path}`, async () => {
		const page = await desks[name].member.get(path);
		if (what instanceof RegExp ? what.test(page.text) : page.text.includes(what)) return page;
		const home = await desks[name].member.get("/");
		if (forms_of(home.text).some((form) => form.action === "/visit"))
			await desks[name].member.act(home, "/visit");
		return null;
	}, 30000);
}

/* `by` invites `name`; both compare. */
async function enrol(by, name, fields, without = []) {
	const admin = desks[by].member;
	const at = computer(organisation, name);
	const asked = await request_of(admin, at, name + " laptop");
	assert.equal(asked.shown, asked.digits);
	desks[name] = { at, digits: asked.digits };
	return admit(admin, asked.page, { called: name, ...fields }, without);
}

async function welcome(by, name) {
	desks[name].dev = await carry_welcome(desks[by].member, desks[name].at, name + " laptop");
}

before(async () => {
	organisation = new_organisation();
	stick = join(organisation.home, "stick");
	mkdirSync(stick);
	line = await start_line(organisation);
	desks.rojin = { at: organisation };
});
after(async () => {
	for (const one of Object.values(desks)) await stop(one.role);
	await stop(line);
	remove_organisation(organisation);
});

const act = async (name, path, end, fields) =>
	desks[name].member.act(await desks[name].member.get(path), end, fields);

const press = async (name, path, end, fields) =>
	press_on(desks[name].member, await desks[name].member.get(path), end, fields);

/* Gives `whom` a ring, or takes it: the form that stands in her section. */
async function press_ring(by, whom, ring, out) {
	const page = await desks[by].member.get("/team");
	const part = page.text.slice(page.text.indexOf(`<h2><bdi>${whom}</bdi>`));
	return press_on(desks[by].member, { text: part }, "/team/give", { ring, out });
}

async function digest(name) {
	return digits_on(await desks[name].member.get("/team"));
}

test("two who never met enrol, and an edit of each travels and shows", async () => {
	const rojin = await open("rojin");
	await rojin.act(await rojin.get("/team"), "/team/me", { called: NAME });
	await write(line.where, "en", { text: WORDS.first });
	const [thread] = await rojin.wait(1);
	const added = await enrol("rojin", "sara", { intake: "yes" });
	assert.match(added.text, /Added\./);
	await welcome("rojin", "sara");
	await open("sara");
	await shown("sara", "/team", "sara laptop");
	await shown("sara", "/thread/" + thread, WORDS.first);
	const page = await desks.sara.member.get("/thread/" + thread);
	await desks.sara.member.act(page, "/note", { text: WORDS.note });
	await shown("rojin", "/thread/" + thread, WORDS.note);
});

/* -- apart: no line, both write, a stick ------------------------------------ */

let task;

test("apart, both change one field; a stick brings both, and one settles it", async () => {
	const made = await act("rojin", "/new/task", "/new/task", { title: "plant a tree" });
	task = made.text.match(/\/record\/([0-9a-f]{32})\/edit/)[1];
	await shown("sara", "/record/" + task, "plant a tree");
	await stop(line);
	await act("rojin", `/record/${task}/edit`, "/edit", { title: "plant an olive tree" });
	await act("sara", `/record/${task}/edit`, "/edit", { title: "plant a fig tree" });
	await shut("rojin");
	await shut("sara");
	for (const name of ["rojin", "sara", "rojin"]) {
		const carried = run("sync", "--stick", stick, desks[name].at.folder);
		assert.equal(carried.status, 0, carried.stderr);
	}
	for (const name of ["rojin", "sara"]) {
		await open(name);
		const page = await desks[name].member.get("/settle");
		assert.match(page.text, /plant an olive tree/);
		assert.match(page.text, /plant a fig tree/);
	}
	assert.equal(await digest("rojin"), await digest("sara"));
	const page = await desks.rojin.member.get("/settle");
	const side = forms_of(page.text).find((form) => form.fields.value === "plant a fig tree");
	await desks.rojin.member.follow(await send(desks.rojin.member.where, side, {}, [],
		desks.rojin.member.headers));
	line = await start_line(organisation);
	await shown("sara", "/record/" + task, "plant a fig tree");
	await shown("sara", "/settle", /Everybody agrees/);
	await shown("rojin", "/settle", /Everybody agrees/);
});

test("a message that both take is one", async () => {
	await write(line.where, "ckb", { text: WORDS.second });
	const rojin = await desks.rojin.member.wait(2);
	const sara = await desks.sara.member.wait(2);
	assert.deepEqual([...rojin].sort(), [...sara].sort());
	for (const name of ["rojin", "sara"]) assert.equal((await desks[name].member.threads()).length, 2);
});

/* -- a third, whom two must admit -------------------------------------------- */

test("with two members the second agrees, and sees the digits herself", async () => {
	const added = await enrol("rojin", "azad", {}, ["intake"]);
	assert.match(added.text, /Proposed\./);
	const page = await shown("sara", "/team", "Proposed: add");
	assert.equal(digits_on(page), desks.azad.digits);
	const done = await desks.sara.member.act(page, "/team/agree");
	assert.match(done.text, /Done\./);
	await welcome("sara", "azad");
	await open("azad");
	await shown("azad", "/team", "sara laptop");
	await shown("azad", "/record/" + task, "plant a fig tree");
	assert.deepEqual(await desks.azad.member.threads(), []);
});

test("a ring is given, and taken: what follows stays closed", async () => {
	await shown("rojin", "/team", "azad laptop");
	await press_ring("rojin", "azad", "intake", "no");
	await until("azad to see the threads", async () => {
		await desks.azad.member.act(await desks.azad.member.get("/"), "/visit");
		return (await desks.azad.member.threads()).length === 2;
	});
	await press_ring("rojin", "azad", "intake", "yes");
	await shown("rojin", "/team", /The line has confirmed/);
	await write(line.where, "en", { text: WORDS.after });
	await desks.rojin.member.wait(3);
	await desks.sara.member.wait(3);
	for (let i = 0; i < 5; i++) await desks.azad.member.act(await desks.azad.member.get("/"), "/visit");
	await pause(3000);
	assert.equal((await desks.azad.member.threads()).length, 2);
});

/* -- frozen, let back in, removed -------------------------------------------- */

test("one freezes: it gets nothing new; let back in, it gets what it missed", async () => {
	await press("sara", "/team", "/team/freeze", { dev: desks.azad.dev });
	await shown("rojin", "/team", "frozen");
	await act("rojin", "/new/task", "/new/task", { title: WORDS.frozen });
	await shown("sara", "/records/task", WORDS.frozen);
	await pause(3000);
	const seen = await desks.azad.member.get("/records/task");
	assert.ok(!seen.text.includes(WORDS.frozen));
	await press("rojin", "/team", "/team/thaw", { dev: desks.azad.dev });
	await shown("azad", "/records/task", WORDS.frozen);
});

test("two remove: the line confirms, and the device gets nothing new", async () => {
	const before = await desks.rojin.member.get("/team/remove/" + desks.azad.dev);
	assert.match(before.text, /cannot be undone/);
	const proposed = await desks.rojin.member.act(before, "/team/remove");
	assert.match(proposed.text, /Proposed\./);
	await until("sara to see it", async () => {
		const page = await desks.sara.member.get("/team");
		if (form_with(page, "/team/agree")) return true;
		await desks.sara.member.act(page, "/visit");
		return false;
	});
	await press("sara", "/team", "/team/agree", {});
	await shown("sara", "/team", /removed/);
	await shown("sara", "/team", /The line has confirmed the newest public key\s+and token/);
	await shown("rojin", "/team", /The line has confirmed the newest public key\s+and token/);
	await act("sara", "/new/task", "/new/task", { title: WORDS.removed });
	await shown("rojin", "/records/task", WORDS.removed);
	await pause(4000);
	const seen = await desks.azad.member.get("/records/task");
	assert.ok(!seen.text.includes(WORDS.removed));
	assert.match(desks.azad.role.said, /the line does not know this desk/);
});

test("both desks are the same in the end, and the line knows no word, name or number of us", async () => {
	await until("the same digits", async () => {
		for (const name of ["rojin", "sara"])
			await desks[name].member.act(await desks[name].member.get("/"), "/visit");
		await pause(1500);
		return await digest("rojin") === await digest("sara");
	});
	for (const name of Object.keys(desks)) await shut(name);
	await stop(line);
	const words = [NAME, "sara laptop", "azad laptop", "bothy-team/1", "plant a fig tree",
		desks.azad.dev, ...Object.values(WORDS)];
	const places = [organisation.line, stick, ...Object.values(desks).map((one) => one.at.desk)];
	const seen = search(places, words, { skip: (path) => path.endsWith("/request") });
	assert.deepEqual(seen.found, []);
	assert.ok(seen.files > 20 && seen.bytes > 200000, "too little was searched");
});
