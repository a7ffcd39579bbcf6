/* Plants words, a code, a name and a file, lets them go their way, ends every
 * process, and looks for them in every file that changed: the line's folder,
 * the desk's, home, temporary and shared-memory folders (law 1). Once for a
 * line that ends in order, once for one that is killed.
 *
 * SPDX-License-Identifier: AGPL-3.0-or-later */
import assert from "node:assert/strict";
import { randomBytes } from "node:crypto";
import { rmSync } from "node:fs";
import { homedir, tmpdir } from "node:os";
import { test } from "node:test";
import { Line, Relay } from "./lib/line.mjs";
import { Organisation } from "./lib/organisation.mjs";
import { read, write } from "./lib/pages.mjs";
import { search } from "./lib/planted.mjs";

/* Words that stand nowhere else on this machine. */
const word = (of) => of + " " + randomBytes(6).toString("hex");

function places(organisation) {
	return [organisation.root, tmpdir(), "/tmp", "/var/tmp", "/dev/shm", "/run/user",
		homedir()].filter((path, at, all) => all.indexOf(path) === at);
}

/* Other people's files: what a browser, npm or the compiler keeps. */
const skip = (path) => /\/(node_modules|\.npm|\.git|\.library|build)$/.test(path);

for (const how of ["in order", "by kill -9"])
	test(`ended ${how}: nothing planted is in any file of the line`, { timeout: 120000 },
		async (t) => {
			const since_ms = Date.now() - 1000;
			const organisation = new Organisation();
			try {
				const line = await Line.start(organisation.folder);
				const planted = { text: word("فانوس فوق النهر"), called: word("Çirûsk"),
					name: word("صورة") + ".png", bytes: word("inside the file") };
				const wrong = word("words that were refused");
				const bytes = Buffer.from((planted.bytes + "\n").repeat(4000));
				const sent = await write(line, "ar", { text: planted.text, called: planted.called },
					[{ field: "file", name: planted.name, type: "image/png", bytes }]);
				assert.ok(sent.code, "no code");
				await write(line, "ckb", { text: wrong + "x".repeat(120000) });
				const [message] = await new Relay(line,
					organisation.token).intake();
				assert.ok(message, "nothing came to the relay");
				const page = await read(line, "kmr", sent.code);
				assert.match(page.text, /<li><time/);
				await read(line, "kmr", "1111 2222 3333 4444 5555 6666");
				if (how === "in order") await line.stop();
				else await line.kill_all();
				const words = [...Object.values(planted), wrong, sent.code,
					sent.code.replaceAll(" ", "")];
				const seen = search(places(organisation), words, { since_ms, skip });
				assert.deepEqual(seen.found, []);
				assert.ok(seen.files >= 5 && seen.bytes > bytes.length,
					`only ${seen.files} files of ${seen.bytes} bytes were searched`);
				t.diagnostic(`note: ${seen.files} files, ${seen.bytes} bytes searched`);
				assert.doesNotMatch(line.said, new RegExp(sent.code));
			} finally {
				rmSync(organisation.root, { recursive: true, force: true });
			}
		});
