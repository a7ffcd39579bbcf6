/* Guides from the desk to the line: a folder is taken in, a release made, and
 * after the next visit the line shows it, signed by the desk's own key; a guide
 * that is taken back leaves only its page.
 *
 * SPDX-License-Identifier: AGPL-3.0-or-later */
import assert from "node:assert/strict";
import { after, before, test } from "node:test";
import { join } from "node:path";

import { TOP, new_organisation, remove_organisation, stop, start_desk, until }
	from "./lib/bothy.mjs";
import { Line } from "./lib/line.mjs";
import { Member } from "./lib/member.mjs";
import { ask, forms_of } from "./lib/visit.mjs";

/* What does not work has a page: what happened, what is safe, what next. */
async function is_stuck(answer, status, what) {
	assert.equal(answer.status, status);
	assert.match(answer.text, what);
	assert.match(answer.text, /Nothing was changed here/);
	assert.match(answer.text, /Go on from here/);
}

let organisation, line, desk, member;

before(async () => {
	organisation = new_organisation({ demo: true });
	line = await Line.start(organisation.line,
		{ where: "unix:" + join(organisation.home, "line.sock") });
	line.address = "unix:" + line.socket;
	desk = await start_desk(organisation, line, { options: ["--visit-seconds", "3600",
		"--guides", join(TOP, "test", "fixture", "library")] });
	member = await Member.open(desk.url);
});
after(async () => {
	await stop(desk);
	await line.stop();
	if (organisation) remove_organisation(organisation);
});

/* Asks for visits until the line answers as wanted; while other guides come
 * into force its roles start anew. */
const shown = (path, wants) => until(path, async () => {
	await member.act(await member.get("/"), "/visit");
	try {
		const page = await ask(line, "GET", path);
		return wants(page) ? page : null;
	} catch {
		return null;
	}
}, 120000);

test("a release made at the desk is shown by the line after the next visit", async () => {
	assert.equal((await ask(line, "GET", "/en/guides/1")).status, 404);
	const taken = await member.act(await member.get("/guides/in"), "/guides/in");
	assert.equal(taken.status, 200);
	const release = await member.get("/guides/release");
	const form = forms_of(release.text).find((one) => one.action.endsWith("/guides/release"));
	assert.ok(form, "a form to release");
	const made = await member.act(release, "/guides/release");
	assert.match(made.text, /The last release was/);
	/* it is made beside the desk, which goes on */
	const written = await until("made", async () => {
		assert.equal((await member.get("/")).status, 200);
		const state = await member.get("/guides/release/made");
		if (state.headers.refresh) assert.match(state.text, /It is being made/);
		return /It is made and signed/.test(state.text) ? state : null;
	}, 120000);
	assert.equal(written.headers.refresh, undefined);
	const zip = await member.act(written, "/guides/release/out");
	assert.match(zip.headers["content-disposition"], /release\.zip/);
	assert.equal(zip.bytes.subarray(0, 2).toString(), "PK");
	const page = await shown("/en/guides/1", (answer) => answer.status === 200);
	assert.match(page.text, /Take it with you/);
	for (const locale of ["ar", "ckb", "kmr-Arab", "kmr"])
		assert.equal((await ask(line, "GET", `/${locale}/guides/1`)).status, 200, locale);
	const book = await ask(line, "GET", "/epub/ar/1.epub");
	assert.equal(book.bytes.subarray(0, 2).toString(), "PK");
});

test("what cannot be made says what happened, what is safe and what next", async () => {
	await is_stuck(await member.get("/guides/1/ckb/as/nothing/0"), 404, /does not have that form/);
	await is_stuck(await member.get("/guides/999"), 404, /no such guide/);
	await is_stuck(await member.get("/guides/1/xx"), 404, /no such guide/);
});
