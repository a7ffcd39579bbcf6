// `bothy guide import` and `export` as programs: the same tree gives the same
// bytes, what goes out comes back, by a file or standard input, what is wrong
// changes nothing, and what was imported can be checked and built.
//
// SPDX-License-Identifier: AGPL-3.0-or-later
import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import test from 'node:test';
import { BOTHY } from './lib/binary.mjs';

const dir = fs.mkdtempSync(path.join(os.tmpdir(), 'exchange-'));
test.after(() => fs.rmSync(dir, { recursive: true }));
const at = (name) => path.join(dir, name);
const read = (name) => fs.readFileSync(at(name), 'utf8');
const guide = (args, input = '') => {
	const got = spawnSync(BOTHY, ['guide', ...args], { input, maxBuffer: 1 << 26 });
	return { status: got.status, out: String(got.stdout), err: String(got.stderr) };
};
const fine = (args, input) => {
	const got = guide(args, input);
	assert.equal(got.status, 0, got.out + got.err);
	return got.out;
};
// Every file of a folder, with its bytes.
const bytes = (folder) => fs.readdirSync(at(folder), { recursive: true })
	.map(String).sort()
	.filter((name) => fs.statSync(path.join(at(folder), name)).isFile())
	.map((name) => `${name}\n${read(path.join(folder, name))}`).join('\0');

const source = '# Phones\n\n## Before\n\nCall +964 770 123 4567, or [write]' +
	'(https://x.example/).\n\n1. Turn it off\n2. Leave\n';
const arabic = '# الهواتف\n\n## قبل\n\nاتصل +964 770 123 4567 أو [اكتب]' +
	'(https://x.example/).\n\n1. أطفئه\n2. اخرج\n';
fs.mkdirSync(at('tree/ar'), { recursive: true });
fs.writeFileSync(at('tree/a b.md'), source);
fs.writeFileSync(at('tree/ar/a b.md'), arabic);
fs.writeFileSync(at('tree/bad.md'), Buffer.from([0x23, 0x20, 0xff]));

test('the same tree gives the same bytes, and nothing on a dry run', () => {
	assert.equal(guide(['import', '--dry-run', at('one'), at('tree')]).status, 2);
	assert.ok(!fs.existsSync(at('one')));
	for (const library of ['one', 'two']) {
		const got = guide(['import', at(library), at('tree')]);
		assert.equal(got.status, 2, got.err); // bad.md
		assert.match(got.out, /^bad\.md:1: error: it is not UTF-8$/m);
	}
	assert.equal(bytes('one'), bytes('two'));
	assert.doesNotMatch(bytes('one'), /tmp|exchange-/);
});

for (const form of ['po', 'xliff', 'markdown']) {
	test(`${form} comes back the same through standard input`, () => {
		const before = bytes('one');
		const text = fine(['export', '--form', form, at('one'), '1', 'ar']);
		fine(['import', '--guide', '1', '--lang', 'ar', at('one'), '-'], text);
		assert.equal(bytes('one'), before);
	});
}

