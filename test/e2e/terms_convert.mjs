// `bothy terms convert` and `bothy booklet` as programs: every form comes back
// the same, what is written is valid TBX-Basic and opens in translate-toolkit,
// what nobody asked for stays at home, and what is broken is named by line and
// reason, never by its content.
//
// SPDX-License-Identifier: AGPL-3.0-or-later
import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import test from 'node:test';
import { BOTHY } from './lib/binary.mjs';

const HURTS = 'شاذ';
const here = path.dirname(new URL(import.meta.url).pathname);
const dir = fs.mkdtempSync(path.join(os.tmpdir(), 'terms-'));
test.after(() => fs.rmSync(dir, { recursive: true }));
const file = (name) => path.join(dir, name);
const has = (tool, ...args) => spawnSync(tool, args).status === 0;

const run = (args, input = '') => spawnSync(BOTHY, args,
	{ input, maxBuffer: 1 << 28 });
function convert(args, input) {
	const got = run(['terms', 'convert', ...args], input);
	assert.equal(got.status, 0, String(got.stderr));
	return got.stdout.toString();
}
const everything = (form, input) => convert(['--to', form,
	'--with-everything', ...(input === undefined ? ['--shipped'] : ['-'])],
input);

test('every form comes back the same, in any order of forms', () => {
	const tbx = everything('tbx');
	assert.ok(tbx.includes('قوم لوط') && tbx.includes('hevzayend'));
	const csv = everything('csv', tbx);
	const tsv = everything('tsv', csv);
	assert.ok(csv.startsWith('\ufeffconcept,') && tsv.startsWith('concept\t'));
	assert.equal(everything('tbx', tsv), tbx);
	assert.equal(everything('tbx', csv), tbx);
	assert.equal(everything('csv', csv), csv);
});

test('what is written keeps to the rules of TBX-Basic', {
	skip: !has('xmllint', '--version') && 'xmllint is not here' }, () => {
	const grammar = path.join(here, 'fixture/tbx_basic.rng');
	const check = (xml) => spawnSync('xmllint',
		['--noout', '--nonet', '--relaxng', grammar, '-'], { input: xml });
	const tbx = everything('tbx');
	const odd = everything('tbx', 'concept\tlang\tterm\tstatus\tdecided_on\t' +
		'note\tcoined_by\n1 2\tckb\ta <b> & "c"\tthreat word\t2024-02-29\t' +
		'why = x\tZîn\n1 2\tkmr-Arab\tپەیڤ\tproposed\tonce\t\t\n');
	for (const xml of [tbx, convert(['--to', 'tbx', '--shipped']), odd]) {
		const got = check(xml);
		assert.equal(got.status, 0, String(got.stderr));
	}
	// the grammar can say no
	for (const [from, to] of [['preferredTerm-admn-sts', 'preferred'],
		['<termSec>', '<tig>'], ['ed-2', 'ed-9'], ['<term>', '<term/><x>']]) {
		assert.notEqual(check(tbx.replace(from, to)).status, 0, from);
	}
});

// Debian's package belongs to the system's Python, which another may hide.
const snake = ['/usr/bin/python3', 'python3'].find((name) =>
	has(name, '-c', 'import translate.storage.tbx'));
const python = `
import sys
from translate.storage import factory
store = factory.getobject(sys.argv[1])
for unit in store.units:
    print(unit.source, unit.target, sep="\\t")
`;
test("Weblate's library opens the bilingual form", {
	skip: snake === undefined && 'translate-toolkit is not here' }, () => {
	const pair = ['--to', 'martif', '--from-lang', 'en', '--to-lang', 'ar'];
	for (const [more, hurts] of [[[], false], [['--with-avoided'], true]]) {
		const name = file('pair.tbx');
		fs.writeFileSync(name, convert([...pair, ...more, '--shipped']));
		const got = spawnSync(snake, ['-c', python, name]);
		assert.equal(got.status, 0, String(got.stderr));
		const lines = got.stdout.toString().trim().split('\n');
		assert.ok(lines.includes('gay man\tمثلي الجنس'), lines[0]);
		assert.equal(lines.includes(`gay man\t${HURTS}`), hurts);
		assert.ok(lines.every((line) => line.split('\t')[1].length > 0));
		if (!has('pocount', '--version')) continue;
		const count = spawnSync('pocount', ['--csv', name]);
		const total = count.stdout.toString().split('\n')
			.find((line) => line.includes('pair.tbx')).split(',')[8];
		assert.equal(Number(total), lines.length);
	}
});

