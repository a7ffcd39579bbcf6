/* `bothy guide voice`: a story of a folder of guides and the yes to it
 * (doc/voices.md). It shows the exact text, notes what she answered, and says
 * in which languages the story may be published. Who she is, is asked nowhere.
 *
 * SPDX-License-Identifier: AGPL-3.0-or-later */
#include "cli/guide_command.h"

#include "base/num.h"
#include "guide/voice_folder.h"
#include "os/report.h"

#include <stdio.h>

const char guide_voice_usage[] =
	"usage: bothy guide voice [OPTION…] LIBRARY STORY [ACT]\n"
	"\n"
	"A story of a folder of guides, and the yes of the person who told it.\n"
	"STORY is its number. Without ACT: how it stands, and for each language\n"
	"whether it may be published, or why not.\n"
	"\n"
	"  text       writes the exact text she is to be shown, and below it the\n"
	"             number that her yes has to name\n"
	"  shown      notes that she was shown this text, under her code\n"
	"  yes        notes her yes; --number is the one in her message\n"
	"  no         notes her no\n"
	"  again      she herself came back to it: begin anew\n"
	"  take-back  notes that she takes it back. This is final.\n"
	"\n"
	"  --language LANG  of `text` and `shown`; without it the source's\n"
	"  --date DAY       (YYYY-MM-DD) of `shown` and `yes`\n"
	"  --number NUMBER  six digits\n"
	"\n"
	"Status 0; 1 when the step is not possible.\n";

struct voice_wish {
	const char *library, *story, *act;
	const char *language, *date, *number;
};

struct work {
	const struct voice_wish *wish;
	struct guide_library library;
	const struct guide *story;
	struct voice voice;
};

/* -- the command line ----------------------------------------------------- */

static const char **place_of(str word, struct voice_wish *wish)
{
	if (str_eq(word, S("--language"))) return &wish->language;
	if (str_eq(word, S("--date"))) return &wish->date;
	if (str_eq(word, S("--number"))) return &wish->number;
	return NULL;
}

static bool word_take(const char *word, struct voice_wish *wish)
{
	if (wish->library == NULL) wish->library = word;
	else if (wish->story == NULL) wish->story = word;
	else if (wish->act == NULL) wish->act = word;
	else return false;
	return true;
}

static bool wish_read(int argc, char **argv, struct voice_wish *wish)
{
	for (int i = 1; i < argc; i++) {
		const char **place = place_of(str_of(argv[i]), wish);

		if (place == NULL) {
			if (!word_take(argv[i], wish)) return false;
		} else if (++i == argc) {
			return false;
		} else {
			*place = argv[i];
		}
	}
	return wish->story != NULL;
}

static const err *story_find(struct work *work)
{
	const struct guide_list *stories = &work->library.stories;
	uint64_t number;

	if (!num_read(str_of(work->wish->story), GUIDE_NUMBER_MAX, &number)) {
		return err_make(ERR_USAGE, "STORY is a number");
	}
	for (size_t i = 0; i < stories->count; i++) {
		if (stories->at[i].number == number) {
			work->story = &stories->at[i];
		}
	}
	return work->story != NULL ? NULL
		: err_make(ERR_ABSENT, "no story of that number can be read");
}

static const err *day_of(const struct work *work, int64_t *ret_day)
{
	return work->wish->date != NULL
		&& day_read(str_of(work->wish->date), ret_day) ? NULL
		: err_make(ERR_USAGE, "needs --date DAY");
}

static const err *tongue_of_wish(const struct work *work, size_t *ret_tongue)
{
	*ret_tongue = 0;
	return work->wish->language == NULL
		|| guide_tongue(work->story, str_of(work->wish->language),
			ret_tongue) ? NULL
		: err_make(ERR_ABSENT, "the story is not there in that"
			" language");
}

/* -- acts ----------------------------------------------------------------- */

static const err *not_now(void)
{
	return err_make(ERR_REFUSED, "that step is not possible now; see the"
		" story without ACT");
}

static const err *text_hash(struct work *work, size_t tongue, hash *ret_hash)
{
	return voice_text_hash(work->library.arena, work->story, tongue,
		ret_hash) ? NULL
		: err_make(ERR_FORMAT, "not all of the story is there in that"
			" language");
}

