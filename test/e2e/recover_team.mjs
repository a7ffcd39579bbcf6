/* A team of two loses every computer. One member's backup and two of the three
 * parts bring all of it back, on a computer of its own; the lost ones leave the
 * team; it goes on being a team. Before: new parts of the team's own choice, a
 * rehearsal, and what each refusal says. Nothing readable is on standard error.
 * What it rests on: [recover-1] [recover-2] [parts-1] [parts-2] [restored-1]
 * [restored-2] [part_ask-1] [recover-4].
 *
 * SPDX-License-Identifier: AGPL-3.0-or-later */
import assert from "node:assert/strict";
import { spawnSync } from "node:child_process";
import { randomBytes } from "node:crypto";
import { cpSync, existsSync, mkdirSync, readFileSync, readdirSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { after, before, test } from "node:test";
import { new_organisation, program, remove_organisation, start_desk, start_line, stop, until }
	from "./lib/bothy.mjs";
import { Member, messages_of } from "./lib/member.mjs";
import { forms_of, plain, send } from "./lib/visit.mjs";
import { write } from "./lib/pages.mjs";

const VISITS = ["--visit-seconds", "1"];
const word = (of) => of + " " + randomBytes(6).toString("hex");
const WORDS = { text: word("a message"), note: word("a note"), later: word("much later") };
const NAME = word("Rojin");

let organisation, line, second, rojin, sara, dev, thread;
const said = [];

function run(...args) {
	const done = spawnSync(program(), args, { encoding: "utf8" });
	said.push(done.stdout + done.stderr);
	return done;
}
const with_key = (...args) => [...args, "--passphrase-file", organisation.passphrase_file];
const area = (page, id) => plain(page.text.match(
	new RegExp(`<textarea[^>]*id="${id}"[^>]*>([\\s\\S]*?)</textarea>`))[1]).trim() + "\n";

async function open(at) {
	const role = await start_desk(at, line, { options: VISITS });
	return { role, member: await Member.open(role.url) };
}

async function shown(one, path, what) {
	return until(`${what} on ${path}`, async () => {
		const page = await one.member.get(path);
		if (page.text.includes(what)) return page;
		await one.member.act(await one.member.get("/"), "/visit");
		return null;
	}, 30000);
}

/* The second member's computer, invited and admitted as people do it. */
async function enrol() {
	const home = join(organisation.home, "sara");
	mkdirSync(home);
	second = { ...organisation, home, folder: join(home, "org"), desk: join(home, "org", "desk") };
	const invitation = join(home, "invitation"), request = join(home, "request");
	writeFileSync(invitation, area(await rojin.member.get("/team/add"), "invitation"));
	const made = run("join", ...with_key("--invitation", invitation, "--name", "sara laptop",
		"--request", request), second.folder);
	assert.equal(made.status, 0, made.stderr);
	const page = await rojin.member.act(await rojin.member.get("/team/add"), "/team/add",
		{ request: readFileSync(request, "utf8") });
	const form = forms_of(page.text).find((one) => one.action.endsWith("/team/admit"));
	await rojin.member.follow(await send(rojin.member.where, form,
		{ called: "sara", intake: "yes", admin: "yes" }, [], rojin.member.headers));
	const team = await rojin.member.get("/team");
	dev = team.text.slice(team.text.indexOf("sara laptop"))
		.match(/\/team\/welcome\/([0-9a-f]{32})/)[1];
	const file = join(home, "welcome");
	writeFileSync(file, area(await rojin.member.get("/team/welcome/" + dev), "welcome"));
	assert.equal(run("join", "--welcome", file, second.folder).status, 0);
}

before(async () => {
	organisation = new_organisation();
	line = await start_line(organisation);
	rojin = await open(organisation);
	await rojin.member.act(await rojin.member.get("/team"), "/team/me", { called: NAME });
	await write(line.where, "en", { text: WORDS.text });
	[thread] = await rojin.member.wait(1);
	await enrol();
	sara = await open(second);
	await shown(sara, "/thread/" + thread, WORDS.text);
	await sara.member.act(await sara.member.get("/thread/" + thread), "/note",
		{ text: WORDS.note });
	await shown(rojin, "/thread/" + thread, WORDS.note);
});
after(async () => {
	await stop(rojin?.role);
	await stop(sara?.role);
	await stop(line);
	remove_organisation(organisation);
});

const sheets = (n, folder = organisation.recovery) => join(folder, `part-${n}.txt`);
const next = () => join(organisation.home, "next-parts");

test("no command writes the recovery identity out", () => {
	const help = run("--help").stdout;
	const commands = [...help.matchAll(/^ {2}(\w+) /gm)].map(([, name]) => name);
	assert.ok(commands.includes("parts") && commands.includes("rehearse"));
	for (const name of commands) {
		const usage = run(name, "--help");
		assert.doesNotMatch(usage.stdout + usage.stderr,
			/recovery (key|identity)|--(export|show|print)-(key|identity|secret)/);
	}
	const home = [organisation.home, organisation.folder, organisation.recovery];
	for (const folder of home)
		for (const name of readdirSync(folder, { recursive: true })) {
			let text = "";
			try { text = readFileSync(join(folder, name), "latin1"); } catch { continue; }
			assert.ok(!text.includes("AGE-SECRET-KEY-"), name);
		}
});

test("the team chooses two of four, and one part goes to a member's desk alone", async () => {
	await stop(rojin.role);
	const wrong = run("parts", ...with_key("--recovery-out", join(organisation.home, "no")),
		organisation.folder, sheets(1));
	assert.equal(wrong.status, 1);
	assert.match(wrong.stderr, /fewer parts than are needed/);
	assert.ok(!existsSync(join(organisation.home, "no")));
	const done = run("parts", ...with_key("--parts", "4", "--needed", "2", "--to", dev,
		"--recovery-out", next()), organisation.folder, sheets(1), sheets(3));
	assert.equal(done.status, 0, done.stderr);
	assert.deepEqual(readdirSync(next()).sort(), ["part-2.txt", "part-3.txt", "part-4.txt"]);
	const old = run("parts", ...with_key("--recovery-out", join(organisation.home, "no")),
		organisation.folder, sheets(1), sheets(2));
	assert.equal(old.status, 1);
	assert.match(old.stderr, /not the parts in force/);
	rojin = await open(organisation);
	await shown(sara, "/settings/recovery", "A part for you");
	const page = await sara.member.act(await sara.member.get("/settings/recovery"),
		"/settings/recovery/part");
	const digits = page.text.match(/<pre class="part"[^>]*>([\d\s]+)<\/pre>/)[1];
	writeFileSync(join(organisation.home, "of-sara.txt"), digits);
	assert.doesNotMatch((await rojin.member.get("/settings/recovery")).text, /A part for you/);
});

test("a rehearsal with it works, and says when the next is due", async () => {
	await until("all of it on sara's desk", async () => {
		const page = await sara.member.get("/settings/recovery");
		return page.text.includes("All that this desk opens is sealed") || null;
	}, 30000);
	await stop(sara.role);
	const backups = join(second.folder, "backups");
	mkdirSync(backups, { recursive: true });
	assert.equal(run("backup", "--without-key", second.folder, join(backups, "one")).status, 0);
	const mine = join(organisation.home, "of-sara.txt");
	const mixed = run("rehearse", ...with_key(), second.folder, mine, sheets(2));
	assert.equal(mixed.status, 1);
	assert.match(mixed.stderr, /different sheets/);
	const old = run("rehearse", ...with_key(), second.folder, sheets(1), sheets(2));
	assert.equal(old.status, 1, "what was written since does not open with the old parts");
	assert.match(old.stderr, /in part only/);
	const done = run("rehearse", ...with_key(), second.folder, mine, sheets(4, next()));
	assert.equal(done.status, 0, done.stderr);
	assert.match(done.stderr, /the rehearsal worked: 1 messages and \d+ changes of 2 computers/);
	assert.match(done.stderr, /nothing is missing/);
	assert.ok(!existsSync(join(second.folder, "rehearsal")));
});

test("a member who recovers her own desk counts once, with two devices", async () => {
	const backup = join(organisation.home, "of-her-own");
	const home = join(organisation.home, "again");
	mkdirSync(home);
	const at = { ...organisation, home, folder: join(home, "org"), desk: join(home, "org", "desk") };
	assert.equal(run("backup", "--without-key", second.folder, backup).status, 0);
	assert.equal(run("restore", backup, at.folder).status, 0);
	cpSync(organisation.line, join(at.folder, "line"), { recursive: true });
	const out = join(home, "parts");
	const recover = (called) => run("recover", ...with_key("--called", called, "--recovery-out", out),
		at.folder, join(organisation.home, "of-sara.txt"), sheets(3, next()));
	const wrong = recover("Soran");
	assert.equal(wrong.status, 1);
	assert.match(wrong.stderr, /no member of the team, or more than one, is called so/);
	assert.ok(!existsSync(out));
	const done = recover("Sara");
	assert.equal(done.status, 0, done.stderr);
	const role = await start_desk(at, { address: "http://127.0.0.1:9" });
	const team = (await (await Member.open(role.url)).get("/team")).text;
	await stop(role);
	const members = team.split('<section class="box member">').slice(1);
	assert.equal(members.length, 2);
	assert.match(team, /You are two/);
	const hers = members.find((one) => one.includes("<bdi>sara</bdi>"));
	assert.equal(hers.match(/<li class="device">/g).length, 2);
	assert.match(hers, /<span class="mark">you<\/span>/);
	assert.doesNotMatch(team, /id="called"/); // nobody asks who she is
});

test("every computer is lost; her backup and two parts bring the team back", async () => {
	const backup = join(organisation.home, "kept");
	assert.equal(run("backup", "--without-key", second.folder, backup).status, 0);
	await stop(rojin.role);
	rmSync(organisation.desk, { recursive: true });
	rmSync(second.desk, { recursive: true });
	assert.equal(run("restore", backup, organisation.folder).status, 0);
	const done = run("recover", ...with_key("--alone", "--called", "sara", "--recovery-out",
		join(organisation.home, "third-parts")), organisation.folder,
	join(organisation.home, "of-sara.txt"), sheets(3, next()));
	assert.equal(done.status, 0, done.stderr);
	assert.match(done.stderr, /1 messages and \d+ changes of 2 computers came back/);
	rojin = await open(organisation);
	const page = await shown(rojin, "/thread/" + thread, WORDS.note);
	assert.equal(messages_of(page.text)[0].text, WORDS.text);
	/* the work goes on */
	await rojin.member.act(page, "/note", { text: WORDS.later });
	await shown(rojin, "/thread/" + thread, WORDS.later);
	await stop(rojin.role);
	rojin = await open(organisation);
	await shown(rojin, "/thread/" + thread, WORDS.later);
	assert.match((await rojin.member.get("/settings/recovery")).text,
		/All that this desk opens is sealed/);
});

test("no word of anybody was said on the way", () => {
	for (const text of said)
		for (const one of [...Object.values(WORDS), NAME]) assert.ok(!text.includes(one));
});
