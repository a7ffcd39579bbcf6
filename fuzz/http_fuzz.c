/* Request heads: what is accepted lies inside the input, and every cut of an
 * accepted head is not whole yet.
 *
 * SPDX-License-Identifier: AGPL-3.0-or-later */
#include "fuzz.h"

#include "text/http.h"

static void inside(str part, str whole)
{
	if (part.len == 0) return;
	must(part.at >= whole.at && part.at + part.len <= whole.at + whole.len);
}

int LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t size)
{
	str input = fuzz_input(bytes, size);
	struct http_request request, cut;
	size_t length, cut_length;

	if (http_read(input, &request, &length) != HTTP_OK) return 0;
	must(length > 0 && length <= input.len && length <= HTTP_HEAD_MAX);
	must(request.path.len > 0 && request.path.at[0] == '/');
	must(request.header_count <= HTTP_LINES_MAX);
	inside(request.path, input);
	inside(request.query, input);
	for (size_t i = 0; i < request.header_count; i++) {
		inside(request.headers[i].name, input);
		inside(request.headers[i].value, input);
	}
	for (size_t len = 0; len < length; len++) {
		must(http_read(str_first(input, len), &cut, &cut_length) ==
			HTTP_MORE);
	}
	return 0;
}
