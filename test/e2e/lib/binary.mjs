// Which program the tests run: $BOTHY, or the newest of the builds here.
//
// SPDX-License-Identifier: AGPL-3.0-or-later
import fs from 'node:fs';
import path from 'node:path';

const top = path.resolve(import.meta.dirname ??
	path.dirname(new URL(import.meta.url).pathname), '../../..');
const builds = ['release', 'debug', 'asan']
	.map((mode) => path.join(top, 'build', mode, 'bothy'))
	.filter((file) => fs.existsSync(file))
	.sort((a, b) => fs.statSync(b).mtimeMs - fs.statSync(a).mtimeMs);

export const BOTHY = process.env.BOTHY ?? builds[0] ?? 'bothy';
