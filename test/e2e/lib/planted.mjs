/* Looks for words in every file of some folders, in each shape they could
 * have been written in: UTF-8, UTF-16 of both orders, percent and form
 * encoding, base64 (both alphabets) at its three alignments, hex.
 *
 * SPDX-License-Identifier: AGPL-3.0-or-later */
import { closeSync, lstatSync, openSync, readSync, readdirSync } from "node:fs";
import { join } from "node:path";

const PIECE = 4 * 1024 * 1024;

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

function search_file(path, wanted, longest, found) {
	let file;
	try {
		file = openSync(path, "r");
	} catch {
		return 0;
	}
	let carried = Buffer.alloc(0);
	let total = 0;
	const piece = Buffer.allocUnsafe(PIECE);
	try {
		for (;;) {
			const count = readSync(file, piece, 0, PIECE, null);
			if (count <= 0) break;
			total += count;
			const bytes = Buffer.concat([carried, piece.subarray(0, count)]);
			for (const [word, shape, needle] of wanted)
				if (bytes.includes(needle)) found.add(`${path}: “${word}” as ${shape}`);
			carried = Buffer.from(bytes.subarray(Math.max(0, bytes.length - longest)));
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
	const longest = Math.max(...wanted.map(([, , bytes]) => bytes.length)) - 1;
	const found = new Set();
	let files = 0;
	let bytes = 0;
	for (const folder of folders)
		for (const [path, facts] of files_under(folder, skip, device_of(folder))) {
			if (facts.mtimeMs < since_ms && facts.ctimeMs < since_ms) continue;
			files++;
			for (const [word, shape, needle] of wanted)
				if (Buffer.from(path).includes(needle))
					found.add(`the name ${path}: “${word}” as ${shape}`);
			bytes += search_file(path, wanted, longest, found);
		}
	return { found: [...found], files, bytes };
}
