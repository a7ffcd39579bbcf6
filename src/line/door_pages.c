/* The pages that carry nothing of a visitor's: start, guides, the fixed ones,
 * errors, and the cover of "leave". Owns the headers of every answer.
 *
 * SPDX-License-Identifier: AGPL-3.0-or-later */
#include "line/door_pages.h"

#include "base/hex.h"
#include "base/num.h"
#include "line/door_guides.h"
#include "line/door_write.h"
#include "os/clock.h"
#include "page/asset.h"
#include "page/line_answers.h"
#include "page/line_start.h"
#include "page/line_words.h"
#include "text/hour.h"

enum { HEADERS_BYTES = 4096, STYLE_BYTES = 64 << 10, HOUR_MS = 60 * 60 * 1000 };

/* -- headers -------------------------------------------------------------- */

static str headers_make(struct arena *arena, str style)
{
	hash hashed = hash_of(style);
	struct buf out = {0};
	str kept;

	buf_text(&out, "Cache-Control: no-store\r\n"
		"Referrer-Policy: no-referrer\r\n"
		"X-Content-Type-Options: nosniff\r\n"
		"Cross-Origin-Opener-Policy: same-origin\r\n"
		"Cross-Origin-Resource-Policy: same-origin\r\n"
		"Content-Security-Policy: default-src 'none'; style-src "
		"'sha256-");
	base64_put(&out, str_bytes(hashed.bytes, sizeof(hashed.bytes)), true);
	buf_text(&out, "'; img-src 'self'; media-src 'self'; form-action "
		"'self'; frame-ancestors 'none'; base-uri 'none'\r\n");
	kept = buf_take(&out, arena);
	buf_close(&out);
	return kept;
}

/* One style for all pages, so that one hash allows it. */
static str style_make(struct arena *arena, str pages, str guides)
{
	return str_fmt(arena, "%.*s%.*s", S_ARG(pages), S_ARG(guides));
}

void door_pages_open(struct door *door)
{
	struct arena *arena = arena_open(STYLE_BYTES);

	/* for the life of the process */
	door->style_ltr = style_make(arena, asset_line_css_ltr,
		asset_guide_css_ltr);
	door->style_rtl = style_make(arena, asset_line_css_rtl,
		asset_guide_css_rtl);
	door->headers_ltr = headers_make(arena, door->style_ltr);
	door->headers_rtl = headers_make(arena, door->style_rtl);
}

str door_headers(const struct door *door, enum locale locale)
{
	return locale_info(locale)->rtl ? door->headers_rtl
					: door->headers_ltr;
}

/* -- the frame ------------------------------------------------------------ */

struct line_frame door_frame(const struct door *door, struct arena *arena,
	enum locale locale, str path)
{
	const struct roster *roster = &door->organisation->roster;
	const struct locale_info *info = locale_info(locale);
	enum roster_age age = roster_age(roster, clock_now_ms());
	struct line_frame frame = {
		.organisation = roster_name(roster, info->tag),
		.demonstration = roster->demonstration,
		.path = path,
		.style = {info->rtl ? door->style_rtl : door->style_ltr},
		.stopped = roster->stop,
		.slow = !roster->stop && age == ROSTER_SLOW,
	};
	struct buf date = {0};

	if (roster->stop || age != ROSTER_UNCONFIRMED) return frame;
	hour_date(&date, roster->issued_ms / HOUR_MS);
	frame.unconfirmed_since = buf_take(&date, arena);
	buf_close(&date);
	return frame;
}

/* -- pages of their own --------------------------------------------------- */

static void start(struct door_asked *a)
{
	struct line_start view = {&a->frame,
		a->door->organisation->roster.answer_days,
		a->door->shelf->guides[a->locale].count > 0};

	page_line_start(&a->out, a->locale, &view);
}

static void write_form(struct door_asked *a)
{
	struct write_words words = {
		.submission = door_submission_make(a->x->arena)};

	door_write_page(a->door, a->x->arena, a->locale, &words, &a->out);
}

static void answers_form(struct door_asked *a)
{
	struct line_answers_form view = {&a->frame, false};

	page_line_answers_form(&a->out, a->locale, &view);
}

static void danger(struct door_asked *a)
{
	page_line_danger(&a->out, a->locale, &a->frame);
}

static void safety(struct door_asked *a)
{
	page_line_safety(&a->out, a->locale, &a->frame);
}