test('a translator adds a language, and one wrong entry keeps all out', () => {
	const empty = fine(['export', '--form', 'po', at('one'), '1', 'kmr']);
	const words = empty.replace(/msgid "Phones"\nmsgstr ""/,
		'msgid "Phones"\nmsgstr "Telefon"');
	assert.notEqual(words, empty);
	fs.writeFileSync(at('kmr.po'), words);
	const before = bytes('one');
	const wrong = words.replace(/(\{code1\}.*"\n)msgstr ""/, '$1msgstr "Bêje"');
	assert.notEqual(wrong, words);
	const got = guide(['import', at('one'), '-'], wrong);
	assert.equal(got.status, 1);
	assert.match(got.out, /^-:\d+: error: a slot is missing$/m);
	assert.equal(bytes('one'), before);
	fine(['import', at('one'), at('kmr.po')]);
	assert.match(read('one/1/kmr.words'), /^words Telefon$/m);
	const tool = spawnSync('msgfmt', ['--check', '-o', '/dev/null', at('kmr.po')]);
	if (tool.error === undefined) assert.equal(tool.status, 0, String(tool.stderr));
});

test('what is no file for a guide is refused', () => {
	const cases = [['-', '<xliff version="1.2">'], ['-', 'msgid "a'],
		['-', '<tmx/>'], [at('tree/bad.md'), ''], [at('nowhere.po'), ''],
		[at('tree'), '']];
	const before = bytes('one');
	for (const [from, input] of cases) {
		const got = guide(['import', '--guide', '7', '--lang', 'ar', at('one'),
			from === at('tree') ? at('tree/bad.md') : from], input);
		assert.equal(got.status, 1, from + got.out + got.err);
	}
	assert.equal(guide(['export', '--form', 'po', at('one'), '9', 'ar']).status, 1);
	assert.equal(guide(['import', at('one')]).status, 1);
	assert.equal(bytes('one'), before);
});

test('what was imported is checked and built', () => {
	assert.doesNotMatch(fine(['check', at('two')]), / error: /);
	// before the first release there are drafts, in every form
	fine(['build', '--date', '2026-11-25', at('two'), at('drafts')]);
	assert.match(read('drafts/text/ar/1.txt'), /\+964 770 123 4567/);
	fine(['release', '--date', '2026-11-25', at('two')]);
	fine(['build', '--only', 'site,text', at('two'), at('out')]);
	assert.match(read('out/text/ar/1.txt'), /\+964 770 123 4567/);
});

test('guides are brought up to their files: looked at first, then written', () => {
	fs.cpSync(at('tree'), at('tree-2'), { recursive: true });
	fs.rmSync(at('tree-2/bad.md'));
	fine(['import', at('up'), at('tree-2')]);
	const before = bytes('up');
	const again = guide(['import', '--update', at('up'), at('tree-2')]);
	assert.match(again.err, /guides changed: 0/);
	assert.equal(bytes('up'), before);
	fs.writeFileSync(at('tree-2/a b.md'), source.replace('2. Leave',
		'2. Leave the house') + '\n![A door](door.png)\n');
	const png = (n) => fs.writeFileSync(at('tree-2/door.png'), '\x89PNG\r\n\x1a\n' + n,
		'latin1');
	png('one');
	fs.writeFileSync(at('tree-2/new.md'), '# New\n\nWords of a new guide.\n');
	const args = ['import', '--update', at('up'), at('tree-2')];
	const looked = fine([...args.slice(0, 2), '--dry-run', ...args.slice(2)]);
	assert.equal(bytes('up'), before);
	assert.match(looked, /^a b\.md:8: advice: guide 1: (changed|removed|added): step [a-z]{6}$/m);
	assert.equal(fine(args), looked);
	assert.match(read('up/2/guide'), /^words New$/m);
	const [, picture] = read('up/1/guide').match(/^slot picture picture (.+)$/m);
	assert.match(read(`up/1/pictures/${picture}`), /one$/);
	png('two');
	assert.match(guide(args).err, /guides changed: 1/);
	assert.match(read(`up/1/pictures/${picture}`), /two$/);
	assert.match(guide(args).err, /guides changed: 0/);
	assert.deepEqual(fs.readdirSync(at('up/1/pictures')), [picture]);
	// what cannot be read is not written over
	fs.writeFileSync(at('up/1/ar.words'), 'nonsense\n');
	fs.writeFileSync(at('tree-2/a b.md'), source);
	const broken = guide(args);
	assert.equal(broken.status, 2);
	assert.match(broken.out, /^a b\.md:1: error: a file of its guide cannot be read/m);
	assert.equal(read('up/1/ar.words'), 'nonsense\n');
});

// Real guides, read where they lie; a machine without them has the cases above.
const real = path.resolve('../shared/data/guides');
const absent = fs.existsSync(real) ? false : 'no real guides here';
const FORMS = ['all', 'booklet', 'epub', 'odt', 'pdf', 'single', 'site', 'text'];
const forms_in = (out) => FORMS.filter((form) => fs.existsSync(at(path.join(out, form))));

test('TICO-19 in four languages is checked and becomes every form', { skip: absent }, () => {
	const from = ['ar', 'ckb', 'ku'].map((tag) => path.join(real, `tico-19/all.en-${tag}.tmx`));
	fine(['import', '--limit', '300', at('tico'), ...from]);
	assert.doesNotMatch(guide(['check', at('tico')]).out, /: error: /);
	const built = fine(['build', '--date', '2026-11-25', at('tico'), at('tico-out')]);
	assert.doesNotMatch(built, /not built/);
	assert.deepEqual(forms_in('tico-out'), FORMS);
	for (const tag of ['ar', 'ckb', 'kmr', 'kmr-Arab', 'en'])
		assert.ok(fs.existsSync(at(`tico-out/pdf/${tag}/1.pdf`)), tag);
	// numbers, phones and Latin words stand apart in right-to-left pages
	for (const tag of ['ar', 'ckb']) {
		const page = read(`tico-out/site/${tag}/1.html`);
		const main = page.slice(page.indexOf('<main>'), page.indexOf('<section class="checks"'));
		const bare = main.replace(/<(bdi|time|a)[^>]*>[^<]*<\/\1>/g, '')
			.replace(/<[^>]*lang="[^"]*"[^>]*>[^<]*<\/[a-z]+>/g, '')
			.replace(/<[^>]*>/g, ' ').replace(/&[a-z#0-9]+;/g, ' ');
		assert.ok((main.match(/<bdi dir="ltr">/g) ?? []).length > 50, tag);
		assert.doesNotMatch(bare, /[A-Za-z]{2,}|\d{2,}/, tag);
	}
});
test('the Digital First Aid Kit comes in with its drifts, and becomes every form',
	{ skip: absent }, () => {
		const got = guide(['import', '--missing', 'source', at('dfak'),
			path.join(real, 'dfak-2018')]);
		assert.ok(got.status === 0 || got.status === 2, got.err);
		for (const row of got.out.trimEnd().split('\n'))
			assert.match(row, /^[^:]+:\d+: (error|warning|advice): |^[^:]+: (error|warning): /);
		assert.match(got.out, /DevicesSeized/);
		assert.doesNotMatch(guide(['check', at('dfak')]).out, /: error: /);
		const built = fine(['build', '--date', '2026-11-25', at('dfak'), at('dfak-out')]);
		assert.doesNotMatch(built, /not built/);
		assert.deepEqual(forms_in('dfak-out'), FORMS);
		for (const tag of ['en', 'es', 'fr', 'de', 'ru'])
			assert.ok(fs.existsSync(at(`dfak-out/epub/${tag}/1.epub`)), tag);
	});
