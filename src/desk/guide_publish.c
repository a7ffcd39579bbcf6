/* Publishing: see guide_publish.h.
 *
 * SPDX-License-Identifier: AGPL-3.0-or-later */
#include "desk/guide_publish.h"

#include "base/tr_mark.h"
#include "desk/desk_room.h"
#include "desk/guide_release.h"
#include "desk/guide_room.h"
#include "desk/guide_take.h"
#include "desk/record_query.h"
#include "desk/voice_kept.h"

enum { PUBLISH_ARENA_BYTES = 128 << 20 };

/* -- what readers get ----------------------------------------------------- */

static bool is_among(const struct guide_numbers *numbers, unsigned number)
{
	for (size_t i = 0; i < numbers->count; i++) {
		if (numbers->at[i] == number) return true;
	}
	return false;
}

/* A guide that is worked on again was withdrawn: its page says so still. */
static bool is_public(const struct guide_kept *kept, const struct guide *guide)
{
	return str_eq(kept->state, S("published")) ||
		str_eq(kept->state, S("withdrawn")) || guide->is_withdrawn;
}

/* [voice_act-3] */
static bool story_goes(enum voice_refusal refusal,
	const struct guide_kept *story, const struct guide_numbers *also)
{
	bool published = str_eq(story->state, S("published"));

	if (story->guide.units.count == 0) return false;
	if (refusal == VOICE_TAKEN_BACK) return published;
	return refusal == VOICE_FINE && (published ||
		is_among(also, guide_page_number(&story->guide)));
}

static const struct guide_kept *story_find(const struct guides *guides,
	const struct guide *story)
{
	return guides_find(guides, guide_page_number(story));
}

/* A guide that was begun as a story stays one [voice_act-3]. */
static bool was_told(const struct voice_kept_list *voices,
	const struct guide_kept *kept)
{
	bool any;

	(void)voice_kept_of(voices, kept->id, &any);
	return any;
}

/* Of two with one number neither goes: nobody knows whose yes it would be. */
static bool is_alone(const struct guide_list *stories, size_t at)
{
	unsigned number = stories->at[at].number;

	return (at == 0 || stories->at[at - 1].number != number) &&
		(at + 1 == stories->count ||
			stories->at[at + 1].number != number);
}

/* What a release is picked by. */
struct picking {
	struct desk *desk;
	const struct guides *guides;
	const struct guide_numbers *also;
	struct voice_kept_list voices;
};

static void stories_pick(struct picking *pick, struct guide_library *library)
{
	struct guide_list picked = {0};

	for (size_t i = 0; i < library->stories.count; i++) {
		const struct guide *story = &library->stories.at[i];
		const struct guide_kept *kept = story_find(pick->guides, story);

		if (is_alone(&library->stories, i) && story_goes(
			voice_kept_refusal(pick->desk, library->arena,
				&pick->voices, kept), kept, pick->also)) {
			LIST_ADD(library->arena, &picked, *story);
		}
	}
	library->stories = picked;
}

/* Guides stand before all stories, so the first of both lists are the same. */
static void guides_pick(struct picking *pick, struct guide_library *library)
{
	size_t count = 0;

	for (size_t i = 0; i < library->guides.count; i++) {
		const struct guide_kept *kept = pick->guides->list.at[i];
		struct guide *guide = &library->guides.at[i];

		if (guide->units.count == 0 || was_told(&pick->voices, kept) ||
			(count > 0 && library->guides.at[count - 1].number ==
				guide->number) ||
			(!is_public(kept, guide) &&
				!is_among(pick->also, guide->number))) {
			continue;
		}
		library->guides.at[count++] = *guide;
	}
	library->guides.count = count;
}

const err *guide_public_library(struct desk *desk, struct arena *arena,
	const struct guide_numbers *also, struct guide_library *ret_library)
{
	struct picking pick = {.desk = desk, .also = also};
	const err *e = guide_library_of(desk, arena, ret_library);

	if (e == NULL) e = voice_kept_all(desk, arena, &pick.voices);
	if (e == NULL) e = guides_of(desk, &pick.guides);
	if (e != NULL) return e;
	guides_pick(&pick, ret_library);
	stories_pick(&pick, ret_library);
	return NULL;
}

const err *guide_release_gate(struct desk *desk, struct arena *arena,
	const struct guide_numbers *also, struct gate_missing_list *ret_missing)
{
	struct guide_library library;
	const err *e = guide_public_library(desk, arena, also, &library);

	*ret_missing = (struct gate_missing_list){0};
	if (e != NULL) return e;
	return library_may_release(arena, &library, guide_today(desk),
		desk_is_demonstration(desk), ret_missing) ? NULL
		: err_make(ERR_REFUSED, "signatures are missing");
}

/* -- one more ------------------------------------------------------------- */

struct publishing {
	struct desk *desk;
	struct arena *arena;
	const struct guides *guides;
	const struct guide_numbers *also;
	const struct voice_kept_list *voices;
	unsigned number;
	size_t place;
};

static const err *field_set(struct publishing *pub, object_id id,
	const char *key, str value)
{
	struct record_edit edit = {key, value, EDIT_SET};
	struct record_refusal refusal;

	return record_set(pub->desk, id, (struct record_edits){&edit, 1},
		&refusal);
}

static str number_text(struct publishing *pub)
{
	return str_fmt(pub->arena, "%u", pub->number);
}

