/* Releases of guides at a real line (doc/relay.md R19): built by `bothy guide`,
 * signed by a second writer, brought piece by piece, shown when all is there,
 * and carried away as files.
 *
 * SPDX-License-Identifier: AGPL-3.0-or-later */
import assert from "node:assert/strict";
import crypto from "node:crypto";
import { after, before, test } from "node:test";
import { cpSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { spawnSync } from "node:child_process";

import { BOTHY } from "./lib/binary.mjs";
import { TOP, until } from "./lib/bothy.mjs";
import { Line, Relay } from "./lib/line.mjs";
import { Organisation, minisign, public_file, signing_key } from "./lib/organisation.mjs";
import { ask } from "./lib/visit.mjs";

const DAY_S = 24 * 60 * 60;
const PIECE = 1 << 20;
const guide_key = signing_key();
let org, line, relay;

before(async () => {
	org = new Organisation();
	line = await Line.start(org.folder);
	relay = new Relay(line, org.token);
});
after(async () => {
	await line.stop();
	rmSync(org.root, { recursive: true, force: true });
});

const sha256 = (bytes) => crypto.createHash("sha256").update(bytes).digest("hex");

/* A story of the demonstration, with her yes to the Sorani text. */
function story_put(library, which, translate) {
	const voice = (...act) => {
		const made = spawnSync(BOTHY, ["guide", "voice", ...act.slice(1), library, which, act[0]]);
		assert.equal(made.status, 0, String(made.stderr));
		return String(made.stdout);
	};
	cpSync(join(TOP, "demo", "library", "stories", which), join(library, "stories", which),
		{ recursive: true });
	rmSync(join(library, "stories", which, "voice"));
	const number = voice("text", "--language", "ckb").trimEnd().split("\n").at(-1);
	voice("shown", "--language", "ckb", "--date", "2026-11-20");
	voice("yes", "--date", "2026-11-21", "--number", number);
	const file = join(library, "stories", which, "voice");
	writeFileSync(file, readFileSync(file, "utf8").replace("translate no",
		"translate " + translate));
	return () => voice("take-back");
}

/* The fixture's library as release N, built; in it a story, or what is left of it. */
function built(number, change = (text) => text) {
	const library = join(org.root, "library-" + number), out = join(org.root, "out-" + number);
	cpSync(join(TOP, "test", "fixture", "library"), library, { recursive: true });
	const take_back = story_put(library, "1", "yes");
	story_put(library, "2", "no"); /* of which only her language is there */
	if (number > 1) take_back();
	writeFileSync(join(library, "releases"), "bothy-releases 1\n\n" +
		Array.from({ length: number }, (_, i) => `release ${i + 1} 2026-11-2${i + 1}\n` +
			`corrected 1 en Change of release ${i + 1}\n`).join(""));
	const guide = join(library, "2", "guide");
	writeFileSync(guide, change(readFileSync(guide, "utf8")));
	const made = spawnSync(BOTHY, ["guide", "build", "--demonstration", library, out]);
	assert.equal(made.status, 0, String(made.stderr));
	const manifest = readFileSync(join(out, "manifest"), "utf8");
	const files = manifest.slice(manifest.indexOf("\n\n") + 2).trimEnd().split("\n")
		.map((row) => row.split("  ")).map(([hash, , path]) => ({ hash, path }));
	return { number, out, manifest, files };
}

/* The offer, signed; `broken` changes parts of it. */
function offer_of(release, broken = {}) {
	const expires = /^expires (.*)$/m.exec(release.manifest)[1];
	const until = expires === "never" ? 0 : Date.parse(expires + "T00:00Z") / 1000 + DAY_S;
	const key = public_file(guide_key);
	const parts = { key, key_minisig: minisign(org.key, key, "bothy guide-key v=1"),
		manifest: release.manifest,
		minisig: minisign(guide_key, release.manifest,
			`bothy guides v=${release.number} expires=${until}`), ...broken };
	const length = (text) => Buffer.byteLength(text);
	return `bothy-put-guides/1\nkey ${length(parts.key)}\n` +
		`key-minisig ${length(parts.key_minisig)}\nmanifest ${length(parts.manifest)}\n` +
		`minisig ${length(parts.minisig)}\n` + parts.key + parts.key_minisig +
		parts.manifest + parts.minisig;
}

async function wanted(release, broken) {
	const answer = await relay.post("guides", offer_of(release, broken));
	return { status: answer.status, hashes: answer.status === 200
		? answer.text.split("\n").filter((row) => row.startsWith("file "))
			.map((row) => row.slice(5)) : [], text: answer.text };
}

const piece = (hash, at, bytes) => relay.post("guide-piece", Buffer.concat([Buffer.from(
	`bothy-guide-piece/1\nfile ${hash}\nat ${at}\nlength ${bytes.length}\n`), bytes]));

async function bring(release, hashes) {
	for (const hash of hashes) {
		const bytes = readFileSync(join(release.out,
			release.files.find((file) => file.hash === hash).path));
		for (let at = 0; at === 0 || at < bytes.length; at += PIECE) {
			const answer = await piece(hash, at, bytes.subarray(at, at + PIECE));
			assert.equal(answer.status, 200, answer.text);
		}
	}
}

/* While other guides come into force the roles start anew. */
async function shown(path, wants) {
	return until(path + " to be shown", async () => {
		try {
			const page = await ask(line, "GET", path);
			return wants(page) && page;
		} catch {
			return null; /* not yet */
		}
	});
}

const words = (page) => page.text.replace(/<[^>]*>/g, "");

let first;

test("a release is shown when all of it is there, and not before", async () => {
	first = built(1);
	const lacks = await wanted(first);
	assert.equal(lacks.status, 200);
	assert.equal(new Set(lacks.hashes).size, lacks.hashes.length);
	assert.equal(lacks.hashes.length, new Set(first.files.map((file) => file.hash)).size);
	await bring(first, lacks.hashes.slice(1));
	assert.deepEqual((await wanted(first)).hashes, lacks.hashes.slice(0, 1));
	assert.equal((await ask(line, "GET", "/en/guides/1")).status, 404);
	await bring(first, lacks.hashes.slice(0, 1));
	assert.deepEqual((await wanted(first)).hashes, []);
	const page = await shown("/en/guides/1", (answer) => answer.status === 200);
	assert.match(words(page), /Release 1, 21\.11\.2026/);
	for (const locale of ["ar", "ckb", "kmr-Arab", "kmr"])
		assert.equal((await ask(line, "GET", `/${locale}/guides/1`)).status, 200, locale);
});

test("a story is a page of its own, below the guides", async () => {
	for (const locale of ["ar", "ckb", "kmr-Arab", "kmr", "en"]) {
		const list = (await ask(line, "GET", `/${locale}/guides`)).text;
		const at = (number) => list.indexOf(`href="/${locale}/guides/${number}"`);
		assert.ok(at(2) > 0 && at(2001) > at(2), locale);
		const page = await ask(line, "GET", `/${locale}/guides/2001`);
		assert.equal(page.status, 200, locale);
		const files = [...page.text.matchAll(/href="\.\.\/\.\.\/([a-z]+\/[^"]+)"/g)];
		assert.ok(files.length > 0, locale);
		for (const [, path] of files) {
			assert.match(path, /\/2001/);
			assert.equal((await ask(line, "GET", "/" + path)).status, 200, path);
		}
	}
	assert.match((await ask(line, "GET", "/ckb/guides/2001")).text, /جانتاکەی لای دەرگاکە/);
	for (const locale of ["ar", "ckb", "kmr-Arab", "kmr", "en"])
		assert.equal((await ask(line, "GET", `/${locale}/guides/2002`)).status,
			locale === "ckb" ? 200 : 404, locale);
	assert.equal((await ask(line, "GET", "/en/guides/2002")).status, 404);
});

test("what can be carried away is what the manifest names, and nothing else is given", async () => {
	const page = await ask(line, "GET", "/ar/guides/1");
	const links = [...page.text.matchAll(/href="\.\.\/\.\.\/([a-z]+\/[^"]+)"/g)]
		.map((found) => found[1]);
	assert.ok(links.length >= 3, String(links));
	for (const path of links) {
		const answer = await ask(line, "GET", "/" + path);
		assert.equal(answer.status, 200, path);
		assert.equal(sha256(answer.bytes),
			first.files.find((file) => file.path === path).hash);
		assert.match(answer.headers["content-security-policy"], /sandbox/);
		assert.equal(answer.headers["cache-control"], "no-store");
	}
	for (const path of ["/manifest", "/library/library", "/library/1/guide", "/site/ar/1.html",
		"/epub/ar/77.epub", "/epub/../current", "/guides/current", "/current"])
		assert.equal((await ask(line, "GET", path)).status, 404, path);
	const whole = await ask(line, "GET", "/ar/elsewhere");
	assert.match(whole.text, /\.\.\/\.\.\/all\/ar\.zip/);
});

test("a picture is loaded when it is asked for, not with the page", async () => {
	const page = await ask(line, "GET", "/ckb/guides/1");
	assert.doesNotMatch(page.text, /<img/);
	const links = [...page.text.matchAll(/href="\.\.\/(pictures\/[^"]+)"/g)].map(([, path]) => path);
	assert.ok(links.length > 0, "links to pictures");
	for (const path of links) {
		const picture = await ask(line, "GET", "/ckb/" + path);
		assert.equal(picture.status, 200, path);
		assert.match(picture.headers["content-type"], /^image\//);
		assert.equal(sha256(picture.bytes),
			first.files.find((file) => file.path === "site/" + path).hash);
	}
	assert.equal((await ask(line, "GET", "/ckb/pictures/ckb/none.png")).status, 404);
});

test("a wrong signature, a wrong file and an older release change nothing", async () => {
	const second = built(2, (text) => text.replace("words ", "words Changed: "));
	const forged = minisign(signing_key(), second.manifest, "bothy guides v=2 expires=0");
	assert.equal((await wanted(second, { minisig: forged })).status, 403);
	assert.equal((await wanted(second, { key_minisig: minisign(guide_key,
		public_file(guide_key), "bothy guide-key v=1") })).status, 403);
	assert.equal((await wanted(second, { manifest: second.manifest.slice(0, -9) })).status, 400);
	assert.equal((await piece("0".repeat(64), 0, Buffer.from("x"))).status, 404);
	const lacks = await wanted(second);
	assert.ok(lacks.hashes.length > 0 && lacks.hashes.length < second.files.length);
	const size = readFileSync(join(second.out, second.files.find((file) =>
		file.hash === lacks.hashes[0]).path)).length;
	assert.equal((await piece(lacks.hashes[0], 0, Buffer.alloc(size, 120))).status, 403);
	assert.equal((await piece(lacks.hashes[0], 5, Buffer.from("x"))).status, 409);
	assert.match(words(await ask(line, "GET", "/en/guides/1")), /Release 1,/);
	await bring(second, lacks.hashes);
	assert.deepEqual((await wanted(second)).hashes, []);
	await shown("/en/guides/2", (answer) => /Changed: /.test(answer.text));
	assert.equal((await wanted(first)).status, 409);
	for (const locale of ["ckb", "en"]) {
		const gone = await ask(line, "GET", `/${locale}/guides/2001`);
		assert.equal(gone.status, 200, locale);
		assert.doesNotMatch(gone.text, /The bag|جانتا/, locale);
	}
	assert.match((await ask(line, "GET", "/en/guides/2001")).text,
		/The person who told this story has taken it back/);
	assert.match((await ask(line, "GET", "/en/guides")).text, /Voices[^]*2001[^]*Taken back/);
	const board = await ask(line, "GET", "/en/releases");
	assert.ok(board.text.indexOf("Change of release 2") < board.text.indexOf("Change of release 1"));
});

test("the release in force is there again after a power cut", async () => {
	await line.kill_all();
	line = await Line.start(org.folder);
	relay = new Relay(line, org.token);
	assert.match((await ask(line, "GET", "/en/guides/2")).text, /Changed: /);
	/* an operator's older folder does not take its place */
	await line.stop();
	line = await Line.start(org.folder, { guides: first.out });
	relay = new Relay(line, org.token);
	assert.match((await ask(line, "GET", "/en/guides/2")).text, /Changed: /);
});

test("nobody without the token can bring anything", async () => {
	const stranger = new Relay(line, "0".repeat(64));
	assert.equal((await stranger.post("guides", offer_of(first))).status, 404);
	assert.equal((await stranger.post("guide-piece", "x")).status, 404);
});
