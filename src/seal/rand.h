/* Random bytes and ids from the system's generator.
 *
 * SPDX-License-Identifier: AGPL-3.0-or-later */
#ifndef SEAL_RAND_H
#define SEAL_RAND_H

#include "base/buf.h"

void rand_bytes(void *bytes, size_t size);
uint64_t rand_below(uint64_t limit);

#endif
