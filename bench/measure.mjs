// Measures the program beside its peers and limits, all in one run, and writes
// doc/performance.md. Rows that gate have a floor; one under its floor makes
// the exit status 1. Called by `make bench` (tool/bench.sh).
//
// SPDX-License-Identifier: AGPL-3.0-or-later
import { spawn, spawnSync } from 'node:child_process';
import fs from 'node:fs';
import http from 'node:http';
import os from 'node:os';
import path from 'node:path';
import zlib from 'node:zlib';
import { guides_built } from '../test/e2e/lib/guides.mjs';
import { Line } from '../test/e2e/lib/line.mjs';
import { Organisation, } from '../test/e2e/lib/organisation.mjs';
import { ask } from '../test/e2e/lib/visit.mjs';
import { form_to } from '../test/e2e/lib/pages.mjs';
import { BOTHY } from '../test/e2e/lib/binary.mjs';
import { desk_scale } from './desk_scale.mjs';
import { guide_paper } from './guide_paper.mjs';
import { guides } from './guides.mjs';
import { guide_import } from './guide_import.mjs';

const BENCH = path.join(path.dirname(BOTHY), 'bench');
const POOL = 256;     // codes the line derives ahead (src/line/limits.h)
const BURST = 250;    // messages of one burst: all of them with such a code
const ROUNDS = 3;
const TICK_S = 1 / 100;
const has = (tool) => spawnSync(tool, ['--version']).error === undefined;
const pause = (ms) => new Promise((done) => setTimeout(done, ms));
const median = (all) => [...all].sort((a, b) => a - b)[all.length >> 1];
const home = fs.mkdtempSync(path.join(os.tmpdir(), 'bothy-bench-'));

const rows = [];
// A row: what, figure, beside, and for a gate `value` and `holds`.
function row(part, what, figure, beside = '', gate = null) {
	const holds = gate === null ? '' : gate.holds ? 'holds' : '**under**';
	rows.push({ part, what, figure, beside, floor: gate?.floor ?? '', holds });
	process.stdout.write(`${what}: ${figure}${beside && ` (${beside})`}` +
		`${gate ? `, floor ${gate.floor}: ${gate.holds ? 'holds' : 'UNDER'}` : ''}\n`);
}
const atLeast = (value, floor, unit = '×') =>
	({ floor: `≥ ${floor}${unit}`, holds: value >= floor });
const atMost = (value, floor, unit) =>
	({ floor: `≤ ${floor} ${unit}`, holds: value <= floor });

// -- processes ---------------------------------------------------------------

// CPU seconds of one process, from the kernel's own count.
function cpuOf(pid) {
	try {
		const stat = fs.readFileSync(`/proc/${pid}/stat`, 'utf8');
		const fields = stat.slice(stat.lastIndexOf(')') + 2).split(' ');
		return (Number(fields[11]) + Number(fields[12])) * TICK_S;
	} catch { return 0; }
}
const pidsOf = (line) => [line.child.pid, ...line.children().map((c) => c.pid)];
const lineCpu = (line) => pidsOf(line).reduce((sum, pid) => sum + cpuOf(pid), 0);
const roleCpu = (line, name) => line.children()
	.filter((c) => c.name === `bothy-${name}`)
	.reduce((sum, c) => sum + cpuOf(c.pid), 0);

function memoryOf(pid, key) {
	const text = fs.readFileSync(`/proc/${pid}/smaps_rollup`, 'utf8');
	return Number(text.match(new RegExp(`^${key}: *(\\d+) kB`, 'm'))[1]);
}
const lineMemory = (line, key) =>
	pidsOf(line).reduce((sum, pid) => sum + memoryOf(pid, key), 0) / 1024;

// Until no code is being derived: the maker has rested for half a second.
async function poolFull(line) {
	for (let still = 0, before = -1; still < 5;) {
		await pause(100);
		const now = roleCpu(line, 'maker');
		still = now === before ? still + 1 : 0;
		before = now;
	}
}

function run(command, args, options = {}) {
	const got = spawnSync(command, args, { maxBuffer: 1 << 28, ...options });
	if (got.error) throw got.error;
	return got;
}
const figures = (text) => Object.fromEntries([...String(text)
	.matchAll(/([a-z0-9_]+) ([\d.]+)/g)].map(([, k, v]) => [k, Number(v)]));

