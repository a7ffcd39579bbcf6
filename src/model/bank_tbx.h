/* The word bank as TBX, the form term bases are exchanged in. Written: TBX-Basic
 * of ISO 30042:2019 in DCA style, and the old bilingual `martif` flavour, the
 * only one Weblate and translate-toolkit read. Read: both, the draft namespace
 * of 2019, and data categories of other programs.
 *
 * What TBX-Basic has no place for stands in notes that read "column = value",
 * with the columns of our tables ("certainty = sure"), and comes back from
 * there [bank_tbx-1]; an unknown category becomes a note "category: value", so
 * that nothing of a partner's is lost [bank_tbx-2]. A term that is refused is
 * named by line and reason and costs no other; a file that is broken gives
 * nothing, one line and one reason [bank_tbx-3]. A reason is a fixed text.
 *
 * A term whose file says its status, but not how sure it is, is likely; one
 * without a status is accepted and unsure, so it never marks a word [bank-1].
 *
 * Not carried: concepts without a chosen term, and the order of terms across
 * languages. `martif` carries two languages, one pair of terms an entry, and
 * of each term the status, the definition, the reason and the note. Pure: the
 * XML comes as events.
 *
 * SPDX-License-Identifier: AGPL-3.0-or-later */
#ifndef MODEL_BANK_TBX_H
#define MODEL_BANK_TBX_H

#include "base/xml.h"
#include "model/bank_choice.h"

/* Appends a whole file. */
void bank_tbx_write(struct arena *arena, const struct bank *bank,
	const struct bank_choice *choice, struct buf *out);
void bank_martif_write(struct arena *arena, const struct bank *bank,
	const struct bank_choice *choice, const enum text_lang langs[2],
	struct buf *out);

/* Reads a whole file of any of these forms. False when it is broken or no TBX:
 * then the last of `refused` says where and why, and *ret_bank is untouched. */
bool bank_tbx_read(struct arena *arena, struct xml_source *source,
	struct bank_refusals *refused, struct bank *ret_bank) MUST_USE;

#endif
