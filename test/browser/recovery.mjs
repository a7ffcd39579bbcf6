/* The pages of the recovery parts and of the rehearsal in Chromium: five
 * written forms, narrow and wide, accessible, without script; what was typed is
 * nowhere afterwards, and every outcome is one calm sentence. What they rest on:
 * [rehearse-1] [rehearse-3].
 *
 * SPDX-License-Identifier: AGPL-3.0-or-later */
import assert from "node:assert/strict";
import { spawnSync } from "node:child_process";
import { mkdirSync, readFileSync, rmSync } from "node:fs";
import { join } from "node:path";
import { after, before, test } from "node:test";
import { new_organisation, program, remove_organisation, until } from "../e2e/lib/bothy.mjs";
import { LOCALES } from "../e2e/lib/pages.mjs";
import { stand, take_down } from "../e2e/lib/standing.mjs";
import { open_browser, open_page } from "./lib/browser.mjs";
import { check_origin, check_page, no_faults } from "./lib/checks.mjs";

const DESK = { target: 24, plain: false };
const PATHS = ["/settings/recovery", "/settings/rehearsal"];
let organisation, line, desk, browser, page, member, origin;

const part = (n) => readFileSync(join(organisation.recovery, `part-${n}.txt`), "utf8");
const digits = (n) => part(n).match(/\d{5}/g);

async function rehearse(...texts) {
	const fields = {};
	texts.forEach((text, i) => { fields["part" + (i + 1)] = text; });
	await member.act(await member.get("/settings/rehearsal"), "/settings/rehearsal", fields);
	return until("the rehearsal", async () => {
		const answer = await member.get("/settings/rehearsal");
		return /Trying the parts/.test(answer.text) ? null : answer;
	}, 40000);
}

before(async () => {
	({ organisation, line, desk, member, origin } = await stand({ demo: true, visit: 60 }));
	browser = await open_browser();
	page = await open_page(browser);
	await page.goto(desk.url);
});
after(() => take_down({ organisation, line, desk, browser }));

async function check_paths() {
	const faults = [];
	for (const path of PATHS) {
		page.asked.length = 0;
		page.complaints.length = 0;
		await page.goto(origin + path);
		if (process.env.PICTURES) {
			mkdirSync(process.env.PICTURES, { recursive: true });
			const name = path.split("/").pop() + "-" + await page.evaluate(
				() => document.documentElement.lang);
			for (const width of [360, 1200]) {
				await page.setViewportSize({ width, height: 900 });
				await page.screenshot({ fullPage: true,
					path: join(process.env.PICTURES, `${name}-${width}.png`) });
			}
		}
		for (const text of [...await check_page(page, DESK), ...check_origin(page, origin)])
			faults.push(path + ": " + text);
	}
	return faults;
}

const role = (text) => text.match(/<p class="(note|wrong)" role="status">([^<]*)<\/p>/);

test("each way it can go is one sentence, and no digit of a part comes back", { timeout: 120000 },
	async () => {
		await member.settings({ locale: "en" });
		const outcome = async (words, ...texts) => {
			const answer = await rehearse(...texts);
			const [, name, said] = role(answer.text) ?? [];
			assert.match(said ?? "", words);
			for (const group of [...digits(1), ...digits(2)])
				assert.ok(!answer.text.includes(group), "a part is on the page");
			return name;
		};
		const typo = part(2).replace(/(\d{5}) (\d)/, (_, a, b) => `${a} ${(Number(b) + 1) % 10}`);
		assert.equal(await outcome(/no backup to try/, part(1), part(2)), "wrong");
		mkdirSync(join(organisation.folder, "backups"), { recursive: true });
		const made = spawnSync(program(), ["backup", "--without-key", organisation.folder,
			join(organisation.folder, "backups", "one")], { encoding: "utf8" });
		assert.equal(made.status, 0, made.stderr);
		assert.equal(await outcome(/^A number in part 2 /, part(1), typo), "wrong");
		assert.equal(await outcome(/^Part 2 was typed before/, part(1), part(1)), "wrong");
		assert.equal(await outcome(/fewer parts/, part(3)), "wrong");
		assert.equal(await outcome(/^It worked\. Everything/, part(1), part(3)), "note");
		const parts = await member.get("/settings/recovery");
		assert.match(parts.text, /The next one is due: [^<]*<time|The next one is due: \S/);
		assert.match(parts.text, /All that this desk opens is sealed for recovery/);
	});

for (const locale of LOCALES)
	test(`${locale}: the parts and the rehearsal`, { timeout: 120000 }, async () => {
		await member.settings({ locale });
		no_faults(await check_paths());
	});

test("parts of a newer sheet are told apart from the old ones", { timeout: 60000 }, async () => {
	await member.settings({ locale: "en" });
	const other = new_organisation();
	try {
		const strange = readFileSync(join(other.recovery, "part-2.txt"), "utf8");
		const answer = await rehearse(part(1), strange);
		assert.match(role(answer.text)[2], /^Part 2 is of another sheet/);
	} finally {
		remove_organisation(other);
	}
});

test("without script a rehearsal goes the whole way", { timeout: 60000 }, async () => {
	const context = await browser.newContext({ javaScriptEnabled: false });
	const plain = await context.newPage();
	try {
		await context.addCookies([{ name: "bothy", url: origin,
			value: member.headers.cookie.split("=")[1] }]);
		await plain.goto(origin + "/settings/rehearsal");
		await plain.fill("#part1", part(2));
		await plain.fill("#part2", part(3));
		await plain.click("main button.main");
		assert.match(await plain.textContent("p[role=status]"), /^(Trying|It worked)/);
		await until("the rehearsal", async () => {
			await plain.goto(origin + "/settings/rehearsal");
			return !/^Trying/.test(await plain.textContent("p[role=status]"));
		}, 40000);
		assert.match(await plain.textContent("p[role=status]"), /^It worked/);
		assert.equal(await plain.inputValue("#part1"), "");
		rmSync(join(organisation.folder, "backups"), { recursive: true });
	} finally {
		await context.close();
	}
});
