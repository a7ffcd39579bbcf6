/* A visitor without script: asks for pages, reads forms out of them, fills
 * them in and sends them as a browser would. Knows HTML only as far as our
 * own pages go.
 *
 * SPDX-License-Identifier: AGPL-3.0-or-later */
import { request as http_request } from "node:http";
import { randomBytes } from "node:crypto";

/* `where` is {port} or {socket}, perhaps with the address to come `from`; gives {status, headers, bytes, text}. */
export function ask(where, method, path, { headers = {}, body = null, limit_ms = 120000 } = {}) {
	return new Promise((done, fail) => {
		const options = where.socket
			? { socketPath: where.socket }
			: { host: "127.0.0.1", port: where.port, localAddress: where.from };
		const host = where.host ?? (where.socket ? "line.example" : "127.0.0.1:" + where.port);
		const all = { host, ...headers };
		if (body !== null && !("content-length" in all) && Buffer.isBuffer(body))
			all["content-length"] = body.length;
		const asked = http_request({ ...options, method, path, headers: all, agent: false });
		const timer = setTimeout(() => asked.destroy(new Error("no answer")), limit_ms);
		asked.on("response", (answer) => {
			const pieces = [];
			answer.on("data", (piece) => pieces.push(piece));
			answer.on("error", (e) => { clearTimeout(timer); fail(e); });
			answer.on("end", () => {
				clearTimeout(timer);
				if (!answer.complete) { fail(new Error("broken off")); return; }
				const bytes = Buffer.concat(pieces);
				done({ status: answer.statusCode, headers: answer.headers, bytes,
					text: bytes.toString("utf8") });
			});
		});
		asked.on("error", (e) => { clearTimeout(timer); fail(e); });
		if (body === null) asked.end();
		else if (Buffer.isBuffer(body)) asked.end(body);
		else pour(asked, body);
	});
}

/* Sends pieces as fast as the other side takes them. */
async function pour(asked, pieces) {
	for (const piece of pieces)
		if (!asked.write(piece))
			await new Promise((done) => {
				asked.once("drain", done);
				asked.once("error", done);
				asked.once("close", done);
			});
	asked.end();
}

const NAMED = { amp: "&", lt: "<", gt: ">", quot: '"', apos: "'", nbsp: "\u00a0" };

export function plain(html) {
	return html.replace(/&(#x[0-9a-f]+|#[0-9]+|[a-z]+);/gi, (all, name) => {
		if (/^#x/i.test(name)) return String.fromCodePoint(parseInt(name.slice(2), 16));
		if (name[0] === "#") return String.fromCodePoint(Number(name.slice(1)));
		return NAMED[name.toLowerCase()] ?? all;
	});
}

function attributes(tag) {
	const found = {};
	for (const [, name, , , quoted, bare] of tag.matchAll(
		/\s([a-zA-Z-]+)(=("([^"]*)"|([^\s>"]+)))?/g))
		found[name.toLowerCase()] = plain(quoted ?? bare ?? "");
	return found;
}

/* Every form of a page: {action, method, multipart, fields, files, buttons}. */
export function forms_of(html) {
	const forms = [];
	for (const [, head, inner] of html.matchAll(/<form\b([^>]*)>([\s\S]*?)<\/form>/g)) {
		const facts = attributes(" " + head);
		const form = { action: facts.action ?? "", method: (facts.method ?? "get").toUpperCase(),
			multipart: /multipart/.test(facts.enctype ?? ""), fields: {}, files: [],
			buttons: [], inner };
		for (const [, head_of] of inner.matchAll(/<input\b([^>]*)>/g)) {
			const input = attributes(" " + head_of);
			if (input.type === "file") form.files.push(input.name);
			else if (/^(checkbox|radio)$/.test(input.type)) {
				if ("checked" in input) form.fields[input.name] = input.value ?? "on";
			} else if (input.name) form.fields[input.name] = input.value ?? "";
		}
		for (const [, head_of, text] of inner.matchAll(/<textarea\b([^>]*)>([\s\S]*?)<\/textarea>/g))
			form.fields[attributes(" " + head_of).name] = plain(text.replace(/^\n/, ""));
		for (const [, head_of, options] of inner.matchAll(/<select\b([^>]*)>([\s\S]*?)<\/select>/g)) {
			const all = [...options.matchAll(/<option\b([^>]*)>/g)].map(([, o]) => attributes(" " + o));
			const chosen = all.find((o) => "selected" in o) ?? all[0];
			form.fields[attributes(" " + head_of).name] = chosen?.value ?? "";
		}
		for (const [, head_of, text] of inner.matchAll(/<button\b([^>]*)>([\s\S]*?)<\/button>/g))
			form.buttons.push({ ...attributes(" " + head_of), text: plain(text.replace(/<[^>]*>/g, "")) });
		forms.push(form);
	}
	return forms;
}

/* A browser sends every line end as CR LF. */
const sent = (text) => String(text).replace(/\r\n|\r|\n/g, "\r\n");

export function post_form(where, path, fields, headers = {}) {
	const body = Buffer.from(Object.entries(fields).map(([name, value]) =>
		encodeURIComponent(name) + "=" + encodeURIComponent(sent(value))
			.replace(/%20/g, "+")).join("&"));
	return ask(where, "POST", path, { body,
		headers: { "content-type": "application/x-www-form-urlencoded", ...headers } });
}

/* `files` are {field, name, type, bytes} or with `pieces` and `size`. */
export function post_multipart(where, path, fields, files = [], headers = {}) {
	const boundary = "----WebKitFormBoundary" + randomBytes(12).toString("hex");
	const pieces = [];
	for (const [name, value] of Object.entries(fields))
		pieces.push(Buffer.from(`--${boundary}\r\nContent-Disposition: form-data; ` +
			`name="${name}"\r\n\r\n${sent(value)}\r\n`));
	for (const file of files) {
		const name = file.name.replaceAll("\r", "%0D").replaceAll("\n", "%0A")
			.replaceAll('"', "%22");
		pieces.push(Buffer.from(`--${boundary}\r\nContent-Disposition: form-data; ` +
			`name="${file.field}"; filename="${name}"\r\n` +
			`Content-Type: ${file.type ?? "application/octet-stream"}\r\n\r\n`));
		if (file.bytes.length > 0) pieces.push(file.bytes);
		pieces.push(Buffer.from("\r\n"));
	}
	pieces.push(Buffer.from(`--${boundary}--\r\n`));
	const length = pieces.reduce((sum, piece) => sum + piece.length, 0);
	return ask(where, "POST", path, { body: pieces, headers: { "content-length": length,
		"content-type": "multipart/form-data; boundary=" + boundary, ...headers } });
}

/* Sends a form of a page as it stands there, with some fields filled in. */
export function send(where, form, fields = {}, files = [], headers = {}) {
	const all = { ...form.fields, ...fields };
	if (form.method === "GET")
		return ask(where, "GET", form.action + "?" + new URLSearchParams(all), { headers });
	return form.multipart || files.length > 0
		? post_multipart(where, form.action, all, with_empty(form, files), headers)
		: post_form(where, form.action, all, headers);
}

/* A browser sends a file field nobody filled as one file without a name. */
function with_empty(form, files) {
	const empty = form.files.filter((name) => !files.some((file) => file.field === name));
	return [...files, ...empty.map((field) => ({ field, name: "", bytes: Buffer.alloc(0) }))];
}
