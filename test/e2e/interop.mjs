// Bothy and the tools people have: age and minisign of the distribution, both
// ways, at the sizes where formats go wrong; and what was cut or changed, which
// must never open and never crash.
//
// SPDX-License-Identifier: AGPL-3.0-or-later
import assert from 'node:assert/strict';
import { spawn, spawnSync } from 'node:child_process';
import crypto from 'node:crypto';
import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import test, { after } from 'node:test';
import { BOTHY } from './lib/binary.mjs';

const folder = fs.mkdtempSync(path.join(os.tmpdir(), 'bothy-interop-'));
after(() => fs.rmSync(folder, { recursive: true }));
const at = (name) => path.join(folder, name);
const SIZES = [0, 1, 65535, 65536, 65537, 131072, 5 * 1024 * 1024];
const has = (tool) => spawnSync(tool, ['--version']).error === undefined;
const AGE = has('age'), MINISIGN = has('minisign');
const skipAge = AGE ? false : 'age is not installed';
const skipMinisign = MINISIGN ? false : 'minisign is not installed';

function run(command, args, input) {
	const got = spawnSync(command, args, { input, maxBuffer: 1 << 28,
		cwd: folder });
	assert.equal(got.signal, null);
	return got;
}
function good(command, args, input) {
	const got = run(command, args, input);
	assert.equal(got.status, 0, `${command} ${args[0]}: ${got.stderr}`);
	return got.stdout;
}
const same = (a, b) => assert.ok(a.equals(b),
	`${a.length} bytes are not the ${b.length} expected`);

// Runs a command on a terminal of its own and types each answer when its
// question is there.
function onTerminal(command, questions) {
	return new Promise((resolve, reject) => {
		const child = spawn('script', ['-qec', command, '/dev/null'],
			{ cwd: folder });
		let said = '', asked = 0;
		child.stdout.on('data', (bytes) => {
			said += bytes;
			const next = questions[asked];
			if (next && said.includes(next.question)) {
				said = said.slice(said.indexOf(next.question) +
					next.question.length);
				asked++;
				// the echo is switched off just after the question
				setTimeout(() => child.stdin.write(`${next.answer}\r`),
					50);
			}
		});
		const timer = setTimeout(() => child.kill('SIGKILL'), 60000);
		child.on('error', reject);
		child.on('close', (status) => {
			clearTimeout(timer);
			resolve({ status, said });
		});
	});
}

good(BOTHY, ['keygen', '-o', at('ours.key')]);
const ours = good(BOTHY, ['keygen', '-y', at('ours.key')]).toString().trim();
let theirs = ours;
if (AGE) {
	good('age-keygen', ['-o', at('theirs.key')]);
	theirs = good('age-keygen', ['-y', at('theirs.key')]).toString().trim();
}

// -- age ---------------------------------------------------------------------

for (const size of SIZES) {
	const plain = crypto.randomBytes(size);
	for (const armor of [[], ['-a']]) {
		const form = armor.length ? 'armored' : 'binary';
		test(`${size} bytes, ${form}: sealed here, opened by age`,
			{ skip: skipAge }, () => {
				const sealed = good(BOTHY, ['seal', '-r', theirs, ...armor],
					plain);
				same(good('age', ['-d', '-i', at('theirs.key')], sealed),
					plain);
			});
		test(`${size} bytes, ${form}: sealed by age, opened here`,
			{ skip: skipAge }, () => {
				const sealed = good('age', ['-r', ours, ...armor], plain);
				same(good(BOTHY, ['open', '-i', at('ours.key')], sealed),
					plain);
			});
		test(`${size} bytes, ${form}: sealed and opened here, by files`, () => {
			fs.writeFileSync(at('plain'), plain);
			good(BOTHY, ['seal', '-r', ours, ...armor, '-o', at('sealed'),
				at('plain')]);
			good(BOTHY, ['open', '-i', at('ours.key'), '-o', at('back'),
				at('sealed')]);
			same(fs.readFileSync(at('back')), plain);
			assert.equal(fs.statSync(at('back')).mode & 0o777, 0o600);
		});
	}
}

const WORDS = crypto.randomBytes(3000);

