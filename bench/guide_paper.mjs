// Printed guides: pages a second of CPU time, and how many of their words readers
// of PDFs find again, each language and each reader alone. The texts are those of
// TICO-19 where they are; the starter library otherwise has its own floors in
// test/e2e/guide_paper.mjs. Needs poppler-utils and mupdf-tools.
//
// SPDX-License-Identifier: AGPL-3.0-or-later
import { spawnSync } from 'node:child_process';
import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { BOTHY } from '../test/e2e/lib/binary.mjs';
import { STARTER, TICO, build, ceiling, files_of, found, make_library, readers, run, tico_rows }
	from '../test/e2e/lib/paper.mjs';

const ROUNDS = 5;
const PART = 'Guides on paper';
const SEGMENTS = 95; // as in the study this follows (doc/guides.md 8)

// CPU seconds of a command: the shell's own count of its children.
function cpu_of(command) {
	const got = spawnSync('sh', ['-c', '"$@" >/dev/null || exit 9; times', 'sh', ...command]);
	if (got.status !== 0) throw new Error(`${command[0]}: ${got.stderr}`);
	return [...String(got.stdout).trim().split('\n')[1].matchAll(/(\d+)m([\d.]+)s/g)]
		.reduce((sum, [, minutes, seconds]) => sum + 60 * minutes + Number(seconds), 0);
}

const pages_of = (file) => Number(/^Pages: +(\d+)/m
	.exec(run('pdfinfo', [file]).stdout.toString())[1]);

function speed(home, row, atLeast) {
	for (const [form, what] of [['pdf', 'PDF'], ['booklet', 'Booklets']]) {
		const out = path.join(home, form);
		const times = Array.from({ length: ROUNDS }, () => {
			for (const left of [out, out + '.build'])
				fs.rmSync(left, { recursive: true, force: true });
			return cpu_of([BOTHY, 'guide', 'build', '--demonstration', '--only', form,
				STARTER, out]);
		});
		const files = files_of(out).filter(([name]) => name.endsWith('.pdf'));
		const pages = files.reduce((sum, [name]) => sum + pages_of(path.join(out, name)), 0);
		const best = pages / Math.min(...times);
		row(PART, `${what}: pages a second of CPU time`, best.toFixed(0),
			`${files.length} files, ${pages} ${form === 'pdf' ? 'pages of A5' : 'sides of A4'}` +
			', everything with it: fonts, reading, checking, writing',
			atLeast(best, 100, ''));
	}
}

export function guide_paper({ row, atLeast }) {
	const home = fs.mkdtempSync(path.join(os.tmpdir(), 'bothy-paper-'));

	speed(home, row, atLeast);
	for (const form of fs.existsSync(TICO) ? ['ar', 'ckb'] : []) {
		const rows = tico_rows(form, SEGMENTS);
		const folder = path.join(home, form);
		make_library(folder, rows, [form]);
		build(folder, folder + '-out', ['--only', 'pdf']);
		const text = rows.map((one) => one[form]).join('\n');
		for (const [reader, read] of Object.entries(readers)) {
			const [words, order] = found(text,
				read(path.join(folder + '-out', 'pdf', form, '1.pdf')));
			row(PART, `Words found again: ${form}, ${reader}`, `${(100 * words).toFixed(1)} %`,
				`neighbours in order ${(100 * order).toFixed(1)} %; the ceiling of readers ` +
				'that glue words where the direction changes is ' +
				`${(100 * ceiling(text)).toFixed(1)} %`,
				atLeast(100 * words, reader === 'mutool' ? 94 : form === 'ar' ? 85 : 88, ' %'));
		}
	}
	fs.rmSync(home, { recursive: true, force: true });
}
