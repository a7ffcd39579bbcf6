// Every rule of the age format, one file each, against the real binary: its
// exit status and every byte it gives out. The files are made by
// age_writer.mjs, which shares nothing with src/seal.
//
// SPDX-License-Identifier: AGPL-3.0-or-later
import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import test, { after } from 'node:test';
import * as age from './lib/age_writer.mjs';
import { BOTHY } from './lib/binary.mjs';

const OK = 0, HEADER = 10, NO_MATCH = 11, HMAC = 12, PAYLOAD = 13, ARMOR = 14;

const folder = fs.mkdtempSync(path.join(os.tmpdir(), 'bothy-conformance-'));
after(() => fs.rmSync(folder, { recursive: true }));

const ME = Buffer.alloc(32, 1), OTHER = Buffer.alloc(32, 2);
const WORDS = Buffer.from('words of a person');
const NOTHING = Buffer.alloc(0);
const { raw64, stanza, x25519Stanza, scryptStanza, header, payload, chunk,
	NONCE, CHUNK } = age;

// A case: name, bytes, expected status; by default it opens to WORDS with ME,
// and a failure gives out nothing.
const cases = [];
const add = (name, file, status, more = {}) => cases.push({
	name, file: Buffer.from(file, 'latin1'), status,
	out: status === OK ? WORDS : NOTHING, identities: [ME], ...more });
const withHeader = (name, stanzas, status, more = {}) =>
	add(name, Buffer.concat([header(stanzas, more.bend), payload(WORDS)]),
		status, more);

// -- version line ------------------------------------------------------------

const mine = x25519Stanza(ME), theirs = x25519Stanza(OTHER, { seed: 9 });
withHeader('a plain file opens', [mine], OK);
for (const version of ['age-encryption.org/v2', 'age-encryption.org/v1 ',
	'age-encryption.org/v1\r', 'age-encryption.org/', 'Age-encryption.org/v1',
	' age-encryption.org/v1', 'age-encryption.org/v10', '']) {
	withHeader(`version line ${JSON.stringify(version)} is refused`, [mine],
		HEADER, { bend: { version } });
}
add('an empty file is refused', '', HEADER);
add('a version line alone is refused', 'age-encryption.org/v1\n', HEADER);
add('a version line without its end is refused', 'age-encryption.org/v1',
	HEADER);
add('a header with CRLF line ends is refused', Buffer.concat([
	Buffer.from(header([mine]).toString('latin1').replaceAll('\n', '\r\n')),
	payload(WORDS)]), HEADER);
add('an old PGP file is refused', '\x85\x01\x0c\x03', HEADER);

// -- stanzas -----------------------------------------------------------------

withHeader('a header without a stanza is refused', [], HEADER);
withHeader('an unknown stanza before ours is skipped',
	[stanza(['unknown', 'a', 'b'], Buffer.alloc(5)), mine], OK);
withHeader('an unknown stanza after ours is skipped',
	[mine, stanza(['unknown'], NOTHING)], OK);
withHeader('an unknown stanza alone is no match',
	[stanza(['unknown'], NOTHING)], NO_MATCH);
withHeader('every printable letter may stand in an argument', [stanza(
	Array.from({ length: 94 }, (_, i) => String.fromCharCode(33 + i)),
	Buffer.alloc(3)), mine], OK);
withHeader('an argument may be as long as a post-quantum share',
	[stanza(['mlkem768x25519', raw64(Buffer.alloc(1120, 5))],
		Buffer.alloc(32)), mine], OK);
