/* Her language alone: see voice_alone.h. Pure.
 *
 * SPDX-License-Identifier: AGPL-3.0-or-later */
#include "guide/voice_alone.h"

#include <string.h>

static bool holds(struct arena *arena, const struct guide *story,
	const struct voice *voice, size_t *ret_tongue)
{
	hash now;

	return voice->state == VOICE_AGREED && voice->tongue != NULL &&
		!voice->may_translate &&
		guide_tongue(story, voice->tongue->tag, ret_tongue) &&
		*ret_tongue > 0 &&
		voice_text_hash(arena, story, *ret_tongue, &now) &&
		hash_eq(now, voice->text); /* [voice_alone-2] */
}

static void units_alone(struct arena *arena, struct guide *story, size_t tongue)
{
	struct unit_list alone = {0};

	for (size_t i = 0; i < story->units.count; i++) {
		struct unit unit = story->units.at[i];
		struct words words = {.text = unit.words[tongue].text,
			.state = WORDS_DONE, .line = 1};

		memset(unit.words, 0, sizeof(unit.words));
		unit.words[0] = words;
		LIST_ADD(arena, &alone, unit);
	}
	story->units = alone;
}

static void signs_alone(struct arena *arena, struct guide *story, size_t tongue)
{
	struct sign_list alone = {0};

	for (size_t i = 0; i < story->signs.count; i++) {
		struct sign sign = story->signs.at[i];

		if (sign.tongue != tongue) continue;
		sign.tongue = 0;
		LIST_ADD(arena, &alone, sign);
	}
	story->signs = alone;
}

/* What is declared of another language has words of it. */
static void details_alone(struct arena *arena, struct voice *voice)
{
	struct voice_detail_list alone = {0};

	for (size_t i = 0; i < voice->details.count; i++) {
		if (voice->details.at[i].tongue != voice->tongue) continue;
		LIST_ADD(arena, &alone, voice->details.at[i]);
	}
	voice->details = alone;
}

bool voice_alone(struct arena *arena, struct guide *story, struct voice *voice)
{
	struct guide alone = *story;
	size_t tongue;

	if (!holds(arena, story, voice, &tongue)) return false;
	alone.tongues[0] = story->tongues[tongue];
	alone.tongue_count = 1; /* [voice_alone-1] */
	units_alone(arena, &alone, tongue);
	signs_alone(arena, &alone, tongue);
	if (!voice_text_hash(arena, &alone, 0, &voice->text)) return false;
	details_alone(arena, voice);
	*story = alone;
	return true;
}
