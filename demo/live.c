/* A few ordinary days of the invented organisation, lived through the real
 * pages: strangers write, a member answers, veils, notes, pastes. Called by
 * run.sh once line and desk are up:
 *
 *	live LINE-PORT DESK-ADDRESS
 *
 * Prints the code of the stranger who is answered, and nothing else.
 *
 * SPDX-License-Identifier: AGPL-3.0-or-later */
#include "picture.h"
#include "story.h"
#include "visitor.h"
#include "work.h"

#include "base/num.h"
#include "os/clock.h"
#include "text/hour.h"

#include <stdio.h>
#include <string.h>

enum { ID_HEX = 32, VALUE_BYTES = 256, HOURS_A_DAY = 24, HOUR_MS = 3600000,
	PATH_BYTES = 128, CODE_BYTES = 64, WAIT_MS = 250, WAITS_MAX = 120 };

struct live {
	struct visitor stranger, member;
	char works[sizeof(works) / sizeof(works[0])][ID_HEX + 1];
	char thread[ID_HEX + 1];        /* of the first stranger */
	char codes[sizeof(strangers) / sizeof(strangers[0])][CODE_BYTES];
};

static const err *unexpected(const char *what)
{
	return err_make(ERR_FORMAT, "the demonstration: %s", what);
}

/* -- strangers ------------------------------------------------------------ */

static const err *stranger_write(struct live *live, size_t number)
{
	const struct stranger *who = &strangers[number];
	struct buf picture = {0};
	struct typed typed[4] = {{.name = "text", .value = who->text},
		{.name = "about", .value = who->about},
		{.name = "called", .value = who->called}};
	size_t count = 3;
	struct page page = {0}, done = {0};
	char path[PATH_BYTES];
	str code;
	const err *e;

	if (who->file_name != NULL) {
		picture_of_paper(&picture);
		typed[count++] = (struct typed){.name = "file",
			.value = picture.at, .size = picture.len,
			.file_name = who->file_name, .file_type = "image/png"};
	}
	(void)snprintf(path, sizeof(path), "/%s/write", who->locale);
	e = visitor_get(&live->stranger, path, &page);
	if (e == NULL) {
		e = visitor_send(&live->stranger, &page, "/write", typed, count,
			&done);
	}
	if (e == NULL && !page_between(&done, "class=\"code\"><bdi dir=\"ltr\">",
		"</bdi>", &code)) {
		e = unexpected("no code was given");
	}
	if (e == NULL) {
		(void)snprintf(live->codes[number], CODE_BYTES, "%.*s",
			S_ARG(code));
	}
	page_close(&page);
	page_close(&done);
	buf_close(&picture);
	return e;
}

/* -- the member ----------------------------------------------------------- */

/* Opens the address of the desk: its token becomes a cookie. */
static const err *member_open(struct live *live, const char *address)
{
	str rest = str_of(address), host, token;
	char path[PATH_BYTES];
	uint64_t port;
	struct page page = {0};
	const err *e;

	if (!str_starts(rest, S("http://127.0.0.1:")) ||
		!str_cut(str_from(rest, 17), '/', &host, &token) ||
		!num_read(host, 65535, &port)) {
		return unexpected("the desk's address is strange");
	}
	live->member.port = (unsigned)port;
	(void)snprintf(path, sizeof(path), "/%.*s", S_ARG(token));
	e = visitor_get(&live->member, path, &page);
	page_close(&page);
	return e;
}

static size_t rows_in(const struct page *page)
{
	str rest = page->body;
	size_t count = 0, at;

	while ((at = str_find(rest, S("<a href=\"/thread/"))) != SIZE_MAX) {
		count++;
		rest = str_from(rest, at + 1);
	}
	return count;
}

/* Asks the desk to visit the line until all have come in. */
static const err *member_wait(struct live *live, size_t wanted)
{
	for (int i = 0; i < WAITS_MAX; i++) {
		struct page page = {0}, done = {0};
		const err *e = visitor_get(&live->member, "/", &page);
		size_t rows = e == NULL ? rows_in(&page) : 0;

		if (e == NULL && rows < wanted) {
			e = visitor_send(&live->member, &page, "/visit", NULL,
				0, &done);
		}
		page_close(&page);
		page_close(&done);
		if (e != NULL || rows >= wanted) return e;
		clock_sleep_ms(WAIT_MS);
	}
	return unexpected("the messages do not arrive at the desk");
}

/* Reads the thread at `path`; true when it is the one with `words`. */
static bool thread_has(struct live *live, const char *path, const char *words,
	struct page *ret_page)
{
	if (visitor_get(&live->member, path, ret_page) != NULL) return false;
	if (str_find(ret_page->body, str_of(words)) != SIZE_MAX) return true;
	page_close(ret_page);
	return false;
}

