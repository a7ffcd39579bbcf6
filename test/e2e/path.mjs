/* The main job from one end to the other, through real processes and the real
 * forms: someone writes, a member reads and answers, she comes back with her
 * code. Real texts, real attachments, everything undone that can be, and
 * nothing readable left behind.
 *
 * SPDX-License-Identifier: AGPL-3.0-or-later */
import assert from "node:assert/strict";
import { createHash, randomBytes } from "node:crypto";
import { homedir, tmpdir } from "node:os";
import { after, before, test } from "node:test";
import { start_desk, stop, until } from "./lib/bothy.mjs";
import { Member, messages_of, text_of } from "./lib/member.mjs";
import { read, write } from "./lib/pages.mjs";
import { search } from "./lib/planted.mjs";
import { stand, take_down } from "./lib/standing.mjs";
import { read_texts } from "./lib/texts.mjs";
import { ask } from "./lib/visit.mjs";

const MB = 1 << 20;
const sha256 = (bytes) => createHash("sha256").update(bytes).digest("hex");
const word = (of) => of + " " + randomBytes(6).toString("hex");

let organisation, line, desk, member;
const since_ms = Date.now() - 1000;
const planted = [];

before(async () => {
	({ organisation, line, desk, member } = await stand({ visit: 1 }));
	await member.settings({ outbox: "0" });
});
after(() => take_down({ organisation, line, desk }));

/* The replies of an answers page, newest first. */
const replies_of = (html) => [...html.matchAll(
	/<div class="prose"[^>]*>((?:<div dir="auto">[\s\S]*?<\/div>)*)<\/div>/g)]
	.map(([, prose]) => text_of(prose));

/* The thread in any pile that shows exactly this text, once it has come. */
async function thread_of(text) {
	return until("a thread with this text", async () => {
		for (const pile of ["needs", "waiting", "done", "later"])
			for (const id of await member.threads(pile)) {
				const page = await member.get("/thread/" + id);
				if (messages_of(page.text).some((one) => one.text === text))
					return { id, page };
			}
		await member.act(await member.get("/"), "/visit");
		return null;
	});
}

/* Two visits have begun and brought something since: what the desk had to say
 * at the line is said, and what came before is here. */
async function visited() {
	for (let i = 0; i < 2; i++) {
		const text = word("only to be seen coming");
		await write(line.where, "en", { text });
		const { page } = await thread_of(text);
		await member.act(page, "/done");
	}
}

async function answer(text, reply, language = "ar") {
	const { page } = await thread_of(text);
	const done = await member.act(page, "/answer", { text: reply, language, way: "line" });
	assert.equal(done.status, 200);
	return done;
}

async function until_read(code, expected, locale = "en") {
	return until("the answer on the line", async () => {
		await member.act(await member.get("/"), "/visit");
		const page = await read(line.where, locale, code);
		return replies_of(page.text).includes(expected) && page;
	});
}

test("real texts come out at the desk as they went in, and the answers at the line",
	{ timeout: 240000 }, async (t) => {
		const { texts, own } = read_texts();
		t.diagnostic(own ? "note: the project's own texts; the shared collection is not here"
			: `note: ${texts.length} texts of the shared collection`);
		const codes = new Map();
		for (const text of texts) {
			const sent = await write(line.where, "ckb", { text });
			assert.ok(sent.code, "no code for a text");
			codes.set(text, sent.code);
		}
		const threads = await member.wait(texts.length);
		const seen = [];
		for (const id of threads) {
			const page = await member.get("/thread/" + id);
			seen.push(messages_of(page.text)[0].text);
		}
		assert.deepEqual(seen.sort(), [...texts].sort());
		for (const text of texts) await answer(text, "↩ " + text, "ckb");
		for (const text of texts) await until_read(codes.get(text), "↩ " + text);
		/* answered threads wait for them, and nothing needs an answer */
		assert.equal((await member.threads("needs")).length, 0);
		assert.equal((await member.threads("waiting")).length, texts.length);
	});