/* What stands in the list for a guide goes out with this release. */
static const err *changes_take(struct publishing *pub,
	const struct guide_kept *kept, bool *ret_any)
{
	struct record_filter filter = {.type = &record_change_words,
		.state = S("current"), .by_count = 1};
	struct record *changes = NULL;
	size_t count = 0;
	const err *e;

	filter.by[0].key = "guide";
	filter.by[0].value = object_text(pub->arena, kept->id);
	e = record_whole(pub->desk, pub->arena, &filter, &changes, &count);
	*ret_any = false;
	for (size_t i = 0; e == NULL && i < count; i++) {
		if (record_value(&changes[i], "release").len > 0) continue;
		*ret_any = true;
		e = field_set(pub, changes[i].id, "release", number_text(pub));
		if (e != NULL) return e;
		e = field_set(pub, changes[i].id, "place",
			str_fmt(pub->arena, "%zu", pub->place++));
	}
	return e;
}

/* A story is named in no list of a release: once it is taken back its title is
 * nowhere. */
static const err *story_published(struct publishing *pub,
	const struct guide_kept *story)
{
	struct record_refusal refusal;

	if (str_eq(story->state, S("published")) || !story_goes(
		voice_kept_refusal(pub->desk, pub->arena, pub->voices, story),
		story, pub->also)) {
		return NULL;
	}
	return record_step(pub->desk, story->id, S("published"),
		(struct record_edits){NULL, 0}, &refusal);
}

/* A new one is named by its title. */
static const err *added_say(struct publishing *pub,
	const struct guide_kept *kept)
{
	struct guide_edits edits = {.arena = pub->arena};
	struct record_refusal refusal;
	object_id id;

	guide_say(&edits, "words", kept->name);
	guide_say(&edits, "guide", object_text(pub->arena, kept->id));
	guide_say(&edits, "kind", S("added"));
	guide_say(&edits, "lang", kept->guide.tongues[0]->tag);
	guide_say(&edits, "release", number_text(pub));
	guide_say(&edits, "place", str_fmt(pub->arena, "%zu", pub->place++));
	return record_create(pub->desk, &record_change_words,
		guide_said(&edits), &refusal, &id);
}

static const err *guide_goes(struct publishing *pub,
	const struct guide_kept *kept)
{
	bool is_new = !str_eq(kept->state, S("published")) &&
		!str_eq(kept->state, S("withdrawn"));
	struct record_refusal refusal;
	bool any;
	const err *e = changes_take(pub, kept, &any);

	if (e != NULL || !is_new) return e;
	e = record_step(pub->desk, kept->id, S("published"),
		(struct record_edits){NULL, 0}, &refusal);
	return e == NULL && !any ? added_say(pub, kept) : e;
}

static const err *release_make(struct publishing *pub)
{
	struct guide_edits edits = {.arena = pub->arena};
	struct record_refusal refusal;
	object_id id;

	guide_say(&edits, "number", number_text(pub));
	guide_say(&edits, "day", guide_day_text(pub->arena,
		guide_today(pub->desk)));
	return record_create(pub->desk, &record_release, guide_said(&edits),
		&refusal, &id);
}

static const err *all_go(struct publishing *pub)
{
	const err *e = release_make(pub);

	for (size_t i = 0; e == NULL && i < pub->guides->list.count; i++) {
		const struct guide_kept *kept = pub->guides->list.at[i];

		if (kept->guide.is_story) {
			e = story_published(pub, kept);
		} else if (kept->guide.units.count > 0 &&
			!was_told(pub->voices, kept) &&
			(str_eq(kept->state, S("published")) ||
			 str_eq(kept->state, S("withdrawn")) ||
			 is_among(pub->also, guide_page_number(&kept->guide)))) {
			e = guide_goes(pub, kept);
		}
	}
	return guide_batch_close(pub->desk, e);
}

static const err *number_next(struct publishing *pub,
	const struct guide_library *library, const char **ret_why)
{
	const struct release *last = library->releases.count == 0 ? NULL
		: &library->releases.at[library->releases.count - 1];
	uint64_t kept;
	const err *e = guide_release_used(pub->desk, &kept);

	if (e != NULL) return e;
	/* one that was undone here may be with readers all the same */
	pub->number = last == NULL ? 1 : last->number + 1;
	if (kept >= pub->number) pub->number = (unsigned)kept + 1;
	if (last != NULL && last->day > guide_today(pub->desk)) {
		return guide_refuse(TR("The last release has a later day than "
			"today. Look at the clock of this computer."), ret_why);
	}
	return library->guides.count + library->stories.count > 0 ? NULL
		: guide_refuse(TR("Choose a guide."), ret_why);
}

const err *guide_publish(struct desk *desk, const struct guide_numbers *also,
	const char **ret_why)
{
	struct publishing pub = {.desk = desk, .also = also};
	struct gate_missing_list missing;
	struct voice_kept_list voices;
	struct guide_library library;
	const err *e;

	*ret_why = NULL;
	pub.voices = &voices;
	pub.arena = arena_open(PUBLISH_ARENA_BYTES);
	e = guide_public_library(desk, pub.arena, also, &library);
	if (e == NULL) e = number_next(&pub, &library, ret_why);
	if (e == NULL) { /* [guide_publish-1] */
		e = guide_release_gate(desk, pub.arena, also, &missing);
		if (e != NULL && e->code == ERR_REFUSED) {
			*ret_why = TR("This library came with Bothy. It goes "
				"out once those below have signed.");
		}
	}
	if (e == NULL) e = voice_kept_all(desk, pub.arena, &voices);
	if (e == NULL) e = guides_of(desk, &pub.guides);
	if (e == NULL) e = record_batch_begin(desk);
	if (e == NULL) e = all_go(&pub); /* [guide_publish-2] */
	arena_close(&pub.arena);
	return e;
}
