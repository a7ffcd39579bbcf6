/* Words for times, kinds, ways and languages in the member's locale: fills the
 * "ui" fields of desk_view.h. Owns the tables of those words; decides nothing.
 *
 * SPDX-License-Identifier: AGPL-3.0-or-later */
#include "desk/ui_room.h"

#include "desk/team_query.h"
#include "base/utf8.h"
#include "os/clock.h"
#include "page/tr.h"
#include "text/hour.h"

#include <string.h>

enum { MINUTE_MS = 60 * 1000, HOUR_MS = 60 * MINUTE_MS, DAY_MS = 24 * HOUR_MS };

str ui_text(struct ui_page *p, const char *english)
{
	return tr(p->locale, english);
}

/* -- times ---------------------------------------------------------------- */

static str date_and_time(struct arena *arena, uint64_t local_ms)
{
	struct hour_parts parts = hour_split(local_ms / HOUR_MS);

	return str_fmt(arena, "%02u.%02u.%u, %02u:%02u", parts.day, parts.month,
		parts.year, parts.hour,
		(unsigned)(local_ms / MINUTE_MS % 60));
}

static str number_words(struct ui_page *p, const char *one, const char *other,
	uint64_t count)
{
	return tr_fill(p->arena, tr_count(p->locale, one, other, count),
		S("count"), str_fmt(p->arena, "%llu",
			(unsigned long long)count));
}

static str ago_words(struct ui_page *p, uint64_t ms, uint64_t now_ms)
{
	uint64_t ago = now_ms - ms;

	/* The line knows no finer time than the hour, nor do we pretend to. */
	if (ago < HOUR_MS && ms % HOUR_MS == 0) {
		return ui_text(p, TR("this hour"));
	}
	if (ago < 2 * MINUTE_MS) return ui_text(p, TR("just now"));
	if (ago < HOUR_MS) {
		return number_words(p, TR_COUNT("{count} minute ago",
			"{count} minutes ago"), ago / MINUTE_MS);
	}
	if (ago < DAY_MS) {
		return number_words(p, TR_COUNT("{count} hour ago",
			"{count} hours ago"), ago / HOUR_MS);
	}
	if (ago < (uint64_t)30 * DAY_MS) {
		return number_words(p, TR_COUNT("{count} day ago",
			"{count} days ago"), ago / DAY_MS);
	}
	return S("");
}

void ui_time(struct ui_page *p, struct view_time *time)
{
	uint64_t now_ms = clock_now_ms(), local_ms;
	struct hour_parts utc = hour_split(time->ms / HOUR_MS);

	if (time->ms == 0) return;
	local_ms = time->ms + clock_zone_ms(time->ms);
	time->exact = date_and_time(p->arena, local_ms);
	time->machine = str_fmt(p->arena, "%04u-%02u-%02uT%02u:%02uZ", utc.year,
		utc.month, utc.day, utc.hour,
		(unsigned)(time->ms / MINUTE_MS % 60));
	if (time->ms <= now_ms) time->words = ago_words(p, time->ms, now_ms);
	if (time->words.len == 0) time->words = time->exact;
}

/* -- kinds ---------------------------------------------------------------- */

static const char *const pile_words[PILE_COUNT] = {
	[PILE_NEEDS] = TR("Needs answer"),
	[PILE_WAITING] = TR("Waiting for them"),
	[PILE_LATER] = TR("Later"),
	[PILE_DONE] = TR("Done"),
};
static const str pile_paths[PILE_COUNT] = {
	[PILE_NEEDS] = S_INIT("needs"), [PILE_WAITING] = S_INIT("waiting"),
	[PILE_LATER] = S_INIT("later"), [PILE_DONE] = S_INIT("done"),
};

str ui_pile_words(enum locale locale, enum pile pile)
{
	return tr(locale, pile_words[pile]);
}

str ui_pile_path(enum pile pile)
{
	return pile_paths[pile];
}

bool ui_pile_read(str path, enum pile *ret_pile)
{
	for (size_t i = 0; i < PILE_COUNT; i++) {
		if (!str_eq(path, pile_paths[i])) continue;
		*ret_pile = (enum pile)i;
		return true;
	}
	return false;
}

static const char *const about_words[MESSAGE_ABOUT_COUNT] = {
	[ABOUT_NOTHING] = TR("not said"),
	[ABOUT_TELL] = TR("only wants to tell"),
	[ABOUT_LEAVE] = TR("leaving the country"),
	[ABOUT_ASYLUM] = TR("asylum"),
	[ABOUT_HEALTH] = TR("health"),
	[ABOUT_SAFETY] = TR("danger"),
	[ABOUT_JOIN] = TR("wants to help"),
	[ABOUT_THANKS] = TR("thanks"),
	[ABOUT_OTHER] = TR("something else"),
};

