/* Every file the desk touches, as the kernel sees it, while it opens, reads,
 * searches, edits, tries its backup, locks and ends: none but its own and the
 * system's libraries is opened, nothing is written outside of its folder, and
 * no temporary file is made.
 *
 * SPDX-License-Identifier: AGPL-3.0-or-later */
import assert from "node:assert/strict";
import { spawnSync } from "node:child_process";
import { join } from "node:path";
import { test } from "node:test";
import { new_organisation, program, remove_organisation, start_desk, start_line, stop,
	until } from "./lib/bothy.mjs";
import { Member } from "./lib/member.mjs";
import { judge, judge_file, STRACE } from "./lib/trace.mjs";

const HEX = "[0-9a-f]+";

/* All that a desk may ever make below its folder. */
function may_write(organisation) {
	const names = new RegExp(`^${organisation.folder}/(?:desk/(?:lock` +
		`|(?:log\\.pack|inbox\\.pack|relay\\.place)(?:\\.new)?|snapshot\\.(?:1|2|new)` +
		`|files(?:/${HEX}[a-z.]*)?)|drill(?:/.*)?)$`);
	return (path) => names.test(path) || path === organisation.folder + "/desk" ||
		path.startsWith(join(organisation.home, "desk.ready"));
}

test("a trace with anything else is found out", () => {
	const rules = { own: ["/home/x/org"], may_write: (path) => path === "/home/x/org/desk/log.pack" };
	const wrong = (line) => judge(line, rules).wrong.length;
	assert.equal(wrong('12 openat(AT_FDCWD, "/home/x/org/desk/key.age", O_RDONLY|O_CLOEXEC) = 5'), 0);
	assert.equal(wrong('12 openat(AT_FDCWD, "/lib/x86_64-linux-gnu/libc.so.6", O_RDONLY) = 5'), 0);
	assert.equal(wrong('openat(AT_FDCWD, "/home/x/org/desk/log.pack", O_RDWR|O_APPEND) = 5'), 0);
	for (const line of ['openat(AT_FDCWD, "/etc/passwd", O_RDONLY) = 5',
		'12 openat(AT_FDCWD, "/tmp/etilqs_1a2b", O_RDWR|O_CREAT|O_EXCL, 0600) = 5',
		'openat(AT_FDCWD, "/home/x/org/desk/notes.txt", O_WRONLY|O_CREAT, 0600) = 5',
		'openat(AT_FDCWD, "/home/x/.cache/y", O_RDONLY) = -1 ENOENT',
		'rename("/home/x/org/desk/log.pack", "/tmp/log.pack") = 0',
		'mkdir("/tmp/x", 0700) = 0', 'unlink("/var/tmp/x") = 0',
		'openat(AT_FDCWD, "/dev/shm", O_RDWR|O_TMPFILE, 0600) = 6',
		'memfd_create("x", MFD_CLOEXEC) = 7'])
		assert.equal(wrong(line), 1, line);
});

test("the desk touches its own files and nothing else", { timeout: 180000 }, async (t) => {
	const organisation = new_organisation({ demo: true });
	const out = join(organisation.home, "trace");
	let line, desk;
	try {
		line = await start_line(organisation);
		const backup = spawnSync(program(), ["backup", organisation.folder]);
		assert.equal(backup.status, 0, String(backup.stderr));
		desk = await start_desk(organisation, line, { under: [...STRACE, "-o", out] });
		const member = await Member.open(desk.url);
		const pasted = await member.act(await member.get("/paste"), "/paste",
			{ handle: "someone", text: "a heron stands by the river" });
		assert.match(pasted.text, /heron/);
		const found = await member.act(await member.get("/search"), "/search", { words: "heron" });
		assert.match(found.text, /\/thread\/[0-9a-f]{32}/);
		const [thread] = await member.threads("needs");
		await member.act(await member.get("/thread/" + thread), "/done");
		let page = await member.act(await member.get("/settings/backup"), "/try");
		assert.match(page.text, /Trying the backup/);
		page = await until("the drill", async () => {
			const now = await member.get("/settings/backup");
			return /Trying the backup/.test(now.text) ? null : now;
		});
		assert.match(page.text, /The backup works\./);
		await member.act(await member.get("/"), "/lock");
		await member.act(await member.get("/"), "/unlock",
			{ passphrase: "lantern river seven quiet stones" });
		assert.equal((await member.threads("done")).length, 1);
		await stop(desk);
		const seen = judge_file(out, { own: [organisation.home], may_write: may_write(organisation) });
		assert.deepEqual(seen.wrong, []);
		assert.ok(seen.written.has(join(organisation.desk, "snapshot.new")), "nothing was kept");
		assert.ok([...seen.written].some((path) => path.includes("/drill/")), "no drill was seen");
		t.diagnostic(`note: ${seen.read.size} files read, ${seen.written.size} written`);
	} finally {
		await stop(desk);
		await stop(line);
		remove_organisation(organisation);
	}
});

test("`bothy drill` says whether the backup works, by its exit status too", { timeout: 60000 },
	() => {
		const organisation = new_organisation();
		const drill = (...more) => spawnSync(program(), ["drill", "--passphrase-file",
			organisation.passphrase_file, organisation.folder, ...more], { encoding: "utf8" });
		try {
			assert.equal(drill().status, 1);
			assert.match(drill().stderr, /there is no backup here/);
			spawnSync(program(), ["backup", organisation.folder]);
			const good = drill();
			assert.equal(good.status, 0, good.stderr);
			assert.match(good.stderr, /the backup works/);
			const other = join(organisation.home, "passphrase");
			const bad = drill(other);
			assert.equal(bad.status, 1);
			assert.match(bad.stderr, /is damaged/);
		} finally {
			remove_organisation(organisation);
		}
	});
