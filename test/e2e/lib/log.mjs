/* The log's calls of doc/relay.md R10 to R16, written a second time: bundles,
 * batches after a place, offers, signed lists, tokens, sticks. Shares no code
 * with the program.
 *
 * SPDX-License-Identifier: AGPL-3.0-or-later */
import crypto from "node:crypto";

export const sha256 = (...parts) => {
	const hash = crypto.createHash("sha256");
	for (const part of parts) hash.update(part);
	return hash.digest();
};
export const name_of = (blob) => sha256(blob).toString("hex");

export function bundle_of(blobs) {
	const parts = [Buffer.from(`bothy-blobs/1\ncount ${blobs.length}\n`)];
	for (const blob of blobs)
		parts.push(Buffer.from(`blob ${name_of(blob)} ${blob.length}\n`), blob,
			Buffer.from("\n"));
	parts.push(Buffer.from("end\n"));
	return Buffer.concat(parts);
}

/* Reads lines and counted bytes. */
class Reader {
	constructor(bytes) {
		this.bytes = bytes;
		this.at = 0;
	}

	line() {
		const end = this.bytes.indexOf(10, this.at);
		if (end < 0) throw new Error("no line");
		const text = this.bytes.subarray(this.at, end).toString("latin1");
		this.at = end + 1;
		return text;
	}

	take(length) {
		const piece = this.bytes.subarray(this.at, this.at + length);
		if (piece.length !== length || this.bytes[this.at + length] !== 10)
			throw new Error("cut");
		this.at += length + 1;
		return piece;
	}

	get over() { return this.at === this.bytes.length; }
}

function need(true_, what) {
	if (!true_) throw new Error(what);
}

/* All blobs of bundles that stand one after another. */
export function blobs_in(bytes) {
	const reader = new Reader(bytes), blobs = [];
	while (!reader.over) {
		need(reader.line() === "bothy-blobs/1", "no bundle");
		const count = Number(reader.line().slice(6));
		for (let i = 0; i < count; i++) {
			const [, name, length] = reader.line().split(" ");
			const blob = reader.take(Number(length));
			need(name_of(blob) === name, "a hash");
			blobs.push(blob);
		}
		need(reader.line() === "end", "no end");
	}
	return blobs;
}

/* A batch: {from, sum, newest, items, place}; items hold null for what is gone. */
export function log_in(bytes) {
	const reader = new Reader(bytes);
	need(reader.line() === "bothy-log/1", "no log");
	const [, from, sum] = reader.line().split(" ");
	const newest = Number(reader.line().slice(7));
	const count = Number(reader.line().slice(6));
	let place = { cursor: Number(from), sum };
	const items = [];
	for (let i = 0; i < count; i++) {
		const [kind, cursor, hour, name, length] = reader.line().split(" ");
		need(Number(cursor) === place.cursor + 1, "a gap");
		const blob = kind === "gone" ? null : reader.take(Number(length));
		need(blob === null || name_of(blob) === name, "a hash");
		items.push({ name, hour: Number(hour), blob });
		place = { cursor: Number(cursor), sum: sha256(Buffer.from(place.sum, "hex"),
			Buffer.from(name, "hex")).toString("hex") };
	}
	need(reader.line() === "end" && reader.over, "no end");
	return { from: Number(from), sum, newest, items, place };
}

/* The answer to a bundle, as [kind, cursor, name, sum]. */
export function kept_in(text) {
	const lines = text.split("\n");
	need(lines[0] === "bothy-kept/1" && lines.at(-2) === "end" && lines.at(-1) === "", text);
	return lines.slice(1, -2).map((line) => line.split(" "));
}

export function query_of(place, wait = 0) {
	return "log?after=" + place.cursor + (place.cursor > 0 ? "&sum=" + place.sum : "") +
		(wait > 0 ? "&wait=" + wait : "");
}

/* Everything after a place, through any number of batches. */
export async function fetch_log(relay, place = { cursor: 0 }) {
	const items = [];
	for (;;) {
		const answer = await relay.get(query_of(place));
		if (answer.status !== 200) throw new Error("log: " + answer.status);
		const batch = log_in(answer.bytes);
		items.push(...batch.items);
		place = batch.place;
		if (batch.newest === place.cursor) return { items, place };
	}
}

export function offer_of(names) {
	return "bothy-offer/1\n" + names.map((name) => `hash ${name}\n`).join("");
}

/* A text that begins with `magic` and the org line, signed as R14 says. */
export function signed(org, magic, rest, sign, trusted = `${magic} org ${org}`) {
	const text = `${magic}\norg ${org}\n${rest}`;
	const minisig = sign(text, trusted);
	return `bothy-signed/1\ntext ${Buffer.byteLength(text)}\n` +
		`minisig ${Buffer.byteLength(minisig)}\n${text}${minisig}`;
}
