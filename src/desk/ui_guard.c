/* Who may ask: see ui_guard.h. Other programs and other users of this computer
 * can reach the port, and other sites can make a browser send to it; the
 * secrets of a start are what tells our own browser apart.
 *
 * SPDX-License-Identifier: AGPL-3.0-or-later */
#include "desk/ui_guard.h"

#include "seal/rand.h"
#include "seal/secret.h"

#include <string.h>

void ui_secret(char ret_hex[UI_SECRET_HEX])
{
	static const char digits[] = "0123456789abcdef";
	unsigned char bytes[UI_SECRET_HEX / 2];

	rand_bytes(bytes, sizeof(bytes));
	for (size_t i = 0; i < UI_SECRET_HEX; i++) {
		ret_hex[i] = digits[i % 2 == 0 ? bytes[i / 2] >> 4
					       : bytes[i / 2] & 15];
	}
}

static bool is_secret(str given, const char *secret)
{
	return given.len == UI_SECRET_HEX &&
	       secret_eq(given.at, secret, UI_SECRET_HEX);
}

/* The value of our cookie among those the browser sends. */
static str cookie_of(const struct http_request *request)
{
	str all = http_header(request, S("cookie"));

	while (all.len > 0) {
		str one = all;

		if (!str_cut(all, ';', &one, &all)) all = S("");
		one = str_trim(one);
		if (str_starts(one, S("bothy="))) {
			return str_from(one, sizeof("bothy=") - 1);
		}
	}
	return S("");
}

static bool origin_is_ours(const struct ui *ui,
	const struct http_request *request)
{
	str origin = http_header(request, S("origin"));

	return str_starts(origin, S("http://")) &&
	       str_eq(str_from(origin, sizeof("http://") - 1), ui->host);
}

static bool is_multipart(const struct http_request *request)
{
	return str_starts(http_header(request, S("content-type")),
		S("multipart/form-data"));
}

/* "/guides/N/picture/UNIT" and "/guides/N/LANG/UNIT/recording" */
static bool is_of_guide(str path)
{
	str number, rest, second, third;

	return str_starts(path, S("/guides/")) &&
		str_cut(str_from(path, sizeof("/guides/") - 1), '/', &number,
			&rest) && str_cut(rest, '/', &second, &third) &&
		((str_eq(second, S("picture")) &&
			str_find_byte(third, '/') == SIZE_MAX) ||
		(str_cut(third, '/', &number, &rest) &&
			str_eq(rest, S("recording"))));
}

bool ui_takes_files(str path)
{
	return is_of_guide(path) || str_eq(path, S("/paste")) || str_starts(path, S("/table/")) ||
		str_eq(path, S("/words-table"));
}

bool ui_form_is_ours(const struct ui *ui, const struct form *form)
{
	return is_secret(form_value(form, S("form")), ui->form);
}

static enum guard post_guard(struct ui *ui, struct exchange *x,
	struct form *ret_form)
{
	if (!origin_is_ours(ui, &x->request)) return GUARD_KEEP_OUT;
	/* A form with files is read by its page, which looks for the secret. */
	if (is_multipart(&x->request)) {
		return ui_takes_files(x->request.path) ? GUARD_PASS
			: GUARD_KEEP_OUT;
	}
	if (form_read(x->arena, buf_str(&x->body), ret_form) != FORM_OK) {
		return GUARD_KEEP_OUT;
	}
	return ui_form_is_ours(ui, ret_form) ? GUARD_PASS : GUARD_KEEP_OUT;
}

enum guard ui_guard(struct ui *ui, struct exchange *x, struct form *ret_form)
{
	const struct http_request *request = &x->request;
	str path = request->path;

	if (!str_eq(http_header(request, S("host")), ui->host)) {
		return GUARD_KEEP_OUT;
	}
	if (request->method != HTTP_POST && str_starts(path, S("/open/")) &&
		is_secret(str_from(path, sizeof("/open/") - 1), ui->token)) {
		return GUARD_LET_IN;
	}
	if (!is_secret(cookie_of(request), ui->cookie)) return GUARD_KEEP_OUT;
	if (request->method != HTTP_POST) return GUARD_PASS;
	return post_guard(ui, x, ret_form);
}
