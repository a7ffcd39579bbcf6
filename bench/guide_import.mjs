// An untidy tree of about 1,600 Markdown files in three languages, hostile ones
// among them (bench/guide_tree.c), through `bothy guide import`. CPU time, best of
// several: whoever else works on the machine does not count.
//
// SPDX-License-Identifier: AGPL-3.0-or-later
import { spawnSync } from 'node:child_process';
import fs from 'node:fs';
import path from 'node:path';

const LESSONS = 507;   // three languages and 26 hostile files in each: 1,599
const RUNS = 5;

export function guide_import({ bench, bothy, home, row, atMost }) {
	const tree = path.join(home, 'tree');
	const made = spawnSync(path.join(bench, 'guide_tree'), [tree, String(LESSONS)]);
	if (made.status !== 0) throw new Error(`guide_tree: ${made.stderr}`);
	const [, files, bytes] = String(made.stdout).match(/files (\d+) bytes (\d+)/);
	let cpu = Infinity, remarks = 0;
	for (let run = 0; run < RUNS; run++) {
		const library = path.join(home, `library-${run}`);
		const script = 'TIMEFORMAT="%U %S"; time "$@"';
		const got = spawnSync('bash', ['-c', script, 'bash', bothy, 'guide', 'import',
			library, tree], { maxBuffer: 1 << 28 });
		// 2: files were refused, which is what they are for
		if (got.status !== 2) throw new Error(`import: ${got.stderr}`);
		const [user, sys] = String(got.stderr).trim().split('\n').at(-1)
			.split(' ').map(Number);
		cpu = Math.min(cpu, user + sys);
		remarks = String(got.stdout).split('\n').length - 1;
		fs.rmSync(library, { recursive: true });
	}
	row('Guides', `Import of an untidy tree of ${files} files`, `${cpu.toFixed(2)} s`,
		`${(bytes / 1e6).toFixed(1)} MB, ${remarks} remarks`, atMost(cpu, 1, 's'));
}
