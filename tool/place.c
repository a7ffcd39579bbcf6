/* The state machine of a template's HTML: see place.h. Owns where we are.
 *
 * SPDX-License-Identifier: AGPL-3.0-or-later */
#include "place.h"

#include <string.h>

enum { NAME_MAX = 64 };

static enum place place;
static char tag[NAME_MAX], attribute[NAME_MAX];
static struct buf value_start;      /* literal part of the value so far */
static bool value_is_whole;           /* a hole that is the whole address */

enum place place_now(void)
{
	return place;
}

void place_begin(void)
{
	place = IN_TEXT;
}

bool place_is_style(void)
{
	return place == IN_RAW && strcmp(tag, "style") == 0;
}

static void name_add(char *name, char c)
{
	size_t len = strlen(name);

	if (len + 1 >= NAME_MAX) refuse("a name is too long");
	name[len] = c >= 'A' && c <= 'Z' ? (char)(c + 32) : c;
	name[len + 1] = '\0';
}

static bool is_blank(char c)
{
	return c == ' ' || c == '\t' || c == '\n';
}

static bool ends_raw(str rest)
{
	return str_starts(rest, S("</")) &&
	       str_eq_nocase(str_first(str_from(rest, 2), strlen(tag)),
		       str_of(tag));
}

static void tag_end(void)
{
	if (strcmp(tag, "script") == 0 || strcmp(tag, "style") == 0) {
		place = IN_RAW;
	} else if (strcmp(tag, "textarea") == 0 || strcmp(tag, "title") == 0) {
		place = IN_RCDATA;
	} else {
		place = IN_TEXT;
	}
}

/* Our policy header would stop these in the browser; here they stop sooner. */
static void attribute_check(void)
{
	if (attribute[0] == 'o' && attribute[1] == 'n') {
		refuse("an event attribute");
	}
	if (strcmp(attribute, "style") == 0) refuse("a style attribute");
}

static void value_begin(enum place into)
{
	place = into;
	buf_reset(&value_start);
	value_is_whole = false;
}

/* Moves the state over one literal byte; `rest` begins with it. */
void place_step(str rest, str before)
{
	char c = rest.at[0];

	switch (place) {
	case IN_TEXT:
		if (str_starts(rest, S("<!--"))) place = IN_COMMENT;
		else if (c == '<') {
			place = IN_TAG_NAME;
			tag[0] = '\0';
		}
		break;
	case IN_TAG_NAME:
		if (c == '>') tag_end();
		else if (is_blank(c)) place = IN_TAG;
		else name_add(tag, c);
		break;
	case IN_TAG:
		if (c == '>') tag_end();
		else if (!is_blank(c) && c != '/') {
			place = IN_ATTRIBUTE;
			attribute[0] = '\0';
			name_add(attribute, c);
		}
		break;
	case IN_ATTRIBUTE:
		if (c == '=') {
			attribute_check();
			place = AFTER_EQUALS;
		}
		else if (c == '>') tag_end();
		else if (is_blank(c)) place = IN_TAG;
		else name_add(attribute, c);
		break;
	case AFTER_EQUALS:
		if (c == '"') value_begin(IN_DOUBLE);
		else if (c == '\'') value_begin(IN_SINGLE);
		else refuse("an attribute value must be quoted");
		break;
	case IN_DOUBLE:
	case IN_SINGLE:
		if (c == (place == IN_DOUBLE ? '"' : '\'')) place = IN_TAG;
		else if (value_is_whole) refuse("text behind a whole address");
		else buf_byte(&value_start, c);
		break;
	case IN_COMMENT:
		if (c == '>' && str_ends(before, S("--"))) {
			place = IN_TEXT;
		}
		break;
	case IN_RAW:
	case IN_RCDATA:
		if (ends_raw(rest)) {
			place = IN_TAG_NAME;
			tag[0] = '\0';
		}
		break;
	}
}

static const char *const url_attributes[] = {
	"href", "src", "action", "formaction", NULL
};
static const char *const text_attributes[] = {
	"alt", "aria-current", "aria-describedby", "aria-label", "class",
	"data-seconds", "datetime", "dir", "download", "for", "height",
	"hreflang", "id", "lang", "max", "maxlength", "min", "name", "placeholder",
	"start", "title", "value", "width", NULL
};

static bool is_one_of(const char *name, const char *const *names)
{
	for (; *names != NULL; names++) {
		if (strcmp(name, *names) == 0) return true;
	}
	return false;
}

/* From the root, from here, or from one folder up. */
static bool is_path_of_ours(str start)
{
	if (str_starts(start, S("/"))) return !str_starts(start, S("//"));
	return str_starts(start, S("./")) || str_starts(start, S("../"));
}

/* A picture inside the page: only what a browser cannot run. */
static const char *picture_escaper(str start)
{
	if (strcmp(attribute, "src") != 0 || strcmp(tag, "img") != 0 ||
		(!str_eq(start, S("data:image/png;base64,")) &&
			!str_eq(start, S("data:image/jpeg;base64,")))) {
		refuse("a hole behind something that is no path of ours");
	}
	value_is_whole = true;
	return "html_base64";
}

/* The escaper for a value of an attribute [tmplc-1]. */
static const char *attribute_escaper(void)
{
	str start = buf_str(&value_start);

	if (!is_one_of(attribute, url_attributes)) {
		if (is_one_of(attribute, text_attributes)) return "html_attr";
		refuse("a hole in an attribute that is not in our list");
	}
	if (value_is_whole) refuse("a hole behind a whole address");
	if (start.len == 0) {
		value_is_whole = true;
		return "html_url";
	}
	if (str_starts(start, S("data:"))) return picture_escaper(start);
	if (!is_path_of_ours(start)) {
		refuse("a hole behind something that is no path of ours");
	}
	return str_find_byte(start, '?') == SIZE_MAX ? "html_path"
						     : "html_query";
}

const char *place_escaper(void)
{
	switch (place) {
	case IN_TEXT:
	case IN_RCDATA: return "html_text";
	case IN_DOUBLE:
	case IN_SINGLE: {
		const char *name = attribute_escaper();
		buf_byte(&value_start, '-'); /* something stands here */
		return name;
	}
	case IN_TAG_NAME: refuse("a hole in a tag name");
	case IN_TAG:
	case IN_ATTRIBUTE: refuse("a hole in an attribute name");
	case AFTER_EQUALS: refuse("a hole in a value without quotes");
	case IN_COMMENT: refuse("a hole in a comment");
	case IN_RAW: refuse("a hole in a script or style");
	}
	return "";
}

