// `bothy guide build` as people run it: twice, from other places, in other time
// zones, with another umask and language, and byte for byte the same; nothing in
// any output says who made it, where, when or with what; the manifest holds for
// minisign and for `bothy verify`; a stop in the middle leaves the old folder.
//
// SPDX-License-Identifier: AGPL-3.0-or-later
import assert from 'node:assert/strict';
import { spawn, spawnSync } from 'node:child_process';
import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import test, { after, before } from 'node:test';
import zlib from 'node:zlib';
import { BOTHY } from './lib/binary.mjs';

const LIBRARY = path.join(import.meta.dirname ??
	path.dirname(new URL(import.meta.url).pathname), '../fixture/library');
// In memory where there is such a place: a build waits for its disk.
const folder = fs.mkdtempSync(path.join(fs.existsSync('/dev/shm') ? '/dev/shm'
	: os.tmpdir(), 'bothy-build-'));
after(() => fs.rmSync(folder, { recursive: true }));
const at = (...name) => path.join(folder, ...name);

function run(command, args, options = {}) {
	const got = spawnSync(command, args, { encoding: 'utf8',
		maxBuffer: 1 << 26, ...options });
	assert.equal(got.signal, null, `${command}: ${got.stderr}`);
	return got;
}

function build(library, out, { more = [], under = [], env = {} } = {}) {
	const [command, ...args] = [...under, BOTHY, 'guide', 'build',
		'--key', at('guide.key'), ...more, library, out];
	const got = run(command, args, { env: { ...process.env, ...env } });
	assert.equal(got.status, 0, got.stdout + got.stderr);
	return got.stdout;
}

function filesOf(top, inner = '') {
	return fs.readdirSync(path.join(top, inner), { withFileTypes: true })
		.flatMap((entry) => {
			const name = path.join(inner, entry.name);
			return entry.isDirectory() ? filesOf(top, name) : [name];
		}).sort();
}

before(() => {
	run(BOTHY, ['keygen', '--sign', '-o', at('guide.key')]);
	fs.cpSync(LIBRARY, at('Plantedfolder Staffname'), { recursive: true });
	fs.cpSync(LIBRARY, at('b'), { recursive: true });
	build(at('Plantedfolder Staffname'), at('out'),
		{ env: { TZ: 'Asia/Baghdad', LANG: 'C.UTF-8' } });
});

test('the same bytes from another place, time zone, umask and person', () => {
	// [format-1] [bindery-1]
	build(at('b'), at('deep', 'er', 'out'), { env: { TZ: 'America/St_Johns',
		LC_ALL: 'C', HOME: '/nonexistent', USER: 'plantedstaff',
		SOURCE_DATE_EPOCH: '1', HOSTNAME: 'plantedhost' },
	under: ['sh', '-c', 'umask 077; exec "$@"', 'sh'] });
	const one = filesOf(at('out')), two = filesOf(at('deep', 'er', 'out'));
	assert.deepEqual(one, two);
	assert.ok(one.length > 150);
	for (const name of one) {
		assert.ok(fs.readFileSync(at('out', name)).equals(
			fs.readFileSync(at('deep', 'er', 'out', name))), name);
	}
});

// -- what no file may say --------------------------------------------------------

// A ZIP's entries, inflated, from its directory at the end.
function entriesOf(bytes) {
	const end = bytes.lastIndexOf(Buffer.from('PK\x05\x06'));
	let place = bytes.readUInt32LE(end + 16), entries = [];
	for (let i = bytes.readUInt16LE(end + 10); i > 0; i--) {
		const method = bytes.readUInt16LE(place + 10);
		const size = bytes.readUInt32LE(place + 20);
		const nameLen = bytes.readUInt16LE(place + 28);
		const local = bytes.readUInt32LE(place + 42);
		const begin = local + 30 + bytes.readUInt16LE(local + 26) +
			bytes.readUInt16LE(local + 28);
		const body = bytes.subarray(begin, begin + size);
		const name = bytes.toString('utf8', place + 46,
			place + 46 + nameLen);
		assert.equal(bytes.readUInt16LE(place + 12), 0, 'a time');
		assert.equal(bytes.readUInt16LE(place + 14), 0x21, 'a date');
		assert.equal(bytes.readUInt16LE(place + 30), 0, 'an extra field');
		entries.push([name, method === 0 ? body
			: zlib.inflateRawSync(body)]);
		place += 46 + nameLen + bytes.readUInt16LE(place + 30) +
			bytes.readUInt16LE(place + 32);
	}
	return entries;
}

// A PDF's streams, inflated, and what stands between them.
function streamsOf(bytes) {
	const parts = [bytes];
	let place = 0;
	while ((place = bytes.indexOf('stream\n', place)) >= 0) {
		try {
			parts.push(zlib.inflateSync(bytes.subarray(place + 7),
				{ finishFlush: zlib.constants.Z_SYNC_FLUSH }));
		} catch { /* no deflated stream */ }
		place += 7;
	}
	return parts;
}

