/* The words to avoid and never to show, as a table (bank_avoid.terms, whose
 * first lines say why it exists). Written by tool/embed; read by bank_seed.c.
 *
 * SPDX-License-Identifier: AGPL-3.0-or-later */
#ifndef MODEL_BANK_AVOID_H
#define MODEL_BANK_AVOID_H

#include "base/str.h"

extern const str asset_bank_avoid_terms;

#endif
