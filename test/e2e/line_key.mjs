/* A device that held the organisation's key is removed: what its key can do until
 * the key is changed, the task that stays until the line has confirmed, and that
 * the old key is worth nothing then, also after a kill. Three devices of one
 * member, one line.
 *
 * SPDX-License-Identifier: AGPL-3.0-or-later */
import assert from "node:assert/strict";
import crypto, { randomBytes } from "node:crypto";
import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { after, before, test } from "node:test";
import { start_line, stop, until } from "./lib/bothy.mjs";
import { Desks } from "./lib/desks.mjs";
import { sha256, signed } from "./lib/log.mjs";
import { minisign } from "./lib/organisation.mjs";
import { by_passphrase, no_age } from "./lib/sealed.mjs";
import { ask } from "./lib/visit.mjs";

const skip = no_age;
const team = new Desks("rojin");
const { organisation } = team;
const public_key = () => readFileSync(join(organisation.line, "roster.pub"), "utf8");
let old_key, org;

/* An Ed25519 key from its seed, as minisign signs with it. */
function key_from(seed) {
	const privateKey = crypto.createPrivateKey({ format: "der", type: "pkcs8",
		key: Buffer.concat([Buffer.from("302e020100300506032b657004220420", "hex"), seed]) });
	const raw = crypto.createPublicKey(privateKey).export({ format: "der", type: "spki" })
		.subarray(-32);
	return { privateKey, raw, id: sha256(raw).subarray(0, 8) };
}

/* Whoever has the old key asks for a token of his own, with a counter that is too
 * low: 409 says that his signature counts, 404 that the line does not know him. */
async function forged() {
	const token = randomBytes(32).toString("hex");
	const body = signed(org, "bothy-token/1", `counter 0\ntoken ${sha256(Buffer.from(token))
		.toString("hex")}\n`, (text, trusted) => minisign(old_key, Buffer.from(text), trusted));
	return (await ask(team.line.where, "POST", "/relay/1/token", { body: Buffer.from(body),
		headers: { authorization: "Bearer " + token } })).status;
}

/* Until no page asks for anything about the key. */
const gone = (name) => until(`no task at ${name}`, async () => {
	const { text } = await team.get(name, "/team");
	if (!/id="key-(due|waits)"/.test(text)) return true;
	await team.visit(name);
	return null;
}, 30000);

before(async () => {
	await team.open_line();
	const rojin = await team.open("rojin");
	await rojin.act(await rojin.get("/team"), "/team/me", { called: "Rojin" });
	for (const name of ["azad", "sara"]) {
		await team.enrol("rojin", name, { member: await member_of("rojin"), admin: "yes",
			intake: "yes" });
		await team.welcome("rojin", name);
		await team.open(name);
		await team.shown(name, "/team", name + " laptop");
	}
	await team.shut("azad");
});
after(() => team.end());

/* The record of the member who works at a desk. */
async function member_of(name) {
	const list = await team.get(name, "/records/member");
	return list.text.match(/\/record\/([0-9a-f]{32})/)[1];
}

test("the key lies in the first device's key file, and the line obeys it", { skip }, async () => {
	const out = join(organisation.home, "key.plain");
	const { status, said } = await by_passphrase(join(organisation.desk, "key.age"), out);
	assert.equal(status, 0, said);
	const text = readFileSync(out, "utf8");
	old_key = key_from(Buffer.from(text.match(/^roster ([0-9a-f]{64})$/m)[1], "hex"));
	org = text.match(/^org ([0-9a-f]{64})$/m)[1];
	assert.ok(public_key().includes(Buffer.concat([Buffer.from("Ed"), old_key.id, old_key.raw])
		.toString("base64")));
	assert.equal(await forged(), 409);
});

test("removed, it has the key still: a task on every desk, until it is changed", async () => {
	for (const name of ["rojin", "sara"])
		assert.doesNotMatch((await team.get(name, "/team")).text, /id="key-(due|waits)"/);
	const page = await team.get("rojin", "/team/remove/" + team.of.azad.dev);
	await team.of.rojin.member.act(page, "/team/remove");
	for (const name of ["rojin", "sara"]) {
		const due = await team.shown(name, "/team", 'id="key-due"');
		assert.match(due.text, /azad laptop[\s\S]{0,40}is out of the circle/);
		assert.match(due.text, /href="\/team\/key"/);
	}
	if (!skip) assert.equal(await forged(), 409);
});

test("changed in one act: the line confirms, the task goes on every desk", async () => {
	const before = public_key();
	const page = await team.get("rojin", "/team/key");
	assert.match(page.text, /What happens, in this order/);
	await team.of.rojin.member.act(page, "/team/key");
	await gone("rojin");
	await gone("sara");
	assert.notEqual(public_key(), before);
	assert.ok(!existsSync(join(organisation.line, "key.next")));
	if (!skip) assert.equal(await forged(), 404); /* [organisation-6] */
});

test("another desk holds the new key: what it signs the line takes", async () => {
	/* [team_key-1] */
	const before = public_key();
	await team.shown("sara", "/team/key", 'id="change-key"');
	await team.act("sara", "/team/key", "/team/key");
	await until("the line to have another key", async () => {
		await team.visit("sara");
		return public_key() !== before;
	});
	await gone("sara");
	await gone("rojin");
});

test("a line that was killed starts with the new key, and both desks reach it", async () => {
	await stop(team.line, "SIGKILL");
	team.line = await start_line(organisation);
	const note = "words-" + randomBytes(6).toString("hex");
	await team.act("sara", "/new/task", "/new/task", { title: note });
	await team.shown("rojin", "/records/task", note);
	if (!skip) assert.equal(await forged(), 404);
});