for (const size of [0, 1, 47, 48, 49, 95, 96, 97, 5000]) {
	withHeader(`an unknown body of ${size} bytes is skipped`,
		[stanza(['unknown'], Buffer.alloc(size, 3)), mine], OK);
}
for (const [what, text] of [
	['an argument that is empty', '-> unknown  a\n\n'],
	['a blank at the end of the arguments', '-> unknown \n\n'],
	['a blank more before the arguments', '->  unknown\n\n'],
	['no argument', '->\n\n'],
	['no argument but a blank', '-> \n\n'],
	['an arrow without its blank', '->unknown\n\n'],
	['another arrow', '=> unknown\n\n'],
	['a short arrow', '- unknown\n\n'],
	['a tab in an argument', '-> unk\tnown\n\n'],
	['a DEL in an argument', '-> unk\x7fnown\n\n'],
	['a letter over 7 bits', '-> unkn\xe9wn\n\n'],
	['a NUL in an argument', '-> unk\0nown\n\n'],
	['a CR after the arguments', '-> unknown\r\n\n'],
	['a CR after the body', '-> unknown\nAAAA\r\n'],
	['a CR alone as body', '-> unknown\n\r\n'],
	['no body line', '-> unknown\n'],
	['padding in the body', '-> unknown\nAA==\n'],
	['a body that is not canonical', '-> unknown\nAB\n'],
	['a body of one letter', '-> unknown\nA\n'],
	['a URL-safe letter in the body', '-> unknown\nAA-_\n'],
	['a blank in the body', '-> unknown\nAA AA\n'],
	['a body line of 65 columns', `-> unknown\n${'A'.repeat(65)}\n`],
	['a body line of 68 columns', `-> unknown\n${'A'.repeat(68)}\n`],
	['a full body line without a shorter one behind it',
		`-> unknown\n${'A'.repeat(64)}\n`],
	['two short body lines', '-> unknown\nAAAA\nAAAA\n'],
	['an empty line before the body', '-> unknown\n\nAAAA\n'],
	['an empty line between stanzas', '-> unknown\nAAAA\n\n'],
	['words between stanzas', '-> unknown\nAAAA\nwords\n'],
]) {
	withHeader(`a stanza with ${what} is refused`, [mine, text], HEADER);
	withHeader(`a stanza before ours with ${what} is refused`, [text, mine],
		HEADER);
}

// -- the MAC line ------------------------------------------------------------

const broken = (mac) => {
	const bytes = Buffer.from(mac);
	bytes[0] ^= 1;
	return bytes;
};
withHeader('a wrong MAC is a MAC failure', [mine], HMAC,
	{ bend: { mac: (mac) => ` ${raw64(broken(mac))}\n` } });
withHeader('a wrong MAC without a key of ours is no match', [theirs], NO_MATCH,
	{ bend: { mac: (mac) => ` ${raw64(broken(mac))}\n` } });
for (const [what, mac] of [
	['absent', () => '\n'],
	['absent after its blank', () => ' \n'],
	['without its blank', (m) => `${raw64(m)}\n`],
	['after two blanks', (m) => `  ${raw64(m)}\n`],
	['followed by a blank', (m) => ` ${raw64(m)} \n`],
	['followed by CR', (m) => ` ${raw64(m)}\r\n`],
	['padded', (m) => ` ${raw64(m)}=\n`],
	['cut by a letter', (m) => ` ${raw64(m).slice(0, -1)}\n`],
	['cut by a byte', (m) => ` ${raw64(m.subarray(1))}\n`],
	['longer by a byte', (m) => ` ${raw64(Buffer.concat([m, m.subarray(31)]))}\n`],
	['followed by words', (m) => ` ${raw64(m)} words\n`],
	['not canonical', (m) => ` ${raw64(m).slice(0, -1)}${
		String.fromCharCode(raw64(m).charCodeAt(42) + 1)}\n`],
	['behind four dashes', (m) => `- ${raw64(m)}\n`],
]) {
	withHeader(`a MAC ${what} is refused`, [mine], HEADER, { bend: { mac } });
}
add('a MAC line without its end is refused',
	header([mine]).subarray(0, -1), HEADER);
add('a header without a MAC line is refused',
	`age-encryption.org/v1\n${mine}`, HEADER);
const changed = Buffer.concat([header([mine,
	stanza(['unknown', 'argument'], NOTHING)]), payload(WORDS)]);
changed[changed.indexOf('argument')] ^= 1;
add('a letter changed in another stanza is a MAC failure', changed, HMAC);

// -- X25519 ------------------------------------------------------------------

