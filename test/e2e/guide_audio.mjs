// Recordings and pictures on their way into outputs: a real Opus file loses
// what it tells and sounds the same to opusdec; one that is damaged, and a
// picture that is none, cost nothing but themselves and are named.
//
// SPDX-License-Identifier: AGPL-3.0-or-later
import assert from 'node:assert/strict';
import { execFileSync, spawnSync } from 'node:child_process';
import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import test, { after } from 'node:test';
import { BOTHY } from './lib/binary.mjs';

const top = path.resolve(import.meta.dirname, '../..');
const folder = fs.mkdtempSync(path.join(os.tmpdir(), 'bothy-audio-'));
after(() => fs.rmSync(folder, { recursive: true }));
const at = (name) => path.join(folder, name);

// A tone that climbs for two and a half seconds, as a WAV.
function tone() {
	const count = 120000;
	const wav = Buffer.alloc(44 + count * 2);
	wav.write('RIFF');
	wav.writeUInt32LE(36 + count * 2, 4);
	wav.write('WAVEfmt ', 8);
	wav.writeUInt32LE(16, 16);
	wav.writeUInt32LE(0x10001, 20); // PCM, one channel
	wav.writeUInt32LE(48000, 24);
	wav.writeUInt32LE(96000, 28);
	wav.writeUInt32LE(0x100002, 32);
	wav.write('data', 36);
	wav.writeUInt32LE(count * 2, 40);
	for (let i = 0; i < count; i++) {
		wav.writeInt16LE(Math.round(9000 *
			Math.sin(i * (200 + i / 200) / 7640)), 44 + i * 2);
	}
	return wav;
}

fs.cpSync(path.join(top, 'test/fixture/library'), at('library'),
	{ recursive: true });
fs.mkdirSync(at('library/1/audio'));
fs.writeFileSync(at('tone.wav'), tone());
const real = at('library/1/audio/aboute.ar.opus');
execFileSync('opusenc', ['--quiet', '--bitrate', '16', '--serial', '4711',
	'--comment', 'ARTIST=Some Body', '--comment', 'LOCATION=Somewhere',
	'--picture', path.join(top, 'test/fixture/library/1/pictures/line.png'),
	at('tone.wav'), real]);
const bytes = fs.readFileSync(real);
fs.writeFileSync(at('library/1/audio/shorta.ar.opus'),
	bytes.subarray(0, bytes.length - 100));
fs.writeFileSync(at('library/1/pictures/line.png'), 'no picture');
fs.writeFileSync(at('library/1/pictures/bridge.png'),
	fs.readFileSync(at('library/1/pictures/bridge.png')).subarray(0, 300));
const built = spawnSync(BOTHY, ['guide', 'build', '--only',
	'audio,epub,library,single,site', at('library'), at('out')]);

test('what cannot be taken is named, and all else is built', () => {
	assert.equal(built.status, 2);
	const said = String(built.stderr) + built.stdout;
	assert.match(said, /audio\/ar\/1-shorta\.opus: not built: a damaged page/);
	assert.match(said, /pictures\/ar\/1-bridge-360\.png: not built: a PNG that is cut/);
	assert.ok(!fs.existsSync(at('out/audio/ar/1-shorta.opus')));
	assert.ok(fs.existsSync(at('out/epub/ar/1.epub')));
	assert.ok(!fs.readFileSync(at('out/single/ar/1.html'), 'utf8')
		.includes('<img'));
});

test('a recording tells nothing but its sound', () => {
	const copy = fs.readFileSync(at('out/audio/ar/1-aboute.opus'));
	const words = copy.toString('latin1');
	for (const gone of ['Some', 'LOCATION', 'opus-tools', 'libopus', 'PNG']) {
		assert.ok(bytes.toString('latin1').includes(gone) || gone === 'PNG');
		assert.ok(!words.includes(gone), gone);
	}
	assert.equal(copy.readUInt32LE(14), 1);
	assert.ok(copy.length < bytes.length);
	const info = execFileSync('opusinfo', [at('out/audio/ar/1-aboute.opus')],
		{ stdio: 'pipe' }).toString();
	assert.match(info, /Playback length: 0m:02\.500s/);
	assert.doesNotMatch(info, /WARNING|ERROR/i);
});

test('and that is the same, sample by sample', () => {
	const sound = (file) => execFileSync('opusdec',
		['--quiet', '--no-dither', file, '-'], { maxBuffer: 1 << 24 });
	assert.ok(sound(real).equals(sound(at('out/audio/ar/1-aboute.opus'))));
	assert.ok(sound(real).length >= 240000);
});

test('the public copy has what makes the same again, and no more', () => {
	const copy = fs.readFileSync(at('out/library/1/audio/aboute.ar.opus'));
	assert.ok(copy.equals(fs.readFileSync(at('out/audio/ar/1-aboute.opus'))));
	assert.ok(!fs.existsSync(at('out/library/1/audio/shorta.ar.opus')));
	assert.ok(!fs.existsSync(at('out/library/1/pictures')));
	const again = spawnSync(BOTHY, ['guide', 'build', '--only', 'audio',
		at('out/library'), at('again')]);
	assert.equal(again.status, 0, String(again.stderr));
	assert.ok(copy.equals(fs.readFileSync(at('again/audio/ar/1-aboute.opus'))));
});