// CPU and wall seconds of a command, without its output.
function timed(command, args) {
	const script = 'TIMEFORMAT="%R %U %S"; time "$@" >/dev/null';
	const got = run('bash', ['-c', script, 'bash', command, ...args]);
	if (got.status !== 0) throw new Error(`${command}: ${got.stderr}`);
	const [wall, user, sys] = got.stderr.toString().trim().split('\n').at(-1)
		.split(' ').map(Number);
	return { wall, cpu: user + sys };
}
const best = (command, args) => {
	const all = Array.from({ length: ROUNDS }, () => timed(command, args));
	return { wall: median(all.map((t) => t.wall)),
		cpu: median(all.map((t) => t.cpu)) };
};

// -- sealing -----------------------------------------------------------------

function sealing(organisation) {
	const to = organisation.facts.intake, key = organisation.identity;
	const small = figures(run(path.join(BENCH, 'seal_small'),
		['10000', '2000']).stdout).cpu_s;
	row('Sealing', '10,000 texts of 2,000 bytes, in process',
		`${small.toFixed(2)} CPU s`, `${(small * 100).toFixed(0)} µs each`);
	if (!has('age')) return;
	const text = path.join(home, 'text'), large = path.join(home, 'large');
	fs.writeFileSync(text, Buffer.alloc(2000, 'a'));
	const once = timed('bash', ['-c',
		`for i in {1..100}; do age -r ${to} ${text}; done`]).cpu / 100;
	row('Sealing', 'the same by `age`, a process each',
		`${(once * 10000).toFixed(0)} CPU s`,
		`${(once * 10000 / small).toFixed(0)}× ours`);
	fs.writeFileSync(large, '');
	fs.truncateSync(large, 512 << 20);
	for (const [what, ours, theirs] of [
		['Seal 512 MiB to one recipient', ['seal', '-r', to, large],
			['-r', to, large]],
		['Open 512 MiB', ['open', '-i', key, `${large}.age`],
			['-d', '-i', key, `${large}.age`]]]) {
		if (what.startsWith('Open')) {
			run(BOTHY, ['seal', '-r', to, '-o', `${large}.age`, large]);
		}
		const a = best(BOTHY, ours), b = best('age', theirs);
		row('Sealing', `${what}: rate beside \`age\``,
			`${(b.wall / a.wall).toFixed(2)}×`,
			`${(512 / a.wall).toFixed(0)} MiB/s, \`age\` ` +
			`${(512 / b.wall).toFixed(0)}; CPU ${a.cpu.toFixed(2)} s, ` +
			`\`age\` ${b.cpu.toFixed(2)}`,
			atLeast(b.wall / a.wall, 0.8));
	}
	fs.rmSync(large);
	fs.rmSync(`${large}.age`);
}

// -- messages ----------------------------------------------------------------

// The write form as a browser sends it, with a hole for its own number.
async function requestFile(line) {
	const page = await ask(line, 'GET', '/en/write');
	const form = form_to(page.text, '/write');
	const hidden = Object.entries(form.fields)
		.find(([, value]) => /^[0-9a-f]{32}$/.test(value))?.[0];
	if (hidden === undefined) throw new Error('the form has no number');
	const area = form.inner.match(/<textarea\b[^>]*name="([^"]+)"/)[1];
	const fields = { ...form.fields, [hidden]: 'S'.repeat(32),
		[area]: 'A person writes. '.repeat(120) };
	const boundary = '----bench0123456789abcdef';
	const parts = Object.entries(fields).map(([name, value]) =>
		`--${boundary}\r\nContent-Disposition: form-data; name="${name}"` +
		`\r\n\r\n${value}\r\n`).join('');
	const body = `${parts}--${boundary}--\r\n`;
	const file = path.join(home, 'request');
	fs.writeFileSync(file, `POST ${form.action} HTTP/1.1\r\n` +
		`Host: 127.0.0.1:${line.port}\r\n` +
		`Content-Type: multipart/form-data; boundary=${boundary}\r\n` +
		`Content-Length: ${Buffer.byteLength(body)}\r\n\r\n${body}`);
	return file;
}

