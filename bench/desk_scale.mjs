// The desk with 100,000 messages (bench/desk_scale.c), beside notmuch on the same
// texts where that is installed (Debian package notmuch). The desk and the mail
// are made once, under build/scale, and used again. CPU time, best of several:
// whoever else works on the machine does not count.
//
// SPDX-License-Identifier: AGPL-3.0-or-later
import { spawnSync } from 'node:child_process';
import fs from 'node:fs';
import path from 'node:path';

const TEXT_MIB = 143;  // 100,000 texts of 1,500 bytes
const STARTS = 3;
const ASKED = 150;     // words notmuch is asked for: a process each

export function desk_scale({ bench, row, atMost }) {
	const program = path.join(bench, 'desk_scale');
	const folder = path.join('build', 'scale', 'desk');
	const figures = (mode, ...more) => {
		const got = spawnSync(program, [mode, ...more], { maxBuffer: 1 << 28 });
		if (got.status !== 0) throw new Error(`desk_scale ${mode}: ${got.stderr}`);
		return Object.fromEntries([...String(got.stdout)
			.matchAll(/^([a-z0-9_]+) ([\d.]+)$/gm)].map(([, k, v]) => [k, Number(v)]));
	};
	fs.mkdirSync('build/scale', { recursive: true });
	if (!fs.existsSync(`${folder}/desk/key.age`)) {
		fs.rmSync(folder, { recursive: true, force: true });
		figures('make', folder);
	}
	const anew = figures('anew', folder);
	const starts = Array.from({ length: STARTS }, () => figures('open', folder));
	const best = (key) => Math.min(...starts.map((one) => one[key]));
	const part = 'The desk with 100,000 messages';
	row(part, 'Opened again, from the opened key file to the first list',
		`${(best('open_cpu_ms') / 1e3).toFixed(2)} s`,
		`${(best('open_wall_ms') / 1e3).toFixed(2)} s by the clock; ${TEXT_MIB} MiB of ` +
		'text', atMost(best('open_cpu_ms') / 1e3, 2, 's'));
	const ratio = best('private_mib') / best('database_mib');
	row(part, 'Private memory beside the size of the database', `${ratio.toFixed(2)}×`,
		`${best('private_mib').toFixed(0)} MiB, database ` +
		`${best('database_mib').toFixed(0)}; ${best('private_after_mib').toFixed(0)} ` +
		'after lists, searches and edits', atMost(ratio, 1.3, '×'));
	row(part, 'Said and compared once a day: the hashes of all rings, twice',
		`${(best('check_cpu_ms') / 1e3).toFixed(2)} s`, 'for each more device that ' +
		'saw other entries than this one, half of it',
		atMost(best('check_cpu_ms') / 1e3, 2, 's'));
	row(part, 'An edit: written, folded and the list shown again',
		`${best('edit_ms').toFixed(1)} ms`, 'the slowest of six kinds; ' +
		`${best('edit_first_ms').toFixed(0)} ms the first one after opening`,
		atMost(Math.max(best('edit_ms'), best('edit_first_ms')), 50, 'ms'));
	row(part, 'A page of a list: 200 threads and every count',
		`${best('list_ms').toFixed(1)} ms`, 'the slowest pile, down to the 2,000th row',
		atMost(best('list_ms'), 20, 'ms'));
	const theirs = beside_notmuch(program);
	row(part, 'Search, newest 20 hits, p99', `${best('search_p99_ms').toFixed(2)} ms`,
		`p50 ${best('search_p50_ms').toFixed(2)} ms` + (theirs ? `; notmuch (a process ` +
			`each) p50 ${theirs.p50.toFixed(0)} ms, p99 ${theirs.p99.toFixed(0)} ms` : ''),
		atMost(best('search_p99_ms'), 5, 'ms'));
	row(part, 'Locked: the snapshot kept', `${(best('close_cpu_ms') / 1e3).toFixed(2)} s`,
		'sealed in pieces, synced');
	row(part, 'Opened without a snapshot: all of the log opened, folded, indexed',
		`${(anew.open_cpu_ms / 1e3).toFixed(0)} s`,
		`${(anew.open_wall_ms / 1e3).toFixed(0)} s by the clock, at most ` +
		`${anew.anew_private_mib.toFixed(0)} MiB` + (theirs?.index
			? `; notmuch indexes them in ${theirs.index.toFixed(0)} s` : ''));
	/* The folder is not used again after it. */
	const copied = (mode) => {
		const copy = `${folder}-${mode}`;
		const clear = () => [copy, `${copy}-stick`].forEach((one) =>
			fs.rmSync(one, { recursive: true, force: true }));
		clear();
		fs.cpSync(folder, copy, { recursive: true });
		const got = figures(mode, copy);
		clear();
		return got;
	};
	const erased = copied('erase');
	row(part, 'One thread erased for good, out of tables, index and files',
		`${erased.erase_cpu_s.toFixed(1)} s`,
		`${erased.erase_wall_s.toFixed(1)} s by the clock, at most ` +
		`${erased.erase_private_mib.toFixed(0)} MiB`, atMost(erased.erase_cpu_s, 5, 's'));
	row(part, 'The longest time a page waits while it is erased',
		`${erased.erase_longest_ms.toFixed(0)} ms`,
		`${erased.erase_longest_wall_ms.toFixed(0)} ms by the clock; ` +
		`${erased.erase_asked_ms.toFixed(0)} ms until the page that asked is answered`,
		atMost(erased.erase_longest_ms, 500, 'ms'));
	const tidied = copied('tidy');
	row(part, 'A portion of 25 threads tidied: written anew, the old destroyed, and a key let go of',
		`${tidied.tidy_cpu_s.toFixed(1)} s`,
		`${tidied.tidy_wall_s.toFixed(1)} s by the clock; ${tidied.tidy_destroyed.toFixed(0)} ` +
		`bodies and ${tidied.tidy_keys_gone.toFixed(0)} key; nothing is read anew`,
		atMost(tidied.tidy_cpu_s, 10, 's'));
	row(part, 'The longest time a page waits for tidying',
		`${(Math.max(tidied.tidy_asked_ms, tidied.tidy_longest_ms) / 1e3).toFixed(2)} s`,
		`the one that asked; another one ${tidied.tidy_longest_ms.toFixed(0)} ms, ` +
		`${tidied.tidy_longest_wall_ms.toFixed(0)} ms by the clock`,
		atMost(Math.max(tidied.tidy_asked_ms, tidied.tidy_longest_ms) / 1e3, 3, 's'));
	const way = copied('journey');
	row(part, 'Left with little: the copy on a stick written and read again, and the rest',
		`${(way.copy_cpu_s + way.leave_cpu_s).toFixed(1)} s`,
		`${(way.copy_wall_s + way.leave_wall_s).toFixed(0)} s by the clock, the stick ` +
		'being a folder of the same disk',
		atMost(way.copy_cpu_s + way.leave_cpu_s, 10, 's'));
	row(part, 'Home again: all taken from the stick, checked, put together',
		`${(way.stick_cpu_s + way.finish_cpu_s).toFixed(1)} s`,
		`${(way.stick_wall_s + way.finish_wall_s).toFixed(0)} s by the clock`,
		atMost(way.stick_cpu_s + way.finish_cpu_s, 15, 's'));
	row(part, 'Opened after that, from the snapshot that the stick kept',
		`${way.opened_cpu_s.toFixed(1)} s`,
		`${way.opened_wall_s.toFixed(0)} s by the clock`, atMost(way.opened_cpu_s, 2, 's'));
}

