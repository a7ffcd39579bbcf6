/* One organisation with its line, one desk and a member at it, standing for all
 * tests of a file: what most of them begin and end with.
 *
 * SPDX-License-Identifier: AGPL-3.0-or-later */
import { new_organisation, remove_organisation, start_desk, start_line, stop }
	from "./bothy.mjs";
import { Member } from "./member.mjs";

/* `visit`: seconds between visits to the line; 3600 is none but those a test asks
 * for. `port` 0: the line is on a port, for browsers. */
export async function stand({ demo = false, port = null, visit = 3600, options = [] } = {}) {
	const standing = {};
	try {
		standing.organisation = new_organisation({ demo });
		standing.line = await start_line(standing.organisation, { port });
		standing.desk = await start_desk(standing.organisation, standing.line,
			{ options: ["--visit-seconds", String(visit), ...options] });
		standing.member = await Member.open(standing.desk.url);
		standing.origin = new URL(standing.desk.url).origin;
	} catch (error) {
		await take_down(standing);
		throw error;
	}
	return standing;
}

/* Ends what stands of it, in the order in which it needs each other. */
export async function take_down({ organisation, line, desk, browser }) {
	await browser?.close();
	await stop(desk);
	await stop(line);
	if (organisation) remove_organisation(organisation);
}
