/* A team of real desks about one line, by name: opening, looking until
 * something shows, acting on pages, enrolling, rings, digests.
 *
 * SPDX-License-Identifier: AGPL-3.0-or-later */
import assert from "node:assert/strict";
import { new_organisation, remove_organisation, start_desk, start_line, stop, until }
	from "./bothy.mjs";
import { Member } from "./member.mjs";
import { admit, computer, digits_on, press as press_on, request_of, welcome } from "./team.mjs";
import { forms_of } from "./visit.mjs";

/* A page on which an act was refused is where a test ends, not what it waits on. */
function done(page) {
	if (page.status !== 409) return page;
	const [, words] = page.text.match(/<main[\s\S]*?<p[^>]*>([\s\S]*?)<\/p>/) ?? [];
	throw new Error("an act was refused: " + words);
}

const VISITS = ["--visit-seconds", "1"];

export class Desks {
	/* A new organisation whose first desk is called `founder`; closed. `way`
	 * gives a desk's name another way to the line (recorded, say). */
	constructor(founder, way = () => this.line) {
		this.organisation = new_organisation();
		this.way = way;
		this.line = null;
		this.of = { [founder]: { at: this.organisation } };
	}

	async open_line() { this.line = await start_line(this.organisation); }

	async open(name) {
		const one = this.of[name];
		one.role = await start_desk(one.at, this.way(name), { options: VISITS });
		one.member = await Member.open(one.role.url);
		return one.member;
	}

	async shut(name) {
		await stop(this.of[name].role);
		this.of[name].role = null;
	}

	async shut_all() {
		for (const name of Object.keys(this.of)) await this.shut(name);
		await stop(this.line);
		this.line = null;
	}

	async end() {
		await this.shut_all();
		remove_organisation(this.organisation);
	}

	get(name, path) { return this.of[name].member.get(path); }

	async visit(name) {
		const home = await this.get(name, "/");
		if (forms_of(home.text).some((form) => form.action === "/visit"))
			await this.of[name].member.act(home, "/visit");
	}

	/* The text of a page, until it shows what is looked for. */
	shown(name, path, what) {
		return until(`${name} to show ${what} on ${path}`, async () => {
			const page = await this.get(name, path);
			if (what instanceof RegExp ? what.test(page.text) : page.text.includes(what)) return page;
			await this.visit(name);
			return null;
		}, 30000);
	}

	/* Until a desk has been at the line since it was opened: after a silence it
	 * writes nothing before (doc/log.md L10.4). */
	visited(name) { return this.shown(name, "/", "Line visited"); }

	async act(name, path, end, fields) {
		return done(await this.of[name].member.act(await this.get(name, path), end, fields));
	}

	async press(name, path, end, fields) {
		return done(await press_on(this.of[name].member, await this.get(name, path), end,
			fields));
	}

	/* Gives `whom` a ring, or takes it: the form that stands in her section. */
	async press_ring(by, whom, ring, out) {
		const page = await this.get(by, "/team");
		const part = page.text.slice(page.text.indexOf(`<h2><bdi>${whom}</bdi>`));
		return done(await press_on(this.of[by].member, { text: part }, "/team/give",
			{ ring, out }));
	}

	async digest(name) { return digits_on(await this.get(name, "/team")); }

	/* `by` invites `name`; both compare. `fields` as she fills them in,
	 * `without` these ticks. */
	async enrol(by, name, fields, without = []) {
		const admin = this.of[by].member;
		const at = computer(this.organisation, name);
		const asked = await request_of(admin, at, name + " laptop");
		assert.equal(asked.shown, asked.digits);
		this.of[name] = { at, digits: asked.digits };
		return admit(admin, asked.page, { called: name, ...fields }, without);
	}

	async welcome(by, name) {
		this.of[name].dev = await welcome(this.of[by].member, this.of[name].at, name + " laptop");
	}
}
