/* A small picture of a sheet of paper, made anew each time, so that no real
 * one is needed: an attachment of the demonstration.
 *
 * SPDX-License-Identifier: AGPL-3.0-or-later */
#ifndef DEMO_PICTURE_H
#define DEMO_PICTURE_H

#include "base/buf.h"

/* Appends a PNG file (RFC 2083), grey, uncompressed inside. */
void picture_of_paper(struct buf *out);

#endif
