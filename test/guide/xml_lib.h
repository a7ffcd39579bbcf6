/* What a page written by us has to be: XML that a reader takes, with these words.
 *
 * SPDX-License-Identifier: AGPL-3.0-or-later */
#ifndef TEST_GUIDE_XML_LIB_H
#define TEST_GUIDE_XML_LIB_H

#include "test.h"

#include "os/xml_reader.h"

static inline void is_xml(str bytes)
{
	struct xml_reader *reader;
	struct xml_event event;

	is_ok(xml_reader_open(&reader, bytes));
	do {
		xml_reader_source(reader)->next(xml_reader_source(reader),
			&event);
		if (event.kind == XML_BROKEN) {
			fail_msg("line %zu: %s\n%.*s", event.line, event.reason,
				S_ARG(bytes));
		}
	} while (event.kind != XML_END);
	xml_reader_close(&reader);
}

static inline void has(str page, const char *part)
{
	if (str_find(page, str_of(part)) != SIZE_MAX) return;
	fail_msg("no %s in\n%.*s", part, S_ARG(page));
}

#endif