function chunksOf(bytes) {
	const chunks = [];
	for (let place = 8; place < bytes.length;
		place += 12 + bytes.readUInt32BE(place)) {
		chunks.push(bytes.toString('latin1', place + 4, place + 8));
	}
	return chunks;
}

// Every piece of text that can be got out of a file, with its name.
function piecesOf(name, bytes) {
	if (/\.(zip|epub)$/.test(name)) {
		return entriesOf(bytes).flatMap(([inner, body]) =>
			piecesOf(`${name}: ${inner}`, body));
	}
	if (name.endsWith('.pdf')) {
		return streamsOf(bytes).map((part) => [name, part]);
	}
	return [[name, bytes]];
}

const FORBIDDEN = [
	/plant(ed)? ?(folder|staff|host|translator|picture)/i, /Staffname/,
	/\/(tmp|home|work|root|usr|dev)\//,
	/cairo ?1?[0-9.]*\b(?!.*CairoSurface)/i, /pango ?[0-9]/i,
	/libpng|libjpeg|zlib [0-9]|ImageMagick|GCC: |clang version/i,
	/generator|producer|creator\b/i, /\+0[0-9]:?00\b|Baghdad|\bGMT\b|\bUTC\b/,
	/D:2026(?!1120)[0-9]{4}/, /\bExif\b|photoshop|xmpmeta/i,
	/bothy [0-9]|bothy\/0\.[0-9]/i,
];

test('no output says who made it, where, when or with what', () => {
	const found = [];
	let count = 0;
	for (const name of filesOf(at('out'))) {
		for (const [piece, bytes] of piecesOf(name,
			fs.readFileSync(at('out', name)))) {
			const text = bytes.toString('latin1');
			count++;
			for (const pattern of FORBIDDEN) {
				const hit = text.match(pattern);
				if (hit) found.push(`${piece}: ${pattern}: ${hit[0]}`);
			}
			if (piece.endsWith('.png')) {
				const more = chunksOf(bytes).filter((c) =>
					!['IHDR', 'PLTE', 'tRNS', 'IDAT', 'IEND'].includes(c));
				if (more.length) found.push(`${piece}: ${more}`);
			}
		}
	}
	assert.deepEqual(found.slice(0, 20), []);
	assert.ok(count > 300, `only ${count} pieces`);
});

test('what is planted can be found: the search is not blind', () => {
	const words = fs.readFileSync(path.join(LIBRARY, '1/ar.words'));
	assert.match(words.toString('latin1'), FORBIDDEN[0]);
	const picture = fs.readFileSync(path.join(LIBRARY,
		'1/pictures/bridge.png'));
	assert.ok(chunksOf(picture).includes('tEXt'));
	const pieces = piecesOf('all/en.zip', fs.readFileSync(
		at('out', 'all', 'en.zip')));
	assert.ok(pieces.some(([name, bytes]) => name.includes('.epub: ') &&
		bytes.includes('Crossing the river')));
	assert.ok(pieces.some(([name]) => name.includes('.pdf')));
});

test('every file says until when it may be trusted', () => {
	for (const name of filesOf(at('out'))) {
		if (!/^(site\/..|single|text|sms)\/.*\.(html|txt)$/.test(name) ||
			name.includes('library')) {
			continue;
		}
		assert.match(fs.readFileSync(at('out', name), 'utf8'),
			/20\.11\.2027/, name);
	}
});

test('in the quiet edition no title and no name says what it is', () => {
	build(at('b'), at('quieter'), { more: ['--quiet'] });
	for (const name of filesOf(at('quieter'))) {
		if (/^(manifest|library)/.test(name)) continue;
		for (const [piece, bytes] of piecesOf(name,
			fs.readFileSync(at('quieter', name)))) {
			assert.ok(!bytes.includes('The Example Bridge'), piece);
			assert.ok(!bytes.includes('جسر المثال'), piece);
		}
	}
	build(at('b'), at('quiet'), { more: ['--quiet', '--only',
		'site,single,epub,text'] });
	for (const name of filesOf(at('quiet'))) {
		assert.match(name, /^[a-z]+(\/[A-Za-z-]+){0,2}(\/(index|[0-9]+)(-[a-z]+-(360|720))?)?\.(html|epub|txt|png)$|^(manifest(\.minisig)?|guide\.pub)$/);
		if (!name.endsWith('.html')) continue;
		const [, title] = fs.readFileSync(at('quiet', name), 'utf8')
			.match(/<title>(.*)<\/title>/);
		assert.match(title, /^\D* ?[0-9]+\D*$/, name);
		assert.ok(title.length < 20, title);
	}
});

// -- signed ---------------------------------------------------------------------

const verify = (...args) => run(BOTHY, ['verify', '-p', at('guide.key.pub'),
	'--folder', ...args]);

