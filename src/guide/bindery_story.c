/* Stories in a build: see bindery_room.h. Whether one may be published is
 * decided in voice.c; here its file is read, and nothing of a story that was
 * taken back goes into the copy of the library.
 *
 * SPDX-License-Identifier: AGPL-3.0-or-later */
#include "guide/bindery_room.h"
#include "guide/voice_alone.h"
#include "guide/voice_folder.h"
#include "page/tr.h"

bool bindery_story(struct bindery *b, const struct guide *story, size_t tongue,
	struct checked *ret_checked, str *ret_why)
{
	struct voice_asked asked = {story, tongue, b->edition.day,
		b->edition.demonstration};
	enum voice_refusal refusal;
	const struct unit *unit;
	struct voice voice;

	if (voice_open(b->arena, &b->library, story, &voice) != NULL) {
		*ret_why = S("its file `voice` cannot be read");
		return false;
	}
	refusal = voice_checked(b->arena, &voice, &asked, ret_checked, &unit);
	if (refusal == VOICE_FINE || refusal == VOICE_TAKEN_BACK) return true;
	*ret_why = voice_refusal_text(refusal);
	return false;
}

void bindery_stories_alone(struct bindery *b)
{
	for (size_t i = 0; i < b->library.stories.count; i++) {
		struct guide *story = &b->library.stories.at[i];
		struct guide_library_voice alone = {.story = story->number};
		struct buf file = {0};
		struct voice voice;

		if (voice_open(b->arena, &b->library, story, &voice) != NULL ||
			!voice_alone(b->arena, story, &voice)) {
			continue; /* why it cannot be read is said later */
		}
		voice_write(&voice, &file);
		alone.file = buf_take(&file, b->arena);
		LIST_ADD(b->arena, &b->library.voices, alone);
		buf_close(&file);
	}
}

/* One unit is left, the title, and it says what happened in every language.
 * The id stays: the language files must name it. */
static void units_empty(struct guide *copy)
{
	struct unit *title = &copy->units.at[0];

	copy->units.count = 1;
	copy->signs.count = 0;
	title->slot_count = 0;
	title->words[0].text = tr(copy->tongues[0]->locale, TR("Taken back"));
	for (size_t t = 1; t < copy->tongue_count; t++) {
		title->words[t] = (struct words){.state = WORDS_DONE,
			.text = tr(copy->tongues[t]->locale, TR("Taken back")),
			.seen = unit_seen_now(title), .line = 1};
	}
}

const err *bindery_story_public(struct bindery *b, struct guide *copy)
{
	struct voice voice;
	const err *e = voice_open(b->job, &b->library, copy, &voice);

	if (e == NULL && voice.state == VOICE_WITHDRAWN) units_empty(copy);
	return e;
}

const err *bindery_voice_public(struct bindery *b, const struct guide *story,
	struct buf *out)
{
	struct voice voice;
	const err *e = voice_open(b->job, &b->library, story, &voice);

	if (e != NULL) return e;
	if (voice.state == VOICE_WITHDRAWN) {
		voice = (struct voice){.state = VOICE_WITHDRAWN};
	}
	voice_write(&voice, out);
	return NULL;
}
