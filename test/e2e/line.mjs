/* The line as a whole: the real program, its real processes, an organisation
 * folder made by a second writer. One message from the form to the desk's side
 * and an answer back, every bad input, and every process killed while people
 * write.
 *
 * SPDX-License-Identifier: AGPL-3.0-or-later */
import { after, before, test } from "node:test";
import assert from "node:assert/strict";
import crypto from "node:crypto";
import { spawnSync } from "node:child_process";
import { appendFileSync, cpSync, existsSync, mkdirSync, readFileSync, rmSync,
	writeFileSync } from "node:fs";
import net from "node:net";
import { join } from "node:path";

import { BOTHY } from "./lib/binary.mjs";
import { until } from "./lib/bothy.mjs";
import { cpu_ms_while } from "./lib/cpu.mjs";
import { guides_built } from "./lib/guides.mjs";
import { Line, Relay, ROLES, batch_of } from "./lib/line.mjs";
import { Organisation, message_of, reply_text, seal_to } from "./lib/organisation.mjs";
import { LOCALES, code_in, form_to, read, write } from "./lib/pages.mjs";
import { ask, forms_of, post_form, post_multipart, send } from "./lib/visit.mjs";

const DAY = 24 * 60 * 60 * 1000;
const sleep = (ms) => new Promise((done) => setTimeout(done, ms));
const sha256 = (bytes) => crypto.createHash("sha256").update(bytes).digest("hex");

let org, line, relay;
before(async () => {
	org = new Organisation();
	line = await Line.start(org.folder, { guides: guides_built() });
	relay = new Relay(line, org.token);
});
after(async () => {
	await line.stop();
	rmSync(org.root, { recursive: true, force: true });
});

/* The newest message at the desk's side, opened. */
async function newest() {
	const all = await relay.intake();
	const item = all[all.length - 1];
	assert.equal(sha256(item.sealed), item.hash);
	return { item, message: message_of(org.open(item.sealed)) };
}

async function answer(message, text, language = "ar") {
	const id = crypto.randomBytes(16).toString("hex");
	const plain = reply_text({ language, mailbox: message.mailbox, id, hour: 495000, text });
	const kept = await relay.reply(message.mailbox, id, seal_to(message.recipient, plain));
	assert.equal(kept.text, "kept\n");
	return id;
}

// -- the whole way -----------------------------------------------------------

test("a message in each written form comes out as it went in, and the answer too", async () => {
	const texts = { ar: "مرحباً.\n\nسطر ثانٍ ‏— و ABC", ckb: "سڵاو\u200cەکان <b>&amp;</b>", "kmr-Arab":
		"سلاڤ ژ دهۆکێ", kmr: "Silav, ez Hêvî me.\n  du vala", en: "a \u202eb\u202c c\ttab" };
	for (const locale of LOCALES) {
		const sent = await write(line, locale, { text: texts[locale], called: "Hêvî رامي",
			about: "tell" });
		assert.equal(sent.status, 200);
		assert.match(sent.code, /^\d{4}( \d{4}){5}$/);
		const { item, message } = await newest();
		assert.equal(message.text, texts[locale]);
		assert.equal(message.called, "Hêvî رامي");
		assert.equal(message.about, "tell");
		assert.equal(message.language, locale);
		assert.equal(item.blobs.length, 0);
		const id = await answer(message, texts[locale], locale);
		const page = await read(line, locale, sent.code);
		assert.equal(page.status, 200);
		const prose = page.text.match(/<div class="prose"[^>]*>([\s\S]*?)<\/div><\/div>|<div class="prose"[^>]*>([\s\S]*?)<\/div>\s*<\/article>/);
		assert.ok(prose, "an answer is shown");
		for (const piece of texts[locale].split("\n").filter(Boolean))
			assert.ok(page.text.includes(piece.replaceAll("&", "&amp;").replaceAll("<", "&lt;")
				.replaceAll(">", "&gt;")), "shown: " + piece);
		assert.equal((await relay.take_back(message.mailbox, id)).text, "shown\n");
	}
});

test("digits of her own keyboard and any spacing open the same mailbox", async () => {
	const sent = await write(line, "ar", { text: "أرقام" });
	const eastern = sent.code.replace(/\d/g, (d) => "٠١٢٣٤٥٦٧٨٩"[d]).replaceAll(" ", " - ");
	const page = await read(line, "ar", eastern);
	assert.ok(/<time datetime=/.test(page.text), String(/<time datetime=/));
});

