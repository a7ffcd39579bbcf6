/* A person's own copy through the line: she writes, asks for it, a member sends it,
 * she saves it with her code and finds all her words; nobody else can, and the
 * line's folder holds no word of it. Taken back or erased, nothing of it stays.
 * And the golden vectors of doc/seal.md 4, by the age tool.
 *
 * SPDX-License-Identifier: AGPL-3.0-or-later */
import assert from "node:assert/strict";
import crypto, { randomBytes } from "node:crypto";
import { readFileSync, readdirSync } from "node:fs";
import { join } from "node:path";
import { after, before, test } from "node:test";
import { header, identityText, payload, x25519Stanza } from "./lib/age_writer.mjs";
import { TOP, start_line, stop, until } from "./lib/bothy.mjs";
import { messages_of } from "./lib/member.mjs";
import { reply_text } from "./lib/organisation.mjs";
import { form_to, read, write } from "./lib/pages.mjs";
import { search } from "./lib/planted.mjs";
import { no_age, opened } from "./lib/sealed.mjs";
import { stand, take_down } from "./lib/standing.mjs";
import { plain, send } from "./lib/visit.mjs";

const word = (of) => of + " " + randomBytes(8).toString("hex");
const first = word("فانوس فوق النهر") + " <b>&amp;\u200c", second = word("نسخة من كلماتي رجاء");
const answer = word("وصلتنا رسالتكم"), note = word("only for the team");

let organisation, line, desk, member, her, thread;
before(async () => {
	({ organisation, line, desk, member } = await stand());
	await member.settings({ outbox: "0" });
});
after(() => take_down({ organisation, line, desk }));

const visit = async () => member.act(await member.get("/"), "/visit");
const blobs = () => readdirSync(join(organisation.line, "spool", "blob"));
const form_of = (page) => page.text.includes('/copy"') ? form_to(page.text, "/copy") : null;

/* Her answers, once they show what is wanted. */
const shown = (what, wanted) => until(what, async () => {
	await visit();
	const page = await read(line.where, "ar", her.code);
	return wanted(page) ? page : null;
});

/* Through the real page of the desk. */
async function send_copy() {
	const sent = await member.act(await member.get("/keep/" + thread), "/send");
	assert.equal(sent.status, 200);
	return messages_of(sent.text).at(-1);
}

test("she writes and asks; a member sends her copy from its page", async () => {
	her = await write(line.where, "ar", { text: first, called: "Çirûsk" });
	[thread] = await member.wait(1);
	const page = await member.get("/thread/" + thread);
	await member.act(page, "/answer", { text: answer, language: "ar", way: "line" });
	await member.act(page, "/note", { text: note });
	const again = await send(line.where, form_to((await read(line.where, "ar", her.code)).text,
		"/again"), {});
	const form = form_to(again.text, "/write");
	assert.equal((await send(line.where, form, { text: second })).status, 200);
	await until("her wish", async () => {
		await visit();
		const { text } = await member.get("/thread/" + thread);
		return messages_of(text).some((one) => one.text === second);
	});
	const sent = await send_copy();
	assert.equal(sent.kind, "ours");
	assert.match(sent.inner, /Their own copy goes with it\./);
});

