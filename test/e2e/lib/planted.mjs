/* Looks for words in every file of some folders, in each shape they could
 * have been written in: UTF-8, UTF-16 of both orders, percent and form
 * encoding, base64 (both alphabets) at its three alignments, hex.
 *
 * SPDX-License-Identifier: AGPL-3.0-or-later */
import { closeSync, lstatSync, openSync, readSync, readdirSync } from "node:fs";
import { join } from "node:path";

const PIECE = 4 * 1024 * 1024;
const GRAM = 4, FILTER_BITS = 18;

function base64_shapes(bytes) {
	const shapes = [];
	for (let shift = 0; shift < 3; shift++) {
		const text = Buffer.concat([Buffer.alloc(shift), bytes]).toString("base64")
			.replace(/=+$/, "");
		/* the first letters hold the shift, the last may hold what follows */
		const first = shift === 0 ? 0 : shift + 1;
		const last = (shift + bytes.length) % 3 === 0 ? text.length : text.length - 1;
		const inner = text.slice(first, last);
		shapes.push(inner, inner.replaceAll("+", "-").replaceAll("/", "_"));
	}
	return shapes;
}

function percent(bytes, lower) {
	let text = "";
	for (const byte of bytes) {
		const plain = /[A-Za-z0-9._~-]/.test(String.fromCharCode(byte));
		const hex = byte.toString(16).padStart(2, "0");
		text += plain ? String.fromCharCode(byte) : "%" + (lower ? hex : hex.toUpperCase());
	}
	return text;
}

/* Every shape of `word`, as [name of the shape, bytes]. */
export function shapes_of(word) {
	const utf8 = Buffer.from(word, "utf8");
	const little = Buffer.from(word, "utf16le");
	const big = Buffer.from(little).swap16();
	const list = [["utf-8", utf8], ["utf-16le", little], ["utf-16be", big],
		["percent", Buffer.from(percent(utf8, false))],
		["percent, lower case", Buffer.from(percent(utf8, true))],
		["form", Buffer.from(percent(utf8, false).replaceAll("%20", "+"))],
		["hex", Buffer.from(utf8.toString("hex"))]];
	for (const text of base64_shapes(utf8)) list.push(["base64", Buffer.from(text)]);
	return list;
}

/* Other file systems below a folder are other places: /proc never ends. */
function* files_under(folder, skip, device) {
	let names;
	try {
		names = readdirSync(folder);
	} catch {
		return;
	}
	for (const name of names) {
		const path = join(folder, name);
		if (skip(path)) continue;
		let facts;
		try {
			facts = lstatSync(path);
		} catch {
			continue;
		}
		if (facts.isDirectory() && facts.dev === device)
			yield* files_under(path, skip, device);
		else if (facts.isFile()) yield [path, facts];
	}
}

function device_of(folder) {
	try {
		return lstatSync(folder).dev;
	} catch {
		return null;
	}
}

/* All needles at once: whoever stands somewhere covers one of every `step` places
 * with GRAM of its bytes, so only those places are looked at, and a needle is
 * compared where the bytes there are some of its own. */
class Needles {
	constructor(wanted) {
		const shortest = Math.min(...wanted.map(([, , bytes]) => bytes.length));
		if (shortest < GRAM) throw new Error("a needle of less than four bytes");
		this.step = shortest - GRAM + 1;
		this.longest = Math.max(...wanted.map(([, , bytes]) => bytes.length));
		this.may_be = new Uint8Array(1 << FILTER_BITS);
		this.at = new Map();
		for (const [word, shape, bytes] of wanted)
			for (let offset = 0; offset < this.step; offset++) {
				const gram = bytes.readUInt32LE(offset);
				this.may_be[filter_of(gram)] = 1;
				if (!this.at.has(gram)) this.at.set(gram, []);
				this.at.get(gram).push({ word, shape, bytes, offset });
			}
	}

	/* Calls `found(word, shape)` for what stands in the first `length` bytes. */
	search(bytes, length, found) {
		const { may_be, step } = this;
		for (let at = 0; at + GRAM <= length; at += step) {
			const gram = (bytes[at] | bytes[at + 1] << 8 | bytes[at + 2] << 16 |
				bytes[at + 3] << 24) >>> 0;
			if (may_be[filter_of(gram)] === 0) continue;
			for (const one of this.at.get(gram) ?? []) {
				const from = at - one.offset, to = from + one.bytes.length;
				if (from >= 0 && to <= length &&
					one.bytes.compare(bytes, from, to) === 0)
					found(one.word, one.shape);
			}
		}
	}
}

function filter_of(gram) {
	return Math.imul(gram, 0x9E3779B1) >>> (32 - FILTER_BITS);
}

function search_file(path, needles, found) {
	let file;
	try {
		file = openSync(path, "r");
	} catch {
		return 0;
	}
	/* what stands across two pieces: the end of one is kept before the next */
	const bytes = Buffer.allocUnsafe(needles.longest - 1 + PIECE);
	let kept = 0;
	let total = 0;
	try {
		for (;;) {
			const count = readSync(file, bytes, kept, PIECE, null);
			if (count <= 0) break;
			total += count;
			needles.search(bytes, kept + count, (word, shape) =>
				found.add(`${path}: “${word}” as ${shape}`));
			const keep = Math.min(kept + count, needles.longest - 1);
			bytes.copyWithin(0, kept + count - keep, kept + count);
			kept = keep;
		}
	} catch { /* it went away while we read */ } finally {
		closeSync(file);
	}
	return total;
}

/* Searches the contents and the names of all files under `folders` that
 * changed since `since_ms`. Gives back what was found, and how much was
 * searched, so that a test can insist that it was not nothing. */
export function search(folders, words, { since_ms = 0, skip = () => false } = {}) {
	const wanted = [];
	for (const word of words) {
		if (Buffer.byteLength(word) < 8) throw new Error("too short to be told from chance: " + word);
		for (const [shape, bytes] of shapes_of(word)) wanted.push([word, shape, bytes]);
	}
	const needles = new Needles(wanted);
	const found = new Set();
	let files = 0;
	let bytes = 0;
	for (const folder of folders)
		for (const [path, facts] of files_under(folder, skip, device_of(folder))) {
			if (facts.mtimeMs < since_ms && facts.ctimeMs < since_ms) continue;
			files++;
			const name = Buffer.from(path);
			needles.search(name, name.length, (word, shape) =>
				found.add(`the name ${path}: “${word}” as ${shape}`));
			bytes += search_file(path, needles, found);
		}
	return { found: [...found], files, bytes };
}