test("a reply is taken back before it was shown, and nobody sees it", async () => {
	const sent = await write(line, "en", { text: "take back" });
	const { message } = await newest();
	const id = await answer(message, "a word too early", "en");
	assert.equal((await relay.take_back(message.mailbox, id)).text, "taken\n");
	assert.equal((await relay.take_back(message.mailbox, id)).text, "none\n");
	assert.ok(!/a word too early/.test((await read(line, "en", sent.code)).text), String(/a word too early/));
});

test("files come out equal, under their own names, padded and sealed", async () => {
	const files = [0, 1, 65536, 65537, 5 << 20].map((size, i) => ({ field: "file",
		name: ["empty.txt", "a\u202egpj.exe", "ورقة.png", "two words \"q\".pdf", "5MB"][i],
		type: ["text/plain", "image/png", "image/png", "application/pdf", ""][i] || "x/y",
		bytes: crypto.randomBytes(size) }));
	files.push({ field: "voice", name: "voice.ogg", type: "audio/ogg",
		bytes: crypto.randomBytes(3000) });
	const sent = await write(line, "kmr", { text: "" }, files);
	assert.equal(sent.status, 200);
	const { item, message } = await newest();
	assert.equal(message.text, "");
	assert.deepEqual(item.blobs, message.files.map((f) => f.blob));
	assert.equal(message.files.length, 6);
	for (const [i, file] of message.files.entries()) {
		/* a browser writes a quote as %22, and so it stays */
		assert.equal(file.name, files[i].name.replaceAll('"', "%22"));
		assert.equal(file.type, files[i].type);
		assert.equal(file.voice, files[i].field === "voice");
		const got = await relay.get("blob/" + file.blob);
		assert.equal(got.status, 200);
		const plain = org.open_file(got.bytes, file);
		assert.equal(sha256(plain), sha256(files[i].bytes));
		assert.equal(file.sha256, sha256(files[i].bytes));
	}
	const read_page = await read(line, "kmr", sent.code);
	assert.ok(/6/.test(read_page.text), String(/6/));
});

test("she writes again under the same code; a repeated submission keeps its number", async () => {
	const first = await write(line, "en", { text: "first" });
	const page = await read(line, "en", first.code);
	const again = await send(line, form_to(page.text, "/again"));
	assert.equal(again.status, 200);
	const form = form_to(again.text, "/write");
	assert.equal(form.fields.code, first.code.replaceAll(" ", ""));
	await send(line, form, { text: "second" });
	await send(line, form, { text: "second" });
	const all = (await relay.intake()).slice(-3).map((m) => message_of(org.open(m.sealed)));
	assert.deepEqual(all.map((m) => m.text), ["first", "second", "second"]);
	assert.equal(new Set(all.map((m) => m.mailbox)).size, 1);
	assert.equal(all[1].submission, all[2].submission);
	assert.notEqual(all[0].submission, all[1].submission);
});

test("trying the code compares and opens nothing", async () => {
	const sent = await write(line, "ar", { text: "try" });
	const form = form_to(sent.page.text, "/code");
	const right = await send(line, form, { typed: sent.code });
	assert.ok(/class="good"/.test(right.text), String(/class="good"/));
	const wrong = await send(line, form, { typed: sent.code.replace(/\d/,
		(d) => (Number(d) + 1) % 10) });
	assert.ok(/class="wrong"/.test(wrong.text), String(/class="wrong"/));
	assert.equal(code_in(wrong.text), sent.code);
});

test("erasing asks first, removes answers, and leaves what nobody has read", async () => {
	const sent = await write(line, "en", { text: "erase me" });
	const { item, message } = await newest();
	await answer(message, "an answer to erase", "en");
	const page = await read(line, "en", sent.code);
	const sure = await send(line, form_to(page.text, "/erase"));
	assert.ok(/name="sure"/.test(sure.text), String(/name="sure"/));
	const done = await send(line, form_to(sure.text, "/erase"));
	assert.equal(done.status, 200);
	assert.ok(/1 message that nobody has read/.test(done.text), String(/1 message that nobody has read/));
	assert.ok(!/an answer to erase/.test((await read(line, "en", sent.code)).text), String(/an answer to erase/));
	const still = await relay.intake(item.cursor - 1);
	assert.equal(still[0].hash, item.hash);
});

