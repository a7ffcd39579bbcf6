/* The demonstration's guides, built once for a process of tests. A few forms
 * only: what the others are is tested where they are made.
 *
 * SPDX-License-Identifier: AGPL-3.0-or-later */
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import { spawnSync } from "node:child_process";

import { BOTHY } from "./binary.mjs";

const TOP = join(dirname(fileURLToPath(import.meta.url)), "..", "..", "..");
let built = null;

export function guides_built() {
	if (built !== null) return built;
	const root = mkdtempSync(join(tmpdir(), "bothy-guides-"));
	const out = join(root, "out");
	const made = spawnSync(BOTHY, ["guide", "build", "--demonstration", "--only",
		"text,sms,single,library", join(TOP, "demo", "library"), out]);
	if (made.status !== 0) throw new Error("guides: " + made.stdout + made.stderr);
	process.on("exit", () => rmSync(root, { recursive: true, force: true }));
	built = out;
	return built;
}
