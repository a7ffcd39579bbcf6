/* How many SMS a text takes. Counted as UCS-2 always, since Arabic letters and
 * the circumflex of Kurmanji force it: 70 letters in one part, 67 a part in
 * several; a picture (emoji) counts two. Pure.
 *
 * SPDX-License-Identifier: AGPL-3.0-or-later */
#ifndef TEXT_SMS_PART_H
#define TEXT_SMS_PART_H

#include "base/str.h"

enum { SMS_ALONE = 70, SMS_PART = 67 };

/* Letters as an SMS counts them (UTF-16). */
size_t sms_letters(str text);
size_t sms_parts(size_t letters);

#endif