test('what nobody asked for stays at home, and how much is said', () => {
	for (const form of ['tbx', 'csv', 'tsv']) {
		const got = run(['terms', 'convert', '--to', form, '--shipped']);
		const out = got.stdout.toString();
		assert.match(got.stderr.toString(), /stay out unless asked for: \d+/);
		assert.ok(out.includes('مثلي الجنس'));
		for (const word of [HURTS, 'صديق لنا', 'unsure']) {
			assert.ok(!out.includes(word), `${form}: ${word}`);
		}
		assert.ok(convert(['--to', form, '--shipped', '--with-avoided'])
			.includes(HURTS));
		assert.ok(convert(['--to', form, '--shipped', '--with-discreet'])
			.includes('صديق لنا'));
	}
});

test('no formula reaches a spreadsheet', () => {
	const bank = 'concept\tlang\tterm\tstatus\tnote\n' +
		'a\ten\tword\tours\t=HYPERLINK("x")\na\ten\t@two\tours\t+1\n';
	const csv = convert(['--to', 'csv', '-'], bank);
	assert.doesNotMatch(csv, /(^|[,\n"])[=+@]/m);
	assert.equal(everything('tsv', csv), everything('tsv', bank));
});

test('refused rows are named and the rest is written', () => {
	const got = run(['terms', 'convert', '--to', 'tsv'],
		'concept,lang,term,status\na,en,friend,ours\na,xx,secret,ours\n' +
		'a,en,"secret,ours\nb,en,mate,secret\nb,ckb,هاوڕێ,ours\n');
	assert.equal(got.status, 2);
	assert.equal(got.stdout.toString().trim().split('\n').length, 3);
	for (const line of [3, 4, 5]) {
		assert.match(got.stderr.toString(),
			new RegExp(`^line ${line}: [a-z ]+`, 'm'));
	}
	assert.doesNotMatch(got.stderr.toString(), /secret/);
});

test('what is broken gives nothing but a line and a reason', () => {
	const broken = ['<tbx>\n<text>\n<secret></text></tbx>', '<secret/>',
		'<tbx>\n&secret;</tbx>', 'secret\n1\n', '', '\xff\xfe\0\0',
		'<!DOCTYPE tbx [<!ENTITY s SYSTEM "/etc/passwd">]><tbx>&s;</tbx>',
		everything('tbx').slice(0, 5000)];
	for (const bytes of broken) {
		const got = run(['terms', 'convert', '--to', 'csv'],
			Buffer.from(bytes, 'utf8'));
		assert.equal(got.status, 1, bytes.slice(0, 40));
		assert.equal(got.stdout.length, 0);
		assert.match(got.stderr.toString(), /^line \d+: [a-z]/m);
		assert.doesNotMatch(got.stderr.toString(), /secret|passwd|root:/);
	}
	assert.equal(run(['terms', 'convert', '--to', 'csv', file('none')]).status, 1);
});

test('wrong options are refused', () => {
	for (const args of [[], ['--to'], ['--to', 'pdf'], ['--to', 'csv', 'a', 'b'],
		['--to', 'martif'], ['--to', 'csv', '--what'],
		['--to', 'martif', '--from-lang', 'en', '--to-lang', 'en']]) {
		const got = run(['terms', 'convert', ...args]);
		assert.equal(got.status, 1, args.join(' '));
		assert.equal(got.stdout.length, 0);
	}
	assert.match(run(['terms', 'convert', '--help']).stdout.toString(),
		/--with-avoided/);
});

test('files made elsewhere open', (t) => {
	const shared = path.join(here, '../../../shared/data/text/terms');
	if (!fs.existsSync(shared)) return t.skip('they are not here');
	for (const name of ['seed-terms.tbx', 'seed-terms.tsv']) {
		assert.match(convert(['--to', 'csv', '--with-everything',
			path.join(shared, name)]), /گەی/);
	}
	return undefined;
});

test('the booklet is one quiet page in each form', () => {
	const page = (...args) => {
		const got = run(['booklet', ...args]);
		assert.equal(got.status, 0, String(got.stderr));
		return got.stdout.toString();
	};
	for (const lang of ['ar', 'ckb', 'kmr-Arab', 'kmr', 'en']) {
		const html = page('--lang', lang, '--shipped', '--name', 'A & B');
		assert.match(html, new RegExp(`<html lang="${lang}"`));
		assert.match(html, /A &amp; B/);
		assert.doesNotMatch(html, /<script|https?:|url\(|<link|<img/);
	}
	const plain = page('--lang', 'ar', '--shipped');
	assert.ok(!plain.includes('لوطي') && plain.includes('ل…'));
	assert.ok(page('--lang', 'ar', '--shipped', '--with-never-shown')
		.includes('لوطي'));
	fs.writeFileSync(file('all.tbx'), everything('tbx'));
	assert.equal(page('--lang', 'ar', file('all.tbx')), plain);
	assert.equal(run(['booklet', '--shipped']).status, 1);
	assert.equal(run(['booklet', '--lang', 'fa', '--shipped']).status, 1);
});
