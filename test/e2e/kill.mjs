/* Kills any process of the line at any moment, 200 times (KILLS), while
 * people write. Afterwards every message that was acknowledged is there once:
 * nothing lost, nothing doubled, and the line starts clean. What it
 * rests on: [keeper-1] [keeper-2] [parent-1] [parent-2] [spool-1].
 *
 * SPDX-License-Identifier: AGPL-3.0-or-later */
import assert from "node:assert/strict";
import { readdirSync } from "node:fs";
import { join } from "node:path";
import { after, before, test } from "node:test";
import { randomBytes, randomInt } from "node:crypto";
import { new_organisation, pause, processes_of, remove_organisation, start_line, stop,
	until } from "./lib/bothy.mjs";
import { code_in, form_to, read } from "./lib/pages.mjs";
import { ask, send } from "./lib/visit.mjs";

const KILLS = Number(process.env.KILLS ?? 200);
const WRITERS = 6;
const LIMIT = 1000 * (120 + KILLS);

let organisation, line;
let killing = true;
const kept = new Map();   /* text → code, acknowledged */
const unsure = new Set(); /* sent, and no answer came */

before(async () => {
	organisation = new_organisation();
	line = await start_line(organisation);
});
after(async () => {
	killing = false;
	await stop(line);
	if (organisation) remove_organisation(organisation);
});

/* One person: asks for the form, sends it, and when nothing comes back sends
 * the same form again, as a browser does on "try again". */
async function one_message(files) {
	const text = "kept " + randomBytes(12).toString("hex");
	const page = await ask(line.where, "GET", "/en/write", { limit_ms: 5000 });
	const form = form_to(page.text, "/write");
	for (let tries = 0; tries < 200; tries++) {
		unsure.add(text);
		try {
			const answer = await send(line.where, form, { text }, files);
			const code = answer.status === 200 ? code_in(answer.text) : null;
			if (code !== null) {
				kept.set(text, code);
				unsure.delete(text);
				return;
			}
		} catch { /* broken off: it may or may not be kept */ }
		await pause(20 + randomInt(60));
		if (!killing && tries > 20) return;
	}
}

async function writer(number) {
	while (killing) {
		const files = number === 0 ? [{ field: "file", name: "a.bin",
			bytes: randomBytes(200000) }] : [];
		try {
			await one_message(files);
		} catch {
			await pause(30);
		}
	}
}

/* The children of one that was killed see that it is gone, and let go of the
 * folder; on a busy machine later than a new line waits for it. */
async function start_again() {
	for (let tries = 0; ; tries++) {
		try {
			return await start_line(organisation);
		} catch (error) {
			if (tries > 5 || !/another process/.test(error.message)) throw error;
		}
	}
}

async function kill_line(count) {
	let since_start = 0;
	const killed = {};
	for (let i = 0; i < count; i++) {
		await pause(randomInt(150));
		/* every death close to the last makes the parent wait longer:
		 * after six, the parent itself is taken */
		const list = processes_of(line);
		const below = list.filter(({ pid }) => pid !== line.pid);
		const victim = since_start >= 6 || below.length === 0
			? { pid: line.pid, name: "parent" } : list[randomInt(list.length)];
		try {
			process.kill(victim.pid, "SIGKILL");
		} catch {
			i--;
			continue;
		}
		const name = victim.pid === line.pid ? "parent" : victim.name;
		killed[name] = (killed[name] ?? 0) + 1;
		since_start++;
		if (victim.pid === line.pid) {
			await until("the parent's end", () => line.ended !== null);
			line = await start_again();
			since_start = 0;
			/* on a busy machine it must come to something between two deaths */
			const had = kept.size;
			await until("a message to be acknowledged", () => kept.size > had);
		}
	}
	return killed;
}

test(`nothing acknowledged is lost or doubled in ${KILLS} kills`, { timeout: LIMIT }, async (t) => {
	const writers = Array.from({ length: WRITERS }, (_, number) => writer(number));
	const killed = await kill_line(KILLS);
	killing = false;
	await Promise.all(writers);
	t.diagnostic(`note: killed ${JSON.stringify(killed)}; ${kept.size} acknowledged, ` +
		`${unsure.size} without an answer`);
	assert.ok(kept.size >= KILLS / 10, "too few were acknowledged to say anything");
	assert.ok(Object.keys(killed).length >= 5, "not every kind of process was killed");
});

test("the line starts clean and holds each acknowledged message once",
	{ timeout: LIMIT }, async () => {
		await stop(line);
		line = await start_line(organisation);
		const left = readdirSync(join(organisation.line, "spool"), { recursive: true })
			.filter((name) => /\.(part|tmp)$/.test(name));
		assert.deepEqual(left, []);
		const codes = [...kept.entries()];
		for (let i = 0; i < codes.length; i += 8)
			await Promise.all(codes.slice(i, i + 8).map(async ([text, code]) => {
				const page = await read(line.where, "en", code);
				const hours = page.text.match(/<li><time/g) ?? [];
				assert.equal(hours.length, 1, text);
			}));
	});