/* Names of companies stay as they are. */
static const struct { str word; const char *name; } ways[WAY_COUNT] = {
	[WAY_LINE] = {S_INIT("line"), TR("The line")},
	[WAY_WHATSAPP] = {S_INIT("whatsapp"), "WhatsApp"},
	[WAY_INSTAGRAM] = {S_INIT("instagram"), "Instagram"},
	[WAY_FACEBOOK] = {S_INIT("facebook"), "Facebook"},
	[WAY_TELEGRAM] = {S_INIT("telegram"), "Telegram"},
	[WAY_SIGNAL] = {S_INIT("signal"), "Signal"},
	[WAY_MAIL] = {S_INIT("mail"), TR("Mail")},
	[WAY_PHONE] = {S_INIT("phone"), TR("Telephone")},
	[WAY_IN_PERSON] = {S_INIT("person"), TR("In person")},
	[WAY_OTHER] = {S_INIT("other"), TR("Another way")},
};

str ui_way_name(enum locale locale, enum way way)
{
	return tr(locale, ways[way].name);
}

bool ui_way_read(str word, enum way *ret_way)
{
	for (size_t i = 0; i < WAY_COUNT; i++) {
		if (!str_eq(word, ways[i].word)) continue;
		*ret_way = (enum way)i;
		return true;
	}
	return false;
}

bool ui_later_read(str word, enum later *ret_later)
{
	static const str words[LATER_COUNT] = {
		[LATER_EVENING] = S_INIT("evening"),
		[LATER_TOMORROW] = S_INIT("tomorrow"),
		[LATER_SUNDAY] = S_INIT("sunday"),
		[LATER_WEEK] = S_INIT("week"),
		[LATER_THEY_WRITE] = S_INIT("they"),
	};

	for (size_t i = 0; i < LATER_COUNT; i++) {
		if (!str_eq(word, words[i])) continue;
		*ret_later = (enum later)i;
		return true;
	}
	return false;
}

/* The languages people write in; others show their tag. */
static const struct { str tag; const char *name; } languages[] = {
	{S_INIT("ar"), TR("Arabic")},
	{S_INIT("ckb"), TR("Kurdish (Sorani)")},
	{S_INIT("kmr-Arab"), TR("Kurdish (Badini)")},
	{S_INIT("kmr"), TR("Kurdish (Kurmanji)")},
	{S_INIT("en"), TR("English")},
	{S_INIT("tr"), TR("Turkish")},
	{S_INIT("fa"), TR("Persian")},
	{S_INIT("de"), TR("German")},
	{S_INIT("sv"), TR("Swedish")},
};

str ui_language_name(enum locale locale, str tag)
{
	for (size_t i = 0; i < NELEM(languages); i++) {
		if (str_eq(languages[i].tag, tag)) {
			return tr(locale, languages[i].name);
		}
	}
	return tag;
}

struct desk_choices ui_languages(struct ui_page *p, str chosen)
{
	struct desk_choice *at = ARENA_ARRAY(p->arena, struct desk_choice,
		NELEM(languages));

	for (size_t i = 0; i < NELEM(languages); i++) {
		at[i] = (struct desk_choice){languages[i].tag,
			tr(p->locale, languages[i].name),
			str_eq(languages[i].tag, chosen)};
	}
	return (struct desk_choices){at, NELEM(languages)};
}

struct desk_choices ui_ways(struct ui_page *p, enum way first, enum way chosen)
{
	struct desk_choice *at = ARENA_ARRAY(p->arena, struct desk_choice,
		WAY_COUNT);
	size_t count = 0;

	for (size_t i = (size_t)first; i < WAY_COUNT; i++) {
		at[count++] = (struct desk_choice){ways[i].word,
			tr(p->locale, ways[i].name), i == (size_t)chosen};
	}
	return (struct desk_choices){at, count};
}