/* [door-4] */
test("an unknown code gets the very page of an empty mailbox", async () => {
	const kept = await write(line, "en", { text: "will be empty" });
	const { item } = await newest();
	assert.equal((await relay.seen([item.hash])).text, "ok\n");
	const page = await read(line, "en", kept.code);
	await send(line, form_to((await send(line, form_to(page.text, "/erase"))).text, "/erase"));
	const empty = await read(line, "en", kept.code);
	const unknown_code = valid_code();
	const unknown = await read(line, "en", unknown_code);
	assert.equal(unknown.status, empty.status);
	assert.deepEqual(Object.keys(unknown.headers), Object.keys(empty.headers));
	assert.equal(unknown.text.replaceAll(unknown_code, "C"),
		empty.text.replaceAll(kept.code.replaceAll(" ", ""), "C"));
	const work = { empty: [], unknown: [] };
	for (let i = 0; i < 8; i++)
		for (const [kind, code] of [["empty", kept.code], ["unknown", unknown_code]])
			work[kind].push(await work_of(() => read(line, "en", code)));
	const ratio = median(work.empty) / median(work.unknown);
	assert.ok(ratio > 0.75 && ratio < 1.33, "the same work: " + ratio);
});

const median = (list) => list.sort((a, b) => a - b)[list.length >> 1];

/* Processor time of those who answer; the maker of codes works for itself. */
function work_of(act) {
	const pids = line.children().filter(({ name }) => !/maker|pool/.test(name))
		.map(({ pid }) => pid);
	return cpu_ms_while(pids, act);
}

/* A code whose check digits are right (ISO 7064 MOD 97-10). */
function valid_code() {
	const digits = Array.from({ length: 22 }, () => crypto.randomInt(10)).join("");
	return digits + String(98n - (BigInt(digits) * 100n) % 97n).padStart(2, "0");
}

test("a mistyped code is told apart before any work is done", async () => {
	const code = valid_code();
	const typo = code.slice(0, 5) + (Number(code[5]) + 1) % 10 + code.slice(6);
	const read_all = async () => {
		for (const typed of [typo, "123", "", "letters", "1".repeat(4000)]) {
			const page = await read(line, "ckb", typed);
			assert.equal(page.status, 200);
			assert.ok(/class="wrong"/.test(page.text), String(/class="wrong"/));
		}
	};
	const one = await work_of(() => read(line, "ckb", code));
	const five = await work_of(read_all);
	assert.ok(five < one, `five slips cost ${five} ms, one code ${one} ms`);
});

// -- pages -------------------------------------------------------------------

test("every page carries the strict headers, and its own style's hash", async () => {
	for (const locale of LOCALES)
		for (const path of ["", "write", "answers", "guides", "guides/1", "danger", "safety",
			"about", "nothing-here"]) {
			const page = await ask(line, "GET", `/${locale}/${path}`);
			assert.equal(page.status, path === "nothing-here" ? 404 : 200, path);
			const style = page.text.match(/<style>([\s\S]*?)<\/style>/)[1];
			const hash = crypto.createHash("sha256").update(style).digest("base64");
			const policy = page.headers["content-security-policy"];
			assert.ok(policy.startsWith("default-src 'none'; "));
			assert.ok(policy.includes(`style-src 'sha256-${hash}'`), path);
			assert.equal(page.headers["cache-control"], "no-store");
			assert.equal(page.headers["referrer-policy"], "no-referrer");
			assert.equal(page.headers["x-content-type-options"], "nosniff");
			for (const never of ["server", "date", "set-cookie", "content-encoding"])
				assert.ok(!(never in page.headers), never);
		}
});

test("the start page speaks the language the browser asks for", async () => {
	for (const [header, lang] of [["ckb", "ckb"], ["ar-IQ,en;q=0.5", "ar"], ["sv", "en"],
		["kmr", "kmr"]]) {
		const page = await ask(line, "GET", "/", { headers: { "accept-language": header } });
		assert.match(page.text, new RegExp(`<html lang="${lang}"`));
	}
});

