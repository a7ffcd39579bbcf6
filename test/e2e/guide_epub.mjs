// E-books as other people's programs see them: epubcheck finds no error and no
// warning in books of either direction, with pictures, of one guide and of all;
// the archives are read here byte by byte, and nothing in them tells who made
// them, where or with what.
//
// SPDX-License-Identifier: AGPL-3.0-or-later
import assert from 'node:assert/strict';
import { spawn, spawnSync } from 'node:child_process';
import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import test, { after } from 'node:test';
import zlib from 'node:zlib';
import { BOTHY } from './lib/binary.mjs';

const top = path.resolve(import.meta.dirname, '../..');
const folder = fs.mkdtempSync(path.join(os.tmpdir(), 'bothy-epub-'));
after(() => fs.rmSync(folder, { recursive: true }));

const build = (library, out, ...more) => {
	const got = spawnSync(BOTHY, ['guide', 'build', '--only', 'epub,all',
		...more, library, path.join(folder, out)]);
	assert.equal(got.status, 0, String(got.stderr));
	return path.join(folder, out);
};
const fixture = build(path.join(top, 'test/fixture/library'), 'fixture');
const quiet = build(path.join(top, 'test/fixture/library'), 'quiet', '--quiet');
const starter = build(path.join(top, 'demo/library'), 'starter',
	'--demonstration');

// The entries of a ZIP from its local heads, checked on the way.
function entries(file) {
	const bytes = fs.readFileSync(file);
	const found = [];
	let at = 0;
	while (bytes.readUInt32LE(at) === 0x04034b50) {
		const flags = bytes.readUInt16LE(at + 6);
		const how = bytes.readUInt16LE(at + 8);
		const packed = bytes.readUInt32LE(at + 18);
		const length = bytes.readUInt16LE(at + 26);
		const name = bytes.toString('latin1', at + 30, at + 30 + length);
		const body = bytes.subarray(at + 30 + length,
			at + 30 + length + packed);
		assert.equal(flags, 1 << 11, name);
		assert.equal(bytes.readUInt16LE(at + 10), 0, name);
		assert.equal(bytes.readUInt16LE(at + 12), 0x21, name);
		assert.equal(bytes.readUInt16LE(at + 28), 0, name);
		const text = how === 0 ? body : zlib.inflateRawSync(body);
		assert.equal(text.length, bytes.readUInt32LE(at + 22), name);
		found.push({ name, how, text });
		at += 30 + length + packed;
	}
	assert.equal(bytes.readUInt32LE(at), 0x02014b50);
	assert.equal(bytes.readUInt16LE(bytes.length - 12), found.length);
	return found;
}

const epubcheck = (file) => new Promise((resolve) => {
	const java = spawn('java', ['-XX:TieredStopAtLevel=1', '-XX:+UseSerialGC',
		'-jar', '/usr/share/java/epubcheck.jar', file]);
	let said = '';
	java.stdout.on('data', (text) => { said += text; });
	java.stderr.on('data', (text) => { said += text; });
	java.on('error', (error) => resolve(String(error)));
	java.on('close', () => resolve(said));
});

test('epubcheck has nothing to say', async () => {
	// each start of Java costs seconds: all kinds of units in one, the
	// other direction and edition in the other
	const said = await Promise.all([
		path.join(fixture, 'epub/ar/0.epub'),
		path.join(quiet, 'epub/kmr/1.epub'),
	].map(epubcheck));
	for (const text of said) {
		assert.match(text,
			/Messages: 0 fatals \/ 0 errors \/ 0 warnings \/ 0 infos/);
	}
});

test('an archive is as readers of EPUB want it, and sorted', () => {
	for (const file of ['ar/0', 'en/1', 'kmr-Arab/3']) {
		const found = entries(path.join(fixture, `epub/${file}.epub`));
		assert.equal(found[0].name, 'mimetype');
		assert.equal(found[0].how, 0);
		assert.equal(String(found[0].text), 'application/epub+zip');
		const names = found.slice(1).map((entry) => entry.name);
		assert.deepEqual(names, [...names].sort());
	}
	const names = entries(path.join(fixture, 'all/ar.zip'))
		.map((entry) => entry.name);
	assert.ok(names.includes('epub/ar/1.epub'));
	assert.deepEqual(names, [...names].sort());
});

