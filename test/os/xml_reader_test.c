/* XML as events: what is shown, that nothing is ever loaded or expanded, and
 * that a broken document is named by line and reason without its content.
 *
 * SPDX-License-Identifier: AGPL-3.0-or-later */
#include "test.h"

#include "os/file.h"
#include "os/xml_reader.h"

#include <unistd.h>

/* All events of a document as text; stops where it is broken. */
static void shown(str bytes, struct buf *out)
{
	struct xml_reader *reader = NULL;
	struct xml_event event = {.kind = XML_OPEN};

	buf_reset(out);
	is_ok(xml_reader_open(&reader, bytes));
	while (event.kind != XML_END && event.kind != XML_BROKEN) {
		struct xml_source *source = xml_reader_source(reader);

		source->next(source, &event);
		switch (event.kind) {
		case XML_OPEN:
			buf_byte(out, '<');
			buf_put(out, event.name);
			for (size_t i = 0; i < event.attribute_count; i++) {
				buf_byte(out, ' ');
				buf_put(out, event.attributes[i].name);
				buf_byte(out, '=');
				buf_put(out, event.attributes[i].value);
			}
			buf_byte(out, '>');
			break;
		case XML_CLOSE:
			buf_text(out, "</");
			buf_put(out, event.name);
			buf_byte(out, '>');
			break;
		case XML_CHARS: buf_put(out, event.chars); break;
		case XML_BROKEN:
			buf_byte(out, '!');
			buf_number(out, event.line);
			buf_byte(out, ' ');
			buf_text(out, event.reason);
			break;
		case XML_END:
		case XML_KIND_COUNT: break;
		}
	}
	xml_reader_close(&reader);
	xml_reader_close(&reader);
}

static const struct { const char *name, *bytes, *events; } rows[] = {
	{"elements, attributes, text",
		"<a x='1' xml:lang=\"ar\">b<c/>d</a>",
		"<a x=1 xml:lang=ar>b<c></c>d</a>"},
	{"names lose their prefix", "<p:a xmlns:p='urn:x'><p:b/></p:a>",
		"<a xmlns:p=urn:x><b></b></a>"},
	{"the five entities, numbers, CDATA",
		"<a>&lt;&amp;&gt;&quot;&apos;&#1576;<![CDATA[<x>&y;]]></a>",
		"<a><&>\"'ب<x>&y;</a>"},
	{"comments and instructions are passed over",
		"<?xml version='1.0'?><!-- c --><a><?p q?><!-- d --></a>",
		"<a></a>"},
	{"a DTD outside is not loaded",
		"<!DOCTYPE martif SYSTEM \"file:///etc/passwd\"><martif/>",
		"<martif></martif>"},
	/* a broken document may show something before, or nothing */
	{"an end that fits nothing", "<a>\n<b>secret</a>",
		"!2 an element is closed that is not the one that is open"},
	{"a file cut off", "<a>\n<b>secret", "!2 it ends before its elements are"
		" closed, or goes on behind its end"},
	{"an ampersand alone", "<a>\nx & y</a>",
		"!2 a name is missing behind < or &"},
	{"an entity nobody declared", "<a>\n\n&secret;</a>",
		"!3 it uses an entity, and those are not taken"},
	{"entities of its own",
		"<!DOCTYPE a [<!ENTITY x 'secret'>]>\n<a>&x;</a>",
		"!1 it declares entities or elements of its own, and those are"
		" not taken"},
	{"a file as an entity",
		"<!DOCTYPE a [<!ENTITY x SYSTEM '/etc/passwd'>]><a>&x;</a>",
		"!1 it declares entities or elements of its own, and those are"
		" not taken"},
	{"an attribute twice", "<a x='1' x='2'/>",
		"!1 an attribute stands twice in one tag"},
	{"no XML", "concept\tterm\n", "!1 there is no XML in it"},
	{"nothing", "", "!1 there is no XML in it"},
	{"blanks", "  \n", "!1 there is no XML in it"},
	{"a control byte", "<a>\x01</a>",
		"!1 it holds a character XML does not have, or bytes that are"
		" none"},
	{"bytes that are not UTF-8", "<?xml version='1.0'?>\n<a>\xff\xfe</a>",
		"!2 it holds a character XML does not have, or bytes that are"
		" none"},
	{"two roots", "<a/><b/>", "!1 it ends before its elements are closed,"
		" or goes on behind its end"},
};