test("leaving goes elsewhere and leaves nothing in the cache", async () => {
	const page = await ask(line, "GET", "/leave");
	assert.equal(page.status, 303);
	assert.equal(page.headers.location, "https://weather.example/");
	assert.equal(page.headers["clear-site-data"], '"cache"');
});

test("pages with a code or words are padded to a class and never compressed", async () => {
	const sizes = new Set();
	for (const text of ["a", "b".repeat(3000)]) {
		const sent = await write(line, "en", { text });
		sizes.add(sent.page.bytes.length);
		sizes.add((await read(line, "en", sent.code)).bytes.length);
	}
	for (const size of sizes) assert.ok([4096, 16384, 65536].includes(size), String(size));
});

// -- bad input ---------------------------------------------------------------

const calm = (page, status) => {
	assert.equal(page.status, status);
	assert.ok(/<p class="wrong" role="alert"/.test(page.text), String(/<p class="wrong" role="alert"/));
};

test("an empty message gets a calm sentence in her language", async () => {
	for (const text of ["", "   \n\t "])
		calm((await write(line, "ar", { text })).page, 422);
});

test("words that are not UTF-8 come back, and nothing is kept", async () => {
	const before_count = (await relay.intake()).length;
	const body = Buffer.concat([Buffer.from("text=caf"), Buffer.from("%E9+and+more")]);
	const page = await ask(line, "POST", "/en/write", { body,
		headers: { "content-type": "application/x-www-form-urlencoded" } });
	calm(page, 400);
	assert.ok(/and more/.test(page.text), String(/and more/));
	assert.equal((await relay.intake()).length, before_count);
});

test("words that are too long come back whole", async () => {
	const text = "long ".repeat(12000) + "the end";
	const page = (await write(line, "en", { text })).page;
	calm(page, 413);
	assert.ok(page.text.includes("the end</textarea>"));
});

test("a file over 25 MB: her words come back and files must be chosen again", async () => {
	const files = [{ field: "file", name: "big", bytes: Buffer.alloc((25 << 20) + 1, 1) }];
	const page = (await write(line, "en", { text: "kept words" }, files)).page;
	calm(page, 413);
	assert.ok(page.text.includes("kept words</textarea>"));
	assert.ok(/choose them again/.test(page.text), String(/choose them again/));
});

test("six files are one too many", async () => {
	const files = Array.from({ length: 6 }, (_, i) => ({ field: "file", name: "f" + i,
		bytes: Buffer.from("x") }));
	calm((await write(line, "en", { text: "words" }, files)).page, 422);
});

test("a broken multipart body gives the words back", async () => {
	const boundary = "----b";
	const whole = `--${boundary}\r\nContent-Disposition: form-data; name="text"\r\n\r\n` +
		`half a form\r\n--${boundary}\r\nContent-Disposition: form-data; name="file"; ` +
		`filename="x"\r\n\r\nbytes that stop`;
	const page = await ask(line, "POST", "/en/write", { body: Buffer.from(whole),
		headers: { "content-type": "multipart/form-data; boundary=" + boundary } });
	calm(page, 400);
	assert.ok(page.text.includes("half a form</textarea>"));
});

test("ten thousand fields are refused and the words stay", async () => {
	const fields = { text: "among many" };
	for (let i = 0; i < 10000; i++) fields["f" + i] = "x";
	calm(await post_multipart(line, "/en/write", fields), 400);
	calm(await post_form(line, "/en/write", fields), 400);
});

test("a gigabyte is refused before it is read", async () => {
	const page = await ask(line, "POST", "/ar/write", { body: Buffer.from("x"), headers: {
		"content-length": String(1 << 30), "content-type": "multipart/form-data; boundary=b" } });
	assert.equal(page.status, 413);
	assert.ok(/<html lang="ar"/.test(page.text), String(/<html lang="ar"/));
});

test("what is not HTTP is refused with 400, other methods and paths calmly", async () => {
	const raw = await new Promise((done) => {
		const socket = net.connect(line.port, "127.0.0.1", () =>
			socket.write("GET / HTTP/1.1\nHost: x\n\n"));
		let text = "";
		socket.on("data", (bytes) => { text += bytes; });
		socket.on("close", () => done(text));
	});
	assert.match(raw, /^HTTP\/1\.1 400 /);
	assert.equal((await ask(line, "POST", "/en/nothing", { body: Buffer.from("a=b") })).status, 404);
	assert.equal((await ask(line, "GET", "/xx/write")).status, 404);
	assert.equal((await ask(line, "GET", "/en/guides/99")).status, 404);
	assert.equal((await ask(line, "HEAD", "/en/")).status, 200);
});

