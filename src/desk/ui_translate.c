/* The translation desk: all units of a language, and who has checked it. One unit
 * open is in ui_translate_unit.c. See ui_guide.h.
 *
 * SPDX-License-Identifier: AGPL-3.0-or-later */
#include "desk/ui_translate.h"

#include "desk/desk_room.h"
#include "desk/record_device.h"
#include "guide/signing.h"
#include "page/desk_translate.h"

enum { MEMBERS_MAX = 200 };

/* -- rows ----------------------------------------------------------------- */

static const struct { const char *class_name, *words; }
	states[GUIDE_STATE_COUNT] = {
	[GUIDE_EMPTY] = {"empty-words", TR("empty")},
	[GUIDE_DRAFT] = {"draft-words", TR("draft")},
	[GUIDE_DONE] = {"done-words", TR("done")},
	[GUIDE_STALE] = {"stale-words", TR("source changed")},
};

str ui_translate_state(struct ui_page *p, enum ui_guide_state state,
	str *ret_class)
{
	*ret_class = str_of(states[state].class_name);
	return ui_text(p, states[state].words);
}

/* The words are signed as they stand: a language whose signature holds. */
static bool is_checked(const struct ui_page *p, const struct guide_at *at)
{
	struct arena *arena = p->arena;
	struct checked checked;
	const struct unit *unit;
	int64_t day = guide_today(p->ui->desk);

	if (at->kept->guide.signs.count == 0 ||
		checked_make(arena, &at->kept->guide, at->tongue, day, &checked,
			&unit) != CHECKED_FINE || checked.withdrawn.len > 0) {
		return false;
	}
	return signing_find(&at->kept->guide, at->tongue, ROLE_LANGUAGE,
		signing_hash(&checked)) != NULL;
}

struct translate_row ui_translate_row(struct ui_page *p,
	const struct guide_at *at, size_t i)
{
	const struct guide *guide = &at->kept->guide;
	const struct unit *unit = &guide->units.at[i];
	enum ui_guide_state state = ui_guide_state(unit, at->tongue);
	struct translate_row row = {.letters = ui_guide_letters(p, at, i),
		.kind_name = ui_guide_kind(p, unit->kind),
		.source = ui_guide_plain(p, unit, guide->tongues[0],
			unit->words[0].text),
		.words = ui_guide_plain(p, unit, guide->tongues[at->tongue],
			unit->words[at->tongue].text)};

	row.state = ui_translate_state(p, state, &row.class_name);
	if (unit->words[at->tongue].is_derived) {
		row.state = ui_text(p, TR("made out of Kurmanji"));
	} else if (unit->words[at->tongue].state == WORDS_EMPTY &&
		state == GUIDE_DONE) {
		row.state = ui_text(p, TR("decided"));
	}
	return row;
}

/* -- signatures ----------------------------------------------------------- */

static const struct { const char *class_name, *words; }
	sign_states[SIGNING_STATE_COUNT] = {
	[SIGNING_NONE] = {"", TR("not checked yet")},
	[SIGNING_FALLEN] = {"due", TR("words have changed since")},
	[SIGNING_HOLDS] = {"good", TR("checked")},
	[SIGNING_ENDS] = {"due", TR("checked, ends soon")},
	[SIGNING_ENDED] = {"due", TR("to be checked again")},
	[SIGNING_LAPSED] = {"due", TR("ended long ago: not shown any more")},
};

static const char *const role_words[SIGN_ROLE_COUNT] = {
	[ROLE_LANGUAGE] = TR("language"), [ROLE_MEDICINE] = TR("medicine"),
	[ROLE_SECURITY] = TR("security"),
};

str ui_guide_role(struct ui_page *p, enum sign_role role)
{
	return ui_text(p, role_words[role]);
}

/* The newest signature of a role in this language, or its absence. */
static size_t sign_newest(const struct guide_at *at, enum sign_role role)
{
	const struct sign_list *signs = &at->kept->guide.signs;
	size_t newest = SIZE_MAX;

	for (size_t i = 0; i < signs->count; i++) {
		if (signs->at[i].tongue != at->tongue ||
			signs->at[i].role != role) {
			continue;
		}
		if (newest == SIZE_MAX || signs->at[i].checked_day >=
			signs->at[newest].checked_day) {
			newest = i;
		}
	}
	return newest;
}

static bool hash_now(struct ui_page *p, const struct guide_at *at,
	unit_seen *ret_hash)
{
	struct checked checked;
	const struct unit *unit;

	if (checked_make(p->arena, &at->kept->guide, at->tongue,
		guide_today(p->ui->desk), &checked, &unit) != CHECKED_FINE) {
		return false;
	}
	*ret_hash = signing_hash(&checked);
	return true;
}

static struct desk_sign_view sign_view(struct ui_page *p,
	const struct guide_at *at, enum sign_role role)
{
	const struct guide_kept *kept = at->kept;
	size_t newest = sign_newest(at, role);
	unit_seen now = {{0}};
	enum signing_state state = SIGNING_NONE;
	struct desk_sign_view view = {.role = ui_guide_role(p, role)};
	object_id member;

	if (newest != SIZE_MAX) {
		const struct sign *sign = &kept->guide.signs.at[newest];

		state = SIGNING_FALLEN;
		view.id = ui_record_id(p, kept->signs[newest]);
		view.checked = ui_guide_day(p, sign->checked_day);
		view.until = ui_guide_day(p, sign->until_day);
		view.until_machine = ui_guide_machine(p, sign->until_day);
		view.against = sign->against;
		if (object_read(kept->signers[newest], &member)) {
			view.who = ui_record_name(p, member);
		}
	}
	if (hash_now(p, at, &now)) {
		state = signing_state(&kept->guide, at->tongue, role, now,
			guide_today(p->ui->desk));
	}
	view.state = ui_text(p, sign_states[state].words);
	view.class_name = str_of(sign_states[state].class_name);
	return view;
}

