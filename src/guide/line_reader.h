/* Lines of a guide's files with their numbers, so that what is refused says
 * where. Pure; points into the file.
 *
 * SPDX-License-Identifier: AGPL-3.0-or-later */
#ifndef GUIDE_LINE_READER_H
#define GUIDE_LINE_READER_H

#include "guide/guide_read.h"

struct line_reader {
	str rest;
	unsigned number;  /* of the line taken last */
	struct read_fault fault;
};

/* The file as a whole is UTF-8, not too long, ends with LF, has no CR. */
bool line_reader_open(struct line_reader *lines) MUST_USE;
/* Always false: notes the reason at the line taken last. */
bool line_fault(struct line_reader *lines, str text);
/* The next line, whatever it is; a fault at the end. */
bool line_next(struct line_reader *lines, str *ret_line) MUST_USE;
/* Takes the line when it is exactly this one. */
bool line_is(struct line_reader *lines, str line);
/* The value of the line `key VALUE` (or `key` alone: empty); a fault else. */
bool line_value(struct line_reader *lines, str key, str *ret_value) MUST_USE;
/* The same, but another line is no fault and is not taken. */
bool line_value_if(struct line_reader *lines, str key, str *ret_value)
	MUST_USE;
/* An empty line; a fault else. */
bool line_blank(struct line_reader *lines) MUST_USE;
bool line_blank_if(struct line_reader *lines) MUST_USE;
/* Tabs, line ends and other controls, all that turns text around, and what is
 * no letter for anybody: noncharacters (XML has none), annotations, tags. */
bool line_is_control(uint32_t point);
/* Words for people: some, UTF-8, no blank at either end, no control character
 * and none that turns text around. */
bool line_is_text(str text);
/* No control character and none that turns text around; may be empty. */
bool line_is_clean(str text);
/* Nothing more; a fault else. */
bool line_end(struct line_reader *lines) MUST_USE;

#endif
