// `bothy guide` on a folder alone: check, sign, release, diff. What it says is
// files, lines and fixed words; what it writes is the same bytes each time; and
// what cannot be right is neither written nor half written.
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

const home = fs.mkdtempSync(path.join(os.tmpdir(), 'bothy-guide-'));
after(() => fs.rmSync(home, { recursive: true }));

const guide = (...args) => {
	const got = spawnSync(BOTHY, ['guide', ...args], { encoding: 'utf8' });
	return { status: got.status, out: got.stdout, said: got.stderr };
};

let count = 0;
function library({ starter = false, words = 'Stay calm' } = {}) {
	const at = path.join(home, String(++count));
	fs.mkdirSync(path.join(at, '3'), { recursive: true });
	fs.writeFileSync(path.join(at, 'library'), 'bothy-library 1\n' +
		'name en The Library\nsource en\n' + (starter ? 'starter yes\n' : ''));
	fs.writeFileSync(path.join(at, '3/guide'), 'bothy-guide 1\nsource en\n' +
		'demands security\ncheck-days 180\n\ntitle aaaaaa\n' +
		`words When they take your phone\n\ndanger bbbbbb\nwords ${words}\n`);
	return at;
}
const file = (at, name) => fs.readFileSync(path.join(at, name), 'utf8');

test('a right folder is checked in silence but for its signature', () => {
	const at = library();
	const got = guide('check', '--level', 'error', at);
	assert.deepEqual(got, { status: 0, out: '', said: '' });
	assert.equal(guide('check', at).out,
		`${at}/3/guide:1: warning: a draft: no signature of security\n`);
});

test('an error has its file and line, and status 1', () => {
	const at = library({ words: 'Use **this' });
	fs.writeFileSync(path.join(at, '3/ar.words'),
		'bothy-words 1\nlanguage ar\n\nzzzzzz done 0123456789abcdef\nwords x\n');
	fs.writeFileSync(path.join(at, '3/ckb.words'),
		'bothy-words 1\nlanguage ar\n');
	const got = guide('check', '--level', 'error', at);
	assert.equal(got.status, 1);
	assert.deepEqual(got.out.trim().split('\n'), [
		`${at}/3/ar.words:4: error: a unit the guide does not have`,
		`${at}/3/ckb.words:2: error: another language than the file's name`,
		`${at}/3/guide:10: error: a mark is not closed, or never opened`,
	]);
});

test('what a library says of itself is looked at, and files nobody reads', () => {
	const at = library();
	fs.writeFileSync(path.join(at, 'library'), 'bothy-library 1\nname ar مكتبة\n' +
		'source en\nonion abc.example\nwhere http://plain.example\n' +
		'where https://one.example\n');
	fs.writeFileSync(path.join(at, 'releases'), 'bothy-releases 1\n\n' +
		'release 1 2026-11-25\nadded 3 en One\nadded 4 en Two\n');
	fs.writeFileSync(path.join(at, '3/ar.word'), 'bothy-words 1\nlanguage ar\n');
	fs.writeFileSync(path.join(at, '3/.note'), 'x');
	const got = guide('check', '--level', 'warning', at);
	assert.equal(got.status, 0);
	assert.deepEqual(got.out.trim().split('\n'), [
		`${at}/library:1: warning: no name of the library in en`,
		`${at}/library:1: warning: an onion address that is none`,
		`${at}/library:1: warning: a place that is neither https nor an onion`,
		`${at}/releases:1: warning: the newest release speaks of guide 4, which is not there`,
		`${at}/3/guide:1: warning: a draft: no signature of security`,
		`${at}/3/ar.word:1: warning: a file nothing is read from`,
	]);
});

