/* A story and the yes to it: see voice.h. Its file is read in voice_file.c,
 * what its words may betray is looked for in voice_look.c.
 *
 * SPDX-License-Identifier: AGPL-3.0-or-later */
#include "guide/voice.h"

#include "model/digit_typed.h"
#include "page/tr.h"

/* -- the text and its number (V2) ----------------------------------------- */

bool voice_text(struct arena *arena, const struct guide *story, size_t tongue,
	struct buf *out)
{
	for (size_t i = 0; i < story->units.count; i++) {
		const struct unit *unit = &story->units.at[i];
		str words = unit->words[tongue].text;
		struct span_list spans = {0};

		if (words.len == 0 || inline_read(arena, unit, words,
			story->tongues[tongue], &spans) != INLINE_FINE) {
			return false;
		}
		if (i > 0) buf_byte(out, '\n');
		inline_plain(&spans, out);
		buf_byte(out, '\n');
	}
	return story->units.count > 0;
}

bool voice_text_hash(struct arena *arena, const struct guide *story,
	size_t tongue, hash *ret_hash)
{
	struct buf all = {0};
	bool whole;

	buf_text(&all, "bothy-voice 1\n");
	buf_put(&all, story->tongues[tongue]->tag);
	buf_byte(&all, '\n');
	whole = voice_text(arena, story, tongue, &all);
	if (whole && tongue != 0) {
		buf_byte(&all, '\n');
		whole = voice_text(arena, story, 0, &all);
	}
	whole = whole && !all.failed;
	if (whole) *ret_hash = hash_of(buf_str(&all));
	buf_close(&all);
	return whole;
}

unsigned voice_number(const hash *text)
{
	uint64_t first = 0;

	for (size_t i = 0; i < sizeof(first); i++) {
		first = first << 8 | text->bytes[i];
	}
	return (unsigned)(first % VOICE_NUMBER_MOD);
}

enum { NUMBER_DIGITS = 6, NUMBER_HALF = 3 };

static bool is_digit(char c)
{
	return c >= '0' && c <= '9';
}

/* The number that begins here, in one piece or in two halves; SIZE_MAX bytes
 * are never taken. */
static size_t number_take(str text, unsigned *ret_number, size_t *ret_digits)
{
	size_t at = 0;

	*ret_number = 0;
	*ret_digits = 0;
	while (at < text.len) {
		bool joins = *ret_digits == NUMBER_HALF && at + 1 < text.len
			&& (text.at[at] == ' ' || text.at[at] == '-')
			&& is_digit(text.at[at + 1]);

		if (joins) at++;
		if (!is_digit(text.at[at])) break;
		if (*ret_digits < NUMBER_DIGITS) {
			*ret_number = *ret_number * 10
				+ (unsigned)(text.at[at] - '0');
		}
		++*ret_digits;
		at++;
	}
	return at;
}

bool voice_message_names(struct arena *arena, str message, unsigned number)
{
	str rest = digit_western(arena, message);

	while (rest.len > 0) {
		unsigned found;
		size_t digits, bytes = number_take(rest, &found, &digits);

		if (digits == NUMBER_DIGITS && found == number) return true;
		rest = str_from(rest, bytes > 0 ? bytes : 1);
	}
	return false;
}

/* -- steps (V5) ----------------------------------------------------------- */

static const bool may_become[VOICE_STATE_COUNT][VOICE_STATE_COUNT] = {
	[VOICE_TOLD] = {[VOICE_SHOWN] = true, [VOICE_WITHDRAWN] = true},
	[VOICE_SHOWN] = {[VOICE_SHOWN] = true, [VOICE_AGREED] = true,
		[VOICE_REFUSED] = true, [VOICE_WITHDRAWN] = true},
	[VOICE_AGREED] = {[VOICE_SHOWN] = true, [VOICE_WITHDRAWN] = true},
	[VOICE_REFUSED] = {[VOICE_TOLD] = true, [VOICE_WITHDRAWN] = true},
	[VOICE_WITHDRAWN] = {false}, /* [voice-2] */
	[VOICE_INVENTED] = {false},
};

static bool step(struct voice *voice, enum voice_state to)
{
	if (!may_become[voice->state][to]) return false;
	voice->state = to;
	return true;
}

bool voice_show(struct voice *voice, const struct tongue *tongue,
	const hash *text, int64_t day)
{
	if (!step(voice, VOICE_SHOWN)) return false;
	voice->tongue = tongue;
	voice->text = *text;
	voice->day = day;
	return true;
}

bool voice_agree(struct voice *voice, const hash *text, int64_t day)
{
	if (voice->state != VOICE_SHOWN || !hash_eq(voice->text, *text)
		|| !step(voice, VOICE_AGREED)) {
		return false;
	}
	voice->day = day;
	return true;
}

bool voice_refuse(struct voice *voice)
{
	return step(voice, VOICE_REFUSED);
}

