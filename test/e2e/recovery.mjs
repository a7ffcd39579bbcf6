/* The desk's folder is deleted. A backup without its key file and any two of
 * the three recovery parts bring everything back, on another computer with
 * other keys, and the work goes on. One part, two of different sheets, a
 * damaged backup and the lost passphrase do nothing, calmly. What it rests
 * on: [recover-1] [recover-2] [recover-3] [backup-1] [backup-2].
 *
 * SPDX-License-Identifier: AGPL-3.0-or-later */
import assert from "node:assert/strict";
import { spawnSync } from "node:child_process";
import { randomBytes } from "node:crypto";
import { existsSync, readFileSync, readdirSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { after, before, test } from "node:test";
import { new_organisation, program, remove_organisation, start_desk, start_line, stop,
	until } from "./lib/bothy.mjs";
import { Member, messages_of } from "./lib/member.mjs";
import { read, write } from "./lib/pages.mjs";

const word = (of) => of + " " + randomBytes(6).toString("hex");
const run = (...args) => spawnSync(program(), args, { encoding: "utf8" });

let organisation, line, desk, backup, number = 0;
const kept = { text: word("before"), note: word("a note"), file: randomBytes(70000) };
let sent, parts;

const part = (n, folder = parts) => join(folder, `part-${n}.txt`);

async function open_desk() {
	desk = await start_desk(organisation, line, { options: ["--visit-seconds", "1"] });
	return Member.open(desk.url);
}

async function thread_of(member, text) {
	return until("the thread", async () => {
		for (const pile of ["needs", "waiting", "done"])
			for (const id of await member.threads(pile)) {
				const page = await member.get("/thread/" + id);
				if (messages_of(page.text).some((one) => one.text === text)) return page;
			}
		await member.act(await member.get("/"), "/visit");
		return null;
	});
}

function new_passphrase() {
	writeFileSync(organisation.passphrase_file, `another ${++number} passphrase of words\n`);
}

before(async () => {
	organisation = new_organisation();
	parts = organisation.recovery;
	backup = join(organisation.home, "backup");
	line = await start_line(organisation);
	const member = await open_desk();
	await member.settings({ outbox: "0" });
	sent = await write(line.where, "ckb", { text: kept.text },
		[{ field: "file", name: "a.bin", bytes: kept.file }]);
	const page = await thread_of(member, kept.text);
	await member.act(page, "/note", { text: kept.note });
	await until("the attachment", async () =>
		messages_of((await thread_of(member, kept.text)).text)[0].files.length === 1);
	/* while the desk is open */
	const made = run("backup", "--without-key", organisation.folder, backup);
	assert.equal(made.status, 0, made.stderr);
	await stop(desk);
});
after(async () => {
	await stop(desk);
	await stop(line);
	remove_organisation(organisation);
});

test("a cut or changed backup is refused, and nothing is made of it", () => {
	const whole = readFileSync(backup);
	const bad = join(organisation.home, "bad");
	const changed = Buffer.from(whole);
	changed[whole.length >> 1] ^= 1;
	for (const bytes of [whole.subarray(0, whole.length - 10), changed,
		Buffer.concat([whole, Buffer.from("x")]), Buffer.alloc(0)]) {
		writeFileSync(bad, bytes);
		const out = join(organisation.home, "from-bad");
		assert.equal(run("backup", "--check", bad).status, 1);
		assert.equal(run("restore", bad, out).status, 1);
		assert.ok(!existsSync(join(out, "desk")));
	}
	assert.equal(run("backup", "--check", backup).status, 0);
});

for (const [one, other] of [[1, 2], [3, 1], [2, 3]])
	test(`deleted, then brought back with parts ${one} and ${other}`, { timeout: 120000 },
		async () => {
			rmSync(organisation.desk, { recursive: true });
			const restored = run("restore", backup, organisation.folder);
			assert.equal(restored.status, 0, restored.stderr);
			assert.ok(!existsSync(join(organisation.desk, "key.age")));
			new_passphrase();
			const refused = run("recover", organisation.folder, part(one), part(one),
				"--passphrase-file", organisation.passphrase_file);
			assert.equal(refused.status, 1);
			assert.match(refused.stderr, /same part twice/);
			const out = join(organisation.home, "new-parts-" + number);
			const done = run("recover", organisation.folder, part(one), part(other),
				"--passphrase-file", organisation.passphrase_file, "--recovery-out", out);
			assert.equal(done.status, 0, done.stderr);
			assert.equal(readdirSync(out).length, 3);
			const member = await open_desk();
			const page = await thread_of(member, kept.text);
			assert.match(page.text, new RegExp(kept.note));
			const [message] = messages_of(page.text);
			const file = await member.get("/file/" + message.files[0].id);
			assert.deepEqual(file.bytes, kept.file);
			/* the work goes on: she is answered, and can read it */
			const answer = word("after the recovery");
			await member.act(page, "/answer", { text: answer, language: "en", way: "line" });
			await until("the answer", async () => {
				await member.act(await member.get("/"), "/visit");
				return (await read(line.where, "en", sent.code)).text.includes(answer);
			});
			await stop(desk);
			/* once more: the new parts replace the old */
			const again = await open_desk();
			assert.match((await thread_of(again, kept.text)).text, new RegExp(kept.note));
			await stop(desk);
			const later = join(organisation.home, "later-" + number);
			assert.equal(run("backup", "--without-key", organisation.folder, later).status, 0);
			rmSync(organisation.desk, { recursive: true });
			assert.equal(run("restore", later, organisation.folder).status, 0);
			new_passphrase();
			const mixed = run("recover", organisation.folder, part(one), part(other, out),
				"--passphrase-file", organisation.passphrase_file);
			assert.equal(mixed.status, 1, "parts of different sheets");
			const next = run("recover", organisation.folder, part(one, out), part(other, out),
				"--passphrase-file", organisation.passphrase_file,
				"--recovery-out", out + "-next");
			assert.equal(next.status, 0, next.stderr);
			assert.match((await thread_of(await open_desk(), kept.text)).text,
				new RegExp(kept.note));
			await stop(desk);
		});

test("another organisation's parts and a typing error are refused calmly", () => {
	const other = new_organisation();
	try {
		const strange = run("recover", organisation.folder, part(1, other.recovery),
			part(2, other.recovery), "--passphrase-file", organisation.passphrase_file);
		assert.equal(strange.status, 1);
		assert.match(strange.stderr, /do not open this log/);
		const typo = join(other.home, "typo.txt");
		writeFileSync(typo, readFileSync(part(1), "utf8").replace(/(\d{5}) (\d)/, (_, a, b) =>
			`${a} ${(Number(b) + 1) % 10}`));
		const wrong = run("recover", organisation.folder, typo, part(2),
			"--passphrase-file", organisation.passphrase_file);
		assert.equal(wrong.status, 1);
		assert.match(wrong.stderr, /is not right|different sheets/);
	} finally {
		remove_organisation(other);
	}
});
