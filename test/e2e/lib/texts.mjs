/* The texts that go through the form: those of the shared collection beside
 * the repository when it is there, else the project's own. Says which.
 *
 * SPDX-License-Identifier: AGPL-3.0-or-later */
import { existsSync, readFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";

const here = dirname(fileURLToPath(import.meta.url));
const top = join(here, "..", "..", "..");
const OWN = join(here, "..", "fixture", "texts.csv");

/* RFC 4180: quotes doubled, line ends inside quotes. */
export function read_csv(text) {
	const rows = [[""]];
	let quoted = false;
	for (let i = 0; i < text.length; i++) {
		const c = text[i];
		const row = rows[rows.length - 1];
		if (quoted) {
			if (c !== '"') row[row.length - 1] += c;
			else if (text[i + 1] === '"') { row[row.length - 1] += c; i++; }
			else quoted = false;
		} else if (c === '"') quoted = true;
		else if (c === ",") row.push("");
		else if (c === "\n") rows.push([""]);
		else if (c !== "\r") row[row.length - 1] += c;
	}
	return rows.filter((row) => row.length > 1 || row[0] !== "");
}

/* A folder called `shared` stands beside the repository, or beside a folder
 * that holds it. */
function shared_file() {
	const name = join("shared", "data", "mail-intake-synthetic", "expected.csv");
	for (const above of ["..", join("..", "..")])
		if (existsSync(join(top, above, name))) return join(top, above, name);
	return null;
}

export function read_texts() {
	const shared = shared_file();
	const [head, ...rows] = read_csv(readFileSync(shared ?? OWN, "utf8"));
	const at = head.indexOf("body");
	const texts = rows.map((row) => row[at].replaceAll("\\n", "\n"))
		.filter((text) => text.trim() !== "");
	return { texts: [...new Set(texts)], own: shared === null };
}