/* Finds the thread whose open message holds `words`, among all that need an
 * answer. */
static const err *thread_find(struct live *live, const char *words,
	struct page *ret_page)
{
	struct page list = {0};
	const err *e = visitor_get(&live->member, "/", &list);
	str rest = list.body;
	bool found = false;
	size_t at;

	while (e == NULL && !found &&
		(at = str_find(rest, S("/thread/"))) != SIZE_MAX) {
		char path[PATH_BYTES];
		str one = str_first(str_from(rest, at), sizeof("/thread/") - 1 + 32);

		(void)snprintf(path, sizeof(path), "%.*s", S_ARG(one));
		found = thread_has(live, path, words, ret_page);
		rest = str_from(rest, at + 1);
	}
	page_close(&list);
	if (e != NULL) return e;
	return found ? NULL : unexpected("a thread is not found");
}

/* One form of the thread with these words. */
struct deed { const char *words; const char *form; struct typed typed[3];
	size_t count; };

static const err *deed_do(struct live *live, const struct deed *deed)
{
	struct page page = {0}, done = {0};
	const err *e = thread_find(live, deed->words, &page);

	if (e == NULL) {
		e = visitor_send(&live->member, &page, deed->form, deed->typed,
			deed->count, &done);
	}
	if (e == NULL && done.status != 200) {
		e = unexpected("an act was refused");
	}
	page_close(&page);
	page_close(&done);
	return e;
}

/* What a member does with what came: one row after the other. The words are
 * the beginning of the message, as its page shows it. */
static const struct deed deeds[] = {
	{"وصلني اليوم استدعاء", "/note", {{.name = "text", .value = note_leave}},
		1},
	{"وصلني اليوم استدعاء", "/answer", {{.name = "text",
		.value = answer_leave}, {.name = "language", .value = "ar"},
		{.name = "way", .value = "line"}}, 3},
	{"نعرف أين تجتمعون", "/veil", {{0}}, 0},
	{"تەنها دەمویست بڵێم سوپاس", "/warm", {{0}}, 0},
	{"تەنها دەمویست بڵێم سوپاس", "/done", {{0}}, 0},
	{"داخوازا مافێ پەنابەریێ", "/answer", {{.name = "text",
		.value = answer_badini}, {.name = "language",
		.value = "kmr-Arab"}, {.name = "way", .value = "line"}}, 3},
	{"navê min Hêvî ye", "/later", {{.name = "later", .value = "week"}}, 1},
};

static const err *paste_do(struct live *live)
{
	struct page page = {0}, done = {0};
	const struct typed typed[] = {
		{.name = "text", .value = pasted_text},
		{.name = "handle", .value = pasted_handle},
		{.name = "way", .value = "instagram"},
		{.name = "language", .value = "en"},
		{.name = "when", .value = ""},
	};
	const err *e = visitor_get(&live->member, "/paste", &page);

	if (e == NULL) {
		e = visitor_send(&live->member, &page, "/paste", typed,
			NELEM(typed), &done);
	}
	page_close(&page);
	page_close(&done);
	return e;
}

/* -- the team's own work --------------------------------------------------- */

/* A day from today, "25.11.2026", or only its year. */
static void day_write(const char *days, bool year, char *room)
{
	uint64_t far, hour = clock_now_ms() / HOUR_MS;
	struct hour_parts at;

	if (!num_read(str_of(days + 1), 365, &far)) far = 0;
	hour = days[0] == '-' ? hour - far * HOURS_A_DAY
		: hour + far * HOURS_A_DAY;
	at = hour_split(hour);
	if (year) (void)snprintf(room, VALUE_BYTES, "%u", at.year);
	else (void)snprintf(room, VALUE_BYTES, "%u.%u.%u", at.day, at.month, at.year);
}

/* The value of a row's field, as it is typed (work.h). */
static void value_write(const struct live *live, const char *value, char *room)
{
	if (value[0] == '+' || value[0] == '-') {
		day_write(value, false, room);
	} else if (strcmp(value, "=year") == 0) {
		day_write("+0", true, room);
	} else if (strcmp(value, "=thread") == 0) {
		(void)snprintf(room, VALUE_BYTES, "%s", live->thread);
	} else {
		(void)snprintf(room, VALUE_BYTES, "%s", value);
	}
	for (size_t i = 0; value[0] == '@' && i < NELEM(works); i++) {
		if (strcmp(works[i].key, value + 1) != 0) continue;
		(void)snprintf(room, VALUE_BYTES, "%s", live->works[i]);
	}
}

