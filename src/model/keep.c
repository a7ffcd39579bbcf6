/* The table of how long: see keep.h.
 *
 * SPDX-License-Identifier: AGPL-3.0-or-later */
#include "model/keep.h"

#include "base/mem.h"
#include "base/tr_mark.h"

enum { DAY_MS = 24 * 3600 * 1000, MONTH = 30, YEAR = 365 };

#define FIGURES TR("Erase. What kind it was and the month stay, as a figure.")
#define GONE TR("Erase.")

const struct keep_row keep_rows[] = {
	{"unwanted", TR("Unwanted mail, fraud, what came back"), MONTH, GONE,
		KEEP_OF_NOTHING, NULL},
	{"thread", TR("Threads that are done"), YEAR, FIGURES, KEEP_OF_THREADS,
		NULL},
	{"request", TR("Requests that were declined or only told something"),
		YEAR, FIGURES, KEEP_OF_CLOSED, "request"},
	{"wish", TR("Wishes about data that were seen to"), YEAR, FIGURES,
		KEEP_OF_CLOSED, "wish"},
	{"case", TR("Cases after they are closed"), 3 * YEAR,
		TR("Erase who it was, keep the figures. Looked at every year; "
			"the person may ask for shorter or longer."),
		KEEP_OF_NOTHING, NULL},
	{"asylum", TR("Papers of an asylum case, after it is final"), YEAR,
		TR("Hand over to the person, then erase."), KEEP_OF_NOTHING,
		NULL},
	{"incident", TR("What happened, with its evidence"), 2 * YEAR,
		TR("Look again every two years; what the person agreed to decides."),
		KEEP_OF_NOTHING, NULL},
	{"threat", TR("Grave threats"), 5 * YEAR, GONE, KEEP_OF_NOTHING, NULL},
	{"money", TR("Receipts for money"), 7 * YEAR,
		TR("Kept as long as the law of bookkeeping asks, without names; then erase."),
		KEEP_OF_NOTHING, NULL},
	{"contact", TR("Contacts nobody was in touch with"), 2 * YEAR,
		TR("Ask them, or erase."), KEEP_OF_RECORDS, "contact"},
	{"applicant", TR("People who asked to join and were not taken"),
		6 * MONTH, GONE, KEEP_OF_NOTHING, NULL},
	{"member", TR("Members who left"), 6 * MONTH, GONE, KEEP_OF_CLOSED,
		"member"},
	{"views", TR("The list of who looked at sealed fields"), 2 * YEAR, GONE,
		KEEP_OF_NOTHING, NULL},
};
const size_t keep_row_count = NELEM(keep_rows);

uint64_t keep_before_ms(const struct keep_row *row, uint64_t now_ms)
{
	uint64_t span = (uint64_t)row->days * DAY_MS;

	return now_ms > span ? now_ms - span : 0;
}
