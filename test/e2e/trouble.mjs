/* A bad day between two real desks and a line: words of pressure that only the
 * other desk understands, a journey on which the passphrase opens nothing, one
 * with little along, a laptop frozen, keys erased by command.
 *
 * SPDX-License-Identifier: AGPL-3.0-or-later */
import assert from "node:assert/strict";
import { spawnSync } from "node:child_process";
import { existsSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { after, before, test } from "node:test";

import { new_organisation, program, remove_organisation, start_desk, start_line, stop, until }
	from "./lib/bothy.mjs";
import { Member } from "./lib/member.mjs";
import { by_passphrase, no_age, opened as opened_by, records } from "./lib/sealed.mjs";
import { ask, forms_of, plain, send } from "./lib/visit.mjs";

const VISITS = { options: ["--visit-seconds", "1"] };
const FINE = "the tea is good here", FORCED = "the coffee is good here";
const run = (...args) => spawnSync(program(), args, { encoding: "utf8" });
let organisation, line, passphrase, rojin, narin, home, plan;

const box = (page, id) => plain(page.text.match(
	new RegExp(`<textarea[^>]*id="${id}"[^>]*>([\\s\\S]*?)</textarea>`))[1]).trim() + "\n";

/* Until a page of a desk says so, with visits to the line in between. */
async function says(member, path, what) {
	return until(`${what} on ${path}`, async () => {
		const page = await member.get(path);
		if (what.test(page.text)) return page;
		const front = await member.get("/");
		if (forms_of(front.text).some((form) => form.action === "/visit"))
			await member.act(front, "/visit");
		return null;
	}, 40000);
}

/* A second desk of the same team, enrolled through the pages and `bothy join`. */
async function enrol() {
	home = join(organisation.home, "narin");
	mkdirSync(home);
	const invitation = join(home, "invitation"), request = join(home, "request");
	const welcome = join(home, "welcome"), folder = join(home, "org");
	writeFileSync(invitation, box(await rojin.member.get("/team/add"), "invitation"));
	const made = run("join", "--invitation", invitation, "--name", "narin laptop", "--request",
		request, "--passphrase-file", organisation.passphrase_file, folder);
	assert.equal(made.status, 0, made.stderr);
	const page = await rojin.member.act(await rojin.member.get("/team/add"), "/team/add",
		{ request: readFileSync(request, "utf8") });
	const form = forms_of(page.text).find((one) => one.action.endsWith("/team/admit"));
	await rojin.member.follow(await send(rojin.member.where, form,
		{ called: "Narin", intake: "yes" }, [], rojin.member.headers));
	const team = await rojin.member.get("/team");
	const dev = team.text.slice(team.text.indexOf("narin laptop"))
		.match(/\/team\/welcome\/([0-9a-f]{32})/)[1];
	writeFileSync(welcome, box(await rojin.member.get("/team/welcome/" + dev), "welcome"));
	assert.equal(run("join", "--welcome", welcome, folder).status, 0);
	return { ...organisation, home, folder, desk: join(folder, "desk") };
}

async function open(at) {
	const role = await start_desk(at, line, VISITS);
	return { role, at, member: await Member.open(role.url) };
}

const option = (page, name) =>
	page.text.match(new RegExp(`<option value="([0-9a-f]{32})"[^>]*>${name}<`))[1];

before(async () => {
	organisation = new_organisation();
	passphrase = readFileSync(organisation.passphrase_file, "utf8").trim();
	line = await start_line(organisation);
	rojin = await open(organisation);
	await rojin.member.act(await rojin.member.get("/team"), "/team/me", { called: "Rojin" });
	narin = await open(await enrol());
	await says(narin.member, "/records/member", /Rojin/);
});
after(async () => {
	await stop(rojin?.role);
	await stop(narin?.role);
	await stop(line);
	remove_organisation(organisation);
});

test("words of pressure look like fine at her desk, and call the other", async () => {
	const form = await rojin.member.get("/new/check-plan");
	const made = await rojin.member.act(form, "/new/check-plan",
		{ title: "Journey", person: option(form, "Narin"), times: "09:00\n21:00" });
	plan = made.text.match(/\/record\/([0-9a-f]{32})/)[1];
	await rojin.member.act(await rojin.member.get("/check-ins"), "/wait");
	await rojin.member.act(await rojin.member.get("/check-ins"), "/words",
		{ fine: FINE, pressure: FORCED });
	const hers = await says(narin.member, "/check-ins", /The words we agreed/);
	assert.doesNotMatch(hers.text, /coffee|tea is/);
	const after_it = await narin.member.act(hers, "/say", { said: FORCED });
	assert.doesNotMatch(after_it.text, /role="alert"|coffee/);
	await says(rojin.member, "/", /A check-in needs you now/);
	const alarm = await rojin.member.get("/check-ins");
	assert.match(alarm.text, /words for being forced were used/);
	assert.doesNotMatch(alarm.text, /coffee/);
	await rojin.member.act(alarm, "/answer", { words: "we act" });
	assert.doesNotMatch((await rojin.member.get("/")).text, /role="alert"/);
});

test("on a journey the passphrase opens nothing; the team's digits do", async () => {
	await narin.member.act(await narin.member.get("/travel"), "/travel/prepare");
	await says(rojin.member, "/travel", /On a journey/);
	await rojin.member.act(await rojin.member.get("/new/task"), "/new/task", { title: "Buy paper" });
	await says(narin.member, "/travel", /Another desk has it/);
	const locked = await narin.member.act(await narin.member.get("/travel"), "/travel/leave",
		{ passphrase });
	assert.match(locked.text, /This desk is locked/);
	await narin.member.act(locked, "/unlock", { passphrase });
	await stop(narin.role); // switched off, as the page asks
	narin = await open(narin.at); // the passphrase file opens nothing
	const shut = await narin.member.get("/");
	assert.match(shut.text, /This desk is locked/);
	const refused = await narin.member.act(shut, "/unlock", { passphrase });
	assert.match(refused.text, /made ready for a journey/);
	const given = await rojin.member.act(await rojin.member.get("/travel"), "/travel/give",
		{ reason: "her voice" });
	const part = given.text.match(/<pre[^>]*class="digits">([\s\S]*?)<\/pre>/)[1];
	assert.equal(part.replace(/\D/g, "").length, 100);
	const opened = await narin.member.act(refused, "/unlock", { passphrase, part });
	assert.match(opened.text, /id="taken"/);
	await narin.member.act(await narin.member.get("/travel"), "/travel/return", { passphrase });
	const again = await narin.member.act(await narin.member.get("/"), "/lock");
	assert.match((await narin.member.act(again, "/unlock", { passphrase })).text, /id="taken"/);
});

/* Every file below a folder, as bytes. */
const files_of = (folder) => readdirSync(folder, { recursive: true, withFileTypes: true })
	.filter((one) => one.isFile())
	.map((one) => readFileSync(join(one.parentPath ?? one.path, one.name)));
const digest = async (member) => (await member.get("/team")).text
	.match(/<[^>]*class="digits"[^>]*>([\s\S]*?)<\//)?.[1].replace(/\D/g, "");
const LEFT = "the orchard behind the mill", CHOSEN = "the blue door at seven";

/* What her folder gives with her passphrase, and all that the team has sealed. */
async function the_passphrase_opens_only_what_was_chosen() {
	assert.deepEqual(readdirSync(narin.at.desk).sort(),
		["carried.age", "journey", "key.age", "left.age", "lock"]);
	for (const bytes of files_of(narin.at.folder))
		for (const words of [LEFT, CHOSEN, "Example House"])
			assert.ok(!bytes.includes(words), "it stands there in plain words");
	if (no_age) return;
	const out = join(home, "key.plain");
	const { status, said } = await by_passphrase(join(narin.at.desk, "key.age"), out);
	assert.equal(status, 0, said);
	const text = readFileSync(out, "latin1");
	assert.match(text, /^bothy-travel\/2\ncarried AGE-SECRET-KEY-1/);
	const keys = join(home, "carried.keys");
	writeFileSync(keys, text.match(/AGE-SECRET-KEY-1[A-Z0-9]+/g).join("\n") + "\n");
	assert.match(opened_by(readFileSync(join(narin.at.desk, "carried.age")), keys).toString(),
		new RegExp(CHOSEN));
	assert.equal(opened_by(readFileSync(join(narin.at.desk, "left.age")), keys), null);
	const blobs = records(join(rojin.at.desk, "log.pack")).filter(({ bytes }) => bytes.length > 0);
	assert.ok(blobs.length > 20);
	for (const { bytes } of blobs) assert.equal(opened_by(bytes, keys), null);
}

test("with little along, the passphrase opens what was chosen; the line brings the rest back",
	async () => {
		const form = await narin.member.get("/new/task");
		await narin.member.act(form, "/new/task", { title: LEFT });
		const made = await narin.member.act(await narin.member.get("/new/contact"),
			"/new/contact", { name: CHOSEN });
		const chosen = made.text.match(/\/record\/([0-9a-f]{32})/)[1];
		// the journey before is over at the other desk too: what she writes then has seen this one
		await says(rojin.member, "/travel", /^(?![\s\S]*On a journey)/);
		await narin.member.act(await narin.member.get("/travel"), "/travel/prepare");
		await says(rojin.member, "/travel", /On a journey/);
		await rojin.member.act(await rojin.member.get("/new/task"), "/new/task", { title: "Buy ink" });
		await says(narin.member, "/travel", /Another desk has it/);
		const wrong = await narin.member.act(await narin.member.get("/travel/little"),
			"/travel/little", { sure: "yes", passphrase, stick: narin.at.desk });
		assert.match(wrong.text, /no folder for a copy/);
		assert.ok(existsSync(join(narin.at.desk, "log.pack")));
		const door = await until("the line to have all of it", async () => {
			const page = await says(narin.member, "/travel/little", /keeps all of the log/);
			const went = await narin.member.act(page, "/travel/little",
				{ take: "tasks", case: chosen, sure: "yes", passphrase });
			return /This desk is on a journey/.test(went.text) ? went : null;
		}, 40000);
		await the_passphrase_opens_only_what_was_chosen();
		assert.doesNotMatch(door.text, new RegExp(`${CHOSEN}|${LEFT}`));
		await stop(narin.role);
		narin = await open(narin.at); // the passphrase file opens nothing
		const { where, headers } = narin.member;
		for (const locale of ["ckb", "ar", "en"]) { // as her browser asks, until a desk is open
			const shut = await ask(where, "GET", "/",
				{ headers: { ...headers, "accept-language": locale + ",de;q=0.5" } });
			assert.ok(shut.text.includes(`<html lang="${locale}"`), locale);
		}
		const read = await narin.member.act(await narin.member.get("/"), "/journey/read",
			{ passphrase });
		assert.match(read.text, new RegExp(CHOSEN));
		assert.doesNotMatch(read.text, new RegExp(LEFT));
		const alone = await narin.member.act(await narin.member.get("/"), "/journey/back",
			{ passphrase });
		assert.match(alone.text, /digits are needed/);
		const given = await rojin.member.act(await rojin.member.get("/travel"), "/travel/give",
			{ reason: "her voice" });
		const part = given.text.match(/<pre[^>]*class="digits">([\s\S]*?)<\/pre>/)[1];
		await narin.member.act(await narin.member.get("/"), "/journey/back", { passphrase, part });
		await until("everything to come back", async () =>
			/id="taken"/.test((await narin.member.get("/")).text), 40000);
		assert.match((await narin.member.get("/records/task")).text, new RegExp(LEFT));
		assert.ok(!existsSync(join(narin.at.desk, "left.age")));
		await until("the same digits at both desks", async () => {
			for (const one of [narin, rojin])
				await one.member.act(await one.member.get("/"), "/visit");
			const here = await digest(narin.member);
			return here !== undefined && here === await digest(rojin.member);
		}, 40000);
		assert.doesNotMatch((await narin.member.get("/team")).text, /role="alert"/);
		const again = await narin.member.act(await narin.member.get("/"), "/lock");
		assert.match((await narin.member.act(again, "/unlock", { passphrase })).text, /id="taken"/);
	});

test("frozen by one, her laptop hears nothing more, and the page says since when", async () => {
	const form = await rojin.member.get("/taken");
	const page = await rojin.member.act(form, "/taken",
		{ person: option(form, "Narin"), kind: "lost" });
	assert.match(page.text, /Frozen since/);
	assert.match(page.text, /narin laptop/);
	const [lead] = page.text.match(/<select[^>]*name="lead"[\s\S]*?<\/select>/);
	assert.match(lead, />Rojin</);
	assert.doesNotMatch(lead, />Narin</, "who was taken does not lead");
	await rojin.member.act(await rojin.member.get("/new/task"), "/new/task",
		{ title: "written while frozen" });
	for (let i = 0; i < 3; i++) await narin.member.act(await narin.member.get("/"), "/visit");
	const tasks = await narin.member.get("/records/task");
	assert.doesNotMatch(tasks.text, /written while frozen/);
	assert.doesNotMatch((await narin.member.get("/taken")).text, /Going on now/);
	await rojin.member.act(page, "/thaw");
	await says(narin.member, "/records/task", /written while frozen/);
});

test("keys erased by command: asked once, then a desk without its key file", async () => {
	const key = join(narin.at.desk, "key.age"), backups = join(narin.at.folder, "backups");
	mkdirSync(backups, { recursive: true });
	for (const [name, ...how] of [["with"], ["without", "--without-key"]]) {
		const made = run("backup", ...how, narin.at.folder, join(backups, name));
		assert.equal(made.status, 0, made.stderr);
	}
	assert.match(readFileSync(key, "latin1"), /^-> scrypt \S+ 18\n/m); // no test's work
	const by_a_passphrase = () => files_of(narin.at.folder)
		.filter((bytes) => bytes.includes("\n-> scrypt ")).length;
	assert.equal(by_a_passphrase(), 2);
	assert.equal(run("lock", "--erase-keys", narin.at.folder).status, 1); // nobody said yes
	assert.ok(existsSync(key));
	assert.equal(run("lock", narin.at.folder).status, 1);
	const done = run("lock", "--erase-keys", "--yes", narin.at.folder);
	assert.equal(done.status, 0);
	assert.equal(done.stdout + done.stderr, "");
	assert.ok(!existsSync(key));
	// no file that the passphrase opens is left, and nothing else is gone
	assert.equal(by_a_passphrase(), 0);
	assert.deepEqual(readdirSync(backups), ["without"]);
	assert.ok(existsSync(join(narin.at.desk, "log.pack")));
	await until("the open desk to lock itself", async () =>
		/This desk is locked/.test((await narin.member.get("/")).text), 40000);
});
