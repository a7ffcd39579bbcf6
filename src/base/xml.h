/* XML as a row of events, whoever reads it: so that what a file means can be
 * decided by pure code, and the library that reads it has one owner
 * (os/xml_reader.h). Only the shapes; no code.
 *
 * SPDX-License-Identifier: AGPL-3.0-or-later */
#ifndef BASE_XML_H
#define BASE_XML_H

#include "base/str.h"

enum xml_kind {
	XML_OPEN,   /* an element begins; an empty one closes at once */
	XML_CLOSE,
	XML_CHARS,  /* text, in one piece or several */
	XML_END,    /* all was read */
	XML_BROKEN, /* `reason` says why; nothing follows */
	XML_KIND_COUNT
};

/* No element of the formats we read has as many; the rest is passed over. */
enum { XML_ATTRIBUTES_MAX = 16 };

struct xml_attribute { str name, value; }; /* "type", "xml:lang" */

/* All strings last until the next event. */
struct xml_event {
	enum xml_kind kind;
	size_t line;        /* of the element, or of the one before */
	str name;           /* of the element, without its prefix */
	str space;          /* its namespace, or empty */
	str chars;
	const char *reason; /* a fixed text of ours, never what stands there */
	struct xml_attribute attributes[XML_ATTRIBUTES_MAX];
	size_t attribute_count;
};

struct xml_source {
	void (*next)(struct xml_source *source, struct xml_event *ret_event);
};

#endif
