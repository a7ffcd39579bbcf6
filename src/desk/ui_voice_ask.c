/* What the page of a conversation shows of a story that was told there: whether
 * her answer waits, and the words she is asked with. See ui_voice.h.
 *
 * SPDX-License-Identifier: AGPL-3.0-or-later */
#include "desk/ui_voice.h"

#include "desk/ui_voice_line.h"
#include "page/tr.h"

bool ui_voice_waits(struct ui_page *p, object_id thread)
{
	struct voice_kept_list list;
	struct voice_answer_list answers;

	if (voice_kept_thread(p->ui->desk, p->arena, thread, &list) != NULL) {
		return false;
	}
	for (size_t i = 0; i < list.count; i++) {
		if (list.at[i].voice.state == VOICE_SHOWN &&
			voice_kept_answers(p->ui->desk, p->arena, &list.at[i],
				&answers) == NULL && answers.count > 0) {
			return true;
		}
	}
	return false;
}

/* What she reads before she answers (doc/voices.md V1, V4). */
static const char *const asks_her[] = {
	TR("You told us something that can help others. We wrote it anew, "
		"without names. Below is the whole text, exactly as it would "
		"be shown. May we publish it?"),
	TR("If yes, answer here with the number below the text. If you say no, "
		"or nothing, it is not published. Our help does not depend on "
		"it."),
	TR("You can tell us whether it may be translated. If you say nothing, "
		"it is not."),
	TR("You can take it back at any time: one word is enough. Then it is "
		"taken away from our pages. But what others have copied we "
		"cannot call back."),
};

static str draft_of(struct ui_page *p, enum locale locale, str text, str number)
{
	struct buf out = {0};
	str draft;

	for (size_t i = 0; i < NELEM(asks_her); i++) {
		buf_put(&out, tr(locale, asks_her[i]));
		buf_text(&out, "\n\n");
	}
	buf_text(&out, "—\n\n");
	buf_put(&out, text);
	buf_byte(&out, '\n');
	buf_put(&out, number);
	draft = buf_take(&out, p->arena);
	buf_close(&out);
	return draft;
}

bool ui_voice_draft(struct ui_page *p, object_id thread, str *ret_text,
	str *ret_language)
{
	const struct guide_kept *story;
	struct voice_kept_list list;
	struct form query;
	object_id id;
	str text, number;

	if (form_read(p->arena, p->x->request.query, &query) != FORM_OK ||
		!object_read(form_value(&query, S("voice")), &id) ||
		voice_kept_thread(p->ui->desk, p->arena, thread, &list)
			!= NULL) {
		return false;
	}
	for (size_t i = 0; i < list.count; i++) {
		const struct voice *voice = &list.at[i].voice;
		size_t tongue;

		story = voice_kept_story(p->ui->desk, &list.at[i]);
		if (!object_eq(list.at[i].id, id) || story == NULL ||
			voice->state != VOICE_SHOWN ||
			!voice_kept_holds(p->arena, &list.at[i], story) ||
			!guide_tongue(&story->guide, voice->tongue->tag,
				&tongue) ||
			!ui_voice_text(p, story, tongue, &text, &number)) {
			continue;
		}
		*ret_text = draft_of(p, voice->tongue->locale, text, number);
		*ret_language = voice->tongue->tag;
		return true;
	}
	return false;
}
