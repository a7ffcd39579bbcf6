/* What every fuzz target includes. A target is one function over the bytes of
 * one input: it must neither crash nor break a must() of its own. With clang
 * it is linked with libFuzzer, otherwise with driver.c.
 *
 * SPDX-License-Identifier: AGPL-3.0-or-later */
#ifndef FUZZ_FUZZ_H
#define FUZZ_FUZZ_H

#include "base/buf.h"

/* The entry both callers know; returns 0. */
int LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t size);

/* A str over the input that points to readable memory also when it is empty. */
static inline str fuzz_input(const uint8_t *bytes, size_t size)
{
	return str_bytes(size == 0 ? (const void *)"" : bytes, size);
}

/* The first byte of an input, taken off: it steers how the rest is cut. */
static inline size_t fuzz_take_byte(str *input)
{
	size_t byte = input->len == 0 ? 0 : (unsigned char)input->at[0];

	*input = str_from(*input, 1);
	return byte;
}

#endif
