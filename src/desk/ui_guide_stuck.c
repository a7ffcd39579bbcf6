/* What did not work on the pages of guides: what happened, what is safe, what
 * next. See ui_guide.h. A reason is fixed words chosen by the kind of fault.
 *
 * SPDX-License-Identifier: AGPL-3.0-or-later */
#include "desk/ui_guide.h"

#include "base/num.h"
#include "base/tr_mark.h"
#include "page/desk_translate.h"

void ui_guide_stuck(struct ui_page *p, const char *what, str next)
{
	struct desk_guide_stuck view = {.frame = &p->frame,
		.what = ui_text(p, what), .next = next};

	if (p->status == 200) p->status = 422;
	page_desk_guide_stuck(p->out, p->locale, &view);
}

/* Of a form of a guide, a release, or all guides as a folder. */
static const char *const reasons[ERR_CODE_COUNT] = {
	[ERR_IO] = TR("This computer refused something it needs: a file, or "
		"memory."),
	[ERR_ABSENT] = TR("This guide does not have that form now. Look again "
		"which it has."),
	[ERR_FULL] = TR("It became too large for one file."),
	[ERR_FORMAT] = TR("What was made is not what it should be."),
	[ERR_REFUSED] = TR("As this language stands it cannot be made: a part "
		"is missing or stale, a letter is in no font, or what it needs "
		"is not on this computer."),
};

/* "/guides/N/LANG/as/…": back to the list of forms. */
static str preview_back(struct ui_page *p, const struct guides *all)
{
	str rest = str_from(p->x->request.path, sizeof("/guides/") - 1);
	str number = S(""), tag = S("");
	enum locale form;
	uint64_t read;

	if (!str_cut(rest, '/', &number, &rest) ||
		!str_cut(rest, '/', &tag, &rest) ||
		!num_read(number, PAGE_NUMBER_MAX, &read) ||
		!locale_read(tag, &form) ||
		guides_find(all, (unsigned)read) == NULL) {
		return S("/guides");
	}
	return str_fmt(p->arena, "/guides/%llu/%.*s/preview",
		(unsigned long long)read, S_ARG(locale_info(form)->tag));
}

void ui_guide_left(struct ui_page *p, const struct guides *all)
{
	const char *what = reasons[p->stuck->code];

	p->status = p->stuck->code == ERR_ABSENT ? 404
		: p->stuck->code == ERR_REFUSED ? 409 : 500;
	ui_guide_stuck(p, what != NULL ? what : reasons[ERR_IO],
		preview_back(p, all));
}