/* The id that stands in the page behind `before`. */
static const err *id_take(const struct page *page, const char *before,
	char *room)
{
	size_t at = str_find(page->body, str_of(before));
	str id = at == SIZE_MAX ? S("")
		: str_first(str_from(page->body, at + strlen(before)), ID_HEX);

	if (id.len != ID_HEX) return unexpected("a record is not kept");
	(void)snprintf(room, ID_HEX + 1, "%.*s", S_ARG(id));
	return NULL;
}

static const err *work_do(struct live *live, size_t number)
{
	const struct work *work = &works[number];
	char values[WORK_FIELDS_MAX][VALUE_BYTES], path[PATH_BYTES];
	struct typed typed[WORK_FIELDS_MAX] = {{0}};
	struct page page = {0}, done = {0};
	size_t count = 0;
	const err *e;

	for (; count < WORK_FIELDS_MAX && work->fields[count].name != NULL;
		count++) {
		value_write(live, work->fields[count].value, values[count]);
		typed[count].name = work->fields[count].name;
		typed[count].value = values[count];
	}
	(void)snprintf(path, sizeof(path), "/new/%s", work->type);
	e = visitor_get(&live->member, path, &page);
	if (e == NULL) {
		e = visitor_send(&live->member, &page, path, typed, count,
			&done);
	}
	if (e == NULL) e = id_take(&done, "id=\"edit\" href=\"/record/",
		live->works[number]);
	page_close(&page);
	page_close(&done);
	return e;
}

/* The first member says that this is her desk. */
static const err *me_say(struct live *live)
{
	const struct typed typed = {.name = "member", .value = live->works[0]};
	struct page page = {0}, done = {0};
	const err *e = visitor_get(&live->member, "/day", &page);

	if (e == NULL) {
		e = visitor_send(&live->member, &page, "/me", &typed, 1, &done);
	}
	page_close(&page);
	page_close(&done);
	return e;
}

static const err *works_do(struct live *live)
{
	struct page page = {0};
	const err *e = thread_find(live, deeds[0].words, &page);

	if (e == NULL) e = id_take(&page, "/new/request?thread=", live->thread);
	page_close(&page);
	for (size_t i = 0; e == NULL && i < NELEM(works); i++) {
		e = work_do(live, i);
	}
	return e != NULL ? e : me_say(live);
}

/* A word is proposed, and tried in a first sentence. */
static const err *word_coin(struct live *live)
{
	struct page page = {0}, sheet = {0}, done = {0};
	const struct typed word[] = {
		{.name = "term", .value = coined_term},
		{.name = "lang", .value = "ckb"},
		{.name = "concept", .value = ""},
		{.name = "name", .value = coined_name},
		{.name = "meaning", .value = coined_meaning},
		{.name = "why", .value = coined_why},
	};
	const struct typed trial[] = {
		{.name = "sentence", .value = coined_sentence},
		{.name = "answer", .value = "yes"},
		{.name = "reason", .value = ""},
	};
	const err *e = visitor_get(&live->member, "/coin", &page);

	if (e == NULL) {
		e = visitor_send(&live->member, &page, "/coin", word,
			NELEM(word), &sheet);
	}
	if (e == NULL) {
		e = visitor_send(&live->member, &sheet, "/try", trial,
			NELEM(trial), &done);
	}
	if (e == NULL && done.status != 200) {
		e = unexpected("the proposed word is refused");
	}
	page_close(&page);
	page_close(&sheet);
	page_close(&done);
	return e;
}

static const err *days_live(struct live *live, const char *address)
{
	const err *e = NULL;

	for (size_t i = 0; e == NULL && i < NELEM(strangers); i++) {
		e = stranger_write(live, i);
	}
	if (e == NULL) e = member_open(live, address);
	if (e == NULL) e = member_wait(live, NELEM(strangers));
	if (e == NULL) e = works_do(live);
	for (size_t i = 0; e == NULL && i < NELEM(deeds); i++) {
		e = deed_do(live, &deeds[i]);
	}
	if (e == NULL) e = word_coin(live);
	return e != NULL ? e : paste_do(live);
}

int main(int argc, char **argv)
{
	struct live live = {0};
	uint64_t port;
	const err *e;

	if (argc != 3 || !num_read(str_of(argv[1]), 65535, &port)) {
		(void)fputs("usage: live LINE-PORT DESK-ADDRESS\n", stderr);
		return 1;
	}
	live.stranger.port = (unsigned)port;
	e = days_live(&live, argv[2]);
	if (e != NULL) {
		(void)fprintf(stderr, "%s\n", e->text);
		return 1;
	}
	(void)printf("%s\n", live.codes[0]);
	return 0;
}
