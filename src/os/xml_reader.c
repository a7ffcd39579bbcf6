/* XML by libxml2: see xml_reader.h.
 *
 * SPDX-License-Identifier: AGPL-3.0-or-later */
#include "os/xml_reader.h"

#include "base/mem.h"
#include "os/library.h"

#include <libxml/parser.h>
#include <libxml/xmlreader.h>

/* Warnings of the parser are nobody's business; entities stay unresolved; a
 * DTD is never fetched. Not HUGE: the library's own limits stay. */
enum {
	OPTIONS = XML_PARSE_NONET | XML_PARSE_NOERROR | XML_PARSE_NOWARNING |
		XML_PARSE_BIG_LINES | XML_PARSE_NOCDATA
};

struct xml_reader {
	struct xml_source source; /* first: see next() */
	xmlTextReaderPtr text;
	size_t line;     /* of the element shown last */
	bool closes;     /* the element shown last was empty */
	bool is_broken;
	int fault;       /* libxml2's number of the first error */
	size_t fault_line;
};

static struct {
	xmlTextReaderPtr (*for_memory)(const char *bytes, int size,
		const char *url, const char *encoding, int options);
	void (*free_reader)(xmlTextReaderPtr text);
	int (*read)(xmlTextReaderPtr text);
	int (*node_type)(xmlTextReaderPtr text);
	int (*depth)(xmlTextReaderPtr text);
	int (*is_empty)(xmlTextReaderPtr text);
	long (*line)(const xmlNode *node);
	int (*to_attribute)(xmlTextReaderPtr text);
	int (*to_element)(xmlTextReaderPtr text);
	const xmlChar *(*name)(xmlTextReaderPtr text);
	const xmlChar *(*local_name)(xmlTextReaderPtr text);
	const xmlChar *(*space)(xmlTextReaderPtr text);
	const xmlChar *(*value)(xmlTextReaderPtr text);
	xmlNodePtr (*node)(xmlTextReaderPtr text);
	void (*on_error)(xmlTextReaderPtr text,
		xmlStructuredErrorFunc function, void *context);
	void (*set_loader)(xmlExternalEntityLoader loader);
	void (*set_error)(void *context, xmlGenericErrorFunc function);
} late;

static const struct { const char *name; void *pointer; } names[] = {
	{"xmlReaderForMemory", &late.for_memory},
	{"xmlFreeTextReader", &late.free_reader},
	{"xmlTextReaderRead", &late.read},
	{"xmlTextReaderNodeType", &late.node_type},
	{"xmlTextReaderDepth", &late.depth},
	{"xmlTextReaderIsEmptyElement", &late.is_empty},
	{"xmlGetLineNo", &late.line},
	{"xmlTextReaderMoveToNextAttribute", &late.to_attribute},
	{"xmlTextReaderMoveToElement", &late.to_element},
	{"xmlTextReaderConstName", &late.name},
	{"xmlTextReaderConstLocalName", &late.local_name},
	{"xmlTextReaderConstNamespaceUri", &late.space},
	{"xmlTextReaderConstValue", &late.value},
	{"xmlTextReaderCurrentNode", &late.node},
	{"xmlTextReaderSetStructuredErrorHandler", &late.on_error},
	{"xmlSetExternalEntityLoader", &late.set_loader},
	{"xmlSetGenericErrorFunc", &late.set_error},
};

#define NOT_XML "it holds a character XML does not have, or bytes that are none"

