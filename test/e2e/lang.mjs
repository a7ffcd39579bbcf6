// `bothy lang` as a filter: each line comes out once, unchanged, behind its
// tag; any bytes go in; and what it cannot do it says without showing a line.
//
// SPDX-License-Identifier: AGPL-3.0-or-later
import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import crypto from 'node:crypto';
import test from 'node:test';
import { BOTHY } from './lib/binary.mjs';

const run = (args, input) => spawnSync(BOTHY, ['lang', ...args],
	{ input, maxBuffer: 1 << 28 });
function tags(lines) {
	const got = run([], lines.join('\n') + '\n');
	assert.equal(got.status, 0, String(got.stderr));
	const out = got.stdout.toString().split('\n');
	assert.equal(out.pop(), '');
	assert.equal(out.length, lines.length);
	return out.map((line, i) => {
		const [tag, ...rest] = line.split('\t');
		assert.equal(rest.join('\t'), lines[i]);
		return tag;
	});
}

test('each line comes out behind the tag of its language', () => {
	assert.deepEqual(tags(['سڵاو، پێویستم بە یارمەتییە', 'ez li Duhokê dijîm',
		'أحتاج إلى محام', 'ئەز نەشێم بزڤڕمە مال', 'please\thelp me', '',
		'123 😀', 'ma agdar arja3 lil bait']),
	['ckb', 'kmr', 'ar', 'kmr-Arab', 'en', 'und', 'und', 'ar-Latn']);
});

test('a last line without its end, and lines that cross every border', () => {
	assert.equal(run([], 'hello there').stdout.toString(),
		'en\thello there\n');
	assert.equal(run([], '').stdout.length, 0);
	const lines = Array.from({ length: 5000 },
		(_, i) => 'we are here '.repeat(i % 40 + 1) + i);
	assert.deepEqual(new Set(tags(lines)), new Set(['en']));
});

test('any bytes go through unchanged', () => {
	const bytes = Buffer.alloc(300000);
	for (let i = 0; i < bytes.length; i += 32) {
		crypto.createHash('sha256').update(String(i)).digest().copy(bytes, i);
	}
	const got = run([], bytes);
	assert.equal(got.status, 0);
	const back = got.stdout.toString('latin1').split('\n').slice(0, -1)
		.map((line) => line.slice(line.indexOf('\t') + 1)).join('\n');
	const want = bytes.toString('latin1');
	assert.equal(back, want.endsWith('\n') ? want.slice(0, -1) : want);
});

test('help, a wrong word and a line without end', () => {
	assert.match(run(['--help'], '').stdout.toString(), /^usage: bothy lang/);
	assert.equal(run(['x'], '').status, 1);
	const got = run([], 'secret '.repeat(400000));
	assert.equal(got.status, 1);
	assert.doesNotMatch(got.stderr.toString(), /secret/);
});