test("attachments of every size are equal by SHA-256 at the desk", { timeout: 300000 },
	async () => {
		const names = ["empty.bin", "one.bin", "chunk.bin", "five.bin"];
		const sizes = [0, 1, 65536, 5 * MB];
		const small = sizes.map((size, i) => ({ field: "file", name: names[i],
			type: "application/octet-stream", bytes: randomBytes(size) }));
		small.push({ field: "file", name: "report\u202Efdp.exe", type: "application/pdf",
			bytes: randomBytes(1000) });
		const large = [1, 2, 3, 4, 5].map((n) => ({ field: "file", name: `big${n}.bin`,
			type: "application/octet-stream", bytes: randomBytes(25 * MB) }));
		for (const files of [small, large]) {
			const text = word("with files");
			const sent = await write(line.where, "en", { text }, files);
			assert.ok(sent.code, "no code: " + sent.status);
			await member.wait(1);
			const { id } = await thread_of(text);
			const fetched = await until("the attachments", async () => {
				const page = await member.get("/thread/" + id);
				const [first] = messages_of(page.text);
				return first.files.length === files.length && first.files;
			}, 120000);
			const sums = [];
			for (const file of fetched) {
				const got = await member.get("/file/" + file.id);
				assert.equal(got.status, 200);
				assert.doesNotMatch(file.name, /\u202E/);
				assert.match(got.headers["content-disposition"], /^(inline|attachment); /);
				sums.push(sha256(got.bytes));
			}
			assert.deepEqual(sums.sort(), files.map(({ bytes }) => sha256(bytes)).sort());
			await member.act(await member.get("/thread/" + id), "/done");
		}
	});

test("the same form sent twice is one message at the desk, and both codes read the answer",
	async () => {
		const text = word("sent twice");
		const page = await ask(line.where, "GET", "/en/write");
		const { forms_of, send } = await import("./lib/visit.mjs");
		const { code_in } = await import("./lib/pages.mjs");
		const form = forms_of(page.text).find((one) => one.action.endsWith("/write"));
		const codes = [];
		for (let i = 0; i < 2; i++)
			codes.push(code_in((await send(line.where, form, { text })).text));
		assert.notEqual(codes[0], codes[1]);
		const { id } = await thread_of(text);
		await visited();
		const shown = messages_of((await member.get("/thread/" + id)).text);
		assert.equal(shown.length, 1);
		await answer(text, "one answer", "en");
		for (const code of codes) await until_read(code, "one answer");
	});

test("a pasted message lies in the same piles and is found by search", async () => {
	const text = word("pasted from elsewhere"), handle = "someone.there";
	const file = { field: "file", name: "note.txt", type: "text/plain",
		bytes: randomBytes(3000) };
	const done = await member.act(await member.get("/paste"), "/paste",
		{ text, handle, way: "instagram", language: "en" }, [file]);
	assert.equal(done.status, 200);
	const [shown] = messages_of(done.text);
	assert.equal(shown.text, text);
	assert.equal(sha256((await member.get("/file/" + shown.files[0].id)).bytes),
		sha256(file.bytes));
	assert.match(done.text, /Instagram/);
	for (const words of [text, handle]) {
		const hits = await member.act(await member.get("/search"), "/search", { words });
		assert.match(hits.text, /href="\/thread\/[0-9a-f]{32}\?search=\d+#m[0-9a-f]{32}"/);
		/* the box keeps the words; the hits show none of the message */
		assert.doesNotMatch(hits.text.split('class="rows"')[1], new RegExp(text));
	}
	const answered = await member.act(done, "/answer", { text: "to be copied",
		language: "en", way: "instagram" });
	assert.match(answered.text, /Copy for (<bdi>)?Instagram/);
	const copy = messages_of(answered.text).find(({ kind }) => kind === "ours");
	const handed = await member.act(answered, "/handed", { message: copy.id });
	assert.match(handed.text, /Handed over through (<bdi>)?Instagram/);
});

test("a veiled message's words are in no page until they are asked for", async () => {
	const text = word("hard to read"), called = "Veil" + randomBytes(4).toString("hex");
	await write(line.where, "ar", { text, called });
	await member.wait(1);
	const { id, page } = await thread_of(text);
	const [message] = messages_of(page.text);
	const veiled = await member.act(page, "/veil", { message: message.id });
	for (const path of ["/thread/" + id, "/", "/pile/needs", "/warm"])
		assert.doesNotMatch((await member.get(path)).text, new RegExp(text));
	assert.match(veiled.text, /veiled/);
	const asked = await member.get(`/thread/${id}?open=${message.id}`);
	assert.match(asked.text, new RegExp(text));
	const hits = await member.act(await member.get("/search"), "/search", { words: called });
	assert.doesNotMatch(hits.text, new RegExp(text));
	await member.act(asked, "/unveil", { message: message.id });
	assert.match((await member.get("/thread/" + id)).text, new RegExp(text));
	await member.act(await member.get("/thread/" + id), "/done");
});