function writers(line, count, messages, file) {
	const got = run(path.join(BENCH, 'writers'),
		[String(line.port), String(count), String(messages), file]);
	return { ...figures(got.stdout), error: got.stderr.toString() };
}

async function durable(line, folder, file) {
	const bytes = 4492; // a sealed message of this text
	const used = { cpu: 0, count: 0 };
	for (const [count, floor] of [[1, 0.5], [16, 0.4], [64, 0.4]]) {
		const ours = [], raw = [], slow = [];
		for (let i = 0; i < ROUNDS; i++) {
			await poolFull(line);
			raw.push(figures(run(path.join(BENCH, 'raw_append'),
				[path.join(folder, 'raw'), String(count), String(bytes),
					count === 1 ? '2000' : '16000']).stdout).records_per_s);
			const before = ['door', 'sealer', 'keeper', 'pool']
				.reduce((sum, role) => sum + roleCpu(line, role), 0);
			const got = writers(line, count, BURST, file);
			if (got.failed !== 0) throw new Error(`${got.failed} failed`);
			ours.push(BURST / got.seconds);
			slow.push(got.p99_ms);
			used.cpu += ['door', 'sealer', 'keeper', 'pool']
				.reduce((sum, role) => sum + roleCpu(line, role), 0) - before;
			used.count += BURST;
		}
		fs.rmSync(path.join(folder, 'raw'));
		const ratio = median(ours) / median(raw);
		row('Messages', `Durable messages/s, ${count} writer` +
			`${count > 1 ? 's' : ''}`, median(ours).toFixed(0),
		`${ratio.toFixed(2)}× raw append + fdatasync ` +
			`(${median(raw).toFixed(0)}/s); p99 ${median(slow).toFixed(1)} ms`,
		atLeast(ratio, floor));
	}
	row('Messages', 'CPU a message, code from the pool',
		`${(used.cpu / used.count * 1e6).toFixed(0)} µs`,
		'door, sealer, keeper, pool; two curve multiplications are 65 µs');
}

async function crowd(line, file) {
	await poolFull(line);
	const got = writers(line, 50, 200, file);
	row('Messages', '50 writers at once, four messages each: failures',
		String(got.failed), '', atMost(got.failed, 0, ''));
	row('Messages', '50 writers at once: p99', `${got.p99_ms.toFixed(1)} ms`,
		`p50 ${got.p50_ms.toFixed(1)} ms`, atMost(got.p99_ms, 100, 'ms'));
	// The pool is empty soon: from then on every message waits for Argon2id.
	writers(line, 8, POOL, file);
	const begun = roleCpu(line, 'maker');
	const made = writers(line, 8, 120, file);
	const cpu = (roleCpu(line, 'maker') - begun) / 120;
	row('Messages', 'New codes/s with an empty pool',
		(120 / made.seconds).toFixed(1),
		`${(cpu * 1e3).toFixed(0)} ms CPU a code (Argon2id, 19 MiB)`);
}

// -- pages -------------------------------------------------------------------

function raw_get(port, where, headers) {
	return new Promise((done, fail) => http.get({ host: '127.0.0.1', port,
		path: where, headers: { host: 'x', ...headers } }, (answer) => {
		let bytes = 0;
		answer.on('data', (piece) => { bytes += piece.length; });
		answer.on('end', () => done({ bytes,
			coding: answer.headers['content-encoding'] ?? 'plain' }));
	}).on('error', fail));
}

async function weights(line) {
	let most = 0;
	for (const locale of ['ar', 'ckb', 'kmr-Arab', 'kmr', 'en']) {
		const got = await raw_get(line.port, `/${locale}/`,
			{ 'accept-encoding': 'gzip, br' });
		most = Math.max(most, got.bytes);
		row('Pages', `First page, \`${locale}\``,
			`${(got.bytes / 1000).toFixed(1)} KB`, `${got.coding}, one request`);
	}
	row('Pages', 'Heaviest first page', `${(most / 1000).toFixed(1)} KB`, '',
		atMost(most / 1000, 14, 'KB'));
}