withHeader('ours after another recipient opens', [theirs, mine], OK);
withHeader('ours before another recipient opens', [mine, theirs], OK);
withHeader('twenty recipients and ours open', [...Array.from({ length: 20 },
	(_, i) => x25519Stanza(OTHER, { seed: 30 + i })), mine], OK);
withHeader('another recipient alone is no match', [theirs], NO_MATCH);
withHeader('two identities, the second one right', [mine], OK,
	{ identities: [OTHER, ME] });
withHeader('no identity at all is no match', [mine], NO_MATCH,
	{ identities: [], passphrase: 'words' });
withHeader('x25519 in small letters is an unknown type',
	[x25519Stanza(ME, { type: 'x25519' })], NO_MATCH);
const share = raw64(age.publicOf(Buffer.alloc(32, 7)));
for (const [what, bend] of [
	['one argument more', { args: ['more'] }],
	['a share of 31 bytes', { share: raw64(Buffer.alloc(31, 9)) }],
	['a share of 33 bytes', { share: raw64(Buffer.alloc(33, 9)) }],
	['an empty share', { share: raw64(NOTHING) }],
	['a padded share', { share: `${share}=` }],
	['a share that is not canonical', { share: share.slice(0, -1) +
		String.fromCharCode(share.charCodeAt(42) + 1) }],
	['the share zero', { share: raw64(Buffer.alloc(32)) }],
	['the share one', { share: raw64(Buffer.concat([Buffer.from([1]),
		Buffer.alloc(31)])) }],
	['a share of low order', { share: raw64(Buffer.from('e0eb7a7c3b41b8ae16' +
		'56e3faf19fc46ada098deb9c32b1fd866205165f49b800', 'hex')) }],
	['the field prime as share', { share: raw64(Buffer.concat([
		Buffer.from([0xed]), Buffer.alloc(30, 0xff), Buffer.from([0x7f])])) }],
	['a body of 31 bytes', { body: Buffer.alloc(31) }],
	['a body of 33 bytes', { body: Buffer.alloc(33) }],
	['no body', { body: NOTHING }],
	['a file key of 24 bytes', { wrapped: Buffer.alloc(24, 5) }],
	['a file key of 15 bytes', { wrapped: Buffer.alloc(15, 5) }],
]) {
	withHeader(`X25519 with ${what} is refused`, [x25519Stanza(ME, bend)],
		HEADER);
	withHeader(`X25519 with ${what} before ours is refused`,
		[x25519Stanza(ME, bend), mine], HEADER);
}
withHeader('X25519 without a share is refused',
	[stanza(['X25519'], Buffer.alloc(32))], HEADER);
withHeader('X25519 with a changed body is no match', [x25519Stanza(ME, {
	bendBody: broken })], NO_MATCH);

// -- scrypt ------------------------------------------------------------------

const known = { identities: [], passphrase: 'words' };
const secret = scryptStanza('words');
withHeader('a passphrase opens', [secret], OK, known);
withHeader('a passphrase of many scripts opens',
	[scryptStanza('كلمة peyv وشە')], OK,
	{ identities: [], passphrase: 'كلمة peyv وشە' });
withHeader('a passphrase beside identities opens', [secret], OK,
	{ ...known, identities: [ME] });
withHeader('another passphrase is no match', [secret], NO_MATCH,
	{ identities: [], passphrase: 'other words' });
withHeader('identities alone are no match for a passphrase', [secret],
	NO_MATCH);
withHeader('Scrypt in large letters is an unknown type',
	[scryptStanza('words', { type: 'SCRYPT' })], NO_MATCH, known);
