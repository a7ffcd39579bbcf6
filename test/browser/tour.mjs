/* `make tour`: walks through the demonstration that `make run` starts, as a
 * stranger with a phone and as a member at the desk, and leaves a picture of
 * every step and a transcript in tour/. Not a test of the check, but it ends
 * with status 1 at the first thing that is not as it should be.
 *
 * SPDX-License-Identifier: AGPL-3.0-or-later */
import assert from "node:assert/strict";
import { spawn, spawnSync } from "node:child_process";
import { createServer } from "node:net";
import { mkdirSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { TOP, until } from "../e2e/lib/bothy.mjs";
import { Member } from "../e2e/lib/member.mjs";
import { LOCALES, code_in } from "../e2e/lib/pages.mjs";
import { go_on, open_browser, open_page } from "./lib/browser.mjs";

const OUT = process.env.TOUR ?? join(TOP, "tour");
const PLACE = join(TOP, "build", "tour-demonstration");
const WORDS = "سلام، أنا من الموصل. أريد فقط أن أحكي لأحد.";
const REPLY = "سلام. شكراً لأنك كتبت لنا. نحن نسمعك، ولست وحدك.";
const lines = ["# A walk through the demonstration", ""];
let number = 0;

const say = (text) => { lines.push(text, ""); console.log(text); };

async function picture(page, name, words, { full = false } = {}) {
	const file = String(++number).padStart(2, "0") + "-" + name + ".png";
	await page.screenshot({ path: join(OUT, file), fullPage: full });
	say(`${words}\n\n![${name}](${file})`);
}

async function free_port() {
	const server = createServer();
	await new Promise((done) => server.listen(0, "127.0.0.1", done));
	const { port } = server.address();
	await new Promise((done) => server.close(done));
	return port;
}

/* The three printed steps, as addresses. */
async function start_demonstration() {
	const child = spawn("sh", ["demo/run.sh"], { cwd: TOP, stdio: ["ignore", "pipe", "inherit"],
		env: { ...process.env, BOTHY_DEMO: PLACE, BOTHY_DEMO_PORT: String(await free_port()) } });
	const demonstration = { child, said: "" };
	child.stdout.on("data", (bytes) => { demonstration.said += bytes; });
	await until("the three steps", () => {
		assert.equal(child.exitCode, null, "the demonstration ended:\n" + demonstration.said);
		return /make peek/.test(demonstration.said);
	});
	demonstration.line = demonstration.said.match(/write as a stranger\s+(http:\S+)\//)[1];
	demonstration.desk = demonstration.said.match(/answer as the team[^\n]*\s+(http:\S+)/)[1];
	return demonstration;
}

/* 1: a stranger with a phone, script off, as in a careful browser. */
async function stranger_writes(browser, at) {
	const phone = await open_page(browser, { script: false, width: 360, sharp: true });
	for (const locale of LOCALES) {
		await phone.goto(`${at.line}/${locale}/`);
		await picture(phone, "start-" + locale, `The start page, ${locale}, on a phone.`);
	}
	await phone.goto(at.line + "/ar/guides/1");
	await picture(phone, "guide", "A guide, in Arabic.");
	await phone.goto(at.line + "/ar/write");
	await phone.fill("textarea", WORDS);
	await picture(phone, "write", "She writes. Script is off.", { full: true });
	await go_on(phone, "form[action$='/write'] button:not([name])");
	const code = code_in(await phone.content());
	assert.ok(code, "no code");
	await picture(phone, "code", "Her message is kept; this is her code, shown once.");
	return { phone, code };
}

async function reads(phone, at, code) {
	await phone.goto(at.line + "/ar/answers");
	await phone.locator("form[action$='/answers'] input:not([type=hidden])").first().fill(code);
	await go_on(phone, "form[action$='/answers'] button");
	return phone.textContent("main");
}

/* 2: the team. */
async function thread_of_hers(desk, member, origin) {
	return until("her message at the desk", async () => {
		await member.act(await member.get("/"), "/visit");
		for (const id of await member.threads("needs")) {
			await desk.goto(`${origin}/thread/${id}`);
			if ((await desk.textContent("main")).includes("الموصل")) return id;
		}
		return null;
	});
}

async function team_answers(browser, at) {
	const origin = new URL(at.desk).origin;
	const desk = await open_page(browser, { width: 1200, height: 800, sharp: true });
	const member = await Member.open(at.desk);
	await desk.goto(at.desk);
	const thread = await thread_of_hers(desk, member, origin);
	await desk.goto(origin + "/");
	await picture(desk, "inbox", "The desk. No words of a message stand in a list.");
	await desk.goto(`${origin}/thread/${thread}`);
	await picture(desk, "thread", "Her message, open. The answer and the note look different.",
		{ full: true });
	await member.settings({ outbox: "0" });
	await desk.fill("#answer-text", "We met an illegal migrant.");
	await desk.selectOption("#answer-language", "en");
	await go_on(desk, ".answer [formaction]");
	await picture(desk, "checked", "A draft is checked: the word bank says what to write instead.",
		{ full: true });
	await desk.selectOption("#answer-language", "ar");
	await desk.fill("#answer-text", REPLY);
	await go_on(desk, ".answer button.main");
	await picture(desk, "answered", "Answered; it can be undone until it leaves.");
	for (const name of ["words", "words-proposed", "paste", "invitation", "search", "warm", "settings"]) {
		await desk.goto(`${origin}/${name}`);
		await picture(desk, name, `The page /${name}.`);
	}
	return { desk, member, origin };
}

/* 4: what the server has. */
function look_at_the_disk() {
	const ran = spawnSync(join(TOP, "build", "release", "demo", "peek"),
		[join(PLACE, "line"), WORDS, REPLY], { encoding: "utf8" });
	assert.equal(ran.status, 0, ran.stdout + ran.stderr);
	const last = ran.stdout.trim().split("\n").pop();
	say("What the server keeps was searched for what was just written: " + last);
}

async function walk(browser, at) {
	say("## 1 A stranger writes");
	const { phone, code } = await stranger_writes(browser, at);
	assert.ok(!(await reads(phone, at, code)).includes(REPLY), "no answer yet");
	await picture(phone, "no-answer", "She looks in: there is no answer yet.");
	say("## 2 The team answers");
	const { desk, member, origin } = await team_answers(browser, at);
	say("## 3 She reads the answer with her code");
	await until("the answer on the line", async () => {
		await member.act(await member.get("/"), "/visit");
		return (await reads(phone, at, code)).includes(REPLY);
	});
	await picture(phone, "answer", "The answer.");
	await desk.goto(origin + "/");
	await go_on(desk, "form[action='/lock'] button");
	await picture(desk, "locked", "The desk is locked.");
	say("## 4 What the server keeps");
	look_at_the_disk();
}

rmSync(OUT, { recursive: true, force: true });
mkdirSync(OUT, { recursive: true });
let browser, demonstration;
try {
	demonstration = await start_demonstration();
	browser = await open_browser();
	await walk(browser, demonstration);
} finally {
	await browser?.close();
	if (demonstration) {
		const ended = new Promise((done) => demonstration.child.once("exit", done));
		demonstration.child.kill("SIGTERM");
		await ended;
	}
	rmSync(PLACE, { recursive: true, force: true });
	writeFileSync(join(OUT, "transcript.md"), lines.join("\n"));
}
console.log(`${number} pictures and transcript.md are in ${OUT}`);