// A guide page asked for by wrk; CPU by the kernel's count of the server.
function pages(port, where, pids) {
	const before = pids().reduce((sum, pid) => sum + cpuOf(pid), 0);
	const got = run('wrk', ['-t1', '-c32', '-d6s',
		`http://127.0.0.1:${port}${where}`]).stdout.toString();
	const count = Number(got.match(/(\d+) requests in/)[1]);
	const cpu = pids().reduce((sum, pid) => sum + cpuOf(pid), 0) - before;
	return { cpu: cpu / count * 1e6,
		rate: Number(got.match(/Requests\/sec: *([\d.]+)/)[1]) };
}

async function beside_nginx(line) {
	if (!has('wrk') || !has('nginx')) return;
	const page = await ask(line, 'GET', '/en/guides/1');
	const root = path.join(home, 'www');
	fs.mkdirSync(root);
	fs.writeFileSync(path.join(root, 'page.html'), page.bytes);
	const port = 20000 + (process.pid % 20000);
	const conf = path.join(home, 'nginx.conf');
	fs.writeFileSync(conf, `daemon off; worker_processes 1; pid ${home}/pid;
error_log ${home}/error; user ${os.userInfo().username};
events { worker_connections 1024; }
http { access_log off; sendfile on; tcp_nopush on; keepalive_requests 10000000;
default_type text/html; open_file_cache max=10;
client_body_temp_path ${home}/t1; proxy_temp_path ${home}/t2;
fastcgi_temp_path ${home}/t3; uwsgi_temp_path ${home}/t4;
scgi_temp_path ${home}/t5;
server { listen 127.0.0.1:${port}; root ${root}; } }\n`);
	fs.chmodSync(home, 0o755);
	const nginx = spawn('nginx', ['-c', conf, '-p', home], { stdio: 'ignore' });
	await pause(500);
	const workers = () => run('ps', ['--ppid', String(nginx.pid), '-o', 'pid='])
		.stdout.toString().trim().split(/\s+/).map(Number);
	const doors = () => line.children().filter((c) => c.name === 'bothy-door')
		.map((c) => c.pid);
	try {
		const a = [], b = [];
		for (let i = 0; i < ROUNDS; i++) {
			a.push(pages(line.port, '/en/guides/1', doors));
			b.push(pages(port, '/page.html', workers));
		}
		const [ours, theirs] = [a, b].map((all) => ({
			cpu: median(all.map((p) => p.cpu)),
			rate: median(all.map((p) => p.rate)) }));
		row('Pages', `Guide page (${page.bytes.length} bytes): CPU beside ` +
			'nginx static', `${(theirs.cpu / ours.cpu).toFixed(2)}×`,
		`${ours.cpu.toFixed(1)} µs a page, nginx ${theirs.cpu.toFixed(1)}`);
		row('Pages', 'Guide page: pages/s beside nginx static, one worker each',
			`${(ours.rate / theirs.rate).toFixed(2)}×`,
			`${ours.rate.toFixed(0)}/s, nginx ${theirs.rate.toFixed(0)}`);
	} finally {
		nginx.kill('SIGTERM');
	}
}

async function idle(line) {
	const door = line.children().find((c) => c.name === 'bothy-door').pid;
	const before = memoryOf(door, 'Pss');
	const child = spawn(path.join(BENCH, 'idle'), [String(line.port), '10000'],
		{ stdio: ['pipe', 'pipe', 'inherit'] });
	const said = await new Promise((done) =>
		child.stdout.once('data', (text) => done(String(text))));
	await pause(300);
	const open = figures(said).open, during = memoryOf(door, 'Pss');
	const end = new Promise((done) => child.on('close', done));
	child.stdin.end();
	await end;
	await pause(1500);
	const after = memoryOf(door, 'Pss');
	row('Memory', `${open} idle connections of 10,000 asked for`,
		`${((during - before) / 1024).toFixed(1)} MiB`,
		`${((during - before) * 1024 / open).toFixed(0)} bytes each; ` +
		`${((after - before) / 1024).toFixed(1)} MiB more than before when ` +
		'they have gone');
}

// -- the line as a whole -----------------------------------------------------