bool voice_reopen(struct voice *voice)
{
	if (!step(voice, VOICE_TOLD)) return false;
	voice->tongue = NULL;
	return true;
}

bool voice_take_back(struct voice *voice)
{
	return step(voice, VOICE_WITHDRAWN);
}

/* -- what readers get ----------------------------------------------------- */

static void taken_back(const struct voice_asked *asked,
	struct checked *ret_checked)
{
	const struct tongue *tongue = asked->story->tongues[asked->tongue];

	/* [voice-2] no unit, and the title says nothing of hers. */
	*ret_checked = (struct checked){
		.number = guide_page_number(asked->story), .is_story = true,
		.tongue = tongue,
		.title = tr(tongue->locale, TR("Taken back")),
		.withdrawn = tr(tongue->locale, TR("The person who told this"
			" story has taken it back.")),
	};
}

/* Her yes holds for what stands here now [voice-1]. */
static enum voice_refusal yes_holds(struct arena *arena,
	const struct voice *voice, const struct voice_asked *asked)
{
	size_t tongue;
	hash now;

	if (voice->state == VOICE_INVENTED) {
		return asked->demonstration ? VOICE_FINE : VOICE_ONLY_INVENTED;
	}
	if (voice->state == VOICE_WITHDRAWN) return VOICE_TAKEN_BACK;
	if (voice->state != VOICE_AGREED || voice->tongue == NULL) {
		return VOICE_NO_YES;
	}
	if (!guide_tongue(asked->story, voice->tongue->tag, &tongue)
		|| !voice_text_hash(arena, asked->story, tongue, &now)
		|| !hash_eq(now, voice->text)) {
		return VOICE_CHANGED;
	}
	if (tongue != asked->tongue && !voice->may_translate) {
		return VOICE_NO_TRANSLATION;
	}
	return VOICE_FINE;
}

static enum voice_refusal details_hold(const struct voice *voice)
{
	for (size_t i = 0; i < voice->details.count; i++) {
		const struct voice_detail *detail = &voice->details.at[i];

		if (detail->grain > voice->allowed[detail->matter]) {
			return VOICE_TOO_FINE;
		}
	}
	return VOICE_FINE;
}

static enum voice_refusal unit_holds(struct arena *arena,
	const struct voice *voice, const struct checked_unit *unit)
{
	struct buf plain = {0};
	enum voice_refusal refusal = VOICE_FINE;

	inline_plain(&unit->spans, &plain);
	if (unit->unit->kind == UNIT_PICTURE) {
		refusal = VOICE_PICTURED;
	} else if (unit->is_stale) {
		refusal = VOICE_STALE;
	} else if (voice_is_undeclared(arena, voice, unit->tongue,
		buf_str(&plain))) {
		refusal = VOICE_UNDECLARED;
	}
	buf_close(&plain);
	return refusal;
}

enum voice_refusal voice_checked(struct arena *arena,
	const struct voice *voice, const struct voice_asked *asked,
	struct checked *ret_checked, const struct unit **ret_unit)
{
	enum voice_refusal refusal = yes_holds(arena, voice, asked);
	struct checked checked;

	*ret_unit = NULL;
	if (refusal == VOICE_TAKEN_BACK) taken_back(asked, ret_checked);
	if (refusal == VOICE_FINE) refusal = details_hold(voice);
	if (refusal != VOICE_FINE) return refusal;
	if (checked_make(arena, asked->story, asked->tongue, asked->day,
		&checked, ret_unit) != CHECKED_FINE) {
		return VOICE_NOT_READY;
	}
	for (size_t i = 0; i < checked.unit_count; i++) {
		refusal = unit_holds(arena, voice, &checked.units[i]);
		if (refusal == VOICE_FINE) continue;
		*ret_unit = checked.units[i].unit;
		return refusal;
	}
	*ret_checked = checked;
	return VOICE_FINE;
}

static const str refusals[VOICE_REFUSAL_COUNT] = {
	[VOICE_FINE] = S_INIT("fine"),
	[VOICE_NO_YES] = S_INIT("nobody has said yes to it"),
	[VOICE_CHANGED] = S_INIT("the text is not the one she said yes to"),
	[VOICE_TAKEN_BACK] = S_INIT("she has taken it back"),
	[VOICE_ONLY_INVENTED] = S_INIT("an invented story, for the "
		"demonstration only"),
	[VOICE_NO_TRANSLATION] = S_INIT("she did not allow a translation"),
	[VOICE_STALE] = S_INIT("the translation is of an older text"),
	[VOICE_TOO_FINE] = S_INIT("a place, time or age finer than she allows"),
	[VOICE_UNDECLARED] = S_INIT("a number or a month that is not declared"),
	[VOICE_PICTURED] = S_INIT("a picture, which people who know her may "
		"recognise"),
	[VOICE_NOT_READY] = S_INIT("the story cannot be shown in this language"),
};

str voice_refusal_text(enum voice_refusal refusal)
{
	return refusals[refusal];
}