test("with her code she saves one page with all her words, and no more than hers", async () => {
	const page = await shown("the copy", form_of);
	const kilobytes = Number(plain(page.text).match(/\((\d+) كيلوبايت\)/)[1]);
	const copy = await send(line.where, form_of(page), {});
	assert.equal(copy.status, 200);
	assert.equal(copy.headers["content-type"], "text/html; charset=utf-8");
	assert.equal(copy.headers["content-disposition"], 'attachment; filename="page.html"');
	assert.equal(copy.headers["cache-control"], "no-store");
	assert.match(copy.headers["content-security-policy"], /default-src 'none'; sandbox/);
	assert.equal(copy.headers["content-encoding"], undefined);
	assert.equal(kilobytes, Math.ceil(copy.bytes.length / 1024));
	/* Padmé: no more than three bits of its length are told here */
	const length = copy.bytes.length, bits = Math.floor(Math.log2(length));
	assert.equal(length % 2 ** (bits - Math.floor(Math.log2(bits)) - 1), 0);
	const words = plain(plain(copy.text.replace(/<[^>]*>/g, "")));
	for (const wanted of [first, second, answer])
		assert.ok(words.includes(plain(wanted)), wanted);
	assert.ok(!copy.text.includes(note.slice(-16)));
	assert.doesNotMatch(copy.text, /<script|<img|<link|<svg|src=|https?:|url\(|@import|\son\w+=/i);
	assert.match(copy.text, /<html lang="ar" dir="rtl">/);
});

test("nobody else can: not with another code, nor with none", async () => {
	const form = form_of(await read(line.where, "ar", her.code));
	const other = await write(line.where, "ar", { text: word("somebody else") });
	const gone = async (code) => {
		const got = await send(line.where, form, { code });
		assert.equal(got.status, 200);
		assert.equal(got.headers["content-disposition"], undefined);
		return got.text.replaceAll(code.replaceAll(" ", ""), "");
	};
	/* [door-4] a code that opens a box and one that opens none read the same */
	assert.equal(await gone(other.code), await gone("0000 0000 0000 0000 0000 0001"));
	const typo = await send(line.where, form, { code: "0000 0000 0000 0000 0000 0000" });
	assert.equal(typo.headers["content-disposition"], undefined);
	const broken = await send(line.where, form, { file: "../../roster" });
	assert.equal(broken.status, 400);
	const unknown = await send(line.where, form, { file: "0".repeat(32) });
	assert.equal(unknown.headers["content-disposition"], undefined);
});

test("the line's folder holds no word of it, and a sealed file of a padded size", () => {
	const words = [first, second, answer, note].map((text) => text.match(/[0-9a-f]{16}/)[0]);
	const seen = search([organisation.line, organisation.folder], [...words, her.code,
		her.code.replaceAll(" ", "")], {});
	assert.deepEqual(seen.found, []);
	assert.ok(seen.files >= 5, `${seen.files} files`);
	const [blob, ...more] = blobs();
	assert.deepEqual(more, []);
	const bytes = readFileSync(join(organisation.line, "spool", "blob", blob));
	assert.equal(bytes.subarray(0, 22).toString(), "age-encryption.org/v1\n");
	assert.ok(!line.said.includes(her.code.slice(0, 9)));
});

test("what she has seen stays; what she has not is taken back with its file", async () => {
	const seen = await member.get("/thread/" + thread);
	const one = messages_of(seen.text).find(({ inner }) => inner.includes("own copy"));
	await member.act(seen, "/back", { message: one.id });
	await visit();
	assert.equal(blobs().length, 1);
	const { id } = await send_copy();
	await until("the second copy", async () => {
		await visit();
		return blobs().length === 2;
	});
	await member.act(await member.get("/thread/" + thread), "/back", { message: id });
	await until("it to be gone", async () => {
		await visit();
		return blobs().length === 1;
	});
});

test("the line ends with a kill and has it still; when she erases, the file goes", async () => {
	const form = form_of(await read(line.where, "ar", her.code));
	await stop(line, "SIGKILL");
	line = await start_line(organisation);
	const copy = await send(line.where, form, {});
	assert.equal(copy.headers["content-disposition"], 'attachment; filename="page.html"');
	const page = await read(line.where, "ar", her.code);
	const sure = await send(line.where, form_to(page.text, "/erase"), {});
	await send(line.where, form_to(sure.text, "/erase"), {});
	assert.deepEqual(blobs(), []);
	const gone = await send(line.where, form, {});
	assert.equal(gone.headers["content-disposition"], undefined);
});

/* -- golden vectors --------------------------------------------------------- */

const vectors = join(TOP, "test", "vectors");
const HERS = Buffer.alloc(32, 1), FILES = Buffer.alloc(32, 2);

/* Both files again, by another program; the page is padded as it is sent. */
function golden() {
	const page = Buffer.alloc(1024, "\n");
	page.write("<!doctype html>\n<title>words of a person</title>\n");
	const sum = crypto.createHash("sha256").update(page).digest("hex");
	const file = `0badc0de0badc0de0badc0de0badc0de 1024 ${sum} ${identityText(FILES)} ` +
		"file 9 9 text/html page.html";
	const reply = reply_text({ language: "en", mailbox: "00112233445566778899aabbccddeeff",
		id: "ffeeddccbbaa99887766554433221100", hour: 497000, file, text: "your copy" });
	const seal = (secret, bytes) => Buffer.concat([header([x25519Stanza(secret)]), payload(bytes)]);
	return { page, reply, "reply.age": seal(HERS, reply), "page.age": seal(FILES, page) };
}

test("the golden reply and its file are made again byte for byte", () => {
	const made = golden();
	for (const name of ["reply.age", "page.age"])
		assert.ok(made[name].equals(readFileSync(join(vectors, name))), name);
});

test("the age tool opens the reply with her key, and its file with the key inside",
	{ skip: no_age }, () => {
	const key = join(vectors, "hers.txt");
	assert.equal(readFileSync(key, "utf8").trim(), identityText(HERS));
	const reply = opened(readFileSync(join(vectors, "reply.age")), key);
	assert.ok(reply.equals(golden().reply));
	const inside = join(vectors, "file.txt");
	assert.ok(reply.includes(readFileSync(inside, "utf8").trim()));
	assert.ok(opened(readFileSync(join(vectors, "page.age")), inside).equals(golden().page));
	assert.equal(opened(readFileSync(join(vectors, "page.age")), key), null);
});
