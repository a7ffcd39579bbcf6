/* A member at the desk: a browser without script that keeps the cookie, sends
 * Origin, and fills in the forms of the pages.
 *
 * SPDX-License-Identifier: AGPL-3.0-or-later */
import { ask, forms_of, plain, send } from "./visit.mjs";
import { until } from "./bothy.mjs";

export class Member {
	static async open(url) {
		const address = new URL(url);
		const member = new Member();
		member.where = { port: Number(address.port) };
		member.headers = { origin: address.origin };
		const answer = await ask(member.where, "GET", address.pathname);
		if (answer.status !== 303) throw new Error("the desk does not open: " + answer.status);
		member.headers.cookie = answer.headers["set-cookie"][0].split(";")[0];
		return member;
	}

	async get(path) {
		const answer = await ask(this.where, "GET", path, { headers: this.headers });
		return this.follow(answer);
	}

	async follow(answer) {
		if (answer.status !== 303) return answer;
		// a browser keeps the place in the page to itself
		const [path] = answer.headers.location.split("#");
		return ask(this.where, "GET", path, { headers: this.headers });
	}

	/* Sends the form of `page` that goes to an address ending in `end`. */
	async act(page, end, fields = {}, files = []) {
		const form = forms_of(page.text).find((one) => one.action.endsWith(end) &&
			(!fields.message || one.fields.message === fields.message));
		if (!form) throw new Error("no form to " + end);
		return this.follow(await send(this.where, form, fields, files, this.headers));
	}

	/* Thread ids in a pile, as they stand. */
	async threads(pile = "needs") {
		const all = [];
		for (let from = 0; ;) {
			const page = await this.get(`/pile/${pile}?from=${from}`);
			all.push(...[...page.text.matchAll(/<a href="\/thread\/([0-9a-f]{32})"/g)]
				.map(([, id]) => id));
			const more = page.text.match(/\?from=(\d+)"/);
			if (!more) return all;
			from = Number(more[1]);
		}
	}

	/* Waits until a pile holds `count` threads, asking for visits. */
	async wait(count, pile = "needs") {
		return until(`${count} threads in ${pile}`, async () => {
			const threads = await this.threads(pile);
			if (threads.length >= count) return threads;
			await this.act(await this.get("/"), "/visit");
			return null;
		}, 90000);
	}

	async settings(fields) {
		return this.act(await this.get("/settings"), "/settings", fields);
	}
}

/* The messages of a thread page: {kind, id, text, files}. */
export function messages_of(html) {
	return [...html.matchAll(/<article class="(\w+)" id="m([0-9a-f]{32})">([\s\S]*?)<\/article>/g)]
		.map(([, kind, id, inner]) => {
			const prose = inner.match(/<div class="prose"[^>]*>((?:<div dir="auto">[\s\S]*?<\/div>)*)<\/div>/);
			return { kind, id, inner, text: prose ? text_of(prose[1]) : null,
				files: [...inner.matchAll(/href="\/file\/([0-9a-f]{32})">([\s\S]*?)<\/a>/g)]
					.map(([, file, name]) => ({ id: file, name: plain(name.replace(/<[^>]*>/g, "")) })) };
		});
}

/* What was written: the blocks one after the other [html-4]. */
export function text_of(prose) {
	return [...prose.matchAll(/<div dir="auto">([\s\S]*?)<\/div>/g)]
		.map(([, line]) => plain(line)).join("");
}
