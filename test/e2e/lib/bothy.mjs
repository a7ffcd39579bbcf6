/* Starts the real program for tests: an organisation in a folder of its own,
 * the line, the desk; waits until they say they are ready; ends them. Ends
 * only what it started.
 *
 * SPDX-License-Identifier: AGPL-3.0-or-later */
import { spawn, spawnSync } from "node:child_process";
import { existsSync, mkdirSync, mkdtempSync, readFileSync, readdirSync, rmSync, statSync,
	writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";

import { guides_built } from "./guides.mjs";

export const TOP = join(dirname(fileURLToPath(import.meta.url)), "..", "..", "..");
export const PASSPHRASE = "lantern river seven quiet stones";
const READY_MS = 60000;

export const pause = (ms) => new Promise((done) => setTimeout(done, ms));

/* The newest build, or the one named in BOTHY. */
export function program() {
	if (process.env.BOTHY) return process.env.BOTHY;
	const built = ["release", "debug"].map((mode) => join(TOP, "build", mode, "bothy"))
		.filter(existsSync)
		.sort((a, b) => statSync(b).mtimeMs - statSync(a).mtimeMs);
	if (built.length === 0) throw new Error("bothy is not built: make MODE=release");
	return built[0];
}

/* Waits until `ask` gives something true; the error says what for. */
export async function until(what, ask, limit_ms = READY_MS) {
	const end = Date.now() + limit_ms;
	for (;;) {
		const got = await ask();
		if (got) return got;
		if (Date.now() > end) throw new Error("waited too long for " + what);
		await pause(25);
	}
}

/* A new organisation: {home, desk, line, passphrase_file, recovery}. */
export function new_organisation({ demo = false, options = [] } = {}) {
	const home = mkdtempSync(join(tmpdir(), "bothy-test-"));
	const passphrase_file = join(home, "passphrase");
	writeFileSync(passphrase_file, PASSPHRASE + "\n", { mode: 0o600 });
	const folder = join(home, "org");
	const recovery = join(home, "recovery");
	const made = spawnSync(program(), ["new", folder, "--name", "The Example House",
		"--passphrase-file", passphrase_file, "--recovery-out", recovery,
		...(demo ? ["--demo"] : []), ...options], { encoding: "utf8" });
	if (made.status !== 0)
		throw new Error("bothy new: " + made.status + "\n" + made.stdout + made.stderr);
	return { home, folder, recovery, passphrase_file,
		desk: join(folder, "desk"), line: join(folder, "line"), made };
}

export function remove_organisation(organisation) {
	rmSync(organisation.home, { recursive: true, force: true, maxRetries: 5 });
}

/* `under`: what runs the program, with its words (strace). */
async function start(args, ready_file, { env = {}, under = [] } = {}) {
	rmSync(ready_file, { force: true });
	const [first, ...rest] = [...under, program(), ...args];
	const child = spawn(first, rest, { stdio: ["ignore", "pipe", "pipe"],
		env: { ...process.env, ...env } });
	const role = { child, said: "", pid: child.pid, ended: null };
	child.stdout.on("data", (bytes) => { role.said += bytes; });
	child.stderr.on("data", (bytes) => { role.said += bytes; });
	child.on("exit", (code, signal) => { role.ended = signal ?? code; });
	try {
		role.ready = await until(args[0] + " to be ready", () => {
			if (role.ended !== null)
				throw new Error(`${args[0]} ended (${role.ended}):\n${role.said}`);
			const text = existsSync(ready_file) ? readFileSync(ready_file, "utf8") : "";
			return text.endsWith("\n") && text.trim();
		});
	} catch (error) {
		child.kill("SIGKILL");
		throw new Error(error.message + "\n" + role.said);
	}
	return role;
}

/* The line on a unix socket and, for browsers, on a port: `where` for
 * lib/visit.mjs. */
export async function start_line(organisation, { port = null, options = [], env } = {}) {
	const socket = join(organisation.home, "line.sock");
	const listen = port === null ? "unix:" + socket : "127.0.0.1:" + port;
	const ready = join(organisation.home, "line.ready");
	const line = await start(["line", organisation.line, "--listen", listen, "--guides",
		guides_built(), "--ready", ready, ...options], ready, { env });
	line.where = port === null ? { socket } : { port: port_in(line.ready, port) };
	line.address = port === null ? "unix:" + socket : "http://127.0.0.1:" + line.where.port;
	return line;
}

function port_in(ready, wanted) {
	const found = ready.match(/^ready (\d+)$/m) ?? ready.match(/127\.0\.0\.1:(\d+)/);
	return found ? Number(found[1]) : wanted;
}

/* The desk, without a browser; `url` is what a member would open. */
export async function start_desk(organisation, line, { options = [], env, under } = {}) {
	const ready = join(organisation.home, "desk.ready");
	const desk = await start(["desk", organisation.folder, "--no-browser", "--port", "0",
		"--passphrase-file", organisation.passphrase_file, "--ready", ready,
		"--line", line.address, ...options], ready, { env, under });
	desk.url = (desk.ready.match(/http:\/\/\S+/) ?? [desk.ready])[0];
	return desk;
}

/* Ends a role as its operator would, and gives back how it ended. */
export async function stop(role, signal = "SIGTERM") {
	if (role === undefined || role === null) return null;
	if (role.ended === null) {
		role.child.kill(signal);
		try {
			await until("the end", () => role.ended !== null, 15000);
		} catch {
			role.child.kill("SIGKILL");
			await until("the end", () => role.ended !== null, 5000);
			return "killed";
		}
	}
	return role.ended;
}

/* Stops a role where it stands, or (`held` false) lets it go on. */
export function hold(role, held = true) {
	for (const { pid } of [role, ...processes_of(role)])
		process.kill(pid, held ? "SIGSTOP" : "SIGCONT");
}

/* The processes below a role: [{pid, name}]. */
export function processes_of(role) {
	const parent_of = new Map();
	for (const name of readdirSync("/proc")) {
		if (!/^\d+$/.test(name)) continue;
		try {
			const stat = readFileSync(`/proc/${name}/stat`, "utf8");
			const rest = stat.slice(stat.lastIndexOf(")") + 2).split(" ");
			parent_of.set(Number(name), { pid: Number(name), parent: Number(rest[1]),
				state: rest[0], name: stat.slice(stat.indexOf("(") + 1, stat.lastIndexOf(")")) });
		} catch { /* it ended meanwhile */ }
	}
	const found = [];
	for (const one of parent_of.values()) {
		if (one.state === "Z") continue;
		for (let at = one; at; at = parent_of.get(at.parent))
			if (at.pid === role.pid) { found.push(one); break; }
	}
	return found;
}

export function scratch(organisation, name) {
	const path = join(organisation.home, name);
	mkdirSync(path, { recursive: true });
	return path;
}