/* [xml_reader-2] */
TEST(each_document_gives_its_events_or_a_line_and_a_reason)
{
	struct buf out = {0};
	int wrong = 0;

	UNUSED_STATE;
	for (size_t i = 0; i < NELEM(rows); i++) {
		str want = str_of(rows[i].events);

		shown(str_of(rows[i].bytes), &out);
		assert_int_equal(str_find(buf_str(&out), S("passwd")), SIZE_MAX);
		if (str_starts(want, S("!")) ? str_ends(buf_str(&out), want)
					     : str_eq(buf_str(&out), want)) {
			continue;
		}
		(void)fprintf(stderr, "%s\ngot  %.*s\nwant %s\n", rows[i].name,
			S_ARG(buf_str(&out)), rows[i].events);
		wrong++;
	}
	buf_close(&out);
	assert_int_equal(wrong, 0);
}

/* [xml_reader-1] */
TEST(entities_that_grow_without_end_are_refused)
{
	struct buf bytes = {0}, out = {0};

	UNUSED_STATE;
	buf_text(&bytes, "<!DOCTYPE a [<!ENTITY b0 'lol'>");
	for (int i = 1; i < 12; i++) {
		buf_fmt(&bytes, "<!ENTITY b%d '", i);
		for (int k = 0; k < 10; k++) buf_fmt(&bytes, "&b%d;", i - 1);
		buf_text(&bytes, "'>");
	}
	buf_text(&bytes, "]><a x='&b11;'>&b11;</a>");
	shown(buf_str(&bytes), &out);
	assert_true(str_starts(buf_str(&out), S("!1 ")));
	assert_true(out.len < 100);
	buf_close(&bytes);
	buf_close(&out);
}

TEST(what_is_nested_too_deeply_is_refused)
{
	struct buf bytes = {0}, out = {0};

	UNUSED_STATE;
	for (int depth = 0; depth < 2 * XML_READER_DEPTH_MAX; depth++) {
		buf_text(&bytes, "<a>\n");
	}
	for (int depth = 0; depth < 2 * XML_READER_DEPTH_MAX; depth++) {
		buf_text(&bytes, "</a>");
	}
	shown(buf_str(&bytes), &out);
	assert_true(str_ends(buf_str(&out),
		S("!34 it is nested too deeply")));
	buf_close(&bytes);
	buf_close(&out);
}

TEST(a_file_in_sixteen_bits_is_read_as_well)
{
	static const char bytes[] = "\xff\xfe<\0a\0>\0\x28\x06<\0/\0a\0>\0";
	struct buf out = {0};

	UNUSED_STATE;
	shown(str_bytes(bytes, sizeof(bytes) - 1), &out);
	is_str(buf_str(&out), S("<a>ب</a>"));
	buf_close(&out);
}

TEST(any_cut_of_a_document_ends)
{
	str whole = S("<?xml version='1.0'?><!DOCTYPE a SYSTEM 'x'><a b='c'>"
		      "<!-- d --><e>&amp;<![CDATA[f]]></e>\xd8\xa8</a>");
	struct buf out = {0};

	UNUSED_STATE;
	for (size_t len = 0; len < whole.len; len++) {
		shown(str_first(whole, len), &out);
		assert_true(str_find_byte(buf_str(&out), '!') != SIZE_MAX);
	}
	buf_close(&out);
}

TEST(bytes_of_a_file_are_never_shown) /* [xml_reader-2] */
{
	struct buf out = {0};
	char said[64];
	FILE *to = tmpfile();
	int before = dup(STDERR_FILENO);

	UNUSED_STATE;
	assert_non_null(to);
	assert_int_equal(dup2(fileno(to), STDERR_FILENO), STDERR_FILENO);
	shown(S("<?xml version='1.0' encoding='EUC-JP'?><a>\xd9\x88\xd8\xa7"
		"</a>"), &out);
	(void)fflush(stderr);
	assert_int_equal(dup2(before, STDERR_FILENO), STDERR_FILENO);
	(void)close(before);
	rewind(to);
	assert_int_equal(fread(said, 1, sizeof(said), to), 0);
	(void)fclose(to);
	buf_close(&out);
}

TEST(too_many_bytes_are_not_even_looked_at)
{
	struct xml_reader *reader = NULL;
	const err *e = xml_reader_open(&reader,
		str_bytes("x", (size_t)XML_READER_BYTES_MAX + 1));

	UNUSED_STATE;
	assert_non_null(e);
	assert_int_equal(e->code, ERR_FULL);
	assert_null(reader);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		CASE(each_document_gives_its_events_or_a_line_and_a_reason),
		CASE(entities_that_grow_without_end_are_refused),
		CASE(what_is_nested_too_deeply_is_refused),
		CASE(a_file_in_sixteen_bits_is_read_as_well),
		CASE(any_cut_of_a_document_ends),
		CASE(bytes_of_a_file_are_never_shown),
		CASE(too_many_bytes_are_not_even_looked_at),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
