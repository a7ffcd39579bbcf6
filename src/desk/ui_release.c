/* The page that publishes: see ui_guide.h.
 *
 * SPDX-License-Identifier: AGPL-3.0-or-later */
#include "desk/ui_translate.h"

#include "base/num.h"
#include "desk/desk_room.h"
#include "desk/guide_job.h"
#include "desk/guide_publish.h"
#include "desk/voice_kept.h"
#include "page/desk_translate.h"

/* Ticked, or published: those go. */
static bool is_ticked(struct ui_page *p, unsigned number)
{
	str value;
	size_t at = 0;
	uint64_t one;

	while (form_next(p->form, S("guide"), &at, &value)) {
		if (num_read(value, PAGE_NUMBER_MAX, &one) && one == number) {
			return true;
		}
	}
	return false;
}

/* "Arabic, Sorani": the languages readers would get. */
static str forms_of(struct ui_page *p, const struct guide_kept *kept)
{
	struct buf out = {0};
	str words;

	for (size_t i = 0; i < LOCALE_COUNT; i++) {
		size_t tongue = guide_form(&kept->guide, (enum locale)i);

		if (ui_guide_trouble(p, kept, tongue).len > 0) continue;
		if (out.len > 0) buf_text(&out, " · ");
		buf_put(&out, ui_language_name(p->locale,
			locale_info((enum locale)i)->tag));
	}
	words = buf_take(&out, p->arena);
	buf_close(&out);
	return words;
}

/* [voice_act-3] said before it is ticked. */
static void story_fill(struct ui_page *p, const struct guide_kept *story,
	struct release_line *line)
{
	struct voice_kept_list voices;
	enum voice_refusal refusal;

	if (voice_kept_all(p->ui->desk, p->arena, &voices) != NULL) return;
	refusal = voice_kept_refusal(p->ui->desk, p->arena, &voices, story);
	if (refusal == VOICE_FINE || refusal == VOICE_TAKEN_BACK) return;
	line->forms = S("");
	line->trouble = ui_text(p, TR("There is no yes to this text, or it says "
		"too much. It is in no release."));
}

static void guides_fill(struct ui_page *p, const struct guides *all,
	struct desk_release *view)
{
	struct release_line *lines = ARENA_ARRAY(p->arena,
		struct release_line, all->list.count + 1);

	for (size_t i = 0; i < all->list.count; i++) {
		const struct guide_kept *kept = all->list.at[i];
		struct release_line *line = &lines[view->guide_count++];

		*line = (struct release_line){
			.address = str_fmt(p->arena, "%u", guide_page_number(&kept->guide)),
			.name = ui_guide_name(p, kept), .forms = forms_of(p, kept),
			.state = ui_record_state(p, &record_guide,
				kept->state)};
		line->stays = str_eq(kept->state, S("published")) ||
			str_eq(kept->state, S("withdrawn"));
		line->goes = is_ticked(p, guide_page_number(&kept->guide));
		if (line->forms.len == 0) {
			line->trouble = ui_text(p, TR("No language of it can be "
				"shown yet."));
		}
		if (kept->guide.is_story) story_fill(p, kept, line);
	}
	view->guides = lines;
}

/* "3 · Sorani · medicine" */
static void missing_fill(struct ui_page *p, struct desk_release *view,
	const struct guide_numbers *also)
{
	struct gate_missing_list missing;
	str *lines;
	const err *e = guide_release_gate(p->ui->desk, p->arena, also,
		&missing);

	if (e == NULL) return;
	lines = ARENA_ARRAY(p->arena, str, missing.count + 1);
	for (size_t i = 0; i < missing.count; i++) {
		const struct gate_missing *one = &missing.at[i];

		lines[i] = str_fmt(p->arena, "%u · %.*s · %.*s",
			guide_page_number(one->guide), S_ARG(ui_language_name(p->locale,
				one->tongue->tag)),
			S_ARG(ui_guide_role(p, one->role)));
	}
	view->missing = lines;
	view->missing_count = missing.count;
}

static struct guide_numbers numbers_of(struct ui_page *p,
	const struct guides *all, bool every)
{
	unsigned *at = ARENA_ARRAY(p->arena, unsigned, all->list.count + 1);
	size_t count = 0;

	for (size_t i = 0; i < all->list.count; i++) {
		unsigned number = guide_page_number(&all->list.at[i]->guide);

		if (every || is_ticked(p, number)) at[count++] = number;
	}
	return (struct guide_numbers){at, count};
}

static void release_show(struct ui_page *p, const struct guide_at *at,
	str problem)
{
	struct guide_numbers every = numbers_of(p, at->all, true);
	struct desk_release view = {.frame = &p->frame, .problem = problem,
		.has_key = desk_holds_key(p->ui->desk), .number = 1};
	struct guide_library library;
	const err *e = guide_library_of(p->ui->desk, p->arena, &library);

	if (e != NULL) {
		ui_problem(p, e);
		return;
	}
	if (library.releases.count > 0) {
		const struct release *last = &library.releases.at[
			library.releases.count - 1];

		view.number = (uint64_t)last->number + 1;
		view.last = str_fmt(p->arena, "%u", last->number);
		view.last_day = ui_guide_day(p, last->day);
	}
	guides_fill(p, at->all, &view);
	missing_fill(p, &view, &every);
	view.changes = ui_guide_changes(p, NULL, &view.change_count);
	view.can = at->all->list.count > 0;
	page_desk_release(p->out, p->locale, &view);
}

void ui_release_form(struct ui_page *p, struct guide_at *at)
{
	release_show(p, at, S(""));
}

void ui_release(struct ui_page *p, struct guide_at *at)
{
	struct guide_numbers also = numbers_of(p, at->all, false);
	const char *why = NULL;
	const err *e = guide_publish(p->ui->desk, &also, &why);

	if (e == NULL) {
		p->go = S("/guides/release");
		if (desk_holds_key(p->ui->desk)) {
			guide_job_stop(p->ui->desk->guide_job);
			ui_release_make(p, at);
		}
	} else if (why != NULL) {
		p->status = 422;
		release_show(p, at, ui_text(p, why));
	} else {
		ui_problem(p, e);
	}
}
