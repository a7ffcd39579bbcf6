/* Keeping and erasing in Chromium, as a member does it: what the page says
 * beforehand, a hold, a copy, erasing without script, tidying; every page in five written forms, narrow to wide.
 *
 * SPDX-License-Identifier: AGPL-3.0-or-later */
import assert from "node:assert/strict";
import { join } from "node:path";
import { after, before, test } from "node:test";
import { LOCALES } from "../e2e/lib/pages.mjs";
import { stand, take_down } from "../e2e/lib/standing.mjs";
import { open_at_desk, open_browser, open_page } from "./lib/browser.mjs";
import { check_origin, check_page, no_faults } from "./lib/checks.mjs";

const DESK = { target: 24, plain: false };
const WORD = "heliotrope";
let organisation, line, desk, browser, page, plain, member, origin;
const threads = [];

/* A message that came another way, opened by a member: the thread's id. */
async function paste(words) {
	await plain.goto(origin + "/paste");
	await plain.fill("main [name=text]", words);
	await plain.click("main button.main");
	await plain.waitForURL(/\/thread\/[0-9a-f]{32}/);
	const id = plain.url().match(/thread\/([0-9a-f]{32})/)[1];
	await plain.goto(`${origin}/thread/${id}`);
	threads.push(id);
	return id;
}

async function record(key, fields) {
	await plain.goto(origin + "/new/" + key);
	for (const [name, value] of Object.entries(fields))
		await plain.fill(`main [name="${name}"]`, value);
	await plain.click("main button.main");
	await plain.waitForURL(/\/record\/[0-9a-f]{32}$/);
	return plain.url().match(/record\/([0-9a-f]{32})/)[1];
}

before(async () => {
	({ organisation, line, desk, member, origin } = await stand({ demo: true, port: 0 }));
	browser = await open_browser();
	page = await open_page(browser);
	await page.goto(desk.url);
	plain = await open_at_desk(browser, desk, { script: false });
	await paste(`words with ${WORD} one`);
	await paste(`words with ${WORD} two`);
	await paste(`words with ${WORD} three`);
});
after(() => take_down({ organisation, line, desk, browser }));

async function search(words) {
	await plain.goto(origin + "/search");
	await plain.fill("#words", words);
	await plain.click("main button.main");
	return plain.textContent("main");
}

test("the page says what goes, what stays and where, before anything is done", async () => {
	await plain.goto(`${origin}/thread/${threads[0]}`);
	await plain.locator("#keep").evaluate((a) => a.closest("details").open = true);
	await plain.click("#keep");
	const says = await plain.textContent("main");
	assert.match(says, /What will go[\s\S]*1 message[\s\S]*What stays, and where/);
	assert.match(says, /backups and in copies that were saved outside/);
	assert.match(says, /this cannot be undone/);
	assert.doesNotMatch(says, new RegExp(WORD));
	assert.doesNotMatch(await plain.title(), new RegExp(WORD));
});

test("a copy is one sealed file, written down before it is saved", { timeout: 60000 }, async () => {
	const answer = await member.get(`/keep/${threads[0]}`);
	const form = answer.text.match(/name="form" value="([0-9a-f]+)"/)[1];
	const bytes = await page.request.post(`${origin}/keep/${threads[0]}/copy`, {
		form: { form, passphrase: "eight lamps on" }, headers: { origin } });
	assert.equal(bytes.status(), 200);
	assert.match(bytes.headers()["content-disposition"], /copy\.age/);
	const body = await bytes.body();
	assert.match(body.subarray(0, 40).toString("latin1"), /^age-encryption.org\/v1\n-> scrypt/);
	assert.ok(!body.includes(WORD));
	const refused = await page.request.post(`${origin}/keep/${threads[0]}/copy`, {
		form: { form, passphrase: "short" }, headers: { origin } });
	assert.equal(refused.status(), 422);
	assert.match(await refused.text(), /at least eight letters\. Nothing was saved/);
	assert.match(await (await member.get(`/keep/${threads[0]}`)).text, /copy was saved outside/);
});

test("a hold stands in the way until it is lifted", async () => {
	await record("member", { name: "Rojîn" });
	await plain.goto(`${origin}/keep/${threads[1]}`);
	await plain.selectOption("#hold", "legal");
	await plain.fill("#review", "next spring");
	await plain.click("main button:has-text('Hold it')");
	assert.match(await plain.textContent("[role=alert]"), /Look at it again on.*Write a date like/);
	assert.equal(await plain.inputValue("#review"), "next spring");
	await plain.fill("#review", "2031-02-01");
	await plain.click("main button:has-text('Hold it')");
	assert.match(await plain.textContent("main"), /nobody can erase it/);
	assert.equal(await plain.locator("#erase").count(), 0);
	await plain.goto(origin + "/records/hold");
	await plain.click("main .rows a");
	await plain.click("main button:has-text('Lift this hold')");
	await plain.goto(`${origin}/keep/${threads[1]}`);
	assert.equal(await plain.locator("#erase").count(), 1);
});

test("erased without script: gone from lists, search and the disk; no undo", async () => {
	assert.match(await search(WORD), /3 threads/);
	await plain.goto(`${origin}/keep/${threads[2]}`);
	await plain.evaluate(() => document.querySelector("[name=sure]").required = false);
	await plain.click("#erase"); // not sure: nothing is done
	assert.match(await plain.textContent("[role=alert]"), /Something is missing/);
	await plain.check("[name=sure]");
	await plain.click("#erase");
	assert.match(await plain.textContent(".did"), /Erased here/);
	assert.equal(await plain.locator("#undo").count(), 0);
	await plain.locator("main", { hasText: "Gone from every device of the team" }).waitFor();
	assert.match(await search(WORD), /2 threads/);
	const answer = await plain.goto(`${origin}/thread/${threads[2]}`);
	assert.equal(answer.status(), 404);
});

test("a portion is tidied, and one may stop", async () => {
	await plain.goto(origin + "/keeping");
	await plain.click("#tidy");
	assert.match(await plain.textContent("[role=status] >> nth=-1"), /written anew/);
});

for (const locale of LOCALES)
	test(`${locale}: every page about keeping`, { timeout: 300000 }, async () => {
		const faults = [];
		await member.settings({ locale });
		for (const path of ["/keeping", `/keep/${threads[0]}`, `/keep/${threads[1]}`,
			"/records/hold", "/records/wish", `/thread/${threads[0]}`]) {
			page.asked.length = 0;
			page.complaints.length = 0;
			const answer = await page.goto(origin + path);
			assert.equal(answer.status(), 200, path);
			assert.doesNotMatch(await page.title(), new RegExp(WORD));
			for (const text of [...await check_page(page, DESK), ...check_origin(page, origin)])
				faults.push(path.replace(/[0-9a-f]{28}/, "") + ": " + text);
			if (process.env.PICTURES) {
				for (const [name, width] of [["phone", 360], ["desk", 1200]]) {
					await page.setViewportSize({ width, height: 900 });
					await page.screenshot({ fullPage: true, path: join(process.env.PICTURES,
						`${locale}-${name}-${path.replaceAll("/", "_").slice(0, 9)}.png`) });
				}
			}
		}
		no_faults(faults);
	});
