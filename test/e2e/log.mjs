/* The team's log on the real line: two clients that know only the document
 * exchange sealed blobs; what is malformed, unsigned or by an earlier token is
 * refused; every process is killed while bundles come, and nothing that was
 * acknowledged is lost; a spool that was set back is noticed. What it rests
 * on: [keeper-1] [spool-2] [spool-7] [organisation-4] [organisation-5].
 *
 * SPDX-License-Identifier: AGPL-3.0-or-later */
import assert from "node:assert/strict";
import crypto from "node:crypto";
import { cpSync, readFileSync, readdirSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { after, before, test } from "node:test";

import { Line, Relay } from "./lib/line.mjs";
import { blobs_in, bundle_of, fetch_log, kept_in, log_in, name_of, offer_of, query_of, sha256,
	signed } from "./lib/log.mjs";
import { Organisation } from "./lib/organisation.mjs";
import { write } from "./lib/pages.mjs";
import { ask } from "./lib/visit.mjs";

const KILLS = Math.ceil(Number(process.env.KILLS ?? 200) / 5);
const DAY = 24 * 60 * 60 * 1000;
const LONGEST = 2 * 1024 * 1024 + 64 * 1024;
const sleep = (ms) => new Promise((done) => setTimeout(done, ms));
const blob = (bytes = 300) => crypto.randomBytes(bytes);
const hash_lines = (names) => names.map((name) => `hash ${name}\n`).join("");

let org, line, one, two;
before(async () => {
	org = new Organisation();
	line = await Line.start(org.folder);
	one = new Relay(line, org.token);
	two = new Relay(line, org.token);
});
after(async () => {
	await line.stop();
	rmSync(org.root, { recursive: true, force: true });
});

const sign = (magic, rest, { key, trusted, of = org } = {}) =>
	signed(of.facts.org, magic, rest, (text, comment) =>
		of.sign(text, trusted ?? comment, key));

async function state_of(relay) {
	const text = (await relay.get("state")).text;
	return Object.fromEntries(text.trim().split("\n").slice(1).map((row) => row.split(" ")));
}

async function put(relay, blobs) {
	const answer = await relay.post("put", bundle_of(blobs));
	assert.equal(answer.status, 200, answer.text);
	return kept_in(answer.text);
}

test("what one client puts another gets, in order, byte for byte", async () => {
	const start = log_in((await two.get("log?after=0")).bytes);
	assert.deepEqual([start.newest, start.items.length], [0, 0]);
	const blobs = [blob(), blob(70000), blob(1)];
	const kept = await put(one, blobs);
	assert.deepEqual(kept.map(([kind, cursor, name]) => [kind, cursor, name]),
		blobs.map((b, i) => ["kept", String(i + 1), name_of(b)]));
	const { items, place } = await fetch_log(two);
	assert.deepEqual(items.map((item) => item.name), blobs.map(name_of));
	items.forEach((item, i) => assert.ok(item.blob.equals(blobs[i])));
	/* both reckon the same place */
	assert.equal(place.sum, kept[2][3]);
	assert.ok(Math.abs(items[0].hour - Date.now() / 3600000) < 2);
	/* the same again is answered the same */
	assert.deepEqual(await put(two, blobs), kept);
	const more = await put(two, [blobs[1], blob()]);
	assert.deepEqual([more[0], more[1][1]], [kept[1], "4"]);
	assert.equal((await fetch_log(one, place)).items.length, 1);
});

test("the longest blob passes, a longer one does not, and batches stay small", async () => {
	const { place } = await fetch_log(one);
	const longest = blob(LONGEST);
	await put(one, [longest]);
	const many = Array.from({ length: 64 }, () => blob(16000));
	await put(one, many);
	const answer = log_in((await two.get(query_of(place))).bytes);
	assert.equal(answer.items.length, 1);
	assert.ok(answer.items[0].blob.equals(longest));
	assert.equal(answer.newest, answer.place.cursor + 64);
	const next = log_in((await two.get(query_of(answer.place))).bytes);
	assert.ok(next.items.length === 64);
	const long = await one.post("put", bundle_of([blob(LONGEST + 1)]));
	assert.ok([400, 413].includes(long.status), String(long.status));
	const fat = await one.post("put", bundle_of([blob(700000), blob(700000)]));
	assert.equal(fat.text, "malformed\n");
});

/* Without the room on the computer's disk, which others use too. */
async function state_kept() {
	const { free, ...kept } = await state_of(one);
	assert.match(free, /^[0-9]+$/);
	return kept;
}

test("what is not as written is refused whole", async () => {
	const before_all = await state_kept();
	const good = blob(), wrong = bundle_of([good, blob()]);
	wrong[wrong.length - 8] ^= 1;
	for (const body of ["", "bothy-blobs/1\ncount 0\nend\n", bundle_of([good]) + "x",
		"bothy-blobs/1\ncount 1\n", wrong, bundle_of(Array.from({ length: 65 }, () => blob()))]) {
		const answer = await one.post("put", body);
		assert.deepEqual([answer.status, answer.text], [400, "malformed\n"]);
	}
	for (const query of ["", "?after=", "?after=1", "?after=1&sum=00", "?after=0&wait=26",
		"?after=0&sum=" + "0".repeat(64), "?after=01", "?wait=1&after=0"]) {
		const answer = await one.get("log" + query);
		assert.deepEqual([answer.status, answer.text], [400, "malformed\n"], query);
	}
	for (const body of ["", "bothy-offer/1\n", offer_of(["0".repeat(63)]),
		offer_of(Array(1001).fill("0".repeat(64)))]) {
		const answer = await one.post("offer", body);
		assert.deepEqual([answer.status, answer.text], [400, "malformed\n"]);
	}
	assert.deepEqual(await state_kept(), before_all);
	assert.equal((await one.get("put")).status, 404);
	assert.equal((await one.post("log", "x")).status, 404);
});

test("who has been answered holds no place: a desk may ask without end", async () => {
	for (let i = 0; i < 2 * 64 + 2; i++) /* RELAY_POLLS_MAX at a time */
		assert.equal((await one.get(i % 2 ? "log?after=0" : "intake?after=0")).status, 200);
});

test("a place the line was never at is told, and an offer names what it lacks", async () => {
	const { place } = await fetch_log(one);
	for (const wrong of [{ ...place, sum: "0".repeat(64) }, { ...place, cursor: 1 },
		{ ...place, cursor: place.cursor + 1 }]) {
		const answer = await one.get(query_of(wrong));
		assert.deepEqual([answer.status, answer.text], [409, "place\n"]);
	}
	const lacking = [blob(), blob()];
	const [here] = (await fetch_log(one)).items;
	const answer = await one.post("offer", offer_of([name_of(lacking[0]), here.name,
		name_of(lacking[1])]));
	assert.equal(answer.text, "bothy-want/1\n" + hash_lines(lacking.map(name_of)) + "end\n");
});

test("a client that waits hears of a blob at once, and not of a message", async () => {
	const { place } = await fetch_log(two);
	const start = Date.now();
	const waiting = two.get(query_of(place, 20));
	await sleep(200);
	await write(line, "en", { text: "not for the log" });
	await sleep(200);
	const sealed = blob();
	await put(one, [sealed]);
	const batch = log_in((await waiting).bytes);
	assert.ok(batch.items.length === 1 && batch.items[0].blob.equals(sealed));
	/* without being called it would come at the end of the wait */
	assert.ok(Date.now() - start < 15000);
	const quiet = log_in((await two.get(query_of(batch.place, 1))).bytes);
	assert.equal(quiet.items.length, 0);
});

/* [organisation-4] */
test("only our signature destroys blobs, and they stay destroyed", async () => {
	const secret = Buffer.concat([Buffer.from("age-encryption.org/v1\n"), blob()]);
	const [[, cursor]] = await put(one, [secret]);
	const name = name_of(secret), list = hash_lines([name, "0".repeat(64)]);
	const other = { ...org.facts };
	for (const [body, said] of [
		[sign("bothy-delete/1", list, { key: org.other_key() }), "403 signature"],
		[sign("bothy-delete/1", list, { trusted: "bothy-delete/1" }), "403 signature"],
		[sign("bothy-forget/1", list), "400 malformed"],
		[sign("bothy-delete/1", ""), "400 malformed"],
		[sign("bothy-delete/1", list) + "x", "400 malformed"],
		[`bothy-delete/1\norg ${other.org}\n${list}`, "400 malformed"],
		[signed("0".repeat(64), "bothy-delete/1", list, (text, comment) =>
			org.sign(text, comment)), "403 signature"]]) {
		const answer = await one.post("delete", body);
		assert.equal(`${answer.status} ${answer.text.trim()}`, said);
	}
	const before_it = await state_of(one);
	for (let i = 0; i < 2; i++)
		assert.equal((await one.post("delete", sign("bothy-delete/1", list))).text, "ok\n");
	const after_it = await state_of(one);
	assert.equal(Number(after_it.gone), Number(before_it.gone) + 1);
	assert.equal(Number(after_it.blobs), Number(before_it.blobs) - 1);
	const { items } = await fetch_log(two);
	assert.deepEqual([items[cursor - 1].name, items[cursor - 1].blob], [name, null]);
	assert.equal((await put(two, [secret]))[0][0], "gone");
	assert.equal((await one.post("offer", offer_of([name]))).text, "bothy-want/1\nend\n");
});

test("a signed list of messages that all have makes the line forget them at once", async () => {
	await write(line, "en", { text: "with a file" }, [{ field: "file", name: "a.bin",
		bytes: blob(5000) }]);
	const all = await one.intake();
	const last = all.at(-1), files = () => readdirSync(join(org.folder, "spool", "blob")).length;
	assert.equal(last.blobs.length, 1);
	const before_it = files();
	const answer = await one.post("forget", sign("bothy-forget/1", hash_lines([last.hash]),
		{ key: org.other_key() }));
	assert.equal(answer.text, "signature\n");
	assert.equal((await one.intake()).length, all.length);
	for (let i = 0; i < 2; i++)
		assert.equal((await one.post("forget", sign("bothy-forget/1",
			hash_lines([last.hash])))).text, "ok\n");
	assert.equal((await one.intake()).length, all.length - 1);
	assert.equal((await one.get("blob/" + last.blobs[0])).status, 404);
	assert.equal(files(), before_it - 1);
	/* and one desk's word is answered as ever */
	assert.equal((await one.seen([all[0].hash])).text, "ok\n");
});

/* [door-3] [organisation-5] */
test("a new token is in force at once; the one before only fetches, for 60 days", async () => {
	const unknown = await ask(line, "GET", "/relay/9/none");
	const [old, old_token] = [one, org.token];
	const fresh = crypto.randomBytes(32).toString("hex"), next = new Relay(line, fresh);
	const text = (counter, token) => `counter ${counter}\ntoken ${name_of(Buffer.from(token))}\n`;
	const tell = async (relay, counter, token, how) =>
		relay.post("token", sign("bothy-token/1", text(counter, token), how));
	/* a stranger, and a stranger who signs with a key of his own */
	const stranger = crypto.randomBytes(32).toString("hex");
	for (const answer of [await tell(new Relay(line, stranger), 7, fresh),
		await tell(new Relay(line, stranger), 7, stranger, { key: org.other_key() }),
		await next.get("log?after=0")])
		assert.ok(answer.status === 404 && answer.bytes.equals(unknown.bytes));
	assert.equal((await tell(old, 7, fresh, { key: org.other_key() })).text, "signature\n");
	const told = await tell(next, 7, fresh);
	assert.deepEqual([told.status, told.text], [200, "kept\n"]);
	assert.equal((await tell(next, 7, fresh)).text, "kept\n");
	assert.equal((await tell(next, 6, stranger)).text, "older\n");
	assert.equal((await state_of(next)).token, "7");
	const there = (await next.get("log?after=0")).bytes;
	assert.ok((await old.get("log?after=0")).bytes.equals(there));
	const first = (await next.intake())[0];
	for (const answer of [await old.get("intake?after=0"), await old.get("state"),
		await old.get("roster"), await old.post("put", bundle_of([blob()])),
		await old.post("seen", "bothy-seen/1\n" + hash_lines([first.hash])),
		await old.post("offer", offer_of([first.hash])),
		await old.post("delete", sign("bothy-delete/1", hash_lines([first.hash]))),
		await old.post("log", ""), await old.post("token", "x")])
		assert.ok(answer.status === 404 && answer.bytes.equals(unknown.bytes));
	/* after a start, and 61 days later; and old files are noticed */
	await line.stop();
	line = await Line.start(org.folder, { env: { BOTHY_TEST_CLOCK_MS: String(59 * DAY) } });
	assert.equal((await new Relay(line, old_token).get("log?after=0")).status, 200);
	await line.stop();
	line = await Line.start(org.folder, { env: { BOTHY_TEST_CLOCK_MS: String(61 * DAY) } });
	assert.equal((await new Relay(line, old_token).get("log?after=0")).status, 404);
	assert.equal((await new Relay(line, fresh).get("log?after=0")).status, 200);
	await line.stop();
	const tokens = readFileSync(join(org.folder, "tokens"));
	assert.ok(!tokens.includes(fresh) && !tokens.includes(old_token));
	rmSync(join(org.folder, "tokens"));
	await assert.rejects(Line.start(org.folder), /older than/);
	writeFileSync(join(org.folder, "tokens"), tokens);
	line = await Line.start(org.folder);
	org.token = fresh;
	[one, two] = [new Relay(line, fresh), new Relay(line, fresh)];
});

test("a spool that was set back, or is another one, is noticed at the next place", async () => {
	const { place } = await fetch_log(one);
	await line.stop();
	cpSync(join(org.folder, "spool"), join(org.root, "copy"), { recursive: true });
	line = await Line.start(org.folder);
	one = new Relay(line, org.token);
	await put(one, [blob(), blob()]);
	const later = (await fetch_log(one)).place;
	await line.stop();
	rmSync(join(org.folder, "spool"), { recursive: true });
	cpSync(join(org.root, "copy"), join(org.folder, "spool"), { recursive: true });
	line = await Line.start(org.folder);
	[one, two] = [new Relay(line, org.token), new Relay(line, org.token)];
	assert.equal((await one.get(query_of(later))).status, 409);
	/* two others take their numbers: still noticed */
	await put(two, [blob(), blob(), blob()]);
	assert.equal((await one.get(query_of(later))).status, 409);
	assert.equal((await fetch_log(one, place)).items.length, 3);
});

/* The parent's children see that it is gone, and let go of the folder. */
async function start_again() {
	for (let tries = 0; ; tries++) {
		try {
			return await Line.start(org.folder);
		} catch (error) {
			if (tries > 20 || !/another process/.test(error.message)) throw error;
			await sleep(100);
		}
	}
}

test(`no acknowledged blob is lost or moved in ${KILLS} kills`, { timeout: 240000 }, async (t) => {
	const kept = new Map(); /* name → [cursor, sum] */
	let going = true, tries = 0;
	const sender = async () => {
		while (going) {
			const blobs = Array.from({ length: 1 + crypto.randomInt(5) }, () => blob(2000));
			/* the same bundle until it is answered, as a desk does */
			for (let done = false; !done && (going || tries < 1e6);) {
				tries++;
				try {
					const answer = await ask(line, "POST", "/relay/1/put", { limit_ms: 3000,
						headers: one.headers, body: bundle_of(blobs) });
					if (answer.status !== 200) { await sleep(20); continue; }
					for (const [, cursor, name, sum] of kept_in(answer.text))
						kept.set(name, [Number(cursor), sum]);
					done = true;
				} catch { await sleep(20); }
				if (!going && !done) return;
			}
		}
	};
	const senders = [sender(), sender(), sender()];
	const killed = {};
	for (let i = 0; i < KILLS; i++) {
		await sleep(crypto.randomInt(250));
		if (i % 5 === 4) {
			await line.kill_all();
			killed.parent = (killed.parent ?? 0) + 1;
			line = await start_again();
		} else {
			const list = line.children().filter(({ name }) =>
				/keeper|door/.test(name) || i % 3 === 0);
			const victim = list[crypto.randomInt(Math.max(list.length, 1))];
			if (!victim) continue;
			killed[victim.name] = (killed[victim.name] ?? 0) + 1;
			try { process.kill(victim.pid, "SIGKILL"); } catch { /* it is gone */ }
		}
	}
	going = false;
	await Promise.all(senders);
	await line.stop();
	line = await start_again();
	one = new Relay(line, org.token);
	const { items } = await fetch_log(one);
	const at = new Map(items.map((item, i) => [item.name, i + 1]));
	assert.equal(at.size, items.length, "a blob is there twice");
	for (const [name, [cursor]] of kept) assert.equal(at.get(name), cursor, name);
	/* the chain holds from the beginning */
	let sum = Buffer.from(log_in((await one.get("log?after=0")).bytes).sum, "hex");
	items.forEach((item, i) => {
		sum = sha256(sum, Buffer.from(item.name, "hex"));
		const told = kept.get(item.name);
		if (told) assert.equal(told[1], sum.toString("hex"), "sum " + (i + 1));
	});
	t.diagnostic(`note: killed ${JSON.stringify(killed)}; ${kept.size} blobs acknowledged`);
	assert.ok(kept.size > KILLS, "too few were acknowledged to say anything");
});

test("the second writer reads what it writes", () => {
	const blobs = [blob(), blob(0x10000)];
	const bytes = Buffer.concat([bundle_of(blobs), bundle_of([blobs[0]])]);
	assert.deepEqual(blobs_in(bytes).map(name_of), [...blobs, blobs[0]].map(name_of));
});