/* What libxml2 found, in words; a number that is not here is "not XML". */
static const struct { int fault; const char *reason; } reasons[] = {
	{XML_ERR_DOCUMENT_EMPTY, "there is no XML in it"},
	{XML_ERR_DOCUMENT_END, "it ends before its elements are closed, or goes"
			       " on behind its end"},
	{XML_ERR_TAG_NAME_MISMATCH, "an element is closed that is not the one"
				    " that is open"},
	{XML_ERR_TAG_NOT_FINISHED, "it ends before its elements are closed"},
	{XML_ERR_GT_REQUIRED, "a tag has no end"},
	{XML_ERR_LT_IN_ATTRIBUTE, "a < stands in the value of an attribute"},
	{XML_ERR_LTSLASH_REQUIRED, "an element is not closed"},
	{XML_ERR_ATTRIBUTE_NOT_STARTED, "the value of an attribute has no"
					" quotation mark"},
	{XML_ERR_ATTRIBUTE_NOT_FINISHED, "the value of an attribute does not"
					 " end"},
	{XML_ERR_ATTRIBUTE_WITHOUT_VALUE, "an attribute has no value"},
	{XML_ERR_ATTRIBUTE_REDEFINED, "an attribute stands twice in one tag"},
	{XML_ERR_UNDECLARED_ENTITY, "it uses an entity, and those are not"
				    " taken"},
	{XML_WAR_UNDECLARED_ENTITY, "it uses an entity, and those are not"
				    " taken"},
	{XML_ERR_ENTITYREF_SEMICOL_MISSING, "a & is not written as &amp;"},
	{XML_ERR_NAME_REQUIRED, "a name is missing behind < or &"},
	{XML_ERR_INVALID_CHAR, NOT_XML},
	{XML_ERR_INVALID_CHARREF, NOT_XML},
	{XML_ERR_INVALID_ENCODING, NOT_XML},
	{XML_ERR_UNSUPPORTED_ENCODING, "its encoding is not known here"},
	{XML_ERR_UNKNOWN_ENCODING, "its encoding is not known here"},
	{XML_ERR_COMMENT_NOT_FINISHED, "a comment does not end"},
	{XML_ERR_CDATA_NOT_FINISHED, "a CDATA section does not end"},
	{XML_NS_ERR_UNDEFINED_NAMESPACE, "a prefix is used that nothing"
					 " declares"},
};

static const char *reason_of(int fault)
{
	for (size_t i = 0; i < NELEM(reasons); i++) {
		if (reasons[i].fault == fault) return reasons[i].reason;
	}
	return "it is not well-formed XML";
}

static xmlParserInputPtr load_nothing(const char *url, const char *id,
	xmlParserCtxtPtr context)
{
	(void)url;
	(void)id;
	(void)context;
	return NULL;
}

/* What no reader hears of: libxml2 shows bytes of the file there, on standard
 * error, when they are not of the encoding it says [xml_reader-2]. */
static void say_nothing(void *context, const char *text, ...)
{
	(void)context;
	(void)text;
}

static void note_error(void *context, xmlErrorPtr error)
{
	struct xml_reader *reader = context;

	if (reader->fault != XML_ERR_OK || error->level < XML_ERR_ERROR) return;
	reader->fault = error->code;
	reader->fault_line = error->line > 0 ? (size_t)error->line : 1;
}

static bool library_ready(void)
{
	struct library library;

	if (late.for_memory != NULL) return true;
	if (library_open(&library, "libxml2.so.2") != NULL) return false;
	for (size_t i = NELEM(names); i-- > 0;) {
		if (!library_find(&library, names[i].name, names[i].pointer)) {
			return false;
		}
	}
	late.set_loader(load_nothing); /* [xml_reader-1] */
	late.set_error(NULL, say_nothing);
	return true;
}

static void broken(struct xml_reader *reader, const char *reason, size_t line,
	struct xml_event *event)
{
	reader->is_broken = true;
	event->kind = XML_BROKEN;
	event->reason = reason;
	event->line = line;
}

static void attributes_take(struct xml_reader *reader, struct xml_event *event)
{
	while (event->attribute_count < XML_ATTRIBUTES_MAX &&
		late.to_attribute(reader->text) == 1) {
		event->attributes[event->attribute_count++] =
			(struct xml_attribute){
				str_of((const char *)late.name(reader->text)),
				str_of((const char *)late.value(reader->text))};
	}
	(void)late.to_element(reader->text);
}

