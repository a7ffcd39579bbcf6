// What the tests of printed guides share: a library made of given sentences, the
// words of a text, and how many of them a reader of PDFs finds again.
//
// SPDX-License-Identifier: AGPL-3.0-or-later
import { spawnSync } from 'node:child_process';
import crypto from 'node:crypto';
import fs from 'node:fs';
import path from 'node:path';
import { BOTHY } from './binary.mjs';

const top = path.resolve(import.meta.dirname ??
	path.dirname(new URL(import.meta.url).pathname), '../../..');
export const STARTER = path.join(top, 'demo/library');
export const FIXTURE = path.join(top, 'test/fixture/library');
export const TICO = path.join(top, '../shared/data/guides/tico-19');

export const has = (tool) => spawnSync(tool, ['-v']).error === undefined;

export function run(tool, args, options = {}) {
	const got = spawnSync(tool, args, { maxBuffer: 1 << 28, ...options });
	if (got.error) throw got.error;
	return got;
}

export function build(library, out, args = [], options = {}) {
	return run(BOTHY, ['guide', 'build', ...args, library, out], options);
}

// Every file under a folder, as [path inside it, bytes], sorted.
export function files_of(folder, inside = '') {
	return fs.readdirSync(path.join(folder, inside), { withFileTypes: true })
		.sort((a, b) => (a.name < b.name ? -1 : 1))
		.flatMap((entry) => (entry.isDirectory()
			? files_of(folder, path.join(inside, entry.name))
			: [[path.join(inside, entry.name),
				fs.readFileSync(path.join(folder, inside, entry.name))]]));
}

// -- words ---------------------------------------------------------------------

const CONTROLS = /[\u200b\u200e\u200f\u202a-\u202e\u2066-\u2069\ufeff]/g;
export const words_of = (text) =>
	text.replace(CONTROLS, '').match(/[\p{L}\p{N}][\p{L}\p{N}\p{M}\u200c]*/gu) ?? [];

function counted(all) {
	const counts = new Map();
	for (const one of all) counts.set(one, (counts.get(one) ?? 0) + 1);
	return counts;
}
function share(wanted, got) {
	const left = counted(got);
	let found = 0;
	for (const one of wanted) {
		if ((left.get(one) ?? 0) === 0) continue;
		left.set(one, left.get(one) - 1);
		found++;
	}
	return found / wanted.length;
}
const pairs = (words) => words.slice(1).map((word, i) => words[i] + ' ' + word);

// A zero-width non-joiner draws nothing, so no reader can find it.
const bare = (words) => words.map((word) => word.replaceAll('\u200c', ''));

// [words found again, neighbours in order], each from 0 to 1.
export function found(text, extracted) {
	const wanted = bare(words_of(text)), got = bare(words_of(extracted));
	return [share(wanted, got), share(pairs(wanted), pairs(got))];
}

// What a reader reaches that loses each blank where the direction changes.
export const ceiling = (text) => found(text, text
	.replace(/(?<=[\u0600-\u06ff]) +(?=[A-Za-z0-9])|(?<=[A-Za-z0-9]) +(?=[\u0600-\u06ff])/g,
		''))[0];

export const readers = {
	pdftotext: (file) => run('pdftotext', [file, '-']).stdout.toString(),
	mutool: (file) => run('mutool', ['draw', '-q', '-F', 'txt', file]).stdout.toString(),
};

// -- libraries -----------------------------------------------------------------

const escaped = (text) => text.normalize('NFC').replace(CONTROLS, '')
	.replace(/\s+/g, ' ').trim().replace(/[\\*[\]{}|]/g, '\\$&');
const id_of = (number) => Array.from({ length: 6 }, (_, i) =>
	String.fromCharCode(97 + Math.floor(number / 26 ** i) % 26)).join('');
const seen_of = (kind, words) => crypto.createHash('sha256')
	.update(`${kind}\n${words}\n`).digest('hex').slice(0, 16);

// A library of one guide: `rows` are { en, <language>: … }, a paragraph each.
export function make_library(folder, rows, languages) {
	const guide = path.join(folder, '1');
	const units = rows.map((row, i) => ({ id: id_of(i + 1),
		kind: i === 0 ? 'title' : 'paragraph', row }));
	fs.mkdirSync(guide, { recursive: true });
	fs.writeFileSync(path.join(folder, 'library'),
		'bothy-library 1\nname en A library\nsource en\nexpires-days 365\n');
	fs.writeFileSync(path.join(folder, 'releases'),
		'bothy-releases 1\n\nrelease 1 2026-11-25\n');
	fs.writeFileSync(path.join(guide, 'guide'), 'bothy-guide 1\nsource en\n' +
		'demands\ncheck-days 180\n' + units.map(({ id, kind, row }) =>
		`\n${kind} ${id}\nwords ${escaped(row.en)}\n`).join(''));
	for (const language of languages)
		fs.writeFileSync(path.join(guide, `${language}.words`),
			`bothy-words 1\nlanguage ${language}\n` + units.map(({ id, kind, row }) =>
				`\n${id} done ${seen_of(kind, escaped(row.en))}\nwords ` +
				`${escaped(row[language])}\n`).join(''));
}

const XML = { amp: '&', lt: '<', gt: '>', quot: '"', apos: "'" };
const unxml = (text) => text.replace(/&(amp|lt|gt|quot|apos);/g, (_, name) => XML[name]);

// Every third of the first `count` × 3 segments of TICO-19 that have both.
export function tico_rows(language, count) {
	const name = fs.readdirSync(TICO, { recursive: true })
		.find((file) => file.endsWith(`en-${language}.tmx`));
	const text = fs.readFileSync(path.join(TICO, name), 'utf8');
	const rows = [...text.matchAll(/<tu\b[\s\S]*?<\/tu>/g)].map(([unit]) => {
		const segments = [...unit.matchAll(
			/<tuv[^>]*lang="([^"]*)"[^>]*>[\s\S]*?<seg>([\s\S]*?)<\/seg>/g)];
		const row = {};
		for (const [, tag, words] of segments)
			row[/^en/i.test(tag) ? 'en' : language] = unxml(words);
		return row;
	});
	return rows.filter((row) => row.en && row[language])
		.filter((_, i) => i % 3 === 0).slice(0, count);
}
