/* Sizes that say little: text classes of 1, 4, 16, 64 KiB and Padmé with a
 * 1 KiB floor (doc/seal.md 5).
 *
 * SPDX-License-Identifier: AGPL-3.0-or-later */
#ifndef SEAL_PAD_H
#define SEAL_PAD_H

#include "base/base.h"

/* Smallest class that holds `len`; 0 when it is over 64 KiB. */
size_t pad_class(size_t len);
/* Padmé size of `len`. */
uint64_t pad_padme(uint64_t len);

#endif
