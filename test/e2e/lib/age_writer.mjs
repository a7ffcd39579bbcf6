// A second, independent writer of age files, on Node's own cryptography: every
// part can be bent, so that tests can make each mistake a file may have. It
// shares no line with src/seal.
//
// SPDX-License-Identifier: AGPL-3.0-or-later
import crypto from 'node:crypto';

export const FILE_KEY = Buffer.from('BOTHY TEST KEY 1');
export const NONCE = Buffer.from('bothy test nonce');
export const CHUNK = 65536;
const NO_NONCE = Buffer.alloc(12);

export const raw64 = (bytes) =>
	Buffer.from(bytes).toString('base64').replace(/=+$/, '');

export function hkdf(key, salt, info) {
	return Buffer.from(crypto.hkdfSync('sha256', key, salt, info, 32));
}

export function aead(key, nonce, plain) {
	const c = crypto.createCipheriv('chacha20-poly1305', key, nonce,
		{ authTagLength: 16 });
	return Buffer.concat([c.update(plain), c.final(), c.getAuthTag()]);
}

// -- keys --------------------------------------------------------------------

const PRIVATE_DER = Buffer.from('302e020100300506032b656e04220420', 'hex');
const PUBLIC_DER = Buffer.from('302a300506032b656e032100', 'hex');
const privateKey = (bytes) => crypto.createPrivateKey({
	key: Buffer.concat([PRIVATE_DER, bytes]), format: 'der', type: 'pkcs8' });
const publicKey = (bytes) => crypto.createPublicKey({
	key: Buffer.concat([PUBLIC_DER, bytes]), format: 'der', type: 'spki' });
export const publicOf = (secret) => crypto.createPublicKey(privateKey(secret))
	.export({ format: 'der', type: 'spki' }).subarray(-32);
const x25519 = (secret, point) => crypto.diffieHellman({
	privateKey: privateKey(secret), publicKey: publicKey(point) });

const LETTERS = 'qpzry9x8gf2tvdw0s3jn54khce6mua7l';
function bech32Check(values) {
	const generator = [0x3b6a57b2, 0x26508e6d, 0x1ea119fa, 0x3d4233dd,
		0x2a1462b3];
	let check = 1;
	for (const value of values) {
		const top = check >>> 25;
		check = ((check & 0x1ffffff) << 5) ^ value;
		generator.forEach((g, i) => { if (top >>> i & 1) check ^= g; });
	}
	return check;
}
export function bech32(prefix, bytes) {
	let bits = 0, have = 0;
	const five = [];
	for (const byte of bytes) {
		bits = (bits << 8 | byte) & 0xfff;
		for (have += 8; have >= 5;) five.push(bits >> (have -= 5) & 31);
	}
	if (have > 0) five.push(bits << (5 - have) & 31);
	const spread = [...prefix].map((c) => c.charCodeAt(0) >> 5);
	const low = [...prefix].map((c) => c.charCodeAt(0) & 31);
	const check = bech32Check([...spread, 0, ...low, ...five,
		0, 0, 0, 0, 0, 0]) ^ 1;
	for (let i = 5; i >= 0; i--) five.push(check >>> (5 * i) & 31);
	return `${prefix}1${five.map((v) => LETTERS[v]).join('')}`;
}
export const identityText = (secret) =>
	bech32('age-secret-key-', secret).toUpperCase();
export const recipientText = (secret) => bech32('age', publicOf(secret));

// -- header ------------------------------------------------------------------

export const wrapLines = (text) => {
	const lines = text.match(/.{1,64}/g) ?? [];
	if (text.length % 64 === 0) lines.push('');
	return lines.map((line) => `${line}\n`).join('');
};
export const stanza = (args, body) =>
	`-> ${args.join(' ')}\n${wrapLines(raw64(body))}`;

// `bend` may replace: share, args, type, body, wrapped (the file key).
export function x25519Stanza(secret, bend = {}) {
	const ephemeral = Buffer.alloc(32, bend.seed ?? 7);
	const share = publicOf(ephemeral), to = publicOf(secret);
	const key = hkdf(x25519(ephemeral, to), Buffer.concat([share, to]),
		'age-encryption.org/v1/X25519');
	const body = bend.body ?? aead(key, NO_NONCE, bend.wrapped ?? FILE_KEY);
	return stanza([bend.type ?? 'X25519', bend.share ?? raw64(share),
		...(bend.args ?? [])], bend.bendBody ? bend.bendBody(body) : body);
}

export function scryptStanza(passphrase, bend = {}) {
	const salt = bend.salt ?? Buffer.from('sixteen byte salt').subarray(0, 16);
	const work = bend.work ?? 10;
	const key = crypto.scryptSync(passphrase,
		Buffer.concat([Buffer.from('age-encryption.org/v1/scrypt'), salt]),
		32, { N: 2 ** work, r: 8, p: 1, maxmem: 2 ** 31 });
	const body = bend.body ?? aead(key, NO_NONCE, bend.wrapped ?? FILE_KEY);
	return stanza(bend.args ?? [bend.type ?? 'scrypt',
		bend.saltText ?? raw64(salt), bend.workText ?? String(work)],
	bend.bendBody ? bend.bendBody(body) : body);
}

export const macOf = (toDashes) => crypto.createHmac('sha256',
	hkdf(FILE_KEY, '', 'header')).update(toDashes, 'latin1').digest();

// `bend.mac` makes the last line from (text up to the dashes, right MAC).
export function header(stanzas, bend = {}) {
	const text = `${bend.version ?? 'age-encryption.org/v1'}\n` +
		`${stanzas.join('')}---`;
	const mac = macOf(text);
	const rest = bend.mac ? bend.mac(mac) : ` ${raw64(mac)}\n`;
	return Buffer.from(text + rest, 'latin1');
}

// -- payload -----------------------------------------------------------------

export function chunk(plain, counter, last) {
	const nonce = Buffer.alloc(12);
	nonce.writeUInt32BE(counter, 7);
	nonce[11] = last ? 1 : 0;
	return aead(hkdf(FILE_KEY, NONCE, 'payload'), nonce, plain);
}
export function payload(plain) {
	const parts = [NONCE];
	const count = Math.max(1, Math.ceil(plain.length / CHUNK));
	for (let i = 0; i < count; i++) {
		parts.push(chunk(plain.subarray(i * CHUNK, (i + 1) * CHUNK), i,
			i === count - 1));
	}
	return Buffer.concat(parts);
}

// -- armor -------------------------------------------------------------------

export const BEGIN = '-----BEGIN AGE ENCRYPTED FILE-----';
export const END = '-----END AGE ENCRYPTED FILE-----';
export const armorLines = (bytes) =>
	Buffer.from(bytes).toString('base64').match(/.{1,64}/g) ?? [];
export const armor = (bytes, end = '\n') =>
	[BEGIN, ...armorLines(bytes), END].map((line) => line + end).join('');
