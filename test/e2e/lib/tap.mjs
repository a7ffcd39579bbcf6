/* Between a desk and the line: passes every byte on and keeps it, as whoever
 * listens would. One for each desk, so that they can be told apart here.
 *
 * SPDX-License-Identifier: AGPL-3.0-or-later */
import { appendFileSync, readFileSync } from "node:fs";
import { createConnection, createServer } from "node:net";

const HEAD = /(GET|POST) \/relay\/1\/(\w[\w-]*)[^ ]* HTTP\/1\.1\r\n([\s\S]*?)\r\n\r\n/g;

export class Tap {
	/* From the socket `at` to the socket `to`; what passes stands in `file`. */
	static async open(at, to, file) {
		const tap = new Tap();
		tap.address = "unix:" + at;
		tap.file = file;
		tap.open = new Set();
		appendFileSync(file, "");
		tap.server = createServer((from) => tap.pass(from, createConnection(to)));
		await new Promise((done) => tap.server.listen(at, done));
		return tap;
	}

	pass(from, onward) {
		for (const [one, other] of [[from, onward], [onward, from]]) {
			this.open.add(one);
			one.on("data", (bytes) => {
				appendFileSync(this.file, bytes);
				other.write(bytes);
			});
			one.on("error", () => {});
			one.on("close", () => { this.open.delete(one); other.destroy(); });
			one.on("end", () => other.end());
		}
	}

	/* The calls so far: {call, token, headers: their names}. */
	calls() {
		const text = readFileSync(this.file, "latin1");
		return [...text.matchAll(HEAD)].map(([, , call, head]) => {
			const lines = head.split("\r\n").map((line) => line.split(": "));
			return { call, headers: lines.map(([name]) => name.toLowerCase()),
				token: lines.find(([name]) => /^authorization$/i.test(name))?.[1] };
		});
	}

	close() {
		for (const one of this.open) one.destroy();
		return new Promise((done) => this.server.close(done));
	}
}