// CPU ms of searching its newest 20, and seconds of indexing; null: not here.
function beside_notmuch(program) {
	if (spawnSync('notmuch', ['--version']).error) return null;
	const home = path.resolve('build/scale');
	const mail = path.join(home, 'mail'), config = path.join(home, 'notmuch-config');
	const env = { ...process.env, NOTMUCH_CONFIG: config };
	const cpu = (args) => {
		const script = 'TIMEFORMAT="%U %S"; time "$@" >/dev/null 2>/dev/null';
		const got = spawnSync('bash', ['-c', script, 'bash', 'notmuch', ...args], { env });
		const [user, sys] = got.stderr.toString().trim().split('\n').at(-1).split(' ');
		return Number(user) + Number(sys);
	};
	fs.writeFileSync(config, `[database]\npath=${mail}\n[user]\nname=x\n` +
		'primary_email=x@example.org\n');
	const took = path.join(home, 'notmuch-index-s');
	if (!fs.existsSync(took)) {
		fs.rmSync(mail, { recursive: true, force: true });
		spawnSync(program, ['mail', mail]);
		fs.writeFileSync(took, String(cpu(['new'])));
	}
	const words = String(spawnSync(program, ['words']).stdout).trim().split('\n');
	const all = words.slice(0, ASKED).map((one) => 1e3 * cpu(['search', '--limit=20',
		'--sort=newest-first', ...one.split(' ')])).sort((a, b) => a - b);
	return { p50: all[all.length >> 1], p99: all[Math.floor(all.length * 0.99)],
		index: Number(fs.readFileSync(took, 'utf8')) };
}
