/* A folder for `bothy line` made without the program: the roster and its
 * minisign signature by Node's own cryptography, so that the line is checked
 * against a second writer. Holds the intake identity too, to open what the
 * line keeps.
 *
 * SPDX-License-Identifier: AGPL-3.0-or-later */
import crypto from "node:crypto";
import { mkdtempSync, mkdirSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { spawnSync } from "node:child_process";

import { BOTHY } from "./binary.mjs";
import { identityText, recipientText } from "./age_writer.mjs";

const DAY = 24 * 60 * 60 * 1000;

export function signing_key() {
	const { publicKey, privateKey } = crypto.generateKeyPairSync("ed25519");
	const raw = publicKey.export({ format: "der", type: "spki" }).subarray(-32);
	const id = crypto.createHash("sha256").update(raw).digest().subarray(0, 8);
	return { privateKey, raw, id };
}

export function minisign(key, bytes, trusted) {
	const first = crypto.sign(null, crypto.createHash("blake2b512").update(bytes).digest(),
		key.privateKey);
	const second = crypto.sign(null, Buffer.concat([first, Buffer.from(trusted)]),
		key.privateKey);
	const line = Buffer.concat([Buffer.from("ED"), key.id, first]).toString("base64");
	return `untrusted comment: test\n${line}\ntrusted comment: ${trusted}\n` +
		second.toString("base64") + "\n";
}

export function public_file(key) {
	return "untrusted comment: test\n" +
		Buffer.concat([Buffer.from("Ed"), key.id, key.raw]).toString("base64") + "\n";
}

/* The text of a roster; `changes` replaces or adds facts. */
function roster_text(facts) {
	const lines = ["bothy-roster/1", `org ${facts.org}`, `counter ${facts.counter}`,
		`issued ${facts.issued}`, `intake ${facts.intake}`, `salt ${facts.salt}`,
		`name ${facts.name}`];
	for (const address of facts.addresses) lines.push(`address ${address}`);
	for (const locale of facts.locales) lines.push(`locale ${locale}`);
	lines.push(`answer-days ${facts.answer_days}`);
	for (const other of facts.others) lines.push(`other ${other}`);
	lines.push(`leave ${facts.leave}`, `demonstration ${facts.demonstration}`,
		`stop ${facts.stop}`);
	return lines.join("\n") + "\n";
}

export class Organisation {
	constructor(changes = {}) {
		this.root = mkdtempSync(join(tmpdir(), "bothy-line-"));
		this.folder = join(this.root, "line");
		mkdirSync(this.folder, { mode: 0o700 });
		this.key = signing_key();
		this.secret = crypto.randomBytes(32);
		this.token = crypto.randomBytes(32).toString("hex");
		this.facts = { org: crypto.randomBytes(32).toString("hex"), counter: 1,
			issued: Date.now(), intake: recipientText(this.secret),
			salt: crypto.randomBytes(16).toString("hex"), name: "Rojava Lamp",
			addresses: ["https://line.example"],
			locales: ["ar", "ckb", "kmr-Arab", "kmr", "en"], answer_days: 3,
			others: [], leave: "https://weather.example/", demonstration: "no",
			stop: "no", ...changes };
		this.identity = join(this.root, "identity");
		writeFileSync(this.identity, identityText(this.secret) + "\n", { mode: 0o600 });
		const { roster, minisig } = this.roster();
		writeFileSync(join(this.folder, "roster"), roster);
		writeFileSync(join(this.folder, "roster.minisig"), minisig);
		writeFileSync(join(this.folder, "roster.pub"), public_file(this.key));
		writeFileSync(join(this.folder, "token.sha256"),
			crypto.createHash("sha256").update(this.token).digest("hex") + "\n");
	}

	/* A roster with some facts changed, signed by `key`. */
	roster(changes = {}, key = this.key) {
		const facts = { ...this.facts, ...changes };
		const roster = roster_text(facts);
		const expires = Math.floor((facts.issued + 30 * DAY) / 1000);
		const trusted = changes.trusted ?? `bothy roster v=${facts.counter} expires=${expires}`;
		return { roster, minisig: minisign(key, roster, trusted) };
	}

	/* The signature file over a text, by the organisation's key or another. */
	sign(text, trusted, key = this.key) { return minisign(key, text, trusted); }

	other_key() { return signing_key(); }

	/* The plain bytes of an age file sealed to the intake, by `bothy open`. */
	open(sealed, identity = this.identity) {
		const ran = spawnSync(BOTHY, ["open", "-i", identity], { input: sealed,
			maxBuffer: 64 << 20 });
		if (ran.status !== 0) throw new Error("does not open: " + ran.stderr);
		return ran.stdout;
	}

	/* Opens an attachment with the one-time identity of its message. */
	open_file(sealed, file) {
		const key = join(this.root, "one-time-" + crypto.randomBytes(4).toString("hex"));
		writeFileSync(key, file.identity + "\n", { mode: 0o600 });
		return this.open(sealed, key).subarray(0, file.bytes);
	}
}

/* A bothy-message/1 as facts. */
export function message_of(plain) {
	const end = plain.indexOf("\n\n");
	const lines = plain.subarray(0, end).toString("utf8").split("\n");
	const message = { files: [] };
	for (const line of lines.slice(1)) {
		const at = line.indexOf(" ");
		const [key, value] = [line.slice(0, at), line.slice(at + 1)];
		if (key === "file") message.files.push(file_of(value));
		else message[key] = value;
	}
	const length = Number(message.text);
	message.text = plain.subarray(end + 2, end + 2 + length).toString("utf8");
	message.padded = plain.length;
	return message;
}

function file_of(value) {
	const [blob, bytes, sha256, identity, role, type_length, name_length] = value.split(" ", 7);
	const head = [blob, bytes, sha256, identity, role, type_length, name_length].join(" ");
	const rest = Buffer.from(value.slice(head.length + 1));
	const type = rest.subarray(0, Number(type_length)).toString("utf8");
	const name = rest.subarray(Number(type_length) + 1).toString("utf8");
	if (Buffer.byteLength(name) !== Number(name_length)) throw new Error("a name's length");
	return { blob, bytes: Number(bytes), sha256, identity, voice: role === "voice", type, name };
}

/* A bothy-reply/1, padded as doc/seal.md 4 says; `file` is its line's value. */
export function reply_text({ language, mailbox, id, hour, file, text }) {
	const head = `bothy-reply/1\nlanguage ${language}\nmailbox ${mailbox}\nid ${id}\n` +
		`hour ${hour}\ntext ${Buffer.byteLength(text)}\n${file ? `file ${file}\n` : ""}\n${text}`;
	const bytes = Buffer.from(head);
	const size = [1024, 4096, 16384, 65536].find((s) => s >= bytes.length);
	return Buffer.concat([bytes, Buffer.alloc(size - bytes.length)]);
}

export function seal_to(recipient, plain) {
	const ran = spawnSync(BOTHY, ["seal", "-r", recipient], { input: plain });
	if (ran.status !== 0) throw new Error("does not seal: " + ran.stderr);
	return ran.stdout;
}