for (const [what, stanzas] of [
	['two passphrases', [secret, secret]],
	['a passphrase and then a recipient', [secret, mine]],
	['a recipient and then a passphrase', [mine, secret]],
	['a passphrase and an unknown stanza',
		[secret, stanza(['unknown'], NOTHING)]],
	['an unknown stanza and a passphrase',
		[stanza(['unknown'], NOTHING), secret]],
]) {
	withHeader(`${what}: refused`, stanzas, HEADER, known);
	withHeader(`${what}, with an identity: refused`, stanzas, HEADER,
		{ ...known, identities: [ME] });
}
for (const [what, bend] of [
	['one argument more', { args: ['scrypt', raw64(Buffer.alloc(16)), '10',
		'more'] }],
	['no work factor', { args: ['scrypt', raw64(Buffer.alloc(16))] }],
	['no salt', { args: ['scrypt', '10'] }],
	['no argument', { args: ['scrypt'] }],
	['a salt of 15 bytes', { salt: Buffer.alloc(15, 4) }],
	['a salt of 17 bytes', { salt: Buffer.alloc(17, 4) }],
	['a padded salt', { saltText: `${raw64(Buffer.alloc(16))}==` }],
	['a salt that is not canonical', { saltText: 'AAAAAAAAAAAAAAAAAAAAAB' }],
	['a body of 31 bytes', { body: Buffer.alloc(31) }],
	['a body of 33 bytes', { body: Buffer.alloc(33) }],
	['a file key of 24 bytes', { wrapped: Buffer.alloc(24, 5) }],
	...['0', '010', '0x0a', '+10', '-10', '10 ', 'a', '10a', 'a10', '1e1', '23',
		'64', '99', '18446744073709551626', '99999999999999999999999999',
		'٣', '1_0', ''].map((workText) => [
		`work factor ${JSON.stringify(workText)}`, { workText }]),
]) {
	withHeader(`scrypt with ${what} is refused`,
		[Buffer.from(scryptStanza('words', bend)).toString('latin1')],
		HEADER, known);
}
withHeader('another work factor than was used is no match',
	[scryptStanza('words', { workText: '11' })], NO_MATCH, known);
withHeader('a changed scrypt body is no match',
	[scryptStanza('words', { bendBody: broken })], NO_MATCH, known);
withHeader('work factor 1 opens', [scryptStanza('words', { work: 1 })], OK,
	known);

// -- payload -----------------------------------------------------------------

const mineOnly = header([mine]);
const bytes = (size, seed = 1) => Buffer.alloc(size).map((_, i) =>
	(i * 7 + seed * 13 + (i >> 8)) & 255);
const stream = (name, parts, status, out) => add(name,
	Buffer.concat([mineOnly, ...parts]), status, { out: out ?? NOTHING });
for (const size of [0, 1, 15, 16, CHUNK - 1, CHUNK, CHUNK + 1, 2 * CHUNK - 1,
	2 * CHUNK, 2 * CHUNK + 1, 3 * CHUNK, 5 * CHUNK + 77]) {
	stream(`a text of ${size} bytes opens`, [payload(bytes(size))], OK,
		bytes(size));
}
const A = bytes(CHUNK, 1), B = bytes(CHUNK, 2), short = bytes(100, 3);
stream('no nonce is a header failure', [], HEADER);
stream('a nonce cut by a byte is a header failure', [NONCE.subarray(1)],
	HEADER);
stream('a nonce and no chunk', [NONCE], PAYLOAD);
stream('less than a tag', [NONCE, Buffer.alloc(15)], PAYLOAD);
stream('a tag that is wrong', [NONCE, broken(chunk(short, 0, true))], PAYLOAD);
stream('a short chunk that is not marked last', [NONCE, chunk(short, 0, false)],
	PAYLOAD);
stream('a short chunk cut by a byte',
	[NONCE, chunk(short, 0, true).subarray(0, -1)], PAYLOAD);
stream('one byte behind a short last chunk',
	[NONCE, chunk(short, 0, true), Buffer.from('x')], PAYLOAD);
stream('a chunk and more behind a short last chunk',
	[NONCE, chunk(short, 0, true), A, A], PAYLOAD);
stream('a full chunk that is not marked last and nothing behind it',
	[NONCE, chunk(A, 0, false)], PAYLOAD, A);
stream('a full last chunk', [NONCE, chunk(A, 0, true)], OK, A);
stream('a full last chunk and a byte behind it',
	[NONCE, chunk(A, 0, true), Buffer.from('x')], PAYLOAD, A);
stream('a full last chunk and another chunk behind it',
	[NONCE, chunk(A, 0, true), chunk(short, 1, true)], PAYLOAD, A);