static void about(struct door_asked *a)
{
	page_line_about(&a->out, a->locale, &a->frame);
}

static const struct {
	str rest;
	enum door_number number;
	void (*fill)(struct door_asked *asked);
} pages[] = {
	{S_INIT(""), NUMBER_START, start},
	{S_INIT("write"), NUMBER_WRITE, write_form},
	{S_INIT("answers"), NUMBER_ANSWERS, answers_form},
	/* where a form was sent to: whoever asks for it again by hand */
	{S_INIT("code"), NUMBER_ANSWERS, answers_form},
	{S_INIT("again"), NUMBER_ANSWERS, answers_form},
	{S_INIT("erase"), NUMBER_ANSWERS, answers_form},
	{S_INIT("guides"), NUMBER_GUIDES, door_guides_list},
	{S_INIT("releases"), NUMBER_RELEASES, door_guides_releases},
	{S_INIT("elsewhere"), NUMBER_ELSEWHERE, door_guides_elsewhere},
	{S_INIT("danger"), NUMBER_DANGER, danger},
	{S_INIT("safety"), NUMBER_SAFETY, safety},
	{S_INIT("about"), NUMBER_ABOUT, about},
};

static bool page_fill(struct door_asked *a, const struct door_path *path)
{
	if (door_guides_one(a, path)) {
		a->frame.number = NUMBER_GUIDES;
		return true;
	}
	for (size_t i = 0; i < NELEM(pages); i++) {
		if (!str_eq(pages[i].rest, path->rest)) continue;
		a->frame.number = pages[i].number;
		pages[i].fill(a);
		return true;
	}
	return false;
}

/* Away from here, leaving nothing in the browser's cache. */
static void leave(struct door *door, struct exchange *x)
{
	str to = door->organisation->roster.leave;
	struct buf headers = {0};
	struct answer answer = {.status = 303};

	if (to.len == 0) to = S("https://www.wikipedia.org/");
	buf_put(&headers, door->headers_ltr);
	buf_text(&headers, "Clear-Site-Data: \"cache\"\r\n");
	answer.headers = buf_str(&headers);
	answer.location = to;
	web_answer(x, &answer);
	buf_close(&headers);
}

bool door_pages_get(struct door *door, struct exchange *x,
	const struct door_path *path)
{
	struct door_asked asked = {door, x, path->locale,
		door_frame(door, x->arena, path->locale, path->rest), {0}};
	struct door_path start_path = *path;
	bool known;

	if (str_eq(x->request.path, S("/leave"))) {
		leave(door, x);
		return true;
	}
	if (door_guides_file(door, x)) return true;
	if (door_guides_code(door, x, path)) return true;
	if (str_eq(x->request.path, S("/"))) {
		start_path.has_locale = true;
		start_path.rest = asked.frame.path = S("");
	}
	if (!start_path.has_locale) return false;
	known = page_fill(&asked, &start_path);
	if (known) door_page(x, path->locale, 200, &asked.out, false);
	buf_close(&asked.out);
	return known;
}

/* -- errors --------------------------------------------------------------- */

static enum line_problem problem_of(unsigned status)
{
	static const struct { unsigned status; enum line_problem problem; }
	problems[] = {
		{404, PROBLEM_ABSENT}, {405, PROBLEM_ABSENT},
		{408, PROBLEM_SLOW}, {413, PROBLEM_LONG},
		{503, PROBLEM_BUSY}, {507, PROBLEM_FULL},
	};

	for (size_t i = 0; i < NELEM(problems); i++) {
		if (problems[i].status == status) return problems[i].problem;
	}
	return PROBLEM_MALFORMED;
}

void door_error_body(struct door *door, enum locale locale, unsigned status,
	struct buf *out)
{
	struct arena *arena = arena_open(HEADERS_BYTES);
	struct line_frame frame = door_frame(door, arena, locale, S(""));

	frame.number = NUMBER_ERROR;
	page_line_problem(out, locale, &frame, problem_of(status));
	arena_close(&arena);
}

void door_error(struct door *door, struct exchange *x, unsigned status)
{
	enum locale locale = door_path_of(x).locale;
	struct buf out = {0};

	door_error_body(door, locale, status, &out);
	door_page(x, locale, status, &out, false);
	buf_close(&out);
}

void door_not_found(struct door *door, struct exchange *x)
{
	door_error(door, x, 404);
}
