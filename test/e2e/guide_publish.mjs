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
	const page = await shown("/en/guides/1", (answer) => answer.status === 200);
	assert.match(page.text, /Take it with you/);
	for (const locale of ["ar", "ckb", "kmr-Arab", "kmr"])
		assert.equal((await ask(line, "GET", `/${locale}/guides/1`)).status, 200, locale);
	const book = await ask(line, "GET", "/epub/ar/1.epub");
	assert.equal(book.bytes.subarray(0, 2).toString(), "PK");
});
