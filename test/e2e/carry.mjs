/* Real desks carry their log: one writes, a second, restored from an older
 * backup, fetches what it lacks from the line, a third without any network
 * from a stick; a line that lost its spool is given all again. Nothing
 * readable lies on the stick or the line. What it rests on: [sync-5]
 * [carry-1] [carry-4] [stick-1] [stick-2].
 *
 * SPDX-License-Identifier: AGPL-3.0-or-later */
import assert from "node:assert/strict";
import { spawnSync } from "node:child_process";
import { randomBytes } from "node:crypto";
import { existsSync, mkdirSync, readFileSync, readdirSync, rmSync, writeFileSync } from "node:fs";
import { createServer } from "node:http";
import { join } from "node:path";
import { after, before, test } from "node:test";

import { new_organisation, program, remove_organisation, start_desk, start_line, stop,
	until } from "./lib/bothy.mjs";
import { blobs_in, name_of } from "./lib/log.mjs";
import { Member, messages_of } from "./lib/member.mjs";
import { write } from "./lib/pages.mjs";
import { search } from "./lib/planted.mjs";

const WORDS = { text: "planted" + randomBytes(8).toString("hex"),
	note: "noted" + randomBytes(8).toString("hex") };
const run = (...args) => spawnSync(program(), args, { encoding: "utf8" });

let organisation, line, desk, second, third, stick;

before(async () => {
	organisation = new_organisation();
	const old = join(organisation.home, "old");
	assert.equal(run("backup", organisation.folder, old).status, 0);
	const restored = (name) => {
		const folder = join(organisation.home, name);
		assert.equal(run("restore", old, folder).status, 0);
		return { ...organisation, folder, desk: join(folder, "desk"), line: organisation.line,
			home: join(organisation.home, name + "-home") };
	};
	second = restored("second");
	third = restored("third");
	for (const one of [second, third]) mkdirSync(one.home);
	stick = join(organisation.home, "stick");
	mkdirSync(stick);
	line = await start_line(organisation);
});
after(async () => {
	await stop(desk);
	await stop(line);
	remove_organisation(organisation);
});

/* Every blob of a pack (doc/log.md L5), by its name. */
function pack_of(path) {
	const names = new Map();
	if (!existsSync(path)) return names;
	const bytes = readFileSync(path);
	for (let at = 13; at < bytes.length;) {
		if (at + 41 > bytes.length) break; /* it is just being written */
		const length = bytes.readUInt32LE(at + 5), blob = bytes.subarray(at + 41, at + 41 + length);
		if (blob.length < length) break;
		if (length > 0) names.set(name_of(blob), blob);
		at += 41 + length;
	}
	return names;
}

const held = (of) => new Set([...pack_of(join(of.desk, "log.pack")).keys(),
	...pack_of(join(of.desk, "inbox.pack")).keys()]);
const has_all = (set, names) => names.every((name) => set.has(name));
const written = () => [...pack_of(join(organisation.desk, "log.pack")).keys()];

async function visits(of, done) {
	const open = await start_desk(of, line, { options: ["--visit-seconds", "1"] });
	try {
		const member = await Member.open(open.url);
		return await until("the visits", async () => {
			const got = await done(member);
			if (!got) await member.act(await member.get("/"), "/visit");
			return got;
		});
	} finally {
		await stop(open);
	}
}

test("a desk puts all it wrote, and a second fetches what it lacks", async () => {
	await write(line.where, "en", { text: WORDS.text });
	desk = await start_desk(organisation, line, { options: ["--visit-seconds", "1"] });
	const member = await Member.open(desk.url);
	const [thread] = await member.wait(1);
	const page = await member.get("/thread/" + thread);
	assert.equal(messages_of(page.text)[0].text, WORDS.text);
	await member.act(page, "/note", { text: WORDS.note });
	const names = written();
	assert.ok(names.length > 6);
	await visits(second, () => has_all(held(second), names));
	/* each once, and not what it had already */
	const inbox = pack_of(join(second.desk, "inbox.pack"));
	for (const name of pack_of(join(third.desk, "log.pack")).keys())
		assert.ok(!inbox.has(name));
});

test("a line that lost its spool is given the log again", async () => {
	const names = written();
	await stop(line);
	rmSync(join(organisation.line, "spool"), { recursive: true });
	line = await start_line(organisation);
	rmSync(join(second.desk, "inbox.pack"));
	rmSync(join(second.desk, "relay.place"));
	await visits(second, () => has_all(held(second), names));
	await until("the desk to say so", () => /has lost some of the log/.test(desk.said));
});

