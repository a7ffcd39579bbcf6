/* A bank into records: see words_take.h. Trying is taking in with a batch that
 * is dropped at the end, so both cannot differ [words_take-1].
 *
 * SPDX-License-Identifier: AGPL-3.0-or-later */
#include "desk/words_take.h"

#include "desk/desk_room.h"
#include "desk/record_commit.h"
#include "desk/record_query.h"
#include "model/bank_seed.h"
#include "seal/rand.h"

enum { TAKE_ARENA_BYTES = 256 << 20, EDITS_MAX = 24 };

struct taking {
	struct desk *desk;
	struct arena *arena;
	const struct bank *from;
	const struct words_here *here;
	struct words_report *report;
	bool only_new;               /* what is here stays as it is */
	object_id *concepts;         /* the records, by their place in `from` */
	struct record_edit edits[EDITS_MAX];
	size_t edit_count;
};

/* -- what a row says ------------------------------------------------------ */

static void say(struct taking *t, const char *key, str value)
{
	if (value.len == 0) return;
	must(t->edit_count < EDITS_MAX);
	t->edits[t->edit_count++] = (struct record_edit){key, value, EDIT_SET};
}

static struct record_edits said(const struct taking *t)
{
	return (struct record_edits){t->edits, t->edit_count};
}

static str lines_of(struct taking *t, const struct bank_words *list)
{
	struct buf lines = {0};
	str kept;

	for (size_t i = 0; i < list->count; i++) {
		if (i > 0) buf_byte(&lines, '\n');
		buf_put(&lines, list->at[i]);
	}
	kept = buf_take(&lines, t->arena);
	buf_close(&lines);
	return kept;
}

/* The subjects of others are many; ours are a short list. */
static str subject_of(str subject)
{
	const struct record_field *field = record_field_find(&record_concept,
		S("subject"));

	if (subject.len == 0) return subject;
	return record_choice(field, subject) != NULL ? subject : S("other");
}

static void concept_say(struct taking *t, const struct bank_concept *concept)
{
	t->edit_count = 0;
	say(t, "name", concept->name.len > 0 ? concept->name : concept->id);
	say(t, "subject", subject_of(concept->subject));
	say(t, "note", concept->note);
	say(t, "definition-ar", concept->definition[TEXT_AR]);
	say(t, "definition-ckb", concept->definition[TEXT_CKB]);
	say(t, "definition-kmr-arab", concept->definition[TEXT_KMR_ARAB]);
	say(t, "definition-kmr", concept->definition[TEXT_KMR]);
	say(t, "definition-en", concept->definition[TEXT_EN]);
}

static str yes_if(bool yes)
{
	return yes ? S("yes") : S("");
}

static void term_say(struct taking *t, const struct bank_term *term)
{
	t->edit_count = 0;
	say(t, "term", term->text);
	say(t, "concept", object_text(t->arena, t->concepts[term->concept]));
	say(t, "lang", text_lang_tag(term->lang));
	say(t, "dialect", term->dialect);
	/* neutral is what a file says that says nothing */
	if (term->register_ != BANK_NEUTRAL) {
		say(t, "register", bank_register_name(term->register_));
	}
	say(t, "pos", bank_pos_name(term->pos));
	say(t, "gender", bank_gender_name(term->gender));
	say(t, "forms", lines_of(t, &term->forms));
	say(t, "homograph", yes_if(term->homograph));
	say(t, "context", lines_of(t, &term->context));
	say(t, "as-is", yes_if(term->as_is));
	say(t, "certainty", bank_certainty_name(term->certainty));
	say(t, "why", term->why);
	say(t, "objections", term->objections);
	say(t, "coined-by", term->coined_by);
	say(t, "source", term->source);
	say(t, "note", term->note);
	say(t, "decided-on", term->decided_on);
	say(t, "decided-by", term->decided_by);
}

/* -- one record ----------------------------------------------------------- */

static bool is_here(struct taking *t, object_id id)
{
	struct record_row row;

	return record_row_get(t->desk, t->arena, id, &row) == NULL;
}

static void refused(struct taking *t, str term,
	const struct record_refusal *refusal)
{
	struct words_report *report = t->report;

	if (report->refused++ >= WORDS_REFUSALS_MAX) return;
	report->refusals[report->refused - 1] = (struct words_refusal){term,
		refusal->words != NULL ? refusal->words
			: record_fault_words(refusal->fault)};
}

static bool is_refusal(const err *e)
{
	return e != NULL && (e->code == ERR_USAGE || e->code == ERR_REFUSED);
}

