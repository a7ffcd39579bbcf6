/* Short names of records: see ref_code.h. The alphabet has 31 signs, a prime,
 * so a weighted sum tells every single slip and every swap.
 *
 * SPDX-License-Identifier: AGPL-3.0-or-later */
#include "model/ref_code.h"

#include <string.h>

enum { BASE = 31, DASH_AT = 4 };

static const char alphabet[BASE + 1] = "23456789ABCDEFGHJKMNPQRSTVWXYZU";

static unsigned check_of(const unsigned signs[REF_SIGNS])
{
	unsigned sum = 0;

	for (unsigned i = 0; i < REF_SIGNS - 1; i++) sum += (i + 2) * signs[i];
	return sum % BASE;
}

static void signs_write(const unsigned signs[REF_SIGNS],
	char ret_text[REF_TEXT])
{
	size_t at = 0;

	for (size_t i = 0; i < REF_SIGNS; i++) {
		if (i == DASH_AT) ret_text[at++] = '-';
		ret_text[at++] = alphabet[signs[i]];
	}
}

void ref_code_write(object_id id, char ret_text[REF_TEXT])
{
	unsigned signs[REF_SIGNS];
	uint64_t number = 0;

	for (size_t i = 0; i < sizeof(number); i++) {
		number = number << 8 | id.bytes[i];
	}
	for (size_t i = 0; i < REF_SIGNS - 1; i++) {
		signs[i] = (unsigned)(number % BASE);
		number /= BASE;
	}
	signs[REF_SIGNS - 1] = check_of(signs);
	signs_write(signs, ret_text);
}

static bool sign_read(char c, unsigned *ret_sign)
{
	const char *at;

	if (c >= 'a' && c <= 'z') c = (char)(c - 'a' + 'A');
	at = c == '\0' ? NULL : strchr(alphabet, c);
	if (at == NULL) return false;
	*ret_sign = (unsigned)(at - alphabet);
	return true;
}

bool ref_code_read(str typed, char ret_text[REF_TEXT])
{
	unsigned signs[REF_SIGNS];
	size_t count = 0;

	for (size_t i = 0; i < typed.len; i++) {
		if (typed.at[i] == '-' || typed.at[i] == ' ') continue;
		if (count == REF_SIGNS) return false;
		if (!sign_read(typed.at[i], &signs[count++])) return false;
	}
	if (count != REF_SIGNS) return false;
	if (signs[REF_SIGNS - 1] != check_of(signs)) return false;
	signs_write(signs, ret_text);
	return true;
}
