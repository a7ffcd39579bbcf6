// `bothy fold` as a filter: a line in, its key out; what is one word on two
// keyboards comes out the same without being told the language; any bytes go
// in; and what it cannot do it says without showing a line.
//
// SPDX-License-Identifier: AGPL-3.0-or-later
import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import crypto from 'node:crypto';
import test from 'node:test';
import { BOTHY } from './lib/binary.mjs';

const run = (args, input) => spawnSync(BOTHY, ['fold', ...args],
	{ input, maxBuffer: 1 << 28 });
function keys(args, lines) {
	const got = run(args, lines.join('\n') + '\n');
	assert.equal(got.status, 0, String(got.stderr));
	const out = got.stdout.toString().split('\n');
	assert.equal(out.pop(), '');
	assert.equal(out.length, lines.length);
	return out;
}
function same(args, pairs) {
	assert.deepEqual(keys(args, pairs.map((pair) => pair[0])),
		keys(args, pairs.map((pair) => pair[1])));
}

test('one word from two keyboards has one key, whatever its language', () => {
	same([], [['كێشە', 'کێشە'], ['خانه', 'خانە'], ['خانه‌كه‌', 'خانەکە'],
		['مُدَرِّسة', 'مدرسه'], ['إسلام', 'اسلام'], ['ŞÊR', 'şêr'],
		['DIL', 'dıl'], ['٢٠٢٣', '2023'], ['HELP', 'help'], ['', '']]);
	assert.deepEqual(keys(['--lang', 'ar'], ['فاطمة']), ['فاطمه']);
	assert.deepEqual(keys(['--lang', 'ckb'], ['نامة']), ['نامە']);
	assert.deepEqual(keys([], [
		'ذهبت فاطمة أمس إلى المدرسة الكبيرة التي تقع في وسط المدينة']),
	['ذهبت فاطمه امس الی المدرسه الکبیره التی تقع فی وسط المدینه']);
});

test('the loose key and the stem unite more', () => {
	same(['--loose'], [['سڵاو', 'سلاو'], ['مسؤول', 'مسول'],
		["11'ê", '11ê'], ['Kurdîya', 'kurdiya']]);
	same(['--stem'], [['والكتاب', 'كتاب'], ['هەڕەشەکان', 'هەڕەشە'],
		['hevalên', 'heval'], ['The threats were stopping him today',
			'the threat were stopped him today'],
		['پەنابەرەکان، ماڵەکە', 'پەنابەر، ماڵ']]);
	assert.notDeepEqual(keys([], ['şer', 'گوڵ']), keys([], ['ser', 'گۆڵ']));
});

test('any bytes go in, and a key is its own key', () => {
	const bytes = Buffer.alloc(200000);
	for (let i = 0; i < bytes.length; i += 32) {
		crypto.createHash('sha256').update(String(i)).digest().copy(bytes, i);
	}
	for (const args of [[], ['--loose'], ['--stem']]) {
		const got = run([...args, '--lang', 'ckb'], bytes);
		assert.equal(got.status, 0);
		if (args[0] === '--stem') continue;
		const again = run([...args, '--lang', 'ckb'], got.stdout);
		assert.ok(again.stdout.equals(got.stdout));
	}
});

test('help, wrong words and a line without end', () => {
	assert.match(run(['--help'], '').stdout.toString(), /^usage: bothy fold/);
	for (const args of [['x'], ['--lang'], ['--lang', 'xx'],
		['--loose', '--stem']]) {
		assert.equal(run(args, '').status, 1);
	}
	const got = run([], 'secret '.repeat(400000));
	assert.equal(got.status, 1);
	assert.doesNotMatch(got.stderr.toString(), /secret/);
});