// -- the relay ---------------------------------------------------------------

/* [door-3] */
test("without the token the relay is an unknown path, to the byte", async () => {
	const unknown = await ask(line, "GET", "/relay/9/none");
	for (const authorization of ["", "Bearer ", "Bearer " + "0".repeat(64), "Basic x",
		"Bearer " + org.token.toUpperCase(), "bearer " + org.token]) {
		for (const path of ["/relay/1/intake?after=0", "/relay/1/state", "/relay/1/x"]) {
			const page = await ask(line, "GET", path, { headers: { authorization } });
			assert.equal(page.status, 404);
			assert.ok(page.bytes.equals(unknown.bytes), path);
		}
		const post = await ask(line, "POST", "/relay/1/seen", { headers: { authorization },
			body: Buffer.from("x") });
		assert.ok(post.bytes.equals(unknown.bytes));
	}
	assert.equal((await relay.get("nothing")).status, 404);
	assert.equal((await relay.get("blob/" + "0".repeat(32))).status, 404);
	assert.equal((await relay.get("blob/../roster")).status, 404);
});

test("malformed calls are refused with one word", async () => {
	for (const query of ["", "?after=", "?after=-1", "?after=01", "?after=0&wait=26",
		"?after=0&other=1", "?wait=1"]) {
		const answer_here = await relay.get("intake" + query);
		assert.equal(answer_here.status, 400, query);
		assert.equal(answer_here.text, "malformed\n");
	}
	const name = "0".repeat(32);
	for (const [path, body] of [["seen", "bothy-seen/1\n"], ["seen", ""],
		["seen", `bothy-seen/1\nhash ${"0".repeat(64)}\nsig x\n`],
		["reply", `bothy-put-reply/1\nmailbox ${name}\nid ${name}\nlength 3\nab`],
		["reply", `bothy-put-reply/1\nmailbox ${name}\nid ${name}\nlength 0\n`],
		["take-back", `bothy-take-back/1\nmailbox ${name}\nid ${name}\nx`],
		["roster", "bothy-put-roster/1\nroster 1\nminisig 1\nabc"]]) {
		const answer_here = await relay.post(path, body);
		assert.equal(answer_here.status, 400, path);
		assert.equal(answer_here.text, "malformed\n");
	}
});

test("a desk that waits hears of a new message at once, or nothing in time", async () => {
	const all = await relay.intake();
	const last = all[all.length - 1].cursor;
	const waiting = relay.get(`intake?after=${last}&wait=25`);
	await sleep(300);
	await write(line, "en", { text: "for the one who waits" });
	const kept = Date.now();
	const batch = batch_of((await waiting).bytes);
	assert.equal(batch.length, 1);
	/* without being called it would come at the end of the wait */
	assert.ok(Date.now() - kept < 12000);
	const quiet = await relay.get(`intake?after=${batch[0].cursor}&wait=1`);
	assert.equal(quiet.text, "bothy-intake/1\ncount 0\nend\n");
});

