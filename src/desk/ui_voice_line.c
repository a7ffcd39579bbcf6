/* One story as its page shows it: see ui_voice_line.h.
 *
 * SPDX-License-Identifier: AGPL-3.0-or-later */
#include "desk/ui_voice_line.h"

#include "desk/ui_guide.h"
#include "desk/ui_record.h"
#include "page/tr.h"

static struct desk_choices grains_of(struct ui_page *p, const char *key,
	const struct voice *voice, enum voice_matter matter)
{
	const struct record_field *field = record_field_find(&record_voice,
		str_of(key));
	str chosen = voice_grain_name(matter, voice->allowed[matter]);
	struct desk_choice *at;
	size_t count = 0;

	while (field->choices[count].word != NULL) count++;
	at = ARENA_ARRAY(p->arena, struct desk_choice, count + 1);
	for (size_t i = 0; i < count; i++) {
		str word = str_of(field->choices[i].word);

		at[i] = (struct desk_choice){word, ui_text(p,
			field->choices[i].label), str_eq(word, chosen)};
	}
	return (struct desk_choices){at, count};
}

static str details_of(struct ui_page *p, object_id id)
{
	struct record record;

	return record_get(p->ui->desk, p->arena, id, &record) == NULL
		? record_value(&record, "details") : S("");
}

bool ui_voice_text(struct ui_page *p, const struct guide_kept *story,
	size_t tongue, str *ret_text, str *ret_number)
{
	struct buf text = {0};
	hash now;
	bool whole = story->guide.units.count > 1 && /* more than a title */
		voice_text_hash(p->arena, &story->guide, tongue, &now) &&
		voice_text(p->arena, &story->guide, tongue, &text);

	if (whole) {
		*ret_text = buf_take(&text, p->arena);
		*ret_number = str_fmt(p->arena, "%06u", voice_number(&now));
	}
	buf_close(&text);
	return whole;
}

/* What she is asked about, and the others behind it. */
static void texts_fill(struct voice_line *line, struct voice_other *texts,
	size_t count, size_t chosen)
{
	struct voice_other asked;

	if (count == 0) return;
	asked = texts[chosen];
	line->text = asked.text;
	line->lang = asked.lang;
	line->dir = asked.dir;
	line->language = asked.language;
	for (size_t i = chosen; i > 0; i--) texts[i] = texts[i - 1];
	line->others = texts + 1;
	line->other_count = count - 1;
}

/* All languages it is whole in; the one she read, or reads, is chosen. */
static void languages_fill(struct ui_page *p, const struct voice_kept *kept,
	const struct guide_kept *story, str hers, struct voice_line *line)
{
	struct desk_choice *at = ARENA_ARRAY(p->arena, struct desk_choice,
		LOCALE_COUNT);
	struct voice_other *texts = ARENA_ARRAY(p->arena, struct voice_other,
		LOCALE_COUNT);
	size_t count = 0, chosen = 0;
	str wanted = kept->voice.tongue != NULL ? kept->voice.tongue->tag
		: hers;

	for (size_t i = 0; i < LOCALE_COUNT; i++) {
		size_t tongue = guide_form(&story->guide, (enum locale)i);
		str tag = locale_info((enum locale)i)->tag, text, number;

		if (!ui_voice_text(p, story, tongue, &text, &number)) continue;
		if (count == 0 || str_eq(tag, wanted)) {
			chosen = count;
			line->number = number;
		}
		texts[count] = (struct voice_other){text, tag,
			ui_guide_dir(story->guide.tongues[tongue]),
			ui_language_name(p->locale, tag)};
		at[count] = (struct desk_choice){tag, texts[count].language,
			false};
		count++;
	}
	if (count > 0) at[chosen].chosen = true;
	line->languages = (struct desk_choices){at, count};
	texts_fill(line, texts, count, chosen);
}

static const char *const troubles[VOICE_REFUSAL_COUNT] = {
	[VOICE_TOO_FINE] = TR("It says more of place, time or age than they "
		"allow. It is in no release."),
	[VOICE_UNDECLARED] = TR("It has a number, or the name of a month or a "
		"day, that is not listed below. It is in no release."),
	[VOICE_PICTURED] = TR("It has a picture: people who know them may know "
		"it. It is in no release."),
	[VOICE_NOT_READY] = TR("It cannot be shown in the language it is "
		"written in. It is in no release."),
};

static str trouble_of(struct ui_page *p, const struct guide_kept *story)
{
	struct voice_kept_list all;
	enum voice_refusal refusal;

	if (voice_kept_all(p->ui->desk, p->arena, &all) != NULL) return S("");
	refusal = voice_kept_refusal(p->ui->desk, p->arena, &all, story);
	return troubles[refusal] == NULL ? S("")
		: ui_text(p, troubles[refusal]);
}

static void answers_fill(struct ui_page *p, const struct voice_kept *kept,
	struct voice_line *line)
{
	struct voice_answer_list list;
	struct voice_answer_view *at;

	if (voice_kept_answers(p->ui->desk, p->arena, kept, &list) != NULL) {
		return;
	}
	at = ARENA_ARRAY(p->arena, struct voice_answer_view, list.count + 1);
	for (size_t i = 0; i < list.count; i++) {
		at[i].id = ui_record_id(p, list.at[i].message);
		at[i].at.ms = list.at[i].at_ms;
		ui_time(p, &at[i].at);
	}
	line->answers = at;
	line->answer_count = list.count;
}

static void state_fill(struct ui_page *p, const struct voice_kept *kept,
	struct voice_line *line)
{
	enum voice_state state = kept->voice.state;

	line->is_told = state == VOICE_TOLD;
	line->is_shown = state == VOICE_SHOWN;
	line->is_agreed = state == VOICE_AGREED;
	line->is_refused = state == VOICE_REFUSED;
	line->is_withdrawn = state == VOICE_WITHDRAWN;
	line->state = ui_record_state(p, &record_voice,
		voice_state_name(state));
}

struct voice_line ui_voice_line(struct ui_page *p,
	const struct voice_kept *kept, str hers)
{
	const struct guide_kept *story = voice_kept_story(p->ui->desk, kept);
	struct voice_line line = {.id = ui_record_id(p, kept->id),
		.name = kept->name, .details = details_of(p, kept->id),
		.may_translate = kept->voice.may_translate};

	state_fill(p, kept, &line);
	line.places = grains_of(p, "place", &kept->voice, VOICE_PLACE);
	line.times = grains_of(p, "time", &kept->voice, VOICE_TIME);
	line.ages = grains_of(p, "age", &kept->voice, VOICE_AGE);
	if (story == NULL) return line;
	line.name = ui_guide_name(p, story);
	line.address = str_fmt(p->arena, "%u",
		guide_page_number(&story->guide));
	line.is_changed = (line.is_shown || line.is_agreed) &&
		!voice_kept_holds(p->arena, kept, story);
	languages_fill(p, kept, story, hers, &line);
	if (line.is_agreed) line.trouble = trouble_of(p, story);
	if (line.is_shown) answers_fill(p, kept, &line);
	return line;
}