static void signs_fill(struct ui_page *p, const struct guide_at *at,
	struct desk_translate *view)
{
	struct desk_sign_view *signs = ARENA_ARRAY(p->arena,
		struct desk_sign_view, SIGN_ROLE_COUNT);
	struct desk_choice *roles = ARENA_ARRAY(p->arena, struct desk_choice,
		SIGN_ROLE_COUNT);

	for (size_t i = 0; i < SIGN_ROLE_COUNT; i++) {
		enum sign_role role = (enum sign_role)i;

		roles[i] = (struct desk_choice){sign_role_name(role),
			ui_guide_role(p, role), false};
		if (!signing_is_demanded(&at->kept->guide, at->tongue, role) &&
			sign_newest(at, role) == SIZE_MAX) {
			continue;
		}
		signs[view->sign_count++] = sign_view(p, at, role);
	}
	view->signs = signs;
	view->roles = (struct desk_choices){roles, SIGN_ROLE_COUNT};
}

static void members_fill(struct ui_page *p, struct desk_translate *view)
{
	struct record_filter filter = {.type = &record_member,
		.state = S("current")};
	struct desk_choice *at = ARENA_ARRAY(p->arena, struct desk_choice,
		RECORD_ROWS_MAX + 1);
	struct record_rows rows = {.count = 0};
	object_id me = {{0}};

	if (record_list(p->ui->desk, p->arena, &filter, &rows) != NULL ||
		record_me_get(p->ui->desk, &me) != NULL) {
		rows.count = 0;
	}
	at[0] = (struct desk_choice){S(""), ui_text(p, TR("not said")), false};
	for (size_t i = 0; i < rows.count; i++) {
		at[i + 1] = (struct desk_choice){
			ui_record_id(p, rows.at[i].id), rows.at[i].title,
			object_eq(rows.at[i].id, me)};
	}
	view->members = (struct desk_choices){at, rows.count + 1};
}

/* -- the page ------------------------------------------------------------- */

static void rows_fill(struct ui_page *p, const struct guide_at *at,
	struct desk_translate *view)
{
	size_t count = at->kept->guide.units.count;
	struct translate_row *rows = ARENA_ARRAY(p->arena,
		struct translate_row, count + 1);
	bool checked = is_checked(p, at);

	for (size_t i = 0; i < count; i++) {
		rows[i] = ui_translate_row(p, at, i);
		if (checked && str_eq(rows[i].class_name, S("done-words"))) {
			rows[i].state = ui_text(p, TR("checked"));
		}
	}
	view->rows = rows;
	view->row_count = count;
}

static void desk_show(struct ui_page *p, const struct guide_at *at, str problem)
{
	const struct guide *guide = &at->kept->guide;
	const struct tongue *tongue = guide->tongues[at->tongue];
	struct desk_translate view = {.frame = &p->frame, .problem = problem,
		.address = ui_guide_number(p, at), .title = ui_guide_name(p, at->kept),
		.tag = tongue->tag, .dir = ui_guide_dir(tongue),
		.lang_name = ui_language_name(p->locale, tongue->tag),
		.source_tag = guide->tongues[0]->tag,
		.source_dir = ui_guide_dir(guide->tongues[0]),
		.source_name = ui_language_name(p->locale,
			guide->tongues[0]->tag),
		.form = ui_guide_form(p, at->kept, at->form, false),
		.is_source = at->tongue == 0};
	size_t next;

	rows_fill(p, at, &view);
	view.form.trouble = ui_guide_trouble(p, at->kept, at->tongue);
	next = at->tongue == 0 ? SIZE_MAX : ui_guide_unfinished(at, SIZE_MAX);
	if (next != SIZE_MAX) view.unfinished = ui_guide_letters(p, at, next);
	signs_fill(p, at, &view);
	members_fill(p, &view);
	page_desk_translate(p->out, p->locale, &view);
}

void ui_translate(struct ui_page *p, struct guide_at *at)
{
	desk_show(p, at, S(""));
}

static str signs_address(struct ui_page *p, const struct guide_at *at)
{
	return str_fmt(p->arena, "/guides/%u/%.*s#signs",
		guide_page_number(&at->kept->guide), S_ARG(locale_info(at->form)->tag));
}

void ui_translate_sign(struct ui_page *p, struct guide_at *at)
{
	struct sign_wish wish = {.form = at->form, .role = ROLE_LANGUAGE,
		.against = form_value(p->form, S("against"))};
	str go = signs_address(p, at);
	const char *why = NULL;
	const err *e = NULL;

	if (!sign_role_read(form_value(p->form, S("role")), &wish.role)) {
		e = err_make(ERR_USAGE, "no such role");
	}
	if (!object_read(form_value(p->form, S("member")), &wish.member)) {
		wish.member = (object_id){{0}};
	}
	if (e == NULL) e = guide_sign(p->ui->desk, at->kept, &wish, &why);
	if (e == NULL) {
		p->go = go;
	} else if (why != NULL) {
		p->status = 422;
		desk_show(p, at, ui_text(p, why));
	} else {
		ui_problem(p, e);
	}
}

void ui_translate_unsign(struct ui_page *p, struct guide_at *at)
{
	str go = signs_address(p, at);
	object_id sign;
	const err *e = object_read(form_value(p->form, S("sign")), &sign)
		? guide_sign_end(p->ui->desk, sign)
		: err_make(ERR_ABSENT, "no such signature");

	ui_guide_acted(p, e, NULL, go);
}