/* [organisation-1] [organisation-2] */
test("a roster counts only when signed by the same key and newer", async () => {
	const push = async (changes, key) => {
		const said = await relay.roster(org.roster({ issued: Date.now(), ...changes }, key));
		return `${said.status} ${said.text.trim()}`;
	};
	assert.equal(await push({ counter: 5, name: "A new name" }), "200 kept");
	org.facts.name = "A new name";
	const start_page = await ask(line, "GET", "/en/");
	assert.ok(/A new name/.test(start_page.text), String(/A new name/));
	assert.equal(await push({ counter: 4 }), "409 older");
	assert.equal(await push({ counter: 5 }), "409 older");
	assert.equal(await push({ counter: 6 }, org.other_key()), "403 signature");
	assert.equal(await push({ counter: 6, trusted: "bothy roster v=7 expires=1" }),
		"403 signature");
	assert.equal(await push({ counter: 6, org: "0".repeat(64) }), "403 signature");
	assert.equal(await push({ counter: 6, salt: "0".repeat(32) }), "403 signature");
	assert.equal(await push({ counter: 6, stop: "perhaps" }), "400 malformed");
	const held = await relay.get("roster");
	assert.ok(/counter 5\n/.test(held.text), String(/counter 5\n/));
	assert.ok(/^bothy-state\/1\ncounter 5\n/.test((await relay.get("state")).text), String(/^bothy-state\/1\ncounter 5\n/));
	assert.equal(await push({ counter: 6, issued: Date.now() - 31 * DAY }), "200 kept");
	assert.ok(/Answers may be slow/.test((await ask(line, "GET", "/en/write")).text), String(/Answers may be slow/));
	assert.equal(await push({ counter: 7, issued: Date.now() - 91 * DAY }), "200 kept");
	assert.ok(/nobody of the team has confirmed/.test((await ask(line, "GET", "/en/write")).text), String(/nobody of the team has confirmed/));
	assert.equal((await write(line, "en", { text: "lapsed, still kept" })).status, 200);
	assert.equal(await push({ counter: 8, stop: "yes" }), "200 kept");
	assert.ok(/closed this door/.test((await ask(line, "GET", "/en/")).text), String(/closed this door/));
	const stopped = await post_multipart(line, "/en/write", { text: "words at a closed door" });
	assert.equal(stopped.status, 503);
	assert.ok(/words at a closed door/.test(stopped.text), String(/words at a closed door/));
	assert.equal(await push({ counter: 9, stop: "no" }), "200 kept");
	assert.equal((await write(line, "en", { text: "open again" })).status, 200);
});

test("the answers still come while the door is closed, and old batches stay", async () => {
	const first = await relay.get("intake?after=0");
	assert.ok(batch_of(first.bytes).length > 5);
	assert.ok(batch_of(first.bytes).length <= 64);
});

// -- starting and ending -----------------------------------------------------

/* One line on the operator's terminal, status 1, and the words in it. */
function refuses(args, words) {
	const ran = spawnSync(BOTHY, ["line", ...args], { encoding: "utf8", timeout: 120000 });
	assert.equal(ran.status, 1, ran.stderr);
	assert.match(ran.stderr, words);
}

test("what is wrong at the start is said in one line", async () => {
	refuses([], /usage: bothy line/);
	refuses([org.root + "/nowhere"], /no file roster/);
	refuses([org.folder, "--listen", "0.0.0.0:80"], /listen on unix/);
	refuses([org.folder, "--listen", "127.0.0.1:" + line.port], /in use/);
	refuses([org.folder, "--guides", "/nowhere"], /guides/);
	refuses([org.folder, "--what", "x"], /usage/);
	/* the spool has one keeper */
	refuses([org.folder, "--listen", "127.0.0.1:0"], /cannot start/);
	for (const name of ["roster", "roster.minisig", "roster.pub", "token.sha256"]) {
		const other = new Organisation();
		rmSync(join(other.folder, name));
		refuses([other.folder, "--listen", "127.0.0.1:0"], new RegExp("no file " +
			name.replace(".", "\\.")));
		writeFileSync(join(other.folder, name), "rubbish\n");
		refuses([other.folder, "--listen", "127.0.0.1:0"], /roster|token/);
		rmSync(other.root, { recursive: true });
	}
});

test("a unix socket, new guides on SIGHUP, and an end in order", async () => {
	const other = new Organisation({ demonstration: "yes" });
	const guides = join(other.root, "guides");
	cpSync(guides_built(), guides, { recursive: true });
	const socket = join(other.root, "socket");
	const running = await Line.start(other.folder, { guides, where: "unix:" + socket });
	assert.equal((await ask(running, "GET", "/en/guides/1")).status, 200);
	/* another release in the same place */
	const library = join(other.root, "library");
	cpSync("demo/library", library, { recursive: true });
	appendFileSync(join(library, "releases"), "release 2 2026-12-01\n" +
		"corrected 1 en A second <b> release\n");
	const made = spawnSync(BOTHY, ["guide", "build", "--demonstration", "--only", "text,library", library,
		guides]);
	assert.equal(made.status, 0, String(made.stdout) + made.stderr);
	running.child.kill("SIGHUP");
	await until("the second release", async () => {
		try {
			return /A second &lt;b&gt; release/.test(
				(await ask(running, "GET", "/en/releases")).text);
		} catch {
			return false; /* the roles change */
		}
	});
	assert.deepEqual(await running.stop(), { code: 0, signal: null });
	/* the socket's file is left from a crash or an end: both are fine */
	const again = await Line.start(other.folder, { guides, where: "unix:" + socket });
	await again.stop();
	rmSync(other.root, { recursive: true });
});