static const char *const did_words[DID_COUNT] = {
	[DID_NOTHING] = "",
	[DID_ANSWER] = TR("The answer is on its way."),
	[DID_NOTE] = TR("The note is kept."),
	[DID_PASTE] = TR("The message is kept."),
	[DID_DONE] = TR("Done."),
	[DID_NEEDS] = TR("Back among those who need an answer."),
	[DID_LATER] = TR("It comes back later."),
	[DID_VEIL] = TR("Veiled: its words are not shown until someone asks."),
	[DID_UNVEIL] = TR("The veil is lifted."),
	[DID_WARM] = TR("On the warm shelf."),
	[DID_UNWARM] = TR("Taken off the warm shelf."),
	[DID_JOIN] = TR("The two threads are one."),
	[DID_SETTINGS] = TR("The settings are kept."),
	[DID_HANDED_OVER] = TR("Marked as handed over."),
	[DID_UNDONE] = TR("Undone."),
	[DID_BACKUP] = TR("Noted."),
	[DID_NAME] = TR("The name is kept."),
	[DID_TAKE_BACK] = TR("The line is asked to give it back."),
	[DID_RECORD_NEW] = TR("It is kept."),
	[DID_RECORD_SET] = TR("The change is kept."),
	[DID_RECORD_STEP] = TR("The step is taken."),
	[DID_RECORD_SETTLED] = TR("Settled."),
	[DID_RECORD_BATCH] = TR("It is kept."),
	[DID_ME] = TR("This desk knows who you are."),
	[DID_CHOSEN] = TR("Chosen for today."),
	[DID_ERASED] = TR("Erased here. The other devices follow when they next hear of it."),
	[DID_COPY] = TR("A copy was saved outside. It is written down."),
	[DID_WORD_PROPOSED] = TR("The word is proposed. Others can try it now."),
	[DID_WORD_ADOPTED] = TR("The word is ours."),
	[DID_HANDED_ON] = TR("Handed over."),
};
_Static_assert(DID_HANDED_ON + 1 == DID_COUNT, "a new deed needs its words");

str ui_did_words(enum locale locale, enum did did)
{
	return did == DID_NOTHING ? S("") : tr(locale, did_words[did]);
}

/* Why this device may not write. After a silence the line's first answer says
 * that the clock is right (doc/log.md L10.4): until then there is only waiting. */
static str no_writing_words(struct ui_page *p)
{
	const struct ui_host *host = p->ui->hands;

	if (team_clock_is_unsure(p->ui->desk) &&
		host->status(host->owner).visits == 0) {
		return ui_text(p, TR("The desk is asking the line what time "
			"it is. Nothing was done; try again in a moment."));
	}
	return ui_text(p, TR("This device writes nothing just now. The Team "
		"page says why, and what to do. Nothing was done."));
}

str ui_problem_words(struct ui_page *p, const err *e)
{
	static const char *const words[ERR_CODE_COUNT] = {
		[ERR_IO] = TR("The disk of this computer refused. Nothing was done; "
			"what was kept before is safe."),
		[ERR_ABSENT] = TR("That is not here. It may have been erased, or "
			"joined to another thread."),
		[ERR_EXISTS] = TR("That is here already."),
		[ERR_FULL] = TR("The disk is full. Nothing was done; make room and try again."),
		[ERR_FORMAT] = TR("These bytes are not what they should be. Nothing was changed."),
		[ERR_KEY] = TR("That is not the passphrase. Try again; nothing is lost."),
		[ERR_REFUSED] = TR("That cannot be done any more: it has been "
			"changed or sent since. Nothing was done."),
		[ERR_BUSY] = TR("The desk is open in another window or program. "
			"Close it there first."),
		[ERR_GONE] = TR("The connection ended. Nothing was done."),
		[ERR_USAGE] = TR("Something is missing or too long. Nothing was done."),
	};

	if (e->code == ERR_REFUSED && p->ui->desk != NULL &&
		!team_may_write(p->ui->desk)) {
		return no_writing_words(p);
	}
	return ui_text(p, words[e->code]);
}

/* -- rows, messages, files ------------------------------------------------ */

void ui_row(struct ui_page *p, struct view_row *row)
{
	row->about_words = ui_text(p, about_words[row->about]);
	row->language_name = ui_language_name(p->locale, row->language);
	row->way_words = ui_way_name(p->locale, row->way);
	row->overdue = row->answer_by.ms != 0 &&
		row->answer_by.ms < clock_now_ms();
	ui_time(p, &row->newest);
	ui_time(p, &row->answer_by);
	ui_time(p, &row->later);
}

static bool is_control(uint32_t point)
{
	return point < 0x20 || point == 0x7F ||
		(point >= 0x200E && point <= 0x200F) ||
		(point >= 0x202A && point <= 0x202E) ||
		(point >= 0x2066 && point <= 0x2069);
}

