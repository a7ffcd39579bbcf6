/* Whatever becomes of this program: the age tool alone opens every sealed file
 * of a desk, with the passphrase and what it finds on the way. The key file,
 * the log's frames and bodies, the snapshots, the attachments; read here by a
 * few lines that share no code with it.
 *
 * SPDX-License-Identifier: AGPL-3.0-or-later */
import assert from "node:assert/strict";
import { readdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { after, before, test } from "node:test";
import { new_organisation, PASSPHRASE, remove_organisation, start_desk, start_line, stop }
	from "./lib/bothy.mjs";
import { Member } from "./lib/member.mjs";
import { by_passphrase, keys_in, no_age, opened, records } from "./lib/sealed.mjs";

const skip = no_age;
const TEXT = "a heron stands by the river", FILE = "words inside a file";
let organisation, key, keys = [];

before(async () => {
	organisation = new_organisation();
	const line = await start_line(organisation), desk = await start_desk(organisation, line);
	const member = await Member.open(desk.url);
	await member.act(await member.get("/paste"), "/paste", { handle: "someone", text: TEXT },
		[{ field: "file", name: "a.txt", type: "text/plain", bytes: Buffer.from(FILE) }]);
	await member.act(await member.get("/"), "/lock"); // one snapshot
	await member.act(await member.get("/"), "/unlock", { passphrase: PASSPHRASE });
	await stop(desk); // and the next
	await stop(line);
});
after(() => remove_organisation(organisation));

function key_file(name, text) {
	const path = join(organisation.home, name);
	writeFileSync(path, text + "\n", { mode: 0o600 });
	return path;
}

test("the key file, with the passphrase", { skip, timeout: 60000 }, async () => {
	const out = join(organisation.home, "key.plain");
	const { status, said } = await by_passphrase(join(organisation.desk, "key.age"), out);
	assert.equal(status, 0, said);
	const text = readFileSync(out, "utf8");
	assert.match(text, /^bothy-key\/1\n/);
	key = key_file("device.key", text.match(/^identity (AGE-SECRET-KEY-1\S+)$/m)[1]);
	keys = [key];
});

test("every frame of the log, with the device's key", { skip }, () => {
	const frames = records(join(organisation.desk, "log.pack")).filter(({ kind }) => kind === "F");
	assert.ok(frames.length >= 3);
	for (const { bytes } of frames)
		assert.match(String(opened(bytes, key)), /^bothy-commit\/1\norg /);
});

test("every body but those to recovery, with the epochs handed over in the log", { skip }, () => {
	const bodies = records(join(organisation.desk, "log.pack")).filter(({ kind }) => kind === "B");
	for (const { bytes } of bodies) {
		const plain = opened(bytes, key);
		for (const one of plain ? keys_in(plain) : [])
			keys.push(key_file("epoch" + keys.length, one));
	}
	assert.ok(keys.length >= 3, "no epochs were found");
	const texts = bodies.map(({ bytes }) => keys.reduce((got, one) => got ??
		opened(bytes, one), null));
	assert.equal(texts.filter((one) => one === null).length, 1, "one is sealed to recovery");
	assert.ok(texts.some((one) => one?.includes(TEXT)), "the message is in none");
	const item = texts.find((one) => one?.includes(TEXT)).toString();
	const [, blob, identity] = item.match(
		/^file [0-9a-f]{32} ([0-9a-f]+) .*?(AGE-SECRET-KEY-1[A-Z0-9]+)/m);
	const names = readdirSync(join(organisation.desk, "files"));
	assert.deepEqual(names, [blob]);
	const file = opened(readFileSync(join(organisation.desk, "files", blob)),
		key_file("file.key", identity));
	assert.equal(file.subarray(0, FILE.length).toString(), FILE);
});

test("both snapshots, with the device's key: lines, what was learnt, a database", { skip }, () => {
	for (const name of ["snapshot.1", "snapshot.2"]) {
		const plain = opened(readFileSync(join(organisation.desk, name)), key);
		const head = plain.subarray(0, 1024).toString("latin1");
		const [whole, log, state, length] = head.match(
			/^bothy-snapshot\/3\n[^]*?\nlog (\d+)\nstate (\d+)\nlength (\d+)\n/);
		const database = plain.subarray(whole.length + Number(log) + Number(state));
		assert.equal(database.length, Number(length));
		assert.match(database.subarray(0, 16).toString(), /^SQLite format 3/);
	}
});