test("forty writers at a line that has just started all get a code", async () => {
	const other = new Organisation();
	const running = await Line.start(other.folder);
	const all = await Promise.all(Array.from({ length: 40 }, (_, i) =>
		write(running, "en", { text: "writer " + i })));
	assert.ok(all.every((sent) => sent.status === 200));
	assert.equal(new Set(all.map((sent) => sent.code)).size, 40);
	const kept = await new Relay(running, other.token).intake();
	assert.equal(kept.length, 40);
	await running.stop();
	rmSync(other.root, { recursive: true });
});

/* [keeper-1] [keeper-2] [keeper-3] */
/* [door-1] [door-2] */
test("a full disk refuses before acknowledging, and the words come back", async (t) => {
	const other = new Organisation();
	const disk = join(other.folder, "spool");
	let running = null;
	mkdirSync(disk);
	if (spawnSync("mount", ["-t", "tmpfs", "-o", "size=72m", "tmpfs", disk]).status !== 0) {
		t.skip("no small disk can be mounted here");
		return;
	}
	try {
		running = await Line.start(other.folder);
		assert.equal((await write(running, "en", { text: "fits" })).status, 200);
		writeFileSync(join(disk, "ballast"), Buffer.alloc(9 << 20));
		await sleep(10);
		const refused = [];
		for (let i = 0; i < 12; i++) {
			const sent = await write(running, "en", { text: "words to keep" },
				[{ field: "file", name: "x", bytes: Buffer.alloc(1 << 20, 3) }]);
			if (sent.status !== 200) refused.push(sent);
		}
		assert.ok(refused.length > 0);
		for (const sent of refused) {
			assert.equal(sent.status, 507);
			assert.ok(sent.page.text.includes("words to keep</textarea>"));
		}
		const kept = await new Relay(running, other.token).intake();
		assert.equal(kept.length, 13 - refused.length);
	} finally {
		if (running) await running.stop();
		spawnSync("umount", [disk]);
		rmSync(other.root, { recursive: true });
	}
});

test("any process killed while sixteen write: nothing acknowledged is lost or doubled", async () => {
	const other = new Organisation();
	const running = await Line.start(other.folder);
	const desk = new Relay(running, other.token);
	const acknowledged = new Map();
	let stop = false, number = 0, broken = 0;
	const writer = async () => {
		while (!stop) {
			const text = "message " + number++;
			const submission = crypto.randomBytes(16).toString("hex");
			try {
				const page = await post_multipart(running, "/en/write", { text, submission });
				const code = page.status === 200 ? code_in(page.text) : null;
				if (code !== null) acknowledged.set(text, submission);
			} catch { broken++; }
			if (broken > 0) await sleep(5);
		}
	};
	const writers = Array.from({ length: 16 }, writer);
	for (let round = 0; round < 3; round++)
		for (const role of ROLES) {
			await sleep(250);
			const had = acknowledged.size;
			running.kill(role);
			await running.until_up();
			const end = Date.now() + 60000;
			while (acknowledged.size === had && Date.now() < end) await sleep(20);
			assert.ok(acknowledged.size > had, "after the " + role);
		}
	stop = true;
	await Promise.all(writers);
	const count = new Map();
	for (const item of await desk.intake()) {
		const message = message_of(other.open(item.sealed));
		count.set(message.text, (count.get(message.text) ?? 0) + 1);
	}
	for (const text of acknowledged.keys())
		assert.equal(count.get(text), 1, text);
	await running.kill_all();
	const back = await Line.start(other.folder);
	assert.equal((await new Relay(back, other.token).intake()).length,
		[...count.values()].reduce((sum, n) => sum + n, 0));
	await back.stop();
	assert.ok(!existsSync(join(other.folder, "roster.next")));
	assert.ok(readFileSync(join(other.folder, "roster")).length > 0);
	rmSync(other.root, { recursive: true });
});