stream('a full last chunk and an empty one behind it',
	[NONCE, chunk(A, 0, true), chunk(NOTHING, 1, true)], PAYLOAD, A);
stream('an empty last chunk behind a full one',
	[NONCE, chunk(A, 0, false), chunk(NOTHING, 1, true)], PAYLOAD, A);
stream('an empty chunk that is not marked last', [NONCE,
	chunk(NOTHING, 0, false)], PAYLOAD);
stream('two full chunks, neither marked last',
	[NONCE, chunk(A, 0, false), chunk(B, 1, false)], PAYLOAD,
	Buffer.concat([A, B]));
stream('two full chunks, the second marked last',
	[NONCE, chunk(A, 0, false), chunk(B, 1, true)], OK, Buffer.concat([A, B]));
stream('a short second chunk that is not marked last',
	[NONCE, chunk(A, 0, false), chunk(short, 1, false)], PAYLOAD, A);
stream('a wrong tag in the first of two chunks',
	[NONCE, broken(chunk(A, 0, false)), chunk(short, 1, true)], PAYLOAD);
stream('a wrong tag in a short second chunk',
	[NONCE, chunk(A, 0, false), broken(chunk(short, 1, true))], PAYLOAD, A);
stream('a wrong tag in a full second chunk',
	[NONCE, chunk(A, 0, false), broken(chunk(B, 1, true))], PAYLOAD, A);
stream('a wrong tag in the second of three chunks', [NONCE, chunk(A, 0, false),
	broken(chunk(B, 1, false)), chunk(short, 2, true)], PAYLOAD, A);
stream('chunks in another order',
	[NONCE, chunk(B, 1, false), chunk(A, 0, false), chunk(short, 2, true)],
	PAYLOAD);
stream('a chunk twice', [NONCE, chunk(A, 0, false), chunk(A, 0, false),
	chunk(short, 1, true)], PAYLOAD, A);
stream('a chunk left out', [NONCE, chunk(A, 0, false), chunk(short, 2, true)],
	PAYLOAD, A);
stream('a short chunk before the last one',
	[NONCE, chunk(short, 0, false), chunk(A, 1, true)], PAYLOAD);
stream('less than a tag behind a full chunk',
	[NONCE, chunk(A, 0, false), Buffer.alloc(15)], PAYLOAD, A);
stream('a counter that begins at one', [NONCE, chunk(short, 1, true)], PAYLOAD);

// -- armor -------------------------------------------------------------------

const { BEGIN, END } = age;
const small = Buffer.concat([mineOnly, payload(WORDS)]);
const lines = age.armorLines(small);
const join = (all) => all.map((line) => `${line}\n`).join('');
// A text whose sealed length is `rest` bytes over whole lines.
const ofRest = (rest) => {
	const base = mineOnly.length + 32;
	const size = 48 + (rest - base % 48 + 48) % 48;
	return [Buffer.concat([mineOnly, payload(bytes(size))]), bytes(size)];
};
add('armor opens', age.armor(small), OK);
add('armor with CRLF opens', age.armor(small, '\r\n'), OK);
add('armor with both kinds of line end opens',
	`${BEGIN}\r\n${join(lines)}${END}\r\n`, OK);
add('armor whose last line has no end opens', age.armor(small).slice(0, -1), OK);
add('blanks and lines around armor are let pass',
	`\n \t\r\n\n${age.armor(small)}\n \t\r\n\n`, OK);
for (let rest = 45; rest <= 51; rest++) {
	const [file, plain] = ofRest(rest % 48);
	add(`armor whose last line has ${rest % 48 || 48} bytes opens`,
		age.armor(file), OK, { out: plain });
}
add('armor of a large text opens',
	age.armor(Buffer.concat([mineOnly, payload(bytes(300000))])), OK,
	{ out: bytes(300000) });
add('armor to another recipient is no match',
	age.armor(Buffer.concat([header([theirs]), payload(WORDS)])), NO_MATCH);
