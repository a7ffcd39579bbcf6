/* Forms and written text: what was read can be encoded and read again to the
 * same fields; text that passed the gate has no CR and passes unchanged.
 *
 * SPDX-License-Identifier: AGPL-3.0-or-later */
#include "fuzz.h"

#include "base/utf8.h"
#include "text/form.h"

static void round_trip(struct arena *arena, const struct form *form)
{
	struct buf body = {0};
	struct form again;

	for (size_t i = 0; i < form->count; i++) {
		if (i > 0) buf_byte(&body, '&');
		form_encode(&body, form->fields[i].name);
		buf_byte(&body, '=');
		form_encode(&body, form->fields[i].value);
	}
	must(form_read(arena, buf_str(&body), &again) == FORM_OK);
	must(form->count == again.count);
	for (size_t i = 0; i < form->count; i++) {
		must(str_eq(form->fields[i].name, again.fields[i].name));
		must(str_eq(form->fields[i].value, again.fields[i].value));
	}
	buf_close(&body);
}

static void text_gate(struct arena *arena, str sent)
{
	str text, again;

	if (form_text(arena, sent, &text)) {
		must(utf8_is_valid(text));
		must(str_find_byte(text, '\r') == SIZE_MAX);
		must(form_text(arena, text, &again) && str_eq(text, again));
	}
	if (form_line(arena, sent, &text)) {
		must(str_find_byte(text, '\n') == SIZE_MAX);
		must(form_line(arena, text, &again) && str_eq(text, again));
	}
}

int LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t size)
{
	str input = fuzz_input(bytes, size);
	struct arena *arena = arena_open(16 << 20);
	struct form form;

	if (form_read(arena, input, &form) == FORM_OK && form.count > 0) {
		round_trip(arena, &form);
	}
	text_gate(arena, input);
	arena_close(&arena);
	return 0;
}
