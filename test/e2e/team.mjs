/* A team of real desks and one line: two who never met enrol, both write, it
 * travels by the line and by stick.
 *
 * SPDX-License-Identifier: AGPL-3.0-or-later */
import assert from "node:assert/strict";
import { randomBytes } from "node:crypto";
import { mkdirSync, readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { after, before, test } from "node:test";

import { pause, stop, until } from "./lib/bothy.mjs";
import { Desks } from "./lib/desks.mjs";
import { write } from "./lib/pages.mjs";
import { search } from "./lib/planted.mjs";
import { blobs_in, by_passphrase, chain_holds, epoch_of, frame_of, is_body, is_frame, no_age,
	open_all, records } from "./lib/sealed.mjs";
import { Tap } from "./lib/tap.mjs";
import { name_of } from "./lib/log.mjs";
import { digits_on, form_with, run } from "./lib/team.mjs";
import { forms_of, send } from "./lib/visit.mjs";

const word = (of) => of + " " + randomBytes(6).toString("hex");
const WORDS = { first: word("the first words"), second: word("peyva duyem"),
	after: word("after it was taken"), note: word("a note from far away"),
	frozen: word("while it was frozen"), removed: word("after it was removed"),
	told: word("what she told one of us") };

const NAME = word("Rojin");

/* What passes between Rojin's desk and the line. */
let tap;
const team = new Desks("rojin", (name) => name === "rojin" ? tap : team.line);
const desks = team.of, stick = join(team.organisation.home, "stick");
const shown = (...all) => team.shown(...all), act = (...all) => team.act(...all);
const press = (...all) => team.press(...all), digest = (name) => team.digest(name);

before(async () => {
	mkdirSync(stick);
	await team.open_line();
	const { home } = team.organisation;
	tap = await Tap.open(join(home, "tap.sock"), join(home, "line.sock"), join(home, "tap"));
});
after(async () => {
	await tap.close();
	await team.end();
});

test("two who never met enrol, and an edit of each travels and shows", async () => {
	const rojin = await team.open("rojin");
	await rojin.act(await rojin.get("/team"), "/team/me", { called: NAME });
	await write(team.line.where, "en", { text: WORDS.first });
	const [thread] = await rojin.wait(1);
	const added = await team.enrol("rojin", "sara", { intake: "yes" });
	assert.match(added.text, /Added\./);
	assert.equal(form_with(added, "/undo"), undefined, "beside it stands the undo of something else");
	await team.welcome("rojin", "sara");
	await team.open("sara");
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
	await stop(team.line);
	await act("rojin", `/record/${task}/edit`, "/edit", { title: "plant an olive tree" });
	await act("sara", `/record/${task}/edit`, "/edit", { title: "plant a fig tree" });
	await team.shut("rojin");
	await team.shut("sara");
	for (const name of ["rojin", "sara", "rojin"]) {
		const carried = run("sync", "--stick", stick, desks[name].at.folder);
		assert.equal(carried.status, 0, carried.stderr);
	}
	for (const name of ["rojin", "sara"]) {
		await team.open(name);
		const page = await desks[name].member.get("/settle");
		assert.match(page.text, /plant an olive tree/);
		assert.match(page.text, /plant a fig tree/);
	}
	assert.equal(await digest("rojin"), await digest("sara"));
	const page = await desks.rojin.member.get("/settle");
	const side = forms_of(page.text).find((form) => form.fields.value === "plant a fig tree");
	await desks.rojin.member.follow(await send(desks.rojin.member.where, side, {}, [],
		desks.rojin.member.headers));
	await team.open_line();
	await shown("sara", "/record/" + task, "plant a fig tree");
	await shown("sara", "/settle", /Everybody agrees/);
	await shown("rojin", "/settle", /Everybody agrees/);
	await shown("rojin", `/record/${task}/history`, /sara · sara laptop/); // who, from which device
});

test("a message that both take is one", async () => {
	await write(team.line.where, "ckb", { text: WORDS.second });
	const rojin = await desks.rojin.member.wait(2);
	const sara = await desks.sara.member.wait(2);
	assert.deepEqual([...rojin].sort(), [...sara].sort());
	for (const name of ["rojin", "sara"]) assert.equal((await desks[name].member.threads()).length, 2);
});

test("what both hold, the line forgets, and both still show it", async () => {
	/* [forget-1] */
	const states = () => [...readFileSync(tap.file, "latin1").matchAll(/^waiting (\d+)\nkept (\d+)$/mg)];
	assert.ok(states().some(([, waiting]) => waiting !== "0"));
	await until("the line to keep no message", async () => {
		for (const name of ["rojin", "sara"]) await team.visit(name);
		const [, waiting, kept] = states().at(-1);
		return waiting === "0" && kept === "0";
	});
	for (const name of ["rojin", "sara"]) assert.equal((await desks[name].member.threads()).length, 2);
});

/* -- a third, whom two must admit -------------------------------------------- */

test("a request that is none is given back, with what is wrong", async () => {
	const { member } = desks.rojin;
	const again = await member.act(await member.get("/team/add"), "/team/add",
		{ request: "bothy-request/1\ncut off" });
	assert.equal(again.status, 422);
	assert.match(again.text, /role="alert"/);
	assert.equal(form_with(again, "/team/add").fields.request, "bothy-request/1\r\ncut off");
});

test("with two members the second agrees, and sees the digits herself", async () => {
	const added = await team.enrol("rojin", "azad", {}, ["intake"]);
	assert.match(added.text, /Proposed\./);
	await shown("sara", "/day", "It waits for your yes");
	const page = await shown("sara", "/team", "Proposed: add");
	assert.equal(digits_on(page), desks.azad.digits);
	const done = await desks.sara.member.act(page, "/team/agree");
	assert.match(done.text, /Done\./);
	await team.welcome("sara", "azad");
	await team.open("azad");
	await shown("azad", "/team", "sara laptop");
	await shown("azad", "/record/" + task, "plant a fig tree");
	assert.deepEqual(await desks.azad.member.threads(), []);
});

test("a ring is given", async () => {
	/* her own section: what is proposed names the device before */
	await shown("rojin", "/team", "<h2><bdi>azad</bdi>");
	await team.press_ring("rojin", "azad", "intake", "no");
	await until("azad to see the threads", async () => {
		await desks.azad.member.act(await desks.azad.member.get("/"), "/visit");
		return (await desks.azad.member.threads()).length === 2;
	});
});

test("who reads messages is told that he is not in a case, and by whom it is", async () => {
	const made = await act("rojin", "/new/request", "/new/request",
		{ subject: "a room for one", summary: WORDS.told });
	const [, id] = made.text.match(/\/record\/([0-9a-f]{32})\/edit/);
	await shown("sara", "/record/" + id, WORDS.told);
	for (const path of ["", "/edit", "/history", "/print"]) {
		const page = await shown("azad", "/record/" + id + path, /You are not in this case\./);
		assert.ok(!page.text.includes(WORDS.told) && !page.text.includes('name="summary"'));
	}
	assert.match((await desks.azad.member.get("/record/" + id)).text, /Ask:[^]*(sara|Rojin)/);
	const refused = await desks.azad.member.act(await desks.azad.member.get(`/record/${id}/edit`),
		"/edit", { subject: "typed and not lost", signs: "no-shelter", urgency: "soon" });
	assert.equal(refused.status, 422);
	assert.match(refused.text, /Somebody who is in this case can do it\.[^]*typed and not lost/);
});

test("a ring is taken: what follows stays closed", async () => {
	await team.press_ring("rojin", "azad", "intake", "yes");
	await shown("rojin", "/team", /The line has confirmed/);
	await write(team.line.where, "en", { text: WORDS.after });
	await desks.rojin.member.wait(3);
	await desks.sara.member.wait(3);
	for (let i = 0; i < 5; i++) await desks.azad.member.act(await desks.azad.member.get("/"), "/visit");
	await pause(3000);
	assert.equal((await desks.azad.member.threads()).length, 2);
});

/* -- frozen, let back in, removed -------------------------------------------- */

test("one freezes: it gets nothing new; let back in, it gets what it missed", async () => {
	await press("sara", "/team", "/team/freeze", { dev: desks.azad.dev });
	/* a day of silence lets it back in: the second is told, who froze it is not */
	await shown("rojin", "/day", "unless you say that it stays frozen");
	assert.doesNotMatch((await team.get("sara", "/day")).text, /unless you say/);
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
	await until("his desk to be refused", async () => {
		await team.visit("azad");
		return /the line does not know this desk/.test(desks.azad.role.said);
	});
	const seen = await desks.azad.member.get("/records/task");
	assert.ok(!seen.text.includes(WORDS.removed));
});

test("both desks are the same in the end, and the line knows no word, name or number of us", async () => {
	await until("the same digits", async () => {
		for (const name of ["rojin", "sara"])
			await desks[name].member.act(await desks[name].member.get("/"), "/visit");
		await pause(1500);
		return await digest("rojin") === await digest("sara");
	});
	await team.shut_all();
	const words = [NAME, "sara laptop", "azad laptop", "bothy-team/1", "plant a fig tree",
		desks.azad.dev, ...Object.values(WORDS)];
	const places = [team.organisation.line, stick, ...Object.values(desks).map((one) => one.at.desk)];
	const seen = search(places, words); /* [join-4] the request too */
	assert.deepEqual(seen.found, []);
	assert.ok(seen.files > 20 && seen.bytes > 200000, "too little was searched");
});

/* -- all that passed, and each desk in turn --------------------------------- */

/* What a ring's name stands for here: `device` is the desk's own. */
const MAY_READ = { rojin: ["case", "device", "intake", "team", "vault"],
	sara: ["case", "device", "intake", "team", "vault"], azad: ["device", "intake", "team"] };
const seized = {};

/* Everything that was carried, and the disk of the one that was seized. */
function recording(name) {
	const blobs = blobs_in(readFileSync(tap.file));
	for (const file of readdirSync(stick)) blobs_in(readFileSync(join(stick, file)), blobs);
	for (const { bytes } of records(join(desks[name].at.desk, "log.pack")))
		if (bytes.length > 0) blobs.set(name_of(bytes), bytes);
	return blobs;
}

test("a recording and a seized desk open what that desk could read, and nothing else",
	{ skip: no_age }, async () => {
	for (const name of Object.keys(desks)) {
		const out = join(desks[name].at.home, "key.plain");
		const { status, said } = await by_passphrase(join(desks[name].at.desk, "key.age"), out);
		assert.equal(status, 0, said);
		const text = readFileSync(out, "utf8");
		const blobs = recording(name);
		const texts = open_all(blobs, text.match(/^identity (AGE-SECRET-KEY-1\S+)$/m)[1],
			desks[name].at.home);
		const bodies = [...texts.values()].filter(is_body);
		seized[name] = { blobs, texts, bodies, rings: [...new Set(bodies.map(epoch_of))] };
	}
	const all = new Set();
	for (const [name, { rings, bodies, blobs }] of Object.entries(seized)) {
		const kinds = [...new Set(rings.map((one) => one.replace(/^(device|case)-.*/, "$1")
			.replace(/ \d+$/, "")))].sort();
		assert.deepEqual(kinds, MAY_READ[name], name);
		assert.equal(rings.filter((one) => one.startsWith("device-")).length, 1, "others' keys");
		assert.ok(blobs.size > bodies.length + 20, "nothing was left closed");
		for (const ring of rings) all.add(ring);
	}
	/* What was written to the intake after he was put out of it, and to the team
	 * after he left it, is under epochs of its own. */
	const his = seized.azad.rings.filter((one) => !one.startsWith("device-"));
	for (const ring of ["intake", "team"]) {
		const newest = (rings) => Math.max(...rings.filter((one) => one.startsWith(ring + " "))
			.map((one) => Number(one.split(" ")[1])));
		assert.ok(newest([...all]) > newest(his), ring);
	}
	const reads = (name, what) => seized[name].bodies.some((one) => one.includes(what));
	for (const what of Object.values(WORDS)) {
		assert.ok(reads("rojin", what), what);
		assert.ok(reads("sara", what), what);
	}
	for (const what of [WORDS.first, WORDS.note, WORDS.frozen]) assert.ok(reads("azad", what), what);
	for (const what of [WORDS.after, WORDS.removed, WORDS.told])
		assert.ok(!reads("azad", what), what);
});

test("whoever is outside a ring verifies every chain all the same", { skip: no_age }, () => {
	const { texts, blobs } = seized.azad, chains = new Map();
	const keys = [...texts.values()].filter(is_body).flatMap((plain) =>
		[...plain.toString("latin1").matchAll(/^device ([0-9a-f]{64}) age1/mg)].map(([, key]) => key));
	for (const frame of [...texts.values()].filter(is_frame).map(frame_of)) {
		const chain = chains.get(frame.dev) ?? new Map();
		chains.set(frame.dev, chain.set(frame.name, frame));
	}
	assert.equal(chains.size, 3);
	let closed = 0;
	for (const chain of chains.values()) {
		const frames = [...chain.values()];
		assert.ok(chain_holds(frames, [...new Set(keys)]));
		assert.ok(!chain_holds(frames.filter(({ seq }) => seq !== 1), keys), "it has a beginning");
		for (const name of frames.flatMap(({ bodies }) => bodies)) {
			assert.ok(blobs.has(name), "a body that a frame names is not there");
			closed += !texts.has(name);
		}
	}
	assert.ok(closed > 10, "he could open all that he verified");
});