test("each act of a member can be undone", async () => {
	const text = word("to be undone");
	await write(line.where, "en", { text });
	await member.wait(1);
	const { id, page } = await thread_of(text);
	const [message] = messages_of(page.text);
	const state = async () => {
		const now = await member.get("/thread/" + id);
		const pile = [];
		for (const name of ["needs", "waiting", "later", "done"])
			if ((await member.threads(name)).includes(id)) pile.push(name);
		return JSON.stringify([pile, messages_of(now.text).map((one) =>
			[one.kind, one.text, /mark veil/.test(one.inner), /warm shelf<\/span>/.test(one.inner)]),
		now.text.match(/<h1>[\s\S]*?<\/h1>/)[0]]);
	};
	const before_all = await state();
	await member.settings({ outbox: "30" });
	const acts = [["/done", {}], ["/later", { later: "they" }], ["/veil", { message: message.id }],
		["/warm", { message: message.id }], ["/name", { name: "our own name" }],
		["/note", { text: "a note" }], ["/answer", { text: "an answer", language: "en", way: "line" }]];
	for (const [end, fields] of acts) {
		await member.act(await member.get("/thread/" + id), end, fields);
		assert.notEqual(await state(), before_all, end + " changed nothing");
		await member.act(await member.get("/"), "/undo");
		assert.equal(await state(), before_all, end + " was not undone");
	}
	assert.match((await member.settings({ locale: "ckb" })).text, /<html lang="ckb"/);
	assert.match((await member.act(await member.get("/"), "/undo")).text, /<html lang="en"/);
	await member.settings({ outbox: "0" });
	await member.act(await member.get("/thread/" + id), "/done");
});

test("an answer nobody has read can be taken back; one that was read cannot", async () => {
	for (const shown of [false, true]) {
		const text = word("taken back");
		const sent = await write(line.where, "en", { text });
		await member.wait(1);
		await answer(text, "hasty", "en");
		const { id } = await thread_of(text);
		if (shown) await until_read(sent.code, "hasty");
		else
			await until("it is sent", async () => {
				await member.act(await member.get("/"), "/visit");
				return /On the line/.test((await member.get("/thread/" + id)).text);
			});
		const page = await member.get("/thread/" + id);
		const ours = messages_of(page.text).find(({ kind }) => kind === "ours");
		const back = await member.act(page, "/back", { message: ours.id });
		assert.equal(back.status, 200);
		await visited();
		const now = await member.get("/thread/" + id);
		const read_now = replies_of((await read(line.where, "en", sent.code)).text);
		assert.deepEqual(read_now, shown ? ["hasty"] : []);
		assert.equal(/Taken back before it was read/.test(now.text), !shown);
	}
});

