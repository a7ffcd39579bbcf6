/* What somebody finds who has a disk, a passphrase, a recording of the line, and
 * the age tool: key files, packs, blobs, and what is in them (doc/log.md). Shares
 * no code with the program.
 *
 * SPDX-License-Identifier: AGPL-3.0-or-later */
import crypto from "node:crypto";
import { spawn, spawnSync } from "node:child_process";
import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { identityText } from "./age_writer.mjs";
import { PASSPHRASE } from "./bothy.mjs";
import { name_of, sha256 } from "./log.mjs";

export const no_age = spawnSync("age", ["--version"]).error ? "age is not installed" : false;

/* age asks for passphrases at a terminal only. */
export const by_passphrase = (file, out) => new Promise((done) => {
	const child = spawn("script", ["-qec", `age -d -o '${out}' '${file}'`, "/dev/null"]);
	let said = "", typed = false;
	child.stdout.on("data", (bytes) => {
		said += bytes;
		if (typed || !said.includes("assphrase")) return;
		typed = true;
		setTimeout(() => child.stdin.write(PASSPHRASE + "\r"), 50);
	});
	child.on("close", (status) => done({ status, said }));
});

/* The plain bytes by one of the identities in a file; null: none opens it. */
export function opened(bytes, identities) {
	const got = spawnSync("age", ["-d", "-i", identities], { input: bytes, maxBuffer: 1 << 28 });
	return got.status === 0 ? got.stdout : null;
}

/* L5 */
export function records(pack) {
	const bytes = readFileSync(pack), all = [];
	for (let at = "bothy-pack/1\n".length; at < bytes.length;) {
		const length = bytes.readUInt32LE(at + 5);
		all.push({ kind: String.fromCharCode(bytes[at]),
			bytes: bytes.subarray(at + 41, at + 41 + length) });
		at += 41 + length;
	}
	return all;
}

/* Every blob of the log that stands in these bytes as it was carried: its name
 * and length before it, its hash right (doc/relay.md R11, R12, R16). */
export function blobs_in(bytes, into = new Map()) {
	const text = bytes.toString("latin1");
	for (const found of text.matchAll(/^blob (?:\d+ \d+ )?([0-9a-f]{64}) (\d+)\n/mg)) {
		const from = found.index + found[0].length;
		const blob = bytes.subarray(from, from + Number(found[2]));
		if (name_of(blob) === found[1]) into.set(found[1], blob);
	}
	return into;
}

/* The 32-byte identities that `key` and `escrow` ops of a body hand over (L4). */
export function keys_in(plain) {
	const keys = [];
	for (let at = 0; (at = plain.indexOf("op key ", at)) >= 0; at++) {
		const end = plain.indexOf(10, at);
		keys.push(identityText(plain.subarray(end + 1, end + 33)));
	}
	return keys;
}

/* All that a device's key and what it finds on the way open of these blobs, by
 * name. `home` is for the file with the identities. */
export function open_all(blobs, identity, home) {
	const file = join(home, "seized.keys"), had = new Set(), texts = new Map();
	for (let fresh = [identity]; fresh.length > 0;) {
		writeFileSync(file, fresh.join("\n") + "\n", { mode: 0o600 });
		for (const one of fresh) had.add(one);
		fresh = [];
		for (const [name, bytes] of blobs) {
			const plain = texts.has(name) ? null : opened(bytes, file);
			if (!plain) continue;
			texts.set(name, plain);
			for (const key of keys_in(plain)) if (!had.has(key)) fresh.push(key);
		}
		fresh = [...new Set(fresh)];
	}
	return texts;
}

const field = (plain, key) => plain.toString("latin1", 0, 400)
	.match(new RegExp(`^${key} (.*)$`, "m"))?.[1];
export const is_body = (plain) => plain.subarray(0, 13).equals(Buffer.from("bothy-body/1 "));
export const is_frame = (plain) => plain.subarray(0, 15).equals(Buffer.from("bothy-commit/1\n"));
/* `intake 3`: ring and epoch of a body. */
export const epoch_of = (plain) => field(plain, "ring");

/* -- chains (L2) ------------------------------------------------------------ */

export function frame_of(plain) {
	const text = plain.toString("latin1"), all = (key, form) =>
		[...text.matchAll(new RegExp(`^${key} ${form}$`, "mg"))].map((one) => one.slice(1));
	return { plain, name: name_of(plain), dev: field(plain, "dev"), seq: Number(field(plain, "seq")),
		prev: all("prev", "([0-9a-f]{64})")[0][0],
		bodies: all("body", "[0-9a-f]{48} ([0-9a-f]{64}) \\d+").flat(),
		sig: Buffer.from(all("sig", "([0-9a-f]{128})")[0][0], "hex"),
		covered: plain.subarray(0, text.indexOf("\nsig ") + 1) };
}

/* Whether each follows the one before from the first on, signed by its device;
 * `keys` are the public keys, hex, that rosters name. */
export function chain_holds(frames, keys) {
	const public_of = new Map(keys.map((hex) => [sha256(Buffer.from(hex, "hex"))
		.subarray(0, 16).toString("hex"), hex]));
	let prev = "0".repeat(64), seq = 1;
	for (const frame of [...frames].sort((a, b) => a.seq - b.seq)) {
		const hex = public_of.get(frame.dev);
		const key = hex && crypto.createPublicKey({ format: "jwk", key: { kty: "OKP",
			crv: "Ed25519", x: Buffer.from(hex, "hex").toString("base64url") } });
		if (!key || frame.seq !== seq++ || frame.prev !== prev) return false;
		if (!crypto.verify(null, frame.covered, key, frame.sig)) return false;
		prev = frame.name;
	}
	return seq > 1;
}
