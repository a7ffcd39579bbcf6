/* How a device joins a team, as two members do it: one at her desk's pages, the
 * other with `bothy join`. And forms of the Team page by what stands in them.
 *
 * SPDX-License-Identifier: AGPL-3.0-or-later */
import { spawnSync } from "node:child_process";
import { mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { program } from "./bothy.mjs";
import { forms_of, plain, send } from "./visit.mjs";

export const run = (...args) => spawnSync(program(), args, { encoding: "utf8" });

/* What stands in the text area `id` of a page. */
export const area = (page, id) => plain(page.text.match(
	new RegExp(`<textarea[^>]*id="${id}"[^>]*>([\\s\\S]*?)</textarea>`))[1]).trim() + "\n";

export const digits_on = (page) => page.text.match(/<p class="digits"><bdi dir="ltr">([^<]*)</)?.[1];

/* Another computer of the same organisation. */
export function computer(organisation, name) {
	const home = join(organisation.home, name);
	mkdirSync(home);
	return { ...organisation, home, folder: join(home, "org"), desk: join(home, "org", "desk"),
		line: organisation.line };
}

/* The form of a page that goes to `end` with these fields as they stand. */
export function form_with(page, end, fields = {}) {
	return forms_of(page.text).find((form) => form.action.endsWith(end) &&
		Object.entries(fields).every(([key, value]) => form.fields[key] === value));
}

export async function press(member, page, end, fields = {}) {
	const form = form_with(page, end, fields);
	if (!form) throw new Error(`no form to ${end} with ${JSON.stringify(fields)}`);
	return member.follow(await send(member.where, form, {}, [], member.headers));
}

/* `member` invites the device at `at`; gives the digits of both sides and the
 * page on which she compares them. */
export async function request_of(member, at, name) {
	const invitation = join(at.home, "invitation"), request = join(at.home, "request");
	writeFileSync(invitation, area(await member.get("/team/add"), "invitation"));
	const made = run("join", "--invitation", invitation, "--name", name, "--request", request,
		"--passphrase-file", at.passphrase_file, at.folder);
	if (made.status !== 0) throw new Error(made.stderr);
	const page = await member.act(await member.get("/team/add"), "/team/add",
		{ request: readFileSync(request, "utf8") });
	return { digits: made.stderr.match(/the digits: ((?:\d{5} ?){6})/)[1].trim(),
		shown: digits_on(page), page };
}

/* The digits are the same: `fields` as she fills them in, `without` these ticks. */
export async function admit(member, page, fields, without = []) {
	const form = form_with(page, "/team/admit");
	for (const tick of without) delete form.fields[tick];
	return member.follow(await send(member.where, form, fields, [], member.headers));
}

/* Carries the welcome of the device called `name`; gives the device. */
export async function welcome(member, at, name) {
	const team = await member.get("/team");
	const dev = team.text.slice(team.text.indexOf(`<bdi>${name}</bdi>`))
		.match(/\/team\/welcome\/([0-9a-f]{32})/)[1];
	const file = join(at.home, "welcome");
	writeFileSync(file, area(await member.get("/team/welcome/" + dev), "welcome"));
	const kept = run("join", "--welcome", file, at.folder);
	if (kept.status !== 0) throw new Error(kept.stderr);
	return dev;
}