/* [ui-1] */
test("another page, host or program gets a calm refusal from the desk", async () => {
	const where = member.where, good = member.headers;
	const cases = [
		{ cookie: good.cookie.replace(/.$/, (c) => (c === "0" ? "1" : "0")) },
		{}, { ...good, host: "evil.example" }];
	for (const headers of cases) {
		const got = await ask(where, "GET", "/", { headers });
		assert.equal(got.status, 403);
		assert.doesNotMatch(got.text, /Example House|\/thread\//);
	}
	const page = await member.get("/settings");
	const form = page.text.match(/name="form" value="(\w+)"/)[1];
	const { post_form } = await import("./lib/visit.mjs");
	for (const [fields, headers] of [
		[{ form }, { cookie: good.cookie, origin: "http://evil.example" }],
		[{ form }, { cookie: good.cookie }],
		[{ form: form.replace(/.$/, "x") }, good], [{}, good]])
		assert.equal((await post_form(where, "/lock", fields, headers)).status, 403);
	assert.equal((await member.get("/")).status, 200);
});

test("no address and no title of the desk holds what people wrote", async () => {
	/* [ui-2] every page that can be reached, and every form's address */
	const text = word("unsaid in titles"), called = word("unsaid name");
	await write(line.where, "en", { text, called });
	await member.wait(1);
	const { id, page } = await thread_of(text);
	await member.act(page, "/name", { name: word("unsaid case") });
	const searched = await member.act(await member.get("/search"), "/search", { words: text });
	assert.ok(searched.text.includes(id), "the search found it");
	const [, hit] = searched.text.match(/href="(\/thread\/[^"#]*search=\d+)#/);
	for (const path of ["/", "/pile/needs", "/search", "/warm", "/paste", "/settings",
		"/thread/" + id, hit]) {
		const got = path === "/search" ? searched : await member.get(path);
		const places = [...got.text.matchAll(/<title>([^<]*)<\/title>|(?:href|action|src)="([^"]*)"/g)]
			.map(([, title, address]) => decodeURIComponent(title ?? address));
		assert.ok(places.length > 3);
		for (const place of places) assert.doesNotMatch(place, /unsaid/);
	}
});

/* [ui-3] */
test("locked, no page shows anything; the passphrase opens it again", async () => {
	const rows = await member.threads("waiting");
	assert.ok(rows.length > 0);
	await member.act(await member.get("/"), "/lock");
	for (const path of ["/", "/thread/" + rows[0], "/settings", "/pile/waiting"]) {
		const page = await member.get(path);
		assert.match(page.text, /type="password"/);
		assert.doesNotMatch(page.text, /\/thread\/|Example House/);
	}
	const wrong = await member.act(await member.get("/"), "/unlock", { passphrase: "not it" });
	assert.equal(wrong.status, 403);
	assert.match(wrong.text, /That is not the passphrase/);
	const { PASSPHRASE } = await import("./lib/bothy.mjs");
	const right = await member.act(wrong, "/unlock", { passphrase: PASSPHRASE });
	assert.equal(right.status, 200);
	assert.deepEqual(await member.threads("waiting"), rows);
});

test("killed and started again, the desk has everything it said it had", { timeout: 120000 },
	async () => {
		const text = word("before the kill");
		await write(line.where, "en", { text });
		await member.wait(1);
		const { page } = await thread_of(text);
		await member.act(page, "/note", { text: "kept note" });
		const before_kill = {};
		for (const pile of ["needs", "waiting", "done"])
			before_kill[pile] = (await member.threads(pile)).length;
		for (let i = 0; i < 5; i++) {
			await stop(desk, "SIGKILL");
			desk = await start_desk(organisation, line, { options: ["--visit-seconds", "1"] });
			member = await Member.open(desk.url);
			for (const pile of ["needs", "waiting", "done"])
				assert.equal((await member.threads(pile)).length, before_kill[pile]);
		}
		const again = await thread_of(text);
		assert.match(again.page.text, /kept note/);
	});

test("ended, nothing that was written is in any file", { timeout: 180000 }, async (t) => {
	const text = word("فانوس النهر"), called = word("Çirûsk"), note = word("تێبینی");
	const reply = word("بەرسڤ"), wrong = word("a wrong passphrase");
	const sent = await write(line.where, "ar", { text, called },
		[{ field: "file", name: word("صورة") + ".png", type: "image/png",
			bytes: Buffer.from((word("inside the file") + "\n").repeat(3000)) }]);
	await member.wait(1);
	await answer(text, reply);
	const { page } = await thread_of(text);
	await member.act(page, "/note", { text: note });
	await member.act(await member.get("/search"), "/search", { words: text });
	await until_read(sent.code, reply);
	await member.act(await member.get("/"), "/lock");
	await member.act(await member.get("/"), "/unlock", { passphrase: wrong });
	await stop(desk);
	await stop(line, "SIGKILL");
	const skip = (path) => /\/(node_modules|\.npm|\.git|\.library|build)$/.test(path) ||
		path.endsWith("/passphrase");
	planted.push(text, called, note, reply, wrong, sent.code, sent.code.replaceAll(" ", ""));
	const seen = search([organisation.home, tmpdir(), "/tmp", "/var/tmp", "/dev/shm",
		"/run/user", homedir()].filter((one, at, all) => all.indexOf(one) === at),
	planted, { since_ms, skip });
	assert.deepEqual(seen.found, []);
	assert.ok(seen.files >= 8, `only ${seen.files} files were searched`);
	t.diagnostic(`note: ${seen.files} files, ${seen.bytes} bytes searched`);
	for (const role of [desk, line])
		for (const one of planted) assert.ok(!role.said.includes(one));
});
