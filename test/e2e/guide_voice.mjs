// `bothy guide voice` on a folder: she is shown the exact text, only the number
// of that text is a yes, a changed letter undoes it, and taking back is final.
// What is built follows: nothing unasked, her language only, then no word of it.
//
// SPDX-License-Identifier: AGPL-3.0-or-later
import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { cpSync, existsSync, mkdtempSync, readFileSync, readdirSync, rmSync, writeFileSync }
	from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { after, before, test } from 'node:test';
import { BOTHY } from './lib/binary.mjs';
import { TOP } from './lib/bothy.mjs';

let top, library;
before(() => {
	top = mkdtempSync(path.join(os.tmpdir(), 'bothy-voice-'));
	library = path.join(top, 'library');
	cpSync(path.join(TOP, 'demo', 'library'), library, { recursive: true });
	rmSync(path.join(library, 'stories/1/voice'));
	const own = path.join(library, 'library');
	writeFileSync(own, readFileSync(own, 'utf8').replace('starter yes\n', ''));
});
after(() => rmSync(top, { recursive: true, force: true }));

function voice(act, options = [], status = 0) {
	const got = spawnSync(BOTHY, ['guide', 'voice', ...options, library, '1',
		...act === '' ? [] : [act]]);
	assert.equal(got.status, status, `${act}: ${got.stderr}`);
	return got.stdout.toString();
}
const standing = () => Object.fromEntries(voice('').split('\n')
	.filter((line) => line.includes(': ')).map((line) => line.split(': ')));
const ckb = ['--language', 'ckb'];
const shown = () => voice('text', ckb);
const number = () => shown().trimEnd().split('\n').at(-1);
const on = (day) => ['--date', `2026-11-${day}`];

/* The languages in which the story has a page, of a build into OUT. */
function built(from = library, name = 'out') {
	const out = path.join(top, name);
	const got = spawnSync(BOTHY, ['guide', 'build', '--only', 'site,text,library',
		from, out]);
	assert.ok([0, 2].includes(got.status), String(got.stderr));
	return readdirSync(path.join(out, 'site')).filter((lang) =>
		existsSync(path.join(out, 'site', lang, '2001.html'))).sort();
}
const page = (lang, name = 'out') => readFileSync(path.join(top, name, 'site', lang,
	'2001.html'), 'utf8');
function everything(folder) {
	return readdirSync(folder, { withFileTypes: true }).map((one) => {
		const where = path.join(folder, one.name);
		return one.isDirectory() ? everything(where) : readFileSync(where, 'utf8');
	}).join('\n');
}

test('nobody is published unasked', () => {
	assert.ok(Object.values(standing())
		.every((says) => says === 'nobody has said yes to it'));
	voice('yes', [...on(25), '--number', number()], 1);
	assert.deepEqual(built(), []);
	assert.ok(!everything(path.join(top, 'out')).includes('جانتا'));
});

test('only the number of the text she was shown is a yes', () => {
	assert.match(shown(), /^جانتاکەی لای دەرگاکە\n\n[^]*\n\n\d{6}\n$/);
	voice('shown', [...ckb, ...on(25)]);
	const wrong = number() === '000000' ? '000001' : '000000';
	voice('yes', [...on(26), '--number', wrong], 1);
	voice('yes', ['--number', number()], 1);
	voice('yes', [...on(26), '--number', number()]);
	assert.equal(standing().ckb, 'fine');
	assert.equal(standing().ar, 'she did not allow a translation');
});

test('it has a page in her language, and in others when she allows it', () => {
	assert.deepEqual(built(), ['ckb']);
	assert.match(page('ckb'), /جانتاکەی لای دەرگاکە/);
	const all = everything(path.join(top, 'out'));
	assert.ok(!all.includes('The bag by the door') && !all.includes('الحقيبة'));
	/* the copy, which the line reads and anybody builds again, has it too */
	assert.match(readFileSync(path.join(top, 'out/library/stories/1/guide'), 'utf8'),
		/^bothy-story 1\nsource ckb\n/);
	assert.deepEqual(built(path.join(top, 'out/library'), 'alone'), ['ckb']);
	assert.equal(page('ckb', 'alone'), page('ckb'));
	const file = path.join(library, 'stories/1/voice');
	writeFileSync(file, readFileSync(file, 'utf8').replace('translate no',
		'translate yes'));
	assert.deepEqual(built(), ['ar', 'ckb', 'en', 'kmr', 'kmr-Arab']);
	assert.match(readFileSync(path.join(top, 'out/site/ar/index.html'), 'utf8'),
		/href="\.\/2001\.html">الحقيبة/);
	assert.deepEqual(built(path.join(top, 'out/library'), 'again').length, 5);
	assert.equal(page('ar', 'again'), page('ar'));
});

test('one letter more, in her language or the source, and she is asked again', () => {
	for (const name of ['ckb.words', 'guide']) {
		const file = path.join(library, 'stories/1', name);
		const was = readFileSync(file, 'utf8');
		writeFileSync(file, was.replace(/\n(\nnote |$)/, '.\n$1'));
		assert.notEqual(readFileSync(file, 'utf8'), was);
		assert.equal(standing().ckb,
			'the text is not the one she said yes to', name);
		writeFileSync(file, was);
		assert.equal(standing().ckb, 'fine');
	}
});

test('she takes it back, and nothing leads out of that', () => {
	voice('take-back');
	assert.ok(Object.values(standing())
		.every((says) => says === 'she has taken it back'));
	for (const act of ['take-back', 'no', 'again']) voice(act, [], 1);
	voice('shown', on(27), 1);
	assert.match(readFileSync(path.join(library, 'stories/1/voice'), 'utf8'),
		/^bothy-voice 1\nstate withdrawn\n/);

	assert.equal(built().length, 5);
	assert.match(page('en'), /The person who told this story has taken it back/);
	assert.ok(!page('en').includes('This guide was taken back'));
	const all = everything(path.join(top, 'out'));
	for (const word of ['bag', 'جانتا', 'الحقيبة', 'çante']) {
		assert.ok(!all.toLowerCase().includes(word), word);
	}
	assert.equal(built(path.join(top, 'out/library'), 'after').length, 5);
	for (const lang of ['ar', 'kmr-Arab']) {
		assert.equal(page(lang, 'after'), page(lang));
	}
});