test('what is signed is shown, and holds until it changes', () => {
	const at = library();
	const got = guide('sign', '--against', 'the list of 2026',
		'--checked', '2026-11-25', at, '3', 'en', 'security');
	assert.equal(got.status, 0, got.said);
	assert.match(got.out, /^title en When they take your phone\ndanger en Stay calm\n\nsigned: [0-9a-f]{16}\n$/);
	// who signs for what is said is shown where it comes from; for a language not
	const starter = path.resolve('demo/library');
	const copy = fs.mkdtempSync(path.join(os.tmpdir(), 'sign-'));
	fs.cpSync(starter, copy, { recursive: true });
	const sources = (role) => guide('sign', '--against', 'x', copy, '6', 'en', role).out;
	assert.match(sources('medicine'), /Open each source first.*\nsource  https:\/\/www\.who\.int\/.*\ndate    2024-05\n/);
	assert.doesNotMatch(sources('language'), /Open each source/);
	fs.rmSync(copy, { recursive: true });
	const hash = got.out.trim().split(' ').pop();
	assert.equal(file(at, '3/signs'), 'bothy-signs 1\n\n' +
		`en security 2026-11-25 2027-05-24 ${hash} the list of 2026\n`);
	assert.equal(guide('check', '--date', '2026-12-01', at).out, '');
	assert.match(guide('check', '--date', '2027-05-20', at).out,
		/:1: warning: soon at its end: the signature of security\n/);
	assert.match(guide('check', '--date', '2027-06-20', at).out,
		/:1: warning: due: at its end is the signature of security\n/);
	fs.writeFileSync(path.join(at, '3/guide'),
		file(at, '3/guide').replace('calm', 'very calm'));
	assert.match(guide('check', '--date', '2026-12-01', at).out,
		/:1: warning: a draft: changed since the signature of security\n/);
});

test('what cannot be signed leaves the file as it was', () => {
	const at = library();
	for (const args of [
		['--against', 'a', at, '4', 'en', 'security'],
		['--against', 'a', at, '3', 'ar', 'security'],
		['--against', 'a', at, '3', 'en', 'clinician'],
		['--against', 'a\nb', at, '3', 'en', 'security'],
		['--against', 'a', '--until', '2036-01-01', at, '3', 'en', 'security'],
		['--against', 'a', '--checked', '2026-02-30', at, '3', 'en', 'security'],
		[at, '3', 'en', 'security'],
	]) {
		assert.equal(guide('sign', ...args).status, 1, args.join(' '));
		assert.ok(!fs.existsSync(path.join(at, '3/signs')));
	}
	fs.writeFileSync(path.join(at, '3/signs'), 'bothy-signs 2\n');
	assert.equal(guide('sign', '--against', 'a', at, '3', 'en', 'security').status, 1);
	assert.equal(file(at, '3/signs'), 'bothy-signs 2\n');
});

test('releases follow each other and are never changed', () => {
	const at = library();
	assert.equal(guide('release', '--date', '2026-11-25', '--change',
		'added 3 en When they take your phone', at).out, 'release 1\n');
	const once = file(at, 'releases');
	assert.equal(once, 'bothy-releases 1\n\nrelease 1 2026-11-25\n' +
		'added 3 en When they take your phone\n');
	for (const args of [
		['--date', '2026-11-24'], ['--date', 'today'], [],
		['--date', '2026-11-26', '--change', 'mended 3 en Words'],
		['--date', '2026-11-26', '--change', 'added 3 xx Words'],
		['--date', '2026-11-26\nrelease 9 2026-11-27'],
	]) {
		assert.equal(guide('release', ...args, at).status, 1, args.join(' '));
		assert.equal(file(at, 'releases'), once);
	}
	assert.equal(guide('release', '--date', '2026-11-26', '--change',
		'withdrawn 3 en It was wrong', at).out, 'release 2\n');
	assert.ok(file(at, 'releases').startsWith(once));
});

