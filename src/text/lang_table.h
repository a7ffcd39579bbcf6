/* The shape of the table that tells languages apart: for each slot of
 * text/gram.h, what it costs each language of the script to hold it, in
 * sixteenths of the natural logarithm, as a byte. Arabic letters first, then
 * Latin ones. Written by tool/lang_train.c into lang.table, read by lang.c,
 * so both take their sizes from here.
 *
 * SPDX-License-Identifier: AGPL-3.0-or-later */
#ifndef TEXT_LANG_TABLE_H
#define TEXT_LANG_TABLE_H

#include "text/gram.h"
#include "text/tag.h"

enum {
	LANG_ARAB_COUNT = 4,
	LANG_LATN_COUNT = 6,
	LANG_SIDES_MAX = LANG_LATN_COUNT,
	LANG_TABLE_BYTES =
		GRAM_TABLE_SLOTS * (LANG_ARAB_COUNT + LANG_LATN_COUNT),
	LANG_COST_UNIT = 16, /* steps of a cost in one natural logarithm */
	LANG_COST_MAX = 255
};

/* A language of a script, and its handicap in natural logarithms: what is
 * written to us seldom must be likelier to be believed. */
struct lang_side { enum text_lang lang; unsigned handicap; };

/* In the order of the bytes of a slot. */
static const struct lang_side lang_arab[LANG_ARAB_COUNT] = {
	{TEXT_AR, 0}, {TEXT_CKB, 0}, {TEXT_KMR_ARAB, 2}, {TEXT_FA, 2}};
static const struct lang_side lang_latn[LANG_LATN_COUNT] = {
	{TEXT_KMR, 0}, {TEXT_EN, 0}, {TEXT_TR, 0}, {TEXT_SV, 3},
	{TEXT_AR_LATN, 3}, {TEXT_CKB_LATN, 3}};

#endif
