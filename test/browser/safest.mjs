/* The public pages in Debian's Firefox with everything taken away that Tor
 * Browser takes away at "Safest": they are whole, in both directions, and a
 * person can write and read her answer.
 *
 * SPDX-License-Identifier: AGPL-3.0-or-later */
import assert from "node:assert/strict";
import { after, before, test } from "node:test";
import { new_organisation, remove_organisation, start_line, stop, until }
	from "../e2e/lib/bothy.mjs";
import { LOCALES, PLAIN_PAGES, code_in } from "../e2e/lib/pages.mjs";
import { no_faults } from "./lib/checks.mjs";
import { look } from "./lib/look.mjs";
import { click, close_safest, evaluate, fill, go, open_safest, resize, source }
	from "./lib/marionette.mjs";

let organisation, line, firefox;

before(async () => {
	organisation = new_organisation({ demo: true });
	line = await start_line(organisation, { port: 0 });
	firefox = await open_safest();
});
after(async () => {
	if (firefox) await close_safest(firefox);
	await stop(line);
	if (organisation) remove_organisation(organisation);
});

test("the browser runs no script and draws no SVG", async () => {
	await go(firefox, "data:text/html,<title>a</title><p id=p>x</p>" +
		"<script>document.title='b'</script><svg id=s></svg>");
	assert.deepEqual(await evaluate(firefox, () => [document.title,
		document.querySelector("#s") instanceof SVGElement]), ["a", false]);
});

for (const locale of LOCALES)
	test(`${locale}: every page is whole`, { timeout: 120000 }, async () => {
		const faults = [];
		for (const width of [450, 1200]) {
			await resize(firefox, width, 800);
			for (const name of PLAIN_PAGES) {
				await go(firefox, `${line.address}/${locale}/${name}`);
				const seen = await evaluate(firefox, look, { target: 44, plain: true });
				for (const text of seen) faults.push(`/${locale}/${name} at ${width}: ${text}`);
			}
		}
		no_faults(faults);
	});

for (const locale of ["ar", "kmr"])
	test(`${locale}: a person writes and comes back`, async () => {
		await go(firefox, `${line.address}/${locale}/write`);
		await fill(firefox, "textarea", "سلام, silav");
		await click(firefox, "form[action$='/write'] button:not([name])");
		/* a click may be over before the page that it leads to */
		const code = await until("the code", async () => code_in(await source(firefox)));
		await go(firefox, `${line.address}/${locale}/answers`);
		await fill(firefox, "form[action$='/answers'] input:not([type=hidden])", code);
		await click(firefox, "form[action$='/answers'] button");
		await until("her answers", async () => /\/erase/.test(await source(firefox)));
	});
