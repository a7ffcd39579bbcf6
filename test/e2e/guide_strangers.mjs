// Folders of guides as strangers keep them, and hostile ones (lib/strange_tree.mjs),
// through `bothy guide import`, `check` and `build` as programs: nothing falls,
// nothing waits, everything odd is a line with its place and reason, and what is
// built holds nothing of the place it was built from.
//
// SPDX-License-Identifier: AGPL-3.0-or-later
import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import test from 'node:test';
import zlib from 'node:zlib';
import { BOTHY } from './lib/binary.mjs';
import { LANGS, LAYOUTS, hostile, hostileMake, large, layoutMake, oddFilesMake, picturesMake,
	put } from './lib/strange_tree.mjs';

const dir = fs.mkdtempSync(path.join(os.tmpdir(), 'strangers-'));
test.after(() => {
	fs.chmodSync(path.join(dir, 'odd/unreadable.md'), 0o600);
	fs.rmSync(dir, { recursive: true });
});
const at = (name) => path.join(dir, name);
// Nobody's clock: a run that is still there after a minute hangs.
const guide = (...args) => {
	const got = spawnSync(BOTHY, ['guide', ...args], { maxBuffer: 1 << 28, timeout: 60000 });
	const said = `${args.join(' ')}: ${got.signal} ${got.stderr}`;
	assert.equal(got.signal, null, said);
	assert.ok([0, 1, 2].includes(got.status), said);
	assert.doesNotMatch(String(got.stderr), /Sanitizer|runtime error/);
	return { status: got.status, out: String(got.stdout), said };
};
// FILE:LINE: WEIGHT: TEXT, and nothing that turns a line around.
const remarks = (out) => out.split('\n').slice(0, -1).map((line) => {
	assert.match(line, /^.+:[1-9]\d*: (error|warning|advice): [^\p{Cc}]+$/u);
	assert.doesNotMatch(line, /[\u200e\u200f\u202a-\u202e\u2066-\u2069]/u);
	return line;
});
const files = (folder) => fs.readdirSync(folder, { recursive: true }).map(String)
	.map((name) => path.join(folder, name)).filter((file) => fs.statSync(file).isFile());
// What stands in a file, also inside of an archive.
const within = (file) => {
	const bytes = fs.readFileSync(file);
	const parts = [bytes];
	for (let i = bytes.indexOf('PK\x03\x04'); i >= 0; i = bytes.indexOf('PK\x03\x04', i + 4)) {
		const start = i + 30 + bytes.readUInt16LE(i + 26) + bytes.readUInt16LE(i + 28);
		const part = bytes.subarray(start, start + bytes.readUInt32LE(i + 18));
		try {
			parts.push(bytes.readUInt16LE(i + 8) === 8 ? zlib.inflateRawSync(part) : part);
		} catch { /* not the head of a file */ }
	}
	return parts.map((part) => part.toString('latin1')).join('\n');
};
const ONLY = ['--date', '2026-11-25', '--only', 'site,single,text,odt,epub,sms'];

for (const layout of Object.keys(LAYOUTS)) {
	test(`the layout "${layout}" is understood: four languages of each guide`, () => {
		layoutMake(at(layout), layout, 4);
		const got = guide('import', '--missing', 'source', at(`${layout}-lib`), at(layout));
		assert.equal(got.status, 0, got.said + got.out);
		remarks(got.out);
		for (const n of [1, 2, 3, 4]) {
			const there = fs.readdirSync(at(`${layout}-lib/${n}`));
			const all = LANGS.slice(1).filter((lang) => there.includes(`${lang}.words`));
			assert.ok(all.length >= 2, `${n}: ${there}`);
		}
		assert.doesNotMatch(guide('check', at(`${layout}-lib`)).out, / error: /);
	});
}

// Files whose oddity must be said, and how.
const SAID = {
	'cr-only': ':5: warning: raw HTML', 'crlf': ':5: warning: raw HTML', 'mixed-ends': ':7: warning: raw',
	'utf16le': ':1: error: it is UTF-16', 'utf16be': ':1: error: it is UTF-16',
	'utf16-no-bom': ':1: error: it is UTF-16', 'latin1': ':1: error: it is not UTF-8',
	'nul': ':3: error: it is no text', 'bidi': ':3: warning: control', 'invisible': ':1: error: there are no',
	'private-use': ':3: warning: a letter that was lost', 'empty': ':1: error: there is nothing',
	'fence-open': ':3: warning: code that does not end', 'html-inline': ':3: warning: raw HTML',
	'footnotes': ':5: warning: a footnote', 'table-five': ':3: warning: a table wider',
	'table-wide': ':1: warning: behind here: a table', 'table-many-rows': ': error: more units',
	'shortcodes': ':3: warning: a mark of another', 'task-list': ':3: advice: a box',
	'start-numbers': ':3: advice: a list', 'yaml-open': ':1: warning: front matter without an end',
	'json-open': ':1: warning: front matter without an end', 'toml-odd': ':2: warning: front matter that',
	'yaml-title-marks': ':1: warning: control', 'git-conflict': ':3: warning: two versions',
	'ref-bomb': ': error: its links', 'picture-words': ':5: warning: a link without words',
	'schemes': ':33: warning: a link that is no address', 'just-too-large': ':1: error: it is larger than 1 MiB',
	'ten-megabyte-line': ':1: error: it is larger than 1 MiB', 'binary': ': error: it is no text',
};

