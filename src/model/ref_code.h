/* The short name of a record, `K7QM-2XD`: six signs made from its id and one
 * that checks them, from an alphabet without look-alikes, so that it can be
 * said on a bad line. The same on every desk, without asking anybody. Pure.
 *
 * [ref-1] one wrong sign, or two neighbours changed about, is noticed
 *
 * SPDX-License-Identifier: AGPL-3.0-or-later */
#ifndef MODEL_REF_CODE_H
#define MODEL_REF_CODE_H

#include "model/op.h"

enum { REF_SIGNS = 7, REF_TEXT = REF_SIGNS + 1 /* the dash */ };

void ref_code_write(object_id id, char ret_text[REF_TEXT]);
/* As typed: small letters, blanks, with or without the dash. Gives the text
 * as written above. False: not one, or the check says no [ref-1]. */
bool ref_code_read(str typed, char ret_text[REF_TEXT]) MUST_USE;

#endif
