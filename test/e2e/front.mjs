/* The front of doc/front.md: its very configuration, with paths and ports
 * changed, in Debian's nginx. Pages and a message come through TLS, no
 * address of a visitor is written anywhere, and the line is as strict behind
 * it as without it.
 *
 * SPDX-License-Identifier: AGPL-3.0-or-later */
import assert from "node:assert/strict";
import { spawn, spawnSync } from "node:child_process";
import { createServer } from "node:net";
import { existsSync, readFileSync, readdirSync, rmSync, writeFileSync } from "node:fs";
import { request } from "node:https";
import { join } from "node:path";
import { connect } from "node:tls";
import { after, before, test } from "node:test";
import { Line } from "./lib/line.mjs";
import { Organisation } from "./lib/organisation.mjs";
import { code_in, form_to } from "./lib/pages.mjs";
import { TOP, until } from "./lib/bothy.mjs";

const MODULE = "/usr/lib/nginx/modules/ngx_stream_module.so";
const NGINX = ["/usr/sbin/nginx", "/usr/bin/nginx"].find(existsSync);
const skip = NGINX && existsSync(MODULE) ? false : "nginx with its stream module is not here";

let organisation, line, front, port;

async function free_port() {
	const server = createServer();
	await new Promise((done) => server.listen(0, "127.0.0.1", done));
	const { port: free } = server.address();
	await new Promise((done) => server.close(done));
	return free;
}

function configuration(root) {
	const page = readFileSync(join(TOP, "doc", "front.md"), "utf8");
	const [, block] = page.match(/```nginx\n([\s\S]*?)```/);
	let text = block;
	const change = (from, to) => {
		assert.ok(text.includes(from), "doc/front.md no longer says " + from);
		text = text.replaceAll(from, to);
	};
	change("user www-data;\n", process.getuid() === 0 ? "user www-data;\n" : "");
	change("/run/nginx.pid", join(root, "nginx.pid"));
	change("listen 443 ssl", `listen 127.0.0.1:${port} ssl`);
	change("/etc/bothy/front.pem", join(root, "front.pem"));
	change("/etc/bothy/front.key", join(root, "front.key"));
	change("unix:/run/bothy/line.sock", "unix:" + join(root, "line.sock"));
	return text;
}

before(async () => {
	if (skip) return;
	organisation = new Organisation();
	const root = organisation.root;
	spawnSync("chmod", ["711", root]);
	line = await Line.start(organisation.folder, { where: "unix:" + join(root, "line.sock") });
	port = await free_port();
	const made = spawnSync("openssl", ["req", "-x509", "-newkey", "ec", "-pkeyopt",
		"ec_paramgen_curve:prime256v1", "-nodes", "-days", "2", "-subj", "/CN=line.example",
		"-keyout", join(root, "front.key"), "-out", join(root, "front.pem")]);
	assert.equal(made.status, 0, String(made.stderr));
	const file = join(root, "front.conf");
	writeFileSync(file, configuration(root));
	front = spawn(NGINX, ["-c", file, "-g", "daemon off;"], { stdio: ["ignore", "pipe", "pipe"] });
	front.said = "";
	front.stderr.on("data", (text) => { front.said += text; });
	await until("the front", async () => {
		if (front.exitCode !== null) throw new Error("nginx ended: " + front.said);
		try { return (await get("/en/")).status === 200; } catch { return false; }
	});
});
after(async () => {
	if (front && front.exitCode === null) {
		const ended = new Promise((done) => front.once("exit", done));
		front.kill("SIGTERM");
		await ended;
	}
	await line?.stop();
	if (organisation) rmSync(organisation.root, { recursive: true, force: true });
});

function get(path, { method = "GET", body = "", headers = {} } = {}) {
	return new Promise((done, fail) => {
		const asked = request({ host: "127.0.0.1", port, path, method, rejectUnauthorized: false,
			servername: "line.example", agent: false,
			headers: { host: "line.example", ...headers } }, (answer) => {
			const pieces = [];
			answer.on("data", (piece) => pieces.push(piece));
			answer.on("end", () => done({ status: answer.statusCode, headers: answer.headers,
				text: Buffer.concat(pieces).toString() }));
		});
		asked.on("error", fail);
		asked.end(body);
	});
}

test("pages come through TLS as the line made them", { skip }, async () => {
	const page = await get("/ar/");
	assert.equal(page.status, 200);
	assert.match(page.text, /dir="rtl"/);
	assert.equal(page.headers.server, undefined);
	assert.equal(page.headers["content-encoding"], undefined);
	assert.match(page.headers["cache-control"], /no-store/);
});

test("a person writes through the front and reads her answers", { skip }, async () => {
	const page = await get("/en/write");
	const { fields } = form_to(page.text, "/write");
	const body = new URLSearchParams({ ...fields, text: "through the front" }).toString();
	const headers = { "content-type": "application/x-www-form-urlencoded",
		"content-length": Buffer.byteLength(body) };
	const code = code_in((await get("/en/write", { method: "POST", body, headers })).text);
	assert.ok(code, "no code");
	const asked = new URLSearchParams({ code }).toString();
	const answers = await get("/en/answers", { method: "POST", body: asked,
		headers: { ...headers, "content-length": asked.length } });
	assert.equal((answers.text.match(/<li><time/g) ?? []).length, 1);
});

test("what is not HTTP is refused behind the front too", { skip }, async () => {
	const said = await new Promise((done) => {
		const socket = connect({ host: "127.0.0.1", port, rejectUnauthorized: false },
			() => socket.write("GET /en/ HTTP/1.1\r\nHost : line.example\r\n\r\n"));
		let text = "";
		socket.on("data", (bytes) => { text += bytes; });
		socket.on("close", () => done(text));
		socket.on("error", () => done(text));
	});
	assert.match(said, /^HTTP\/1\.1 400 /);
});

test("the front's own files hold no address of a visitor", { skip }, () => {
	const root = organisation.root;
	for (const name of readdirSync(root)) {
		const path = join(root, name);
		if (!/\.(pid|log)$/.test(name)) continue;
		assert.doesNotMatch(readFileSync(path, "latin1"), /127\.0\.0\.1/, name);
	}
	assert.doesNotMatch(front.said, /127\.0\.0\.1|client/);
	assert.doesNotMatch(line.said, /127\.0\.0\.1|client/);
});