test('age opens with a key made here, and with its commented file',
	{ skip: skipAge }, () => {
		const key = good(BOTHY, ['keygen']).toString();
		assert.match(key,
			/^# public key: age1[a-z0-9]{58}\nAGE-SECRET-KEY-1[A-Z0-9]{58}\n$/);
		fs.writeFileSync(at('new.key'), `\n# a comment\n${key}`);
		const to = good('age-keygen', ['-y', at('new.key')]).toString().trim();
		const sealed = good('age', ['-r', to], WORDS);
		same(good(BOTHY, ['open', '-i', at('new.key')], sealed), WORDS);
	});

test('a file of recipients works for both, each key opens', { skip: skipAge },
	() => {
		fs.writeFileSync(at('team'),
			`# the team\n\n${ours}\r\n${theirs}\n# end\n`);
		for (const sealed of [good(BOTHY, ['seal', '-R', at('team')], WORDS),
			good('age', ['-R', at('team')], WORDS)]) {
			for (const key of ['ours.key', 'theirs.key']) {
				same(good(BOTHY, ['open', '-i', at(key)], sealed), WORDS);
				same(good('age', ['-d', '-i', at(key)], sealed), WORDS);
			}
		}
	});

test('sealing to our own identity file', () => {
	const sealed = good(BOTHY, ['seal', '-i', at('ours.key')], WORDS);
	same(good(BOTHY, ['open', '-i', at('ours.key')], sealed), WORDS);
});

fs.writeFileSync(at('passphrase'), 'peyva veşartî 7\n');
test('a passphrase: sealed here, opened by age at a terminal',
	{ skip: skipAge }, async () => {
		fs.writeFileSync(at('p.age'), good(BOTHY, ['seal',
			'--passphrase-file', at('passphrase')], WORDS));
		const { status, said } = await onTerminal('age -d -o p.out p.age',
			[{ question: 'assphrase', answer: 'peyva veşartî 7' }]);
		assert.equal(status, 0, said);
		same(fs.readFileSync(at('p.out')), WORDS);
	});

test('a passphrase: sealed by age at a terminal, opened here',
	{ skip: skipAge }, async () => {
		fs.writeFileSync(at('q'), WORDS);
		const { status, said } = await onTerminal('age -p -o q.age q', [
			{ question: 'assphrase', answer: 'peyva veşartî 7' },
			{ question: 'onfirm', answer: 'peyva veşartî 7' }]);
		assert.equal(status, 0, said);
		same(good(BOTHY, ['open', '--passphrase-file', at('passphrase'),
			at('q.age')]), WORDS);
	});

test('a passphrase asked for at a terminal, twice to seal and once to open',
	async () => {
		fs.writeFileSync(at('t'), WORDS);
		const seal = await onTerminal(`${BOTHY} seal -p -o t.age t`, [
			{ question: 'passphrase: ', answer: 'words' },
			{ question: 'again: ', answer: 'words' }]);
		assert.equal(seal.status, 0, seal.said);
		const open = await onTerminal(`${BOTHY} open -o t.out t.age`,
			[{ question: 'passphrase: ', answer: 'words' }]);
		assert.equal(open.status, 0, open.said);
		assert.ok(!open.said.includes('words'), 'the passphrase was shown');
		same(fs.readFileSync(at('t.out')), WORDS);
		const differ = await onTerminal(`${BOTHY} seal -p -o u.age t`, [
			{ question: 'passphrase: ', answer: 'words' },
			{ question: 'again: ', answer: 'word' }]);
		assert.equal(differ.status, 1);
		assert.ok(!fs.existsSync(at('u.age')));
	});

test('an identity file under a passphrase opens for both', { skip: skipAge },
	async () => {
		good(BOTHY, ['seal', '--passphrase-file', at('passphrase'), '-a', '-o',
			at('ours.key.age'), at('ours.key')]);
		const sealed = good('age', ['-r', ours], WORDS);
		same(good(BOTHY, ['open', '-i', at('ours.key.age'),
			'--passphrase-file', at('passphrase')], sealed), WORDS);
		fs.writeFileSync(at('k.age'), sealed);
		const { status, said } = await onTerminal(
			'age -d -i ours.key.age -o k.out k.age',
			[{ question: 'assphrase', answer: 'peyva veşartî 7' }]);
		assert.equal(status, 0, said);
		same(fs.readFileSync(at('k.out')), WORDS);
	});

// -- cut and changed ---------------------------------------------------------

const three = crypto.randomBytes(131072 + 5000);
for (const armor of [[], ['-a']]) {
	const form = armor.length ? 'armored' : 'binary';
	const sealed = good(BOTHY, ['seal', '-r', ours, ...armor], three);
	const small = good(BOTHY, ['seal', '-r', ours, ...armor], WORDS);
	const open = (bytes) => run(BOTHY, ['open', '-i', at('ours.key')], bytes);
	const isRefused = (bytes, plain, what) => {
		const got = open(bytes);
		assert.ok(got.status >= 10 && got.status <= 14,
			`${what}: status ${got.status}`);
		assert.ok(got.stdout.length < plain.length, what);
		same(got.stdout, plain.subarray(0, got.stdout.length));
	};
	test(`no cut of a ${form} file opens, what comes out is its start`, () => {
		// armor without its very last line end is whole
		const whole = small.length - armor.length;
		for (let len = 0; len < whole; len += len < 240 ? 1 : 97) {
			isRefused(small.subarray(0, len), WORDS, `cut at ${len}`);
		}
		for (let i = 0; i < 40; i++) {
			const len = crypto.randomInt(sealed.length - armor.length);
			isRefused(sealed.subarray(0, len), three, `cut at ${len}`);
		}
	});
	test(`no changed bit of a ${form} file opens`, () => {
		const changeAt = (file, plain, place) => {
			const bytes = Buffer.from(file);
			bytes[place] ^= 1 << crypto.randomInt(8);
			isRefused(bytes, plain, `bit at ${place}`);
		};
		for (let i = 0; i < small.length - armor.length;
			i += i < 240 ? 1 : 67) {
			changeAt(small, WORDS, i);
		}
		for (let i = 0; i < 40; i++) {
			changeAt(sealed, three,
				crypto.randomInt(sealed.length - armor.length));
		}
	});
	test(`no ${form} file with more behind it opens`, () => {
		isRefused(Buffer.concat([sealed, Buffer.from('x')]),
			Buffer.concat([three, Buffer.from('x')]), 'a byte more');
	});
}

test('256 MiB pass in bounded memory, both ways',
	{ skip: BOTHY.includes('asan') && 'not under the sanitizer' }, () => {
		fs.writeFileSync(at('large'), '');
		fs.truncateSync(at('large'), 256 << 20);
		const limited = (args) => good('sh', ['-c',
			`ulimit -v 131072; exec "$@"`, 'sh', BOTHY, ...args]);
		limited(['seal', '-r', ours, '-o', at('large.age'), at('large')]);
		limited(['open', '-i', at('ours.key'), '-o', at('large.out'),
			at('large.age')]);
		assert.equal(fs.statSync(at('large.out')).size, 256 << 20);
		for (const name of ['large', 'large.age', 'large.out']) {
			fs.rmSync(at(name));
		}
	});

// -- usage -------------------------------------------------------------------

for (const [what, args] of [
	['nobody to seal to', ['seal']],
	['a recipient that is none', ['seal', '-r', 'age1nobody']],
	['a recipient in large letters', ['seal', '-r', ours.toUpperCase()]],
	['a recipients file that is not there', ['seal', '-R', at('nothing')]],
	['a recipients file without one', ['seal', '-R', '/dev/null']],
	['keys and a passphrase', ['seal', '-p', '-r', ours]],
	['an unknown option', ['seal', '-z']],
	['two inputs', ['seal', '-r', ours, 'one', 'two']],
	['an input that is not there', ['seal', '-r', ours, at('nothing')]],
	['an output in no folder', ['seal', '-r', ours, '-o', at('no/where')]],
	['an identity file that is not there', ['open', '-i', at('nothing')]],
	['an identity file that is none', ['open', '-i', at('passphrase')]],
	['armor asked of open', ['open', '-a']],
	['an empty passphrase', ['seal', '--passphrase-file', '/dev/null']],
	['a key file that is there already', ['keygen', '-o', at('ours.key')]],
	['no file to sign', ['sign', '-s', at('ours.key')]],
	['a signing key that is none', ['sign', '-s', at('ours.key'),
		at('passphrase')]],
	['no such command', ['seals']],
]) {
	test(`${what}: status 1, one line, nothing out`, () => {
		const got = run(BOTHY, args, 'words');
		assert.equal(got.status, 1);
		assert.equal(got.stdout.length, 0);
		assert.match(got.stderr.toString(), /^bothy[^\n]*\n$/);
	});
}

// -- minisign ----------------------------------------------------------------

good(BOTHY, ['keygen', '--sign', '-o', at('ours.sign')]);
fs.writeFileSync(at('document'), WORDS);
const sign = (...more) => good(BOTHY, ['sign', '-s', at('ours.sign'),
	...more, at('document')]);

test('signed here, checked by minisign', { skip: skipMinisign }, () => {
	for (const size of SIZES) {
		fs.writeFileSync(at('sized'), crypto.randomBytes(size));
		good(BOTHY, ['sign', '-s', at('ours.sign'), '-t', `of ${size} bytes`,
			'-c', 'a comment', at('sized')]);
		const said = good('minisign', ['-V', '-H', '-m', at('sized'), '-p',
			at('ours.sign.pub')]).toString();
		assert.ok(said.includes(`of ${size} bytes`));
		assert.ok(good(BOTHY, ['verify', '-p', at('ours.sign.pub'),
			at('sized')]).toString().includes(`of ${size} bytes`));
	}
});

test('signed by minisign, checked here', { skip: skipMinisign }, () => {
	good('minisign', ['-G', '-W', '-p', at('their.pub'), '-s',
		at('their.sign')]);
	for (const size of SIZES) {
		fs.writeFileSync(at('sized'), crypto.randomBytes(size));
		good('minisign', ['-S', '-s', at('their.sign'), '-t', 'a comment',
			'-m', at('sized')]);
		assert.ok(good(BOTHY, ['verify', '-p', at('their.pub'), at('sized')])
			.toString().includes('a comment'));
		const key = fs.readFileSync(at('their.pub'), 'utf8').split('\n')[1];
		good(BOTHY, ['verify', '-P', key, at('sized')]);
	}
});

test('each signs with a key of the other', { skip: skipMinisign }, () => {
	good('minisign', ['-G', '-W', '-f', '-p', at('m.pub'), '-s', at('m.sign')]);
	good(BOTHY, ['sign', '-s', at('m.sign'), at('document')]);
	good('minisign', ['-V', '-m', at('document'), '-p', at('m.pub')]);
	good('minisign', ['-S', '-s', at('ours.sign'), '-m', at('document')]);
	good(BOTHY, ['verify', '-p', at('ours.sign.pub'), at('document')]);
	good('minisign', ['-R', '-s', at('ours.sign'), '-p', at('again.pub')]);
	assert.deepEqual(publicOf('again.pub'), publicOf('ours.sign.pub'));
});

// A public key file in its parts. The number in the comment is read as a
// number: minisign writes it without leading zeros, we write all of it.
function publicOf(name) {
	const [comment, key, ...rest] =
		fs.readFileSync(at(name), 'utf8').split('\n');
	const [, words, number] = comment.match(/^(.* )([0-9A-F]{1,16})$/);
	const id = BigInt(`0x${number}`);
	assert.equal(id, Buffer.from(key, 'base64').readBigUInt64LE(2));
	return { words, id, key, rest };
}

test('a signing key under a passphrase works for both', { skip: skipMinisign },
	() => {
		good(BOTHY, ['keygen', '--sign', '-o', at('p.sign'),
			'--passphrase-file', at('passphrase')]);
		good('minisign', ['-S', '-s', at('p.sign'), '-m', at('document')],
			fs.readFileSync(at('passphrase')));
		good(BOTHY, ['verify', '-p', at('p.sign.pub'), at('document')]);
		good(BOTHY, ['sign', '-s', at('p.sign'), '--passphrase-file',
			at('passphrase'), at('document')]);
		good('minisign', ['-V', '-m', at('document'), '-p',
			at('p.sign.pub')]);
		fs.writeFileSync(at('wrong'), 'wrong\n');
		assert.equal(run(BOTHY, ['sign', '-s', at('p.sign'),
			'--passphrase-file', at('wrong'), at('document')]).status, 1);
	});

test('no changed letter of a signature, its comment or the file passes', () => {
	sign('-t', 'counter 7');
	const text = fs.readFileSync(at('document.minisig'));
	const verify = () => run(BOTHY, ['verify', '-q', '-p',
		at('ours.sign.pub'), at('document')]).status;
	assert.equal(verify(), 0);
	const begins = text.indexOf('\n') + 1; // the first comment is not signed
	for (let i = begins; i < text.length - 1; i++) {
		const bytes = Buffer.from(text);
		bytes[i] ^= 1;
		fs.writeFileSync(at('document.minisig'), bytes);
		assert.equal(verify(), 1, `letter ${i}`);
	}
	for (let len = 0; len < text.length - 1; len += 5) {
		fs.writeFileSync(at('document.minisig'), text.subarray(0, len));
		assert.equal(verify(), 1, `cut at ${len}`);
	}
	fs.writeFileSync(at('document.minisig'), text);
	fs.appendFileSync(at('document'), 'x');
	assert.equal(verify(), 1);
	fs.writeFileSync(at('document'), WORDS);
});

test('an old signature without hashing is refused and says so',
	{ skip: skipMinisign }, () => {
		good('minisign', ['-S', '-l', '-s', at('ours.sign'), '-m',
			at('document')]);
		const got = run(BOTHY, ['verify', '-p', at('ours.sign.pub'),
			at('document')]);
		assert.equal(got.status, 1);
		assert.match(got.stderr.toString(), /old kind/);
	});