static const err *text_act(struct work *work)
{
	struct buf text = {0};
	size_t tongue;
	hash now;
	const err *e = tongue_of_wish(work, &tongue);

	if (e == NULL) e = text_hash(work, tongue, &now);
	if (e != NULL) return e;
	must(voice_text(work->library.arena, work->story, tongue, &text));
	(void)fwrite(text.at, 1, text.len, stdout);
	(void)printf("\n%06u\n", voice_number(&now));
	buf_close(&text);
	return NULL;
}

static const err *shown_act(struct work *work)
{
	size_t tongue = 0;
	int64_t day = 0;
	hash now;
	const err *e = tongue_of_wish(work, &tongue);

	if (e == NULL) e = day_of(work, &day);
	if (e == NULL) e = text_hash(work, tongue, &now);
	if (e != NULL) return e;
	return voice_show(&work->voice, work->story->tongues[tongue], &now,
		day) ? NULL : not_now();
}

/* The number must be that of the text as it stands now: a yes to a text that
 * was changed since is none. */
static const err *yes_act(struct work *work)
{
	size_t tongue;
	int64_t day = 0;
	hash now;
	const err *e = day_of(work, &day);

	if (e != NULL) return e;
	if (work->voice.tongue == NULL) return not_now();
	if (!guide_tongue(work->story, work->voice.tongue->tag, &tongue)) {
		return not_now();
	}
	e = text_hash(work, tongue, &now);
	if (e != NULL) return e;
	if (!voice_message_names(work->library.arena,
		str_of(work->wish->number), voice_number(&now))) {
		return err_make(ERR_REFUSED, "that is not the number of the"
			" text as it stands now");
	}
	return voice_agree(&work->voice, &now, day) ? NULL : not_now();
}

static const err *no_act(struct work *work)
{
	return voice_refuse(&work->voice) ? NULL : not_now();
}

static const err *again_act(struct work *work)
{
	return voice_reopen(&work->voice) ? NULL : not_now();
}

static const err *back_act(struct work *work)
{
	return voice_take_back(&work->voice) ? NULL : not_now();
}

/* -- how it stands -------------------------------------------------------- */

static const err *look_act(struct work *work)
{
	struct arena *arena = work->library.arena;
	struct edition edition = guide_library_edition(&work->library);

	(void)printf("%s\n", str_c(arena, voice_state_name(
		work->voice.state)));
	for (size_t t = 0; t < work->story->tongue_count; t++) {
		struct voice_asked asked = {work->story, t, edition.day, false};
		const struct unit *unit;
		struct checked checked;
		enum voice_refusal refusal = voice_checked(arena, &work->voice,
			&asked, &checked, &unit);

		(void)printf("%s: %s", str_c(arena,
			work->story->tongues[t]->tag),
			str_c(arena, voice_refusal_text(refusal)));
		if (unit != NULL) {
			(void)printf(" (%s)", str_c(arena,
				unit_id_str(&unit->id)));
		}
		(void)fputc('\n', stdout);
	}
	return NULL;
}

static const struct {
	str name;
	const err *(*run)(struct work *work);
	bool changes;
} acts[] = {
	{S_INIT(""), look_act, false},
	{S_INIT("text"), text_act, false},
	{S_INIT("shown"), shown_act, true},
	{S_INIT("yes"), yes_act, true},
	{S_INIT("no"), no_act, true},
	{S_INIT("again"), again_act, true},
	{S_INIT("take-back"), back_act, true},
};

static const err *act(struct work *work)
{
	const err *e = story_find(work);

	if (e == NULL) {
		e = voice_open(work->library.arena, &work->library,
			work->story, &work->voice);
	}
	for (size_t i = 0; e == NULL && i < NELEM(acts); i++) {
		if (!str_eq(str_of(work->wish->act), acts[i].name)) continue;
		e = acts[i].run(work);
		if (e != NULL || !acts[i].changes) return e;
		return voice_save(work->library.arena, &work->library,
			work->story, &work->voice);
	}
	return e != NULL ? e : err_make(ERR_USAGE, "no such ACT");
}

int guide_voice_command(int argc, char **argv)
{
	struct voice_wish wish = {0};
	struct work work = {.wish = &wish};
	const err *e;

	if (!wish_read(argc, argv, &wish)) {
		report("needs a LIBRARY and the number of a STORY; see"
		       " `bothy guide voice --help`", UINT64_MAX);
		return 1;
	}
	e = guide_library_open(&work.library, wish.library);
	if (e == NULL) e = act(&work);
	if (e != NULL) report_err("nothing was changed", e);
	guide_library_close(&work.library);
	return e == NULL ? 0 : 1;
}
