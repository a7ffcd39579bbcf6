/* A real `bothy line`: starting, ending, killing one of its processes, and the
 * desk's calls to its relay (doc/relay.md).
 *
 * SPDX-License-Identifier: AGPL-3.0-or-later */
import { readFileSync, readdirSync } from "node:fs";
import { spawn } from "node:child_process";

import { BOTHY } from "./binary.mjs";
import { ask } from "./visit.mjs";

export const ROLES = ["door", "sealer", "keeper", "reader", "pool", "maker"];

const sleep = (ms) => new Promise((done) => setTimeout(done, ms));

/* {pid, name} of every process below `parent`. */
function children_of(parent) {
	const found = [];
	for (const entry of readdirSync("/proc")) {
		if (!/^[0-9]+$/.test(entry)) continue;
		try {
			const stat = readFileSync(`/proc/${entry}/stat`, "utf8");
			const name = stat.slice(stat.indexOf("(") + 1, stat.lastIndexOf(")"));
			const [state, above] = stat.slice(stat.lastIndexOf(")") + 2).split(" ");
			if (Number(above) === parent && state !== "Z")
				found.push({ pid: Number(entry), name });
		} catch { /* it has just ended */ }
	}
	return found;
}

export class Line {
	/* Starts and waits until it accepts visitors. `where` is a fixed socket
	 * ("unix:/path") or empty for a port of the system's choice. */
	static async start(folder, { guides, where, env = {} } = {}) {
		const line = new Line();
		const args = ["line", folder, "--listen", where ?? "127.0.0.1:0", "--ready", "fd:3"];
		if (guides) args.push("--guides", guides);
		line.child = spawn(BOTHY, args, { stdio: ["ignore", "ignore", "pipe", "pipe"],
			env: { ...process.env, ...env } });
		line.said = "";
		line.child.stderr.on("data", (text) => { line.said += text; });
		line.ended = new Promise((done) => line.child.on("exit", (code, signal) =>
			done({ code, signal })));
		const ready = await Promise.race([
			new Promise((done) => line.child.stdio[3].once("data", (text) =>
				done(String(text)))),
			line.ended.then((end) => {
				throw Object.assign(new Error("did not start: " + line.said), { end,
					said: line.said });
			})]);
		line.port = Number(ready.split(" ")[1]);
		if (where?.startsWith("unix:")) line.socket = where.slice(5);
		return line;
	}

	children() { return children_of(this.child.pid); }

	kill(role) {
		for (const child of this.children())
			if (child.name === "bothy-" + role) process.kill(child.pid, "SIGKILL");
	}

	async stop() {
		this.child.kill("SIGTERM");
		return this.ended;
	}

	/* Everything at once, as a power cut would. */
	async kill_all() {
		this.child.kill("SIGKILL");
		await this.ended;
	}

	/* Asks until it is answered: while the roles start anew a connection may
	 * break. */
	async until_up(limit_ms = 60000) {
		const end = Date.now() + limit_ms;
		for (;;) {
			try {
				if ((await ask(this, "GET", "/en/", { limit_ms: 5000 })).status === 200) return;
			} catch { /* not yet */ }
			if (Date.now() > end) throw new Error("it does not come back");
			await sleep(20);
		}
	}
}

/* The desk's calls. */
export class Relay {
	constructor(line, token) {
		this.line = line;
		this.headers = { authorization: "Bearer " + token };
	}

	get(path) { return ask(this.line, "GET", "/relay/1/" + path, { headers: this.headers }); }

	post(path, body) {
		return ask(this.line, "POST", "/relay/1/" + path,
			{ headers: this.headers, body: Buffer.isBuffer(body) ? body : Buffer.from(body) });
	}

	/* All messages after a cursor, in batches, as {cursor, hour, hash, blobs,
	 * sealed}. */
	async intake(after = 0) {
		const all = [];
		for (;;) {
			const answer = await this.get("intake?after=" + after);
			if (answer.status !== 200) throw new Error("intake: " + answer.status);
			const batch = batch_of(answer.bytes);
			if (batch.length === 0) return all;
			all.push(...batch);
			after = batch[batch.length - 1].cursor;
		}
	}

	seen(hashes) {
		return this.post("seen", "bothy-seen/1\n" +
			hashes.map((hash) => `hash ${hash}\n`).join(""));
	}

	reply(mailbox, id, sealed) {
		return this.post("reply", Buffer.concat([Buffer.from("bothy-put-reply/1\n" +
			`mailbox ${mailbox}\nid ${id}\nlength ${sealed.length}\n`), sealed]));
	}

	take_back(mailbox, id) {
		return this.post("take-back", `bothy-take-back/1\nmailbox ${mailbox}\nid ${id}\n`);
	}

	roster({ roster, minisig }) {
		return this.post("roster", "bothy-put-roster/1\n" +
			`roster ${Buffer.byteLength(roster)}\nminisig ${Buffer.byteLength(minisig)}\n` +
			roster + minisig);
	}
}

export function batch_of(bytes) {
	let at = 0;
	const line = () => {
		const end = bytes.indexOf(10, at);
		const text = bytes.subarray(at, end).toString("utf8");
		at = end + 1;
		return text;
	};
	if (line() !== "bothy-intake/1") throw new Error("not a batch");
	const count = Number(line().split(" ")[1]);
	const items = [];
	for (let i = 0; i < count; i++) {
		const [, cursor, hour, hash, blob_count, length] = line().split(" ");
		const blobs = [];
		for (let b = 0; b < Number(blob_count); b++) blobs.push(line().split(" ")[1]);
		const sealed = bytes.subarray(at, at + Number(length));
		at += Number(length) + 1;
		items.push({ cursor: Number(cursor), hour: Number(hour), hash, blobs, sealed });
	}
	if (line() !== "end" || at !== bytes.length) throw new Error("no end");
	return items;
}
