/* Square codes: see qr.h.
 *
 * SPDX-License-Identifier: AGPL-3.0-or-later */
#include "guide/qr.h"

#include "guide/indexed.h"
#include "os/library.h"

#include <qrencode.h>

#include <errno.h>

#define LIBRARY "libqrencode.so.4"

static struct {
	QRcode *(*encode)(const char *text, int version, QRecLevel level);
	void (*free_code)(QRcode *code);
} late;

static bool find_calls(void)
{
	static struct library library;

	if (late.encode != NULL) return true;
	return library_open(&library, LIBRARY) == NULL &&
		library_find(&library, "QRcode_free", &late.free_code) &&
		library_find(&library, "QRcode_encodeString8bit",
			&late.encode);
}

static QRcode *encode(str text)
{
	char words[QR_TEXT_MAX + 1];
	QRcode *code;

	if (text.len == 0 || text.len > QR_TEXT_MAX ||
		str_find_byte(text, '\0') != SIZE_MAX || !find_calls()) {
		return NULL;
	}
	for (size_t i = 0; i < text.len; i++) words[i] = text.at[i];
	words[text.len] = '\0';
	code = late.encode(words, 0, QR_ECLEVEL_M);
	if (code == NULL && errno == ENOMEM) die("out of memory");
	return code;
}

bool qr_make(struct arena *arena, str text, struct qr *ret_qr)
{
	QRcode *code = encode(text);
	unsigned inner, side;

	if (code == NULL) return false;
	inner = (unsigned)code->width;
	side = inner + 2 * QR_MARGIN;
	ret_qr->side = side;
	ret_qr->cells = ARENA_ARRAY(arena, uint8_t, (size_t)side * side);
	for (unsigned y = 0; y < inner; y++) {
		for (unsigned x = 0; x < inner; x++) {
			ret_qr->cells[(y + QR_MARGIN) * side + x + QR_MARGIN] =
				code->data[y * inner + x] & 1;
		}
	}
	late.free_code(code);
	return true;
}

bool qr_pixels(struct arena *arena, str text, struct ink_pixels *ret_pixels)
{
	static const uint32_t tones[] = {0xffffffff, 0xff000000};
	uint32_t *pixels;
	struct qr qr;

	if (!qr_make(arena, text, &qr)) return false;
	pixels = ARENA_ARRAY(arena, uint32_t, (size_t)qr.side * qr.side);
	for (size_t i = 0; i < (size_t)qr.side * qr.side; i++) {
		pixels[i] = tones[qr.cells[i]];
	}
	*ret_pixels = (struct ink_pixels){pixels, qr.side, qr.side};
	return true;
}

const err *qr_png(struct arena *arena, str text, unsigned scale,
	struct buf *out)
{
	static const uint32_t tones[] = {0xffffff, 0x000000};
	struct indexed picture = {.colours = tones, .colour_count = 2};
	unsigned side;
	uint8_t *cells;
	struct qr qr;

	if (!qr_make(arena, text, &qr)) {
		return err_make(ERR_FORMAT, "no code can be made of this");
	}
	side = qr.side * scale;
	cells = ARENA_ARRAY(arena, uint8_t, (size_t)side * side);
	for (unsigned y = 0; y < side; y++) {
		for (unsigned x = 0; x < side; x++) {
			cells[y * side + x] =
				qr.cells[y / scale * qr.side + x / scale];
		}
	}
	picture.width = picture.height = side;
	picture.at = cells;
	return indexed_png(&picture, out);
}
