/* How much processor time processes have used: what a test compares where a
 * clock on the wall would measure the other work of the machine.
 *
 * SPDX-License-Identifier: AGPL-3.0-or-later */
import { readFileSync } from "node:fs";

const TICKS_MS = 10; /* USER_HZ is 100 on every Linux of ours */

function cpu_ms_of(pid) {
	try {
		return Number(readFileSync(`/proc/${pid}/schedstat`, "utf8").split(" ")[0]) / 1e6;
	} catch { /* a kernel that does not count so finely */ }
	const stat = readFileSync(`/proc/${pid}/stat`, "utf8");
	const facts = stat.slice(stat.lastIndexOf(")") + 2).split(" ");
	return (Number(facts[11]) + Number(facts[12])) * TICKS_MS;
}

/* Milliseconds of processor time that `pids` use while `act` runs. */
export async function cpu_ms_while(pids, act) {
	const sum = () => pids.reduce((all, pid) => all + cpu_ms_of(pid), 0);
	const before = sum();
	await act();
	return sum() - before;
}