static const err *concept_take(struct taking *t, size_t at)
{
	const struct bank_concept *concept = &t->from->concepts.at[at];
	struct record_new new = {words_concept_id(concept->id),
		&record_concept};
	struct record_refusal refusal;
	bool here = is_here(t, new.id);
	const err *e;

	t->concepts[at] = new.id;
	if (here && t->only_new) return NULL;
	concept_say(t, concept);
	e = here ? record_set(t->desk, new.id, said(t), &refusal)
		: record_create_as(t->desk, &new, said(t), &refusal);
	if (!is_refusal(e)) return e;
	refused(t, concept->name, &refusal);
	return NULL;
}

/* The word as it stands here already, in this concept and language. */
static const struct words_term *term_here(const struct taking *t,
	const struct bank_term *term)
{
	object_id concept = t->concepts[term->concept];

	for (size_t i = 0; i < t->here->terms.count; i++) {
		const struct words_term *one = &t->here->terms.at[i];

		if (one->said.lang != term->lang || one->concept == SIZE_MAX ||
			!str_eq(one->said.text, term->text)) {
			continue;
		}
		if (object_eq(t->here->concepts[one->concept], concept)) {
			return one;
		}
	}
	return NULL;
}

/* How a word stands is for members to decide, one by one, with a reason. */
static const err *term_change(struct taking *t, const struct words_term *here,
	const struct bank_term *term)
{
	struct record_refusal refusal = {.fault = FAULT_RULE, .words =
		TR("It stands otherwise here. Change it on its own sheet.")};
	size_t before = t->desk->batch->ops.count;
	const err *e;

	if (here->said.status != term->status) {
		refused(t, term->text, &refusal);
		return NULL;
	}
	e = record_set(t->desk, here->id, said(t), &refusal);
	if (is_refusal(e)) {
		refused(t, term->text, &refusal);
		return NULL;
	}
	if (t->desk->batch->ops.count > before) t->report->changed++;
	else t->report->same++;
	return e;
}

static const err *term_make(struct taking *t, const struct bank_term *term,
	object_id id)
{
	struct record_new new = {id, &record_term};
	struct record_refusal refusal;
	const err *e;

	say(t, "state", str_of(words_state(term->status)));
	e = record_create_as(t->desk, &new, said(t), &refusal);
	if (e == NULL) t->report->fresh++;
	if (!is_refusal(e)) return e;
	refused(t, term->text, &refusal);
	return NULL;
}

static const err *term_take(struct taking *t, const struct bank_term *term)
{
	const struct words_term *here = term_here(t, term);
	object_id id = words_term_id(t->concepts[term->concept], term);
	bool taken = here == NULL && is_here(t, id);

	if (t->only_new && (here != NULL || taken)) {
		t->report->same++;
		return NULL;
	}
	term_say(t, term);
	if (here != NULL) return term_change(t, here, term);
	/* Another word stands in that record by now: this one is new. */
	if (taken) rand_bytes(id.bytes, sizeof(id.bytes));
	return term_make(t, term, id);
}

/* -- all of it ------------------------------------------------------------ */

static const err *bank_take(struct taking *t)
{
	const err *e = NULL;

	for (size_t i = 0; e == NULL && i < t->from->concepts.count; i++) {
		e = concept_take(t, i);
	}
	for (size_t i = 0; e == NULL && i < t->from->terms.count; i++) {
		e = term_take(t, &t->from->terms.at[i]);
	}
	return e;
}

static const err *all_take(struct taking *t, bool take)
{
	const err *e = words_of(t->desk, &t->here);

	*t->report = (struct words_report){0};
	if (e == NULL) e = record_batch_begin(t->desk);
	if (e != NULL) return e;
	t->arena = arena_open(TAKE_ARENA_BYTES);
	t->concepts = ARENA_ARRAY(t->arena, object_id,
		t->from->concepts.count + 1);
	e = bank_take(t);
	arena_close(&t->arena);
	if (e == NULL && take) return record_batch_end(t->desk);
	record_batch_drop(t->desk);
	return e;
}

const err *words_take(struct desk *desk, const struct bank *from, bool take,
	struct words_report *ret_report)
{
	struct taking t = {.desk = desk, .from = from, .report = ret_report};

	return all_take(&t, take);
}

const err *words_begin(struct desk *desk, size_t *ret_fresh)
{
	struct arena *arena = arena_open(TAKE_ARENA_BYTES);
	struct words_report *report = ARENA_NEW(arena, struct words_report);
	struct bank bank = {0};
	struct taking t = {.desk = desk, .from = &bank, .report = report,
		.only_new = true};
	const err *e;

	bank_seed_add(arena, &bank);
	e = all_take(&t, true);
	must(e != NULL || report->refused == 0);
	if (e == NULL) *ret_fresh = report->fresh;
	arena_close(&arena);
	return e;
}
