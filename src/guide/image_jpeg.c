/* The one owner of libjpeg-turbo, by its own interface, which keeps its jumps
 * to itself. See image_room.h. The library is opened by the first who reads a
 * picture.
 *
 * SPDX-License-Identifier: AGPL-3.0-or-later */
#include "guide/image_room.h"

#include "os/library.h"

#include <turbojpeg.h>

/* A warning is damage to us; a file of ten thousand scans is an attack. The
 * exact transform, since the fast one differs from computer to computer. */
enum {
	READ = TJFLAG_ACCURATEDCT | TJFLAG_STOPONWARNING | TJFLAG_LIMITSCANS,
	WRITE = TJFLAG_ACCURATEDCT | TJFLAG_PROGRESSIVE
};

static struct {
	tjhandle (*reader)(void);
	tjhandle (*writer)(void);
	int (*end)(tjhandle handle);
	void (*free_bytes)(unsigned char *bytes);
	int (*head)(tjhandle handle, const unsigned char *bytes,
		unsigned long size, int *width, int *height, int *sampling,
		int *colours);
	int (*read)(tjhandle handle, const unsigned char *bytes,
		unsigned long size, unsigned char *pixels, int width,
		int pitch, int height, int format, int flags);
	int (*write)(tjhandle handle, const unsigned char *pixels, int width,
		int pitch, int height, int format, unsigned char **bytes,
		unsigned long *size, int sampling, int quality, int flags);
} late;

static const struct { const char *name; void *pointer; } names[] = {
	{"tjInitDecompress", &late.reader},
	{"tjInitCompress", &late.writer},
	{"tjDestroy", &late.end},
	{"tjFree", &late.free_bytes},
	{"tjDecompressHeader3", &late.head},
	{"tjDecompress2", &late.read},
	{"tjCompress2", &late.write},
};

static bool library_ready(void)
{
	struct library library;

	if (late.reader != NULL) return true;
	if (library_open(&library, "libturbojpeg.so.0") != NULL) return false;
	for (size_t i = NELEM(names); i-- > 0;) {
		if (!library_find(&library, names[i].name, names[i].pointer)) {
			return false;
		}
	}
	return true;
}

static const char *pixels_read(tjhandle handle, str bytes,
	struct bitmap *ret_bitmap)
{
	const unsigned char *at = (const unsigned char *)bytes.at;
	int width, height, sampling, colours;
	struct bitmap bitmap;
	const char *failed;

	if (late.head(handle, at, bytes.len, &width, &height, &sampling,
		    &colours) != 0 || width < 0 || height < 0) {
		return "a damaged JPEG";
	}
	if (colours == TJCS_CMYK || colours == TJCS_YCCK) {
		return "a JPEG in the colours of a printer";
	}
	failed = bitmap_open(&bitmap, (uint64_t)width, (uint64_t)height);
	if (failed != NULL) return failed;
	if (late.read(handle, at, bytes.len, bitmap.rgb, width, 0, height,
		    TJPF_RGB, READ) != 0) {
		bitmap_close(&bitmap);
		return "a damaged JPEG";
	}
	*ret_bitmap = bitmap;
	return NULL;
}

const char *image_jpeg_read(str bytes, struct bitmap *ret_bitmap)
{
	tjhandle handle;
	const char *failed;

	if (!library_ready()) return "libjpeg-turbo is not on this computer";
	handle = late.reader();
	must(handle != NULL);
	failed = pixels_read(handle, bytes, ret_bitmap);
	(void)late.end(handle);
	return failed;
}

const char *image_jpeg_write(const struct bitmap *bitmap, struct buf *out)
{
	unsigned char *bytes = NULL;
	unsigned long size = 0;
	tjhandle handle;
	bool is_written;

	if (!library_ready()) return "libjpeg-turbo is not on this computer";
	handle = late.writer();
	must(handle != NULL);
	is_written = late.write(handle, bitmap->rgb, (int)bitmap->width, 0,
			     (int)bitmap->height, TJPF_RGB, &bytes, &size,
			     TJSAMP_420, IMAGE_QUALITY, WRITE) == 0;
	if (is_written) buf_put(out, str_bytes(bytes, size));
	late.free_bytes(bytes);
	(void)late.end(handle);
	return is_written ? NULL : "a picture that JPEG cannot hold";
}