test('direction, language and what a screen reader asks for are said', () => {
	const opf = (file) => String(entries(path.join(fixture, file))
		.find((entry) => entry.name === 'book/package.opf').text);
	const arabic = opf('epub/ar/1.epub');
	for (const part of ['page-progression-direction="rtl"',
		'<dc:language>ar</dc:language>', 'schema:accessMode">textual',
		'schema:accessMode">visual', '>alternativeText<',
		'schema:accessibilityHazard">none', 'schema:accessibilitySummary']) {
		assert.ok(arabic.includes(part), part);
	}
	assert.ok(opf('epub/kmr/2.epub').includes('progression-direction="ltr"'));
	assert.ok(!opf('epub/kmr/2.epub').includes('visual'));
	assert.ok(opf('epub/kmr-Arab/2.epub').includes('direction="rtl"'));
});

test('nothing tells of the maker, and the quiet edition of nobody', () => {
	const gone = [os.hostname(), os.userInfo().username + '/', top, '/tmp',
		'bothy-', 'zlib', 'libpng', 'generator', 'Creator', 'Exif', 'tEXt',
		'+00:00', 'GMT'];
	for (const [out, more] of [[fixture, []], [quiet, ['dc:publisher']]]) {
		for (const file of ['epub/ar/0.epub', 'epub/en/1.epub']) {
			for (const { name, text } of entries(path.join(out, file))) {
				const words = text.toString('latin1');
				for (const word of [...gone, ...more]) {
					assert.ok(!words.includes(word), `${name}: ${word}`);
				}
			}
		}
	}
	const opf = entries(path.join(quiet, 'epub/en/1.epub'))
		.find((entry) => entry.name === 'book/package.opf');
	assert.match(String(opf.text), /<dc:title>Page 1<\/dc:title>/);
});

test('after a change the books are those of a first build', () => {
	const library = path.join(folder, 'library');
	fs.cpSync(path.join(top, 'test/fixture/library'), library,
		{ recursive: true });
	const kept = build(library, 'kept');
	const before = fs.readFileSync(path.join(kept, 'epub/en/0.epub'));
	const guide = path.join(library, '2/guide');
	fs.writeFileSync(guide, fs.readFileSync(guide, 'utf8')
		.replace(/^(paragraph \w+\n(?:slot .*\n)*words .*)/m, '$1 Really.'));
	build(library, 'kept');
	build(library, 'fresh');
	for (const lang of ['ar', 'en', 'kmr']) {
		for (const number of [0, 1, 2, 3]) {
			const name = `epub/${lang}/${number}.epub`;
			assert.ok(fs.readFileSync(path.join(kept, name)).equals(
				fs.readFileSync(path.join(folder, 'fresh', name))), name);
		}
	}
	assert.ok(!fs.readFileSync(path.join(kept, 'epub/en/0.epub'))
		.equals(before));
});

test('a book of seven lessons is at most 12 KB', () => {
	// the starter library has six, each larger than those we know
	for (const lang of ['ar', 'ckb', 'kmr', 'kmr-Arab', 'en']) {
		const guides = fs.readdirSync(path.join(starter, 'epub', lang))
			.filter((name) => name !== '0.epub').length;
		const { size } = fs.statSync(path.join(starter, 'epub', lang,
			'0.epub'));
		assert.ok(guides >= 6);
		assert.ok(size / guides * 7 <= 12 * 1024, `${lang}: ${size}`);
	}
});

test('a day is written as on the pages', () => {
	const words = entries(path.join(fixture, 'epub/en/1.epub'))
		.filter(({ name }) => name.endsWith('.xhtml'))
		.map(({ text }) => String(text)).join('');
	assert.ok(words.includes('1.3.2026'));
	assert.ok(!words.includes('2026-03-01'));
});
