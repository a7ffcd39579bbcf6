// An untidy tree of about 1,600 Markdown files in three languages, hostile ones
// among them (bench/guide_tree.c), through `bothy guide import`, and what came of
// it through `bothy guide build` into a site, and once into every form. CPU time,
// best of several: whoever else works on the machine does not count.
//
// SPDX-License-Identifier: AGPL-3.0-or-later
import { spawnSync } from 'node:child_process';
import fs from 'node:fs';
import path from 'node:path';

const LESSONS = 507;   // three languages and 26 hostile files in each: 1,599
const RUNS = 5;

// CPU seconds of a command, and what it said.
function timed(status, ...command) {
	const script = 'TIMEFORMAT="%U %S"; time "$@"';
	const got = spawnSync('bash', ['-c', script, 'bash', ...command], { maxBuffer: 1 << 28 });
	// 2: files were refused, which is what they are for
	if (got.status !== status) throw new Error(`${command[2]}: ${got.stderr}`);
	const [user, sys] = String(got.stderr).trim().split('\n').at(-1).split(' ').map(Number);
	return { cpu: user + sys, out: String(got.stdout) };
}

// Everything a guide can be carried away as.
function all_forms(bothy, library, out) {
	const { cpu } = timed(2, bothy, 'guide', 'build', '--date', '2026-11-25', library, out);
	const files = fs.readdirSync(out, { recursive: true, withFileTypes: true })
		.filter((entry) => entry.isFile()).length;
	for (const folder of [out, `${out}.build`])
		fs.rmSync(folder, { recursive: true, force: true });
	return { cpu, files };
}

export function guide_import({ bench, bothy, home, row, atMost }) {
	const tree = path.join(home, 'tree');
	const tree_made = spawnSync(path.join(bench, 'guide_tree'), [tree, String(LESSONS)]);
	if (tree_made.status !== 0) throw new Error(`guide_tree: ${tree_made.stderr}`);
	const [, files, bytes] = String(tree_made.stdout).match(/files (\d+) bytes (\d+)/);
	let cpu = Infinity, both = Infinity, remarks = 0, forms;
	for (let run = 0; run < RUNS; run++) {
		const library = path.join(home, `library-${run}`), out = path.join(home, `out-${run}`);
		const read = timed(2, bothy, 'guide', 'import', library, tree);
		const made = timed(2, bothy, 'guide', 'build', '--date', '2026-11-25', '--only', 'site',
			library, out);
		cpu = Math.min(cpu, read.cpu);
		both = Math.min(both, read.cpu + made.cpu);
		remarks = read.out.split('\n').length - 1;
		if (run === RUNS - 1) forms = all_forms(bothy, library, `${out}-all`);
		for (const folder of [library, out, `${out}.build`])
			fs.rmSync(folder, { recursive: true, force: true });
	}
	row('Guides', `Import of an untidy tree of ${files} files`, `${cpu.toFixed(2)} s`,
		`${(bytes / 1e6).toFixed(1)} MB, ${remarks} remarks`, atMost(cpu, 1, 's'));
	row('Guides', 'The same, and a site of what came of it', `${both.toFixed(2)} s`,
		'both commands', atMost(both, 1, 's'));
	row('Guides', 'Every form of what came of it', `${forms.cpu.toFixed(1)} s`,
		`one run; ${forms.files} files, two PDFs of each guide among them`,
		atMost(forms.cpu, 40, 's'));
}
