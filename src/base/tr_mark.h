/* Marks an English text in C for the translators (po/, tool/tmplc --strings).
 * It stands on the lowest floor because tables of every floor hold words;
 * who shows them asks page/tr.h. It owns nothing.
 *
 * SPDX-License-Identifier: AGPL-3.0-or-later */
#ifndef BASE_TR_MARK_H
#define BASE_TR_MARK_H

/* TR_COUNT gives both forms to tr_count. */
#define TR(literal) literal
#define TR_COUNT(one, other) one, other

#endif