test("an open desk is not touched by a stick", () => {
	const refused = run("sync", "--stick", stick, organisation.folder);
	assert.equal(refused.status, 1);
	assert.match(refused.stderr, /the desk is open: close it first/);
	assert.deepEqual(readdirSync(stick), []);
	assert.equal(run("sync", organisation.folder).status, 1);
	assert.match(run("sync", "--stick", stick, organisation.home).stderr, /no desk in this folder/);
});

test("a stick carries it to a desk without a network, and back", async () => {
	await stop(desk);
	const names = written();
	const out = run("sync", "--stick", stick, organisation.folder);
	assert.equal(out.status, 0, out.stderr);
	const files = readdirSync(stick);
	assert.equal(files.length, 1);
	assert.match(files[0], /^[0-9a-f]{16}\.blobs$/);
	const on_it = new Set(blobs_in(readFileSync(join(stick, files[0]))).map(name_of));
	assert.ok(has_all(on_it, names));
	assert.ok([...blobs_in(readFileSync(join(stick, files[0])))].every((blob) =>
		blob.subarray(0, 22).toString() === "age-encryption.org/v1\n"));
	const taken = run("sync", "--stick", stick, third.folder);
	assert.equal(taken.status, 0, taken.stderr);
	assert.match(taken.stderr, /onto the stick: 0 new/);
	assert.ok(has_all(held(third), names));
	assert.match(run("sync", "--stick", stick, third.folder).stderr, /: 0 new; onto the stick: 0 new/);
});

test("a hostile stick is refused with a sentence, and what is good on it taken", () => {
	writeFileSync(join(stick, "0".repeat(16) + ".blobs"), randomBytes(5000));
	writeFileSync(join(stick, "<script>.blobs"), "x");
	const inbox = readFileSync(join(third.desk, "inbox.pack"));
	const said = run("sync", "--stick", stick, third.folder);
	assert.equal(said.status, 1);
	assert.match(said.stderr, /on the stick, 0000000000000000\.blobs is cut or damaged/);
	assert.doesNotMatch(said.stderr, /script/);
	assert.ok(readFileSync(join(third.desk, "inbox.pack")).equals(inbox));
});

/* A line of fixed answers, to say what a real disk seldom says. */
async function tight_line(word) {
	const answers = { log: `bothy-log/1\nfrom 0 ${"0".repeat(64)}\nnewest 0\ncount 0\nend\n`,
		offer: "bothy-want/1\nend\n", roster: "kept\n", seen: "ok\n",
		intake: "bothy-intake/1\ncount 0\nend\n",
		state: "bothy-state/1\ncounter 1\nhour 1\nwaiting 0\nkept 0\nreplies 0\nfree 1\n" +
			`all 9\nblobs 0\ngone 0\ntoken 0\ndisk ${word}\n` };
	const server = createServer((asked, answer) => {
		asked.resume().on("end", () => {
			const said = answers[new URL(asked.url, "http://line").pathname.slice(9)];
			answer.writeHead(said ? 200 : 404, { "content-length": said?.length ?? 0 });
			answer.end(said);
		});
	});
	await new Promise((done) => server.listen(0, "127.0.0.1", done));
	return { server, address: "http://127.0.0.1:" + server.address().port };
}

test("the desk says when the line's disk is nearly full, and not before", async () => {
	const sentence = "The disk of the line is nearly full.";
	for (const word of ["low", "full", "roomy"]) {
		const { server, address } = await tight_line(word);
		rmSync(join(third.desk, "relay.place"), { force: true });
		const open = await start_desk(third, { address }, { options: ["--visit-seconds", "1"] });
		try {
			const member = await Member.open(open.url);
			const page = await until("a visit", async () => {
				const got = (await member.get("/")).text;
				return /Line visited/.test(got) ? got : null;
			});
			assert.equal(page.includes(sentence), word !== "roomy", word);
		} finally {
			await stop(open);
			server.close();
		}
	}
});

test("nothing readable lies on the stick, the line or the desks", () => {
	const seen = search([stick, organisation.line, organisation.desk, second.desk, third.desk],
		Object.values(WORDS));
	assert.deepEqual(seen.found, []);
	assert.ok(seen.files > 15 && seen.bytes > 100000, "too little was searched");
});
