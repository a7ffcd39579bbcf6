/* Shows that the search for planted words finds each shape, wherever it lies.
 *
 * SPDX-License-Identifier: AGPL-3.0-or-later */
import assert from "node:assert/strict";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { after, test } from "node:test";
import { search, shapes_of } from "./lib/planted.mjs";

const folder = mkdtempSync(join(tmpdir(), "planted-"));
after(() => rmSync(folder, { recursive: true }));
const WORD = "فانوس lantern";

function found_in(bytes) {
	writeFileSync(join(folder, "file"), bytes);
	return search([folder], [WORD]).found;
}

test("nothing is found where nothing is", () => {
	assert.deepEqual(found_in(Buffer.alloc(100000, "lantern ")), []);
});
for (const [shape, bytes] of shapes_of(WORD))
	test("found as " + shape, () => {
		const before = Buffer.alloc(4 * 1024 * 1024 - 5, 1);
		assert.ok(found_in(Buffer.concat([before, bytes, before])).length > 0);
	});
for (let shift = 0; shift < 6; shift++)
	test("found in base64 of a longer text at place " + shift, () => {
		const text = "x".repeat(shift) + WORD + "yyyyy".slice(shift % 3);
		assert.ok(found_in(Buffer.from(text).toString("base64")).length > 0);
		assert.ok(found_in(Buffer.from(text).toString("base64url")).length > 0);
	});
test("found in a file's name", () => {
	writeFileSync(join(folder, WORD), "");
	assert.ok(found_in("").length > 0);
});
test("a word too short is refused", () => {
	assert.throws(() => search([folder], ["short"]));
});
