/* Recovery parts on a command line: see parts_choice.h.
 *
 * SPDX-License-Identifier: AGPL-3.0-or-later */
#include "desk/parts_choice.h"

#include "base/num.h"
#include "desk/recovery_sheet.h"

#include <getopt.h>

static bool number_take(const char *text, unsigned *ret_number)
{
	uint64_t number;

	if (!num_read(str_of(text), SHARE_PARTS_MAX, &number)) return false;
	*ret_number = (unsigned)number;
	return true;
}

bool parts_choice_option(struct parts_choice *choice, int letter,
	const char *value)
{
	switch (letter) {
	case 'p':
		choice->passphrase_file = value;
		return true;
	case 'o':
		choice->out = value;
		return true;
	case 'n':
		return number_take(value, &choice->kind.parts);
	case 'k':
		return number_take(value, &choice->kind.needed);
	default:
		return false;
	}
}

bool parts_choice_words(struct parts_choice *choice, size_t count,
	char **words)
{
	if (count == 0 || count - 1 > SHARE_PARTS_MAX) return false;
	choice->dir = words[0];
	for (size_t i = 1; i < count; i++) {
		choice->given[choice->given_count++] = words[i];
	}
	return true;
}

bool parts_choice_read(struct parts_choice *choice, int argc, char **argv,
	const struct parts_options *options)
{
	int letter;

	choice->kind = (struct share_kind){SHARE_NEEDED, SHARE_PARTS};
	opterr = 0;
	while ((letter = getopt_long(argc, argv, "", options->names, NULL)) !=
		-1) {
		if (!options->take(options->owner, letter)) return false;
	}
	return parts_choice_words(choice, (size_t)(argc - optind),
		argv + optind) && share_kind_is_right(choice->kind);
}

const err *parts_choice_give(void *owner, const struct buf *parts,
	size_t count)
{
	const struct parts_choice *choice = owner;

	must(count == choice->kind.parts);
	return recovery_sheet_give(choice->kind, parts, choice->out);
}