add('armor around a bad header is a header failure', age.armor(Buffer.concat([
	header([mine], { version: 'age-encryption.org/v2' }), payload(WORDS)])),
HEADER);
add('armor around a wrong MAC is a MAC failure', age.armor(Buffer.concat([
	header([mine], { mac: (mac) => ` ${raw64(broken(mac))}\n` }),
	payload(WORDS)])), HMAC);
add('armor around a cut payload is a payload failure',
	age.armor(small.subarray(0, -1)), PAYLOAD);
add('more sealed bytes inside the armor are a payload failure',
	age.armor(Buffer.concat([small, Buffer.from('more')])), PAYLOAD);
add('armor around nothing is a header failure', `${BEGIN}\n${END}\n`, HEADER);
const full = ofRest(0)[0], fullLines = age.armorLines(full);
const middle = 3; // a line inside the header's or payload's bytes
const lineBent = (bend) => join([BEGIN, ...lines.map((line, i) =>
	i === middle ? bend(line) : line), END]);
const lastBent = (bend) => join([BEGIN, ...lines.slice(0, -1),
	bend(lines.at(-1)), END]);
for (const [what, text] of [
	['words before it', `words\n${age.armor(small)}`],
	['words behind it', `${age.armor(small)}words\n`],
	['words behind blanks behind it', `${age.armor(small)}\n \nwords`],
	['itself behind it', age.armor(small) + age.armor(small)],
	['over 1024 blanks before it', ' '.repeat(1025) + age.armor(small)],
	['over 1024 lines before it', '\n'.repeat(1025) + age.armor(small)],
	['over 1024 blanks behind it', age.armor(small) + ' '.repeat(1025)],
	['a header as PEM has', `${BEGIN}\nVersion: 1\n\n${join(lines)}${END}\n`],
	['no begin line', `${BEGIN.slice(0, -1)}\n${join(lines)}${END}\n`],
	['another type', age.armor(small).replaceAll('AGE ENCRYPTED FILE',
		'PGP MESSAGE')],
	['another type at its end', age.armor(small).replace(END,
		'-----END PGP MESSAGE-----')],
	['small letters', age.armor(small).replaceAll('AGE ENCRYPTED FILE',
		'age encrypted file')],
	['four dashes', age.armor(small).replaceAll('-----', '----')],
	['six dashes', age.armor(small).replaceAll('-----', '------')],
	['a blank behind the begin line', age.armor(small).replace(BEGIN,
		`${BEGIN} `)],
	['a letter in the begin line that is none', age.armor(small)
		.replace('AGE E', 'AGE\xa0E')],
	['no end line', join([BEGIN, ...lines])],
	['no end line behind a full line', join([BEGIN, ...fullLines])],
	['an end line that is cut', join([BEGIN, ...lines, END.slice(0, -1)])],
	['an end line with more', join([BEGIN, ...lines, `${END}-`])],
	['an end line on the last data line', join([BEGIN, ...lines.slice(0, -1),
		lines.at(-1) + END])],
	['two begin lines', `${BEGIN}\n${age.armor(small)}`],
	['an empty line behind the begin line', join([BEGIN, '', ...lines, END])],
	['an empty line before the end line', join([BEGIN, ...lines, '', END])],
	['an empty line inside', lineBent((line) => `${line}\n`)],
	['a blank before a line', lineBent((line) => ` ${line}`)],
	['a blank behind a line', lineBent((line) => `${line} `)],
	['a tab behind a line', lineBent((line) => `${line}\t`)],
	['two CR behind a line', lineBent((line) => `${line}\r\r`)],
	['a CR inside a line', lineBent((line) =>
		`${line.slice(0, 32)}\r${line.slice(32)}`)],
	['a CR instead of a line end', join([BEGIN, ...lines, END])
		.replaceAll('\n', '\r')],
	['a blank behind the last data line', lastBent((line) => `${line} `)],
	['a line of 60 columns', lineBent((line) =>
		`${line.slice(0, 60)}\n${line.slice(60)}`)],
	['a line of 68 columns', join([BEGIN,
		...small.toString('base64').match(/.{1,68}/g), END])],
	['everything on one line', join([BEGIN, small.toString('base64'), END])],
	['lines of 76 columns', join([BEGIN,
		...small.toString('base64').match(/.{1,76}/g), END])],
	['a letter that is none', lineBent((line) => `*${line.slice(1)}`)],
	['URL-safe letters', lineBent((line) => `-_${line.slice(2)}`)],
	['a NUL', lineBent((line) => `\0${line.slice(1)}`)],
	['a checksum as PGP has', join([BEGIN, ...lines, '=TDaB', END])],
	['a comment', join([BEGIN, '# words', ...lines, END])],
]) {
	add(`armor with ${what} is refused`, text, ARMOR);
}
for (const rest of [46, 47]) {
	const [file] = ofRest(rest);
	const all = age.armorLines(file);
	const bent = (bend) => join([BEGIN, ...all.slice(0, -1),
		bend(all.at(-1)), END]);
	add(`armor without its padding (${rest}) is refused`,
		bent((line) => line.replace(/=+$/, '')), ARMOR);
	add(`armor with too much padding (${rest}) is refused`,
		bent((line) => `${line}=`), ARMOR);
	add(`armor that is not canonical (${rest}) is refused`, bent((line) => {
		const at = line.search(/=/) - 1;
		return line.slice(0, at) + String.fromCharCode(line.charCodeAt(at) + 1) +
			line.slice(at + 1);
	}), ARMOR);
}
add('padding inside armor is refused',
	lineBent((line) => `${line.slice(0, 63)}=`), ARMOR);
