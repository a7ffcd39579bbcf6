// `bothy terms check` as a filter: one row for each word of the bank, in code
// points of the line; quoted words are named and never corrected; any bytes go
// in; and nothing a person wrote is in an error. The words to avoid are
// invented here.
//
// SPDX-License-Identifier: AGPL-3.0-or-later
import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import crypto from 'node:crypto';
import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import test, { after } from 'node:test';
import { BOTHY } from './lib/binary.mjs';

const folder = fs.mkdtempSync(path.join(os.tmpdir(), 'bothy-terms-'));
after(() => fs.rmSync(folder, { recursive: true }));

const bank = path.join(folder, 'bank.tsv');
fs.writeFileSync(bank, [
	'concept\tlang\tterm\tstatus\tcertainty\thomograph\tcontext\twhy',
	'P\ten\tplant friend\tours\tsure\t\t\t',
	'P\ten\tweedling\tavoid\tsure\t\t\tit mocks',
	'P\ten\troot\tavoid\tlikely\tyes\tgarden\t',
	'P\ten\tmossy\tavoid\tunsure\t\t\t',
	'P\tar\tصديق النبات\tours\tsure\t\t\t',
	'P\tar\tعشبوش\tnever show\tsure\t\t\t',
	'P\tckb\tگیانۆک\tsuperseded\tlikely\t\t\t',
].join('\n') + '\n');

const run = (args, input) => spawnSync(BOTHY, ['terms', ...args],
	{ input, maxBuffer: 1 << 28 });
function rows(lines, ...more) {
	const got = run(['check', '--bank', bank, ...more],
		lines.join('\n') + '\n');
	assert.equal(got.status, 0, String(got.stderr));
	assert.equal(String(got.stderr), '');
	const out = got.stdout.toString().split('\n');
	assert.equal(out.pop(), '');
	return out.map((row) => row.split('\t'));
}

test('a row says where, what, what instead and why', () => {
	assert.deepEqual(rows(['', 'A weedling!', '🌵 Weedlings, weedling']), [
		['2', '2', '8', 'weedling', 'avoid', 'plant friend', 'it mocks'],
		['3', '2', '9', 'weedling', 'avoid', 'plant friend', 'it mocks'],
		['3', '13', '8', 'weedling', 'avoid', 'plant friend', 'it mocks'],
	]);
	assert.deepEqual(rows(['وصل العشبوشون اليوم', 'گیانۆکەکانیش']), [
		['1', '4', '9', 'عشبوش', 'never show', 'صديق النبات', ''],
		['2', '0', '12', 'گیانۆک', 'superseded', '', ''],
	]);
});

test('a word of two meanings is a perhaps, unless its context is there', () => {
	assert.deepEqual(rows(['the roots of it', 'a root in the garden'])
		.map((row) => row[4]), ['perhaps avoid', 'avoid']);
});

test('quoted words are named and get no correction', () => {
	assert.deepEqual(rows(['> weedling', 'she wrote “weedling root”, weedling'])
		.map((row) => [row[4], row[5]]), [['quoted avoid', ''],
		['quoted avoid', ''], ['quoted perhaps avoid', ''],
		['avoid', 'plant friend']]);
});

test('respectful words only when asked for; questions never', () => {
	assert.deepEqual(rows(['plant friends, mossy']), []);
	assert.deepEqual(rows(['plant friends, mossy'], '--all')
		.map((row) => row.slice(3, 6)), [['plant friend', 'ours', '']]);
});

test('with --lang, a word of another language is a perhaps', () => {
	assert.deepEqual(rows(['عشبوش'], '--lang', 'ckb').map((row) => row[4]),
		['perhaps never show']);
	assert.deepEqual(rows(['عشبوش'], '--lang', 'ar').map((row) => row[4]),
		['never show']);
});

test('lines that cross every border keep their numbers', () => {
	const lines = Array.from({ length: 9000 },
		(_, i) => (i % 7 === 0 ? 'weedling ' : '') + 'we are here '.repeat(i % 30));
	const got = rows(lines);
	assert.deepEqual(got.map((row) => Number(row[0])),
		lines.flatMap((line, i) => line.startsWith('weed') ? [i + 1] : []));
});

test('any bytes go in', () => {
	const bytes = Buffer.alloc(300000);
	for (let i = 0; i < bytes.length; i += 32) {
		crypto.createHash('sha256').update(String(i)).digest().copy(bytes, i);
	}
	assert.equal(run(['check', '--bank', bank], bytes).status, 0);
	const got = run(['check', '--bank', bank],
		Buffer.from('\xff\xfe weedling', 'latin1'));
	assert.match(got.stdout.toString(), /^1\t3\t8\tweedling\t/);
});

test('the bank may be TBX or a table with commas', () => {
	const file = path.join(folder, 'bank');
	for (const to of ['tbx', 'csv', 'tsv']) {
		const made = run(['convert', '--to', to, '--with-everything', bank], '');
		assert.equal(made.status, 0, String(made.stderr));
		fs.writeFileSync(file, made.stdout);
		const text = 'weedlings, root and a mossy عشبوش';
		assert.deepEqual(run(['check', '--bank', file], text).stdout.toString(),
			run(['check', '--bank', bank], text).stdout.toString(), to);
	}
	fs.writeFileSync(file, '<tbx><SECRET');
	const got = run(['check', '--bank', file], 'weedling');
	assert.equal(got.status, 1);
	assert.doesNotMatch(got.stderr.toString(), /SECRET/);
});

test('a refused row is named by its line, and the others hold', () => {
	const file = path.join(folder, 'odd.tsv');
	fs.writeFileSync(file, 'concept\tlang\tterm\tstatus\n' +
		'P\txx\tSECRET\tavoid\nP\ten\tweedling\tavoid\n');
	const got = run(['check', '--bank', file], 'weedling\n');
	assert.equal(got.status, 0);
	assert.match(got.stdout.toString(), /^1\t0\t8\tweedling\tavoid\t\t\n$/);
	assert.match(got.stderr.toString(), /language is unknown/);
	assert.match(got.stderr.toString(), /\b2\b/);
	assert.doesNotMatch(got.stderr.toString(), /SECRET/);
});

test('help, a wrong word, no bank and a line without end', () => {
	assert.match(run(['check', '--help'], '').stdout.toString(),
		/^usage: bothy terms check/);
	assert.match(run(['--help'], '').stdout.toString(), /terms check/);
	for (const args of [[], ['x'], ['check'], ['check', '--bank'],
		['check', '--bank', bank, 'x'], ['check', '--bank', bank, '--lang', 'ku'],
		['check', '--bank', path.join(folder, 'absent')]]) {
		assert.equal(run(args, 'secret\n').status, 1, args.join(' '));
	}
	const none = path.join(folder, 'none.tsv');
	fs.writeFileSync(none, 'secret\n');
	const got = run(['check', '--bank', none], 'x\n');
	assert.equal(got.status, 1);
	assert.doesNotMatch(got.stderr.toString(), /secret/);
	const long = run(['check', '--bank', bank], 'secret '.repeat(400000));
	assert.equal(long.status, 1);
	assert.doesNotMatch(long.stderr.toString(), /secret/);
});