test('a starter library is released when all have signed, or as a demonstration', () => {
	const at = library({ starter: true });
	const release = (...more) => guide('release', '--date', '2026-11-25', ...more, at);
	const refused = release();
	assert.equal(refused.status, 1);
	assert.match(refused.said, /^3, en, language: was never signed\n3, en, security: was never signed\n/);
	assert.ok(!fs.existsSync(path.join(at, 'releases')));
	assert.equal(release('--demonstration').status, 0);
	fs.rmSync(path.join(at, 'releases'));
	for (const role of ['language', 'security']) {
		assert.equal(release().status, 1);
		assert.equal(guide('sign', '--against', 'the list', '--checked',
			'2026-11-20', at, '3', 'en', role).status, 0);
	}
	assert.equal(release().status, 0);
});

test('two folders differ in what was done between them', () => {
	const old = library(), now = library();
	fs.writeFileSync(path.join(now, '3/guide'), file(old, '3/guide')
		.replace('calm', 'very calm') + '\nnote cccccc\nwords Call us.\n');
	fs.mkdirSync(path.join(now, '4'));
	fs.writeFileSync(path.join(now, '4/guide'), file(old, '3/guide'));
	assert.equal(guide('diff', old, now).out,
		'3/guide:9: changed danger bbbbbb\n3/guide:12: added note cccccc\n' +
		'4/guide: a new guide\n');
	assert.equal(guide('diff', now, old).out, '3/guide:9: changed danger bbbbbb\n' +
		'3/guide:12: removed note cccccc\n4/guide: no longer there\n');
	assert.deepEqual(guide('diff', old, old), { status: 0, out: '', said: '' });
	fs.writeFileSync(path.join(now, '3/guide'), 'bothy-guide 9\n');
	assert.equal(guide('diff', old, now).status, 1);
});

test('a harmless change brings along who was up to date, and nobody else', () => {
	const old = library(), now = library();
	const seen = (words) => crypto.createHash('sha256')
		.update(`danger\n${words}\n`).digest('hex').slice(0, 16);
	const block = (lang, hash) => `bothy-words 1\nlanguage ${lang}\n\n` +
		`bbbbbb done ${hash}\nwords x\n`;
	for (const at of [old, now]) {
		fs.writeFileSync(path.join(at, '3/ar.words'), block('ar', seen('Stay calm')));
		fs.writeFileSync(path.join(at, '3/kmr.words'), block('kmr', seen('Wait')));
	}
	fs.writeFileSync(path.join(now, '3/guide'),
		file(now, '3/guide').replace('calm', 'calm.'));
	assert.match(guide('diff', old, now).out, /3\/ar.words:5: turned stale danger bbbbbb\n/);
	const got = guide('harmless', '--before', old, now, '3', 'bbbbbb');
	assert.equal(got.status, 0, got.said);
	assert.equal(file(now, '3/ar.words'), block('ar', seen('Stay calm.')));
	assert.equal(file(now, '3/kmr.words'), block('kmr', seen('Wait')));
	assert.ok(!fs.existsSync(path.join(now, '3/kmr-Arab.words')));
	for (const args of [[now, '3', 'zzzzzz'], [now, '4', 'bbbbbb'], [now, '3']]) {
		assert.equal(guide('harmless', '--before', old, ...args).status, 1);
	}
	fs.writeFileSync(path.join(now, '3/guide'),
		file(now, '3/guide').replace('danger bbbbbb', 'note bbbbbb'));
	assert.equal(guide('harmless', '--before', old, now, '3', 'bbbbbb').status, 1);
});

test('nothing is said of a folder that is none, and each command has its help', () => {
	assert.equal(guide('check', home).status, 1);
	assert.equal(guide('nonsense').status, 1);
	assert.equal(guide().status, 1);
	for (const name of ['build', 'check', 'diff', 'export', 'harmless', 'import',
		'release', 'sign', 'voice']) {
		const help = guide(name, '--help');
		assert.equal(help.status, 0);
		assert.ok(help.out.startsWith(`usage: bothy guide ${name} `), name);
		assert.ok(guide('--help').out.includes(help.out));
	}
});