const two = Buffer.concat([mineOnly, payload(bytes(CHUNK * 2))]);
add('what verified before an armor failure may be out', age.armor(two)
	.replace(END, 'words'), ARMOR, { out: bytes(CHUNK * 2)
	.subarray(0, CHUNK) });

// -- running -----------------------------------------------------------------

function run(one) {
	const args = ['open'];
	if (one.identities.length > 0) {
		const file = path.join(folder, 'identities');
		fs.writeFileSync(file, `# a comment\n\n${one.identities
			.map(age.identityText).join('\n')}\n`);
		args.push('-i', file);
	}
	if (one.passphrase) {
		const file = path.join(folder, 'passphrase');
		fs.writeFileSync(file, `${one.passphrase}\n`);
		args.push('--passphrase-file', file);
	}
	return spawnSync(BOTHY, args, { input: one.file, maxBuffer: 1 << 26 });
}

for (const one of cases) {
	test(one.name, () => {
		const got = run(one);
		assert.equal(got.status, one.status, got.stderr.toString());
		assert.ok(got.stdout.equals(one.out),
			`${got.stdout.length} bytes out, ${one.out.length} expected`);
		assert.equal(got.stderr.length > 0, one.status !== OK);
	});
}

// Beyond the format itself: how a failure looks from outside.
// [sink-1]
test('a file that does not open leaves no output file', () => {
	const out = path.join(folder, 'out');
	const key = path.join(folder, 'key');
	fs.writeFileSync(key, age.identityText(ME));
	const input = Buffer.concat([mineOnly, NONCE, chunk(A, 0, false)]);
	const got = spawnSync(BOTHY, ['open', '-i', key, '-o', out], { input });
	assert.equal(got.status, PAYLOAD);
	assert.deepEqual(fs.readdirSync(folder).filter((n) => n.startsWith('out')),
		[]);
});
for (const [what, bend] of [
	['in small letters', (t) => t.toLowerCase()],
	['in mixed letters', (t) => t.slice(0, -1) + t.slice(-1).toLowerCase()],
	['with a wrong checksum', (t) => t.slice(0, -1) +
		(t.endsWith('Q') ? 'P' : 'Q')],
	['cut by a letter', (t) => t.slice(0, -1)],
	['of another kind', () => age.bech32('age-secret-key-pq-', ME)
		.toUpperCase()],
]) {
	test(`an identity ${what} is refused before anything is read`, () => {
		const key = path.join(folder, 'key');
		fs.writeFileSync(key, bend(age.identityText(ME)));
		assert.equal(spawnSync(BOTHY, ['open', '-i', key],
			{ input: small }).status, 1);
	});
}