/* Controls that reorder become a visible mark. */
static str name_shown(struct ui_page *p, str name, bool *ret_tricks)
{
	struct buf out = {0};
	str rest = name, before = name, shown;
	uint32_t point;

	*ret_tricks = false;
	while (utf8_next(&rest, &point)) {
		if (is_control(point)) {
			buf_put(&out, S("\xEF\xBF\xBD"));
			*ret_tricks = true;
		} else {
			buf_put(&out, str_first(before, before.len - rest.len));
		}
		before = rest;
	}
	shown = out.len > 0 ? buf_take(&out, p->arena)
			    : ui_text(p, TR("a file without a name"));
	buf_close(&out);
	return shown;
}

static bool may_run(str name)
{
	static const str ends[] = {
		S_INIT(".exe"), S_INIT(".apk"), S_INIT(".bat"), S_INIT(".cmd"),
		S_INIT(".js"), S_INIT(".vbs"), S_INIT(".scr"), S_INIT(".msi"),
		S_INIT(".lnk"), S_INIT(".sh"), S_INIT(".html"), S_INIT(".htm"),
		S_INIT(".svg"), S_INIT(".docm"), S_INIT(".xlsm"), S_INIT(".jar"),
		S_INIT(".dmg"), S_INIT(".com"), S_INIT(".iso"), S_INIT(".hta"),
	};

	for (size_t i = 0; i < NELEM(ends); i++) {
		if (name.len < ends[i].len) continue;
		if (str_eq_nocase(str_from(name, name.len - ends[i].len),
			ends[i])) {
			return true;
		}
	}
	return false;
}

static str size_words(struct arena *arena, uint64_t bytes)
{
	if (bytes < 1024) {
		return str_fmt(arena, "%llu B", (unsigned long long)bytes);
	}
	if (bytes < 1024 * 1024) {
		return str_fmt(arena, "%llu KB",
			(unsigned long long)(bytes / 1024));
	}
	return str_fmt(arena, "%llu.%llu MB",
		(unsigned long long)(bytes >> 20),
		(unsigned long long)((bytes & 0xFFFFF) * 10 >> 20));
}

void ui_file_words(struct ui_page *p, struct view_file *file)
{
	static const str pictures[] = {S_INIT("image/jpeg"),
		S_INIT("image/png"), S_INIT("image/webp"), S_INIT("image/gif")};

	file->shown_name = name_shown(p, file->name, &file->name_tricks);
	file->size_words = size_words(p->arena, file->bytes);
	file->can_run = may_run(file->name);
	file->sound = str_starts(file->type, S("audio/"));
	for (size_t i = 0; i < NELEM(pictures); i++) {
		file->picture |= str_eq_nocase(file->type, pictures[i]);
	}
}

static void message_words(struct ui_page *p, struct view_message *m)
{
	static const str classes[VIEW_KIND_COUNT] = {
		[VIEW_HERS] = S_INIT("hers"), [VIEW_ANSWER] = S_INIT("ours"),
		[VIEW_NOTE] = S_INIT("noted"),
	};
	struct view_file *files = ARENA_ARRAY(p->arena, struct view_file,
		m->file_count + 1);
	enum locale written;

	ui_time(p, &m->at);
	m->class_name = classes[m->kind];
	m->language_name = ui_language_name(p->locale, m->language);
	m->way_words = ui_way_name(p->locale, m->way);
	m->prose = html_prose_marked(p->arena, m->text, m->marks,
		m->mark_count);
	m->text_locale_dir = locale_read(m->language, &written)
		? locale_info(written)->dir : S("auto");
	if (m->goes_ms > clock_now_ms()) {
		m->goes_seconds = (m->goes_ms - clock_now_ms() + 999) / 1000;
	}
	m->can_take_back = m->kind == VIEW_ANSWER && m->way == WAY_LINE &&
		!m->taken_back;
	m->to_hand_over = m->kind == VIEW_ANSWER && m->way != WAY_LINE &&
		!m->handed_over && m->open;
	for (size_t i = 0; i < m->file_count; i++) {
		files[i] = m->files[i];
		ui_file_words(p, &files[i]);
	}
	m->files = files;
}

void ui_thread_words(struct ui_page *p, struct view_thread *thread)
{
	struct view_message *newest = NULL;

	ui_row(p, &thread->row);
	thread->pile_words = ui_pile_words(p->locale, thread->pile);
	for (size_t i = 0; i < thread->message_count; i++) {
		message_words(p, &thread->messages[i]);
		if (thread->messages[i].kind == VIEW_HERS) {
			newest = &thread->messages[i];
		}
	}
	if (newest != NULL) newest->key_id = S("veil");
}
