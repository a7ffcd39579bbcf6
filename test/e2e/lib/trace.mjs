/* What strace saw of files: which were opened for reading, and what was written,
 * made, renamed or removed, judged against the folders that may be.
 *
 * SPDX-License-Identifier: AGPL-3.0-or-later */
import { readFileSync } from "node:fs";

/* The calls that name files, those that change them, and memory that would be
 * a file without a name. */
export const STRACE = ["strace", "-D", "-f", "-qq", "-s", "4096", "-e",
	"trace=%file,memfd_create", "-e", "signal=none"];

/* Where a program on Linux reads what is not its own. */
const SYSTEM = ["/lib/", "/lib64/", "/usr/lib/", "/usr/share/zoneinfo/", "/etc/ld.so.",
	"/etc/localtime", "/etc/ssl/", "/usr/share/ca-certificates/", "/etc/resolv.conf",
	"/etc/nsswitch.conf", "/etc/hosts", "/etc/host.conf", "/etc/gai.conf", "/etc/services",
	"/etc/gnutls/", "/etc/crypto-policies/", "/proc/self/", "/proc/sys/", "/sys/", "/dev/null",
	"/dev/urandom", "/dev/random", "/dev/tty"];
/* Calls that look and change nothing. */
const LOOKS = /^(access|faccessat2?|stat|lstat|fstat|newfstatat|statx|statfs|readlink|readlinkat|execve|getcwd|chdir)$/;
const WRITES = /O_(WRONLY|RDWR|CREAT|TRUNC|APPEND|TMPFILE)/;

const begins = (path, folders) => folders.some((one) => path === one || path.startsWith(one));

/* {read, written, wrong}: paths, and sentences about what may not be. */
export function judge(text, { own, may_write }) {
	const read = new Set(), written = new Set(), wrong = [];
	for (const line of text.split("\n")) {
		const call = line.match(/^(?:\d+ +)?(\w+)\((.*)$/);
		if (!call || call[1] === "exit_group") continue;
		const [, name, rest] = call;
		if (name === "memfd_create") { wrong.push("a file without a name"); continue; }
		const paths = [...rest.matchAll(/"((?:[^"\\]|\\.)*)"/g)].map(([, path]) => path);
		if (name === "execve" || paths.length === 0 || paths[0] === "") continue;
		if (LOOKS.test(name) || rest.includes("O_PATH")) continue; /* gives no bytes */
		const changes = !/^open(at2?)?$/.test(name) || WRITES.test(rest);
		if (name.startsWith("open") && rest.startsWith("AT_FDCWD") === false &&
			name !== "open") {
			continue; /* below a folder that was judged when it was opened */
		}
		for (const path of name.startsWith("open") ? paths.slice(0, 1) : paths) {
			(changes ? written : read).add(path);
			if (changes && path !== "/dev/null" && !may_write(path))
				wrong.push(`${name} changes ${path}`);
			if (!changes && !begins(path, [...own, ...SYSTEM]))
				wrong.push(`${name} reads ${path}`);
		}
	}
	return { read, written, wrong };
}

export const judge_file = (file, rules) => judge(readFileSync(file, "utf8"), rules);
