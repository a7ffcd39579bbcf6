/* The one owner of libxml2: bytes in memory as XML events. Nothing is loaded
 * [xml_reader-1]: no network, no file, no DTD; a document that declares or uses
 * an entity of its own is refused, and so is one that is nested too deeply or
 * larger than the cap. Why a document is broken is said with a line and a
 * fixed text, never with what stands in it [xml_reader-2].
 *
 * The library is opened by the first who reads XML, not by every process: it
 * brings eight others with it (see os/library.h).
 *
 * SPDX-License-Identifier: AGPL-3.0-or-later */
#ifndef OS_XML_READER_H
#define OS_XML_READER_H

#include "base/err.h"
#include "base/xml.h"

enum {
	XML_READER_BYTES_MAX = 32 << 20, /* a term base of 50,000 terms */
	XML_READER_DEPTH_MAX = 32        /* TBX needs ten */
};

struct xml_reader;

/* `bytes` must stay. Fails when libxml2 is not on this computer, or there are
 * too many bytes. */
const err *xml_reader_open(struct xml_reader **ret_reader, str bytes) MUST_USE;
struct xml_source *xml_reader_source(struct xml_reader *reader);
/* Accepts NULL and empties the handle. */
void xml_reader_close(struct xml_reader **reader);

#endif