test('hostile files are guides or refused with a reason, and what is odd is said', () => {
	fs.mkdirSync(at('hostile'));
	const count = hostileMake(at('hostile')) + hostileMake(at('hostile'), large);
	picturesMake(at('hostile'));
	const got = guide('import', at('hostile-lib'), at('hostile'));
	assert.equal(got.status, 2, got.said);
	const lines = remarks(got.out);
	for (const [name, text] of Object.entries(SAID))
		assert.ok(lines.some((l) => l.startsWith(`hostile-${name}.md:`) && l.includes(text)),
			`${name}${text}`);
	const refused = new Set(lines.filter((l) => /: error: /.test(l)).map((l) => l.split(':')[0]));
	const made = fs.readdirSync(at('hostile-lib')).filter((name) => /^\d+$/.test(name)).length;
	assert.equal(made + refused.size, count);
	assert.ok(count > 90 && made > 60);
	guide('check', at('hostile-lib'));
	const built = guide('build', ...ONLY, at('hostile-lib'), at('hostile-out'));
	assert.equal(built.status, 2, built.said); // pictures that are none
	const pages = files(at('hostile-out/site')).filter((f) => f.endsWith('.html'));
	assert.ok(pages.length >= made);
	for (const file of pages) {
		const page = fs.readFileSync(file, 'utf8');
		for (const [tag] of page.matchAll(/<[a-z][^>]*>/gi)) {
			assert.doesNotMatch(tag, /^<(script|iframe|svg|object|embed)|\son\w+=/i);
			const [, to] = tag.match(/\s(?:href|src|action)="([^"]*)"/) ?? [];
			if (to !== undefined) assert.match(to, /^(https:\/\/[^@/]+(\/|$|\?|#)|#|\.\.?\/|about:blank)/);
		}
		assert.doesNotMatch(page, /[\u202a-\u202e\u2066-\u2069\u200e\u200f\ufffe\uffff]/u);
	}
	// again, nothing is new
	const again = guide('import', '--update', '--take-words', at('hostile-lib'), at('hostile'));
	assert.match(again.said, /guides changed: 0/);
});

test('odd names, links, pipes and devices are passed over and said', () => {
	fs.mkdirSync(at('odd'));
	oddFilesMake(at('odd'));
	const got = guide('import', at('odd-lib'), at('odd'));
	assert.equal(got.status, 2, got.said);
	const lines = remarks(got.out);
	for (const name of ['loop', 'up', 'root', 'passwd.md', 'zero.md', 'dangling.md', 'self.md'])
		assert.ok(lines.includes(`${name}:1: warning: a symbolic link is not followed`), name);
	assert.ok(lines.includes('pipe.md:1: warning: it is no file'));
	assert.ok(lines.includes('x.md:1: error: a second file of this language: left out'));
	assert.ok(lines.some((l) => l.startsWith('gpj.?dm.md:1: ')));
	const inside = files(at('odd-lib')).map(within).join('\n');
	assert.doesNotMatch(inside, /root:x:|strangers-/);
	const built = guide('build', ...ONLY, at('odd-lib'), at('odd-out'));
	assert.equal(built.status, 0, built.said + built.out);
});

test('a library with pipes and links in it is reported, not waited for', () => {
	put(at('plain'), 'their-own-name.md', '# Phones\n\nTurn it off.\n\n![A door](door.png)\n');
	picturesMake(at('plain'));
	fs.renameSync(at('plain/img/fine.png'), at('plain/door.png'));
	assert.equal(guide('import', at('plain-lib'), at('plain')).status, 0);
	const picture = fs.readdirSync(at('plain-lib/1/pictures'))[0];
	for (const name of ['library', 'releases', '1/guide', '1/ar.words', '1/signs', `1/pictures/${picture}`]) {
		fs.rmSync(at('pipes'), { recursive: true, force: true });
		fs.cpSync(at('plain-lib'), at('pipes'), { recursive: true });
		fs.rmSync(at(`pipes/${name}`), { force: true });
		spawnSync('mkfifo', [at(`pipes/${name}`)]);
		const built = guide('build', ...ONLY, at('pipes'), at('pipes-out'));
		assert.notEqual(built.status, 0, name);
		guide('check', at('pipes'));
		guide('import', at('pipes'), at('plain/their-own-name.md'));
	}
	// a link to a picture elsewhere brings nothing out of there
	fs.rmSync(at(`pipes/1/pictures/${picture}`));
	fs.symlinkSync(at('plain/door.png'), at(`pipes/1/pictures/${picture}`));
	assert.match(guide('build', ...ONLY, at('pipes'), at('pipes-out')).out, /cannot be read/);
});

test('what is built says nothing of where, by whom or with what it was built', () => {
	const got = guide('build', '--date', '2026-11-25', at('plain-lib'), at('plain-out'));
	assert.equal(got.status, 0, got.said + got.out);
	const secret = [dir, 'strangers-', 'somebody real', os.hostname(), `${os.homedir()}/`,
		'door.png', 'their-own-name', 'cairo', 'pango', 'libpng', 'md4c', '+0000']
		.filter((text) => text.length > 4); // shorter ones stand in any bytes
	const all = files(at('plain-out'));
	for (const form of ['site', 'single', 'text', 'epub', 'odt', 'library', 'all'])
		assert.ok(all.some((file) => file.includes(`/${form}/`)), form);
	for (const file of all) {
		const text = within(file).toLowerCase();
		for (const word of secret)
			assert.ok(!text.includes(word.toLowerCase()), `${path.relative(dir, file)}: ${word}`);
	}
});