test('the manifest holds for bothy and for minisign', () => {
	assert.equal(verify(at('out')).status, 0);
	const trusted = 'bothy guides v=2 expires=1826755200';
	assert.ok(verify(at('out')).stdout.includes(trusted));
	const minisign = run('minisign', ['-V', '-m', at('out', 'manifest'),
		'-p', at('guide.key.pub')]);
	assert.equal(minisign.status, 0, minisign.stderr);
	assert.ok(minisign.stdout.includes(trusted));
});

test('a file that is changed, missing or more is named', () => {
	fs.cpSync(at('quiet'), at('mirror'), { recursive: true });
	fs.appendFileSync(at('mirror', 'text', 'ar', '1.txt'), ' ');
	fs.rmSync(at('mirror', 'epub'), { recursive: true });
	fs.writeFileSync(at('mirror', 'site', 'en', '9.html'), 'other words');
	fs.symlinkSync('/etc/passwd', at('mirror', 'site', 'en', 'Name.html'));
	const got = verify(at('mirror'));
	assert.equal(got.status, 1);
	assert.match(got.stdout, /^changed: text\/ar\/1\.txt$/m);
	assert.match(got.stdout, /^missing: epub\/kmr\/2\.epub$/m);
	assert.match(got.stdout, /^more than the release has: site\/en\/9\.html$/m);
	assert.match(got.stdout, / 1 changed, 20 missing, 2 more$/m);
	assert.equal(verify('--part', at('mirror')).status, 1);
	fs.cpSync(at('quiet', 'text'), at('mirror', 'text'), { recursive: true,
		force: true });
	fs.rmSync(at('mirror', 'site', 'en', '9.html'));
	fs.rmSync(at('mirror', 'site', 'en', 'Name.html'));
	assert.equal(verify('--part', at('mirror')).status, 0);
	assert.equal(verify(at('mirror')).status, 1);
});

test('a manifest of another release or key does not hold', () => {
	fs.copyFileSync(at('out', 'manifest.minisig'),
		at('mirror', 'manifest.minisig'));
	assert.equal(verify(at('mirror')).status, 1);
	run(BOTHY, ['keygen', '--sign', '-o', at('other.key')]);
	assert.equal(run(BOTHY, ['verify', '-p', at('other.key.pub'),
		'--folder', at('out')]).status, 1);
	run(BOTHY, ['sign', '-s', at('guide.key'), '-t', 'another purpose',
		at('quiet', 'manifest')]);
	const got = verify(at('quiet'));
	assert.equal(got.status, 1);
	assert.match(got.stderr, /something else than this release/);
});

test('a release whose day is past says so, and is whole', () => {
	build(at('b'), at('old'), { more: ['--only', 'text', '--date',
		'2020-01-01'] });
	const got = verify(at('old'));
	assert.equal(got.status, 2);
	assert.match(got.stdout, /past: look for a newer release/);
});

// -- as a command ------------------------------------------------------------------

test('a stop in the middle leaves the old folder whole', async () => {
	const before = fs.readFileSync(at('out', 'manifest'));
	const stopped = async () => {
		const child = spawn(BOTHY, ['guide', 'build', '--key', at('guide.key'),
			'--date', '2026-11-21', at('b'), at('out')], { stdio: 'ignore' });
		const ended = new Promise((done) => child.on('exit',
			(code, signal) => done(signal)));
		while (!fs.existsSync(at('out.new', 'cards')) &&
			child.exitCode === null) {
			await new Promise((done) => setTimeout(done, 2));
		}
		child.kill('SIGINT');
		return ended;
	};
	// one that was done before we looked again is no stop in the middle
	let how = null;
	for (let i = 0; i < 5 && how === null; i++) how = await stopped();
	assert.equal(how, 'SIGINT');
	assert.ok(fs.readFileSync(at('out', 'manifest')).equals(before));
	assert.equal(verify('-q', at('out')).status, 0);
	assert.match(build(at('b'), at('out')), / 0 of them new$/m);
	assert.ok(!fs.existsSync(at('out.new')));
});

for (const [what, args] of [
	['no library', []], ['no folder', [LIBRARY]],
	['three folders', [LIBRARY, 'a', 'b']],
	['a form that there is not', ['--only', 'sites', LIBRARY, 'a']],
	['a day that is none', ['--date', '2026-13-01', LIBRARY, 'a']],
	['a library that is not there', ['nothing', 'a']],
	['a key that is none', ['--key', path.join(LIBRARY, 'library'), LIBRARY,
		'a']],
]) {
	test(`${what}: status 1, one line, nothing made`, () => {
		const got = run(BOTHY, ['guide', 'build', ...args], { cwd: folder });
		assert.equal(got.status, 1);
		assert.match(got.stderr, /^bothy[^\n]*\n$/);
		assert.ok(!fs.existsSync(at('a')) && !fs.existsSync(at('a.new')));
	});
}