async function cold(folder) {
	const times = [];
	for (let i = 0; i < 5; i++) {
		const begun = performance.now();
		const line = await Line.start(folder, { guides: guides_built() });
		await ask(line, 'GET', '/en/');
		times.push(performance.now() - begun);
		await line.stop();
	}
	row('The line', 'Cold start to the first page',
		`${median(times).toFixed(0)} ms`, 'all six processes, from fork to page',
		atMost(median(times), 50, 'ms'));
}

async function main() {
	const organisation = new Organisation();
	sealing(organisation);
	await cold(organisation.folder);
	const line = await Line.start(organisation.folder,
		{ guides: guides_built() });
	try {
		await poolFull(line);
		const pss = lineMemory(line, 'Pss');
		row('Memory', 'The line at rest, pool full, all processes',
			`${pss.toFixed(1)} MiB`, 'proportional set size; ' +
			`${lineMemory(line, 'Private_Dirty').toFixed(1)} MiB of it written`,
			atMost(pss, 10, 'MiB'));
		await weights(line);
		const file = await requestFile(line);
		await durable(line, organisation.folder, file);
		await crowd(line, file);
		await poolFull(line);
		await beside_nginx(line);
		await idle(line);
	} finally {
		await line.stop();
		fs.rmSync(organisation.root, { recursive: true });
	}
	desk_scale({ bench: BENCH, row, atMost });
	guide_paper({ row, atLeast });
	guides({ row, atLeast, atMost });
	guide_import({ bench: BENCH, bothy: BOTHY, home, row, atMost });
	publish();
}

// BENCH_PART=desk, paper or guides: only that, into its own place of the page.
function part_only(measures) {
	for (const measure of measures)
		measure({ bench: BENCH, bothy: BOTHY, home, row, atLeast, atMost });
	const page = fs.readFileSync('doc/performance.md', 'utf8');
	const part = rows[0].part, mine = part_text(part);
	const old = new RegExp(`## ${part}\\n[^#]*`);
	fs.writeFileSync('doc/performance.md', old.test(page)
		? page.replace(old, () => mine + '\n')
		: page.replace(/^## What stands behind/m, (next) => `${mine}\n${next}`));
	end();
}

const part_text = (part) => `## ${part}

| measure | figure | beside | floor | |
|---|---|---|---|---|
${rows.filter((r) => r.part === part).map((r) =>
		`| ${r.what} | ${r.figure} | ${r.beside} | ${r.floor} | ${r.holds} |`)
		.join('\n')}
`;

function end() {
	const gates = rows.filter(({ holds }) => holds);
	const under = gates.filter(({ holds }) => holds !== 'holds');
	console.log(`${gates.length - under.length} passed, ${under.length} failed`);
	if (under.length > 0) process.exitCode = 1;
}

function publish() {
	const cpu = fs.readFileSync('/proc/cpuinfo', 'utf8')
		.match(/^model name\s*: (.*)$/m)?.[1] ?? 'unknown';
	const parts = [...new Set(rows.map(({ part }) => part))];
	const gates = rows.filter(({ holds }) => holds);
	const under = gates.filter(({ holds }) => holds !== 'holds');
	const notes = fs.existsSync('bench/notes.md')
		? fs.readFileSync('bench/notes.md', 'utf8') : '';
	const text = `# Measured

Written by \`make bench\` from one run; not edited by hand. Ratios are of this run, so that a slower or busier machine says the same; absolute figures are this machine's.

${os.cpus().length} cores (${cpu}), Linux ${os.release()}, ${new Date().toISOString().slice(0, 10)}. The load generator shares the cores with what it measures. Rows with a floor gate: ${gates.length - under.length} of ${gates.length} hold.
The pool holds ${POOL} codes; a burst is ${BURST} messages of 2,040 bytes of text, so every code of it comes from the pool; median of ${ROUNDS} bursts.

${parts.map(part_text).join('\n')}
${notes}`;
	fs.writeFileSync('doc/performance.md', text.trimEnd() + '\n');
	end();
}

try {
	const parts = { desk: [desk_scale], paper: [guide_paper], guides: [guides, guide_import] };
	if (parts[process.env.BENCH_PART]) part_only(parts[process.env.BENCH_PART]);
	else await main();
} finally {
	fs.rmSync(home, { recursive: true, force: true });
}
