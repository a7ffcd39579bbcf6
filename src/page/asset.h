/* Files built into the program: the style of the public pages and of the
 * booklet for each direction, the desk's style and script. Written by
 * tool/embed.
 *
 * SPDX-License-Identifier: AGPL-3.0-or-later */
#ifndef PAGE_ASSET_H
#define PAGE_ASSET_H

#include "base/str.h"

extern const str asset_book_css_ltr;
extern const str asset_book_css_rtl;
extern const str asset_booklet_css_ltr;
extern const str asset_booklet_css_rtl;
extern const str asset_guide_css_ltr;
extern const str asset_guide_css_rtl;
extern const str asset_line_css_ltr;
extern const str asset_line_css_rtl;
extern const str asset_desk_css;
extern const str asset_desk_js;

#endif