static void element_take(struct xml_reader *reader, struct xml_event *event)
{
	long line = late.line(late.node(reader->text));

	/* the parser itself is already further on */
	if (line > 0) reader->line = event->line = (size_t)line;
	event->name = str_of((const char *)late.local_name(reader->text));
	event->space = str_of((const char *)late.space(reader->text));
	if (late.depth(reader->text) > XML_READER_DEPTH_MAX) {
		broken(reader, "it is nested too deeply", event->line, event);
		return;
	}
	if (event->kind == XML_CLOSE) return;
	reader->closes = late.is_empty(reader->text) == 1;
	attributes_take(reader, event);
}

/* Whether the node the library stands at is an event; fills it in. */
static bool node_take(struct xml_reader *reader, struct xml_event *event)
{
	switch (late.node_type(reader->text)) {
	case XML_READER_TYPE_ELEMENT:
		event->kind = XML_OPEN;
		element_take(reader, event);
		return true;
	case XML_READER_TYPE_END_ELEMENT:
		event->kind = XML_CLOSE;
		element_take(reader, event);
		return true;
	case XML_READER_TYPE_TEXT:
	case XML_READER_TYPE_CDATA:
	case XML_READER_TYPE_WHITESPACE:
	case XML_READER_TYPE_SIGNIFICANT_WHITESPACE:
		event->kind = XML_CHARS;
		event->chars = str_of((const char *)late.value(reader->text));
		return true;
	case XML_READER_TYPE_ENTITY_REFERENCE:
		broken(reader, reason_of(XML_ERR_UNDECLARED_ENTITY),
			event->line, event);
		return true;
	case XML_READER_TYPE_DOCUMENT_TYPE:
		if (late.node(reader->text)->children == NULL) return false;
		broken(reader, "it declares entities or elements of its own,"
			       " and those are not taken",
			event->line, event);
		return true;
	default: return false;
	}
}

static void next(struct xml_source *source, struct xml_event *ret_event)
{
	struct xml_reader *reader = CONTAINER(source, struct xml_reader, source);
	int got = 1;

	*ret_event = (struct xml_event){.kind = XML_END};
	if (reader->is_broken) return;
	ret_event->line = reader->line;
	if (reader->closes) {
		reader->closes = false;
		ret_event->kind = XML_CLOSE;
		element_take(reader, ret_event);
		return;
	}
	while (reader->fault == XML_ERR_OK &&
		(got = late.read(reader->text)) == 1) {
		if (node_take(reader, ret_event)) return;
	}
	if (got != 0 || reader->fault != XML_ERR_OK) {
		broken(reader, reason_of(reader->fault),
			reader->fault_line, ret_event);
	}
}

const err *xml_reader_open(struct xml_reader **ret_reader, str bytes)
{
	struct xml_reader *reader;

	if (bytes.len > XML_READER_BYTES_MAX) {
		return err_make(ERR_FULL, "it is larger than %d MiB",
			XML_READER_BYTES_MAX >> 20);
	}
	if (!library_ready()) {
		return err_make(ERR_ABSENT, "libxml2 is not on this computer");
	}
	reader = mem_get(sizeof(*reader));
	reader->source.next = next;
	reader->line = reader->fault_line = 1;
	if (str_trim(bytes).len == 0) reader->fault = XML_ERR_DOCUMENT_EMPTY;
	reader->text = late.for_memory(bytes.len == 0 ? " " : bytes.at,
		bytes.len == 0 ? 1 : (int)bytes.len, NULL, NULL, OPTIONS);
	must(reader->text != NULL);
	late.on_error(reader->text, note_error, reader);
	*ret_reader = reader;
	return NULL;
}

struct xml_source *xml_reader_source(struct xml_reader *reader)
{
	return &reader->source;
}

void xml_reader_close(struct xml_reader **reader)
{
	if (*reader == NULL) return;
	late.free_reader((*reader)->text);
	mem_free(*reader);
	*reader = NULL;
}
