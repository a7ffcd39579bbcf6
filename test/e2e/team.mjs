/* A team of real desks and one line: two who never met enrol, both write, it
 * travels by the line and by stick.
 *
 * SPDX-License-Identifier: AGPL-3.0-or-later */
import assert from "node:assert/strict";
import { spawnSync } from "node:child_process";
import { mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { after, before, test } from "node:test";

import { new_organisation, program, remove_organisation, start_desk, start_line, stop,
	until } from "./lib/bothy.mjs";
import { Member } from "./lib/member.mjs";
import { forms_of, plain } from "./lib/visit.mjs";
import { write } from "./lib/pages.mjs";

const run = (...args) => spawnSync(program(), args, { encoding: "utf8" });
const VISITS = ["--visit-seconds", "1"];

let organisation, line;
const desks = {};

const area = (page, id) => plain(page.text.match(
	new RegExp(`<textarea[^>]*id="${id}"[^>]*>([\\s\\S]*?)</textarea>`))[1]).trim() + "\n";
const digits_on = (page) => page.text.match(/<p class="digits"><bdi dir="ltr">([^<]*)</)?.[1];

/* A second computer of the same line. */
function computer(name) {
	const home = join(organisation.home, name);
	mkdirSync(home);
	return { ...organisation, home, folder: join(home, "org"), desk: join(home, "org", "desk"),
		line: organisation.line };
}

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

/* `by` invites `name`; both compare; the welcome is carried by hand. */
async function enrol(by, name, fields) {
	const admin = desks[by].member;
	const at = computer(name);
	desks[name] = { at };
	const invitation = join(at.home, "invitation"), request = join(at.home, "request");
	writeFileSync(invitation, area(await admin.get("/team/add"), "invitation"));
	const made = run("join", "--invitation", invitation, "--name", name + " laptop", "--request",
		request, "--passphrase-file", organisation.passphrase_file, at.folder);
	assert.equal(made.status, 0, made.stderr);
	const said = made.stderr.match(/the digits: ((?:\d{5} ?){6})/)[1].trim();
	const page = await admin.act(await admin.get("/team/add"), "/team/add",
		{ request: readFileSync(request, "utf8") });
	assert.equal(digits_on(page), said);
	const added = await admin.act(page, "/team/admit", { called: name, ...fields });
	return { at, added };
}

async function welcome(by, name) {
	const admin = desks[by].member;
	const team = await admin.get("/team");
	const part = team.text.slice(team.text.indexOf(name + " laptop"));
	const dev = part.match(/\/team\/welcome\/([0-9a-f]{32})/)[1];
	desks[name].dev = dev;
	const file = join(desks[name].at.home, "welcome");
	writeFileSync(file, area(await admin.get("/team/welcome/" + dev), "welcome"));
	const kept = run("join", "--welcome", file, desks[name].at.folder);
	assert.equal(kept.status, 0, kept.stderr);
}

before(async () => {
	organisation = new_organisation();
	line = await start_line(organisation);
	desks.rojin = { at: organisation };
});
after(async () => {
	for (const one of Object.values(desks)) await stop(one.role);
	await stop(line);
	remove_organisation(organisation);
});

test("two who never met enrol, and an edit of each travels and shows", async () => {
	const rojin = await open("rojin");
	await rojin.act(await rojin.get("/team"), "/team/me", { called: "Rojin" });
	await write(line.where, "en", { text: "the first words" });
	const [thread] = await rojin.wait(1);
	const { added } = await enrol("rojin", "sara", { intake: "yes" });
	assert.match(added.text, /Added\./);
	await welcome("rojin", "sara");
	await open("sara");
	await shown("sara", "/team", "sara laptop");
	await shown("sara", "/thread/" + thread, "the first words");
	const page = await desks.sara.member.get("/thread/" + thread);
	await desks.sara.member.act(page, "/note", { text: "a note from far away" });
	await shown("rojin", "/thread/" + thread, "a note from far away");
});
