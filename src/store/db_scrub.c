/* Taking what was deleted out of a database in memory: see db.h [db-5]. Owns what
 * is known here of SQLite's file format (sqlite.org/fileformat2.html, 1.3 to 1.6):
 * between the cells of a page, in the gap before them and in its free blocks, old
 * bytes may lie.
 *
 * SPDX-License-Identifier: AGPL-3.0-or-later */
#include "store/db_room.h"

#include <string.h>

enum {
	FILE_HEAD = 100,          /* before the first page's own head */
	AT_PAGE_SIZE = 16, AT_RESERVED = 20, AT_AUTO_VACUUM = 52,
	AT_FREE = 1, AT_CELLS = 3, AT_CONTENT = 5,
	LEAF_HEAD = 8, INNER_HEAD = 12, BLOCK_HEAD = 4,
	PAGE_64K = 65536
};

static size_t two(const unsigned char *at)
{
	return (size_t)at[0] << 8 | at[1];
}

/* A page of a tree. All others begin with the number of a page, whose first byte
 * is 0 in a file of less than 2^24 pages, or are free and zeros. */
static bool is_tree(unsigned char kind)
{
	return kind == 2 || kind == 5 || kind == 10 || kind == 13;
}

static bool blocks_wipe(unsigned char *page, size_t size, size_t block)
{
	while (block != 0) {
		size_t len;

		if (block + BLOCK_HEAD > size) return false;
		len = two(page + block + 2);
		if (len < BLOCK_HEAD || block + len > size) return false;
		memset(page + block + BLOCK_HEAD, 0, len - BLOCK_HEAD);
		if (two(page + block) != 0 && two(page + block) < block + len) {
			return false; /* they ascend */
		}
		block = two(page + block);
	}
	return true;
}

static bool page_wipe(unsigned char *page, size_t size, size_t head)
{
	unsigned char kind = page[head];
	size_t cells, gap, content;

	if (!is_tree(kind)) return true;
	cells = two(page + head + AT_CELLS);
	content = two(page + head + AT_CONTENT);
	if (content == 0) content = PAGE_64K;
	gap = head + (kind >= 10 ? LEAF_HEAD : INNER_HEAD) + 2 * cells;
	if (gap > content || content > size) return false;
	memset(page + gap, 0, content - gap);
	return blocks_wipe(page, size, two(page + head + AT_FREE));
}

static bool pages_wipe(unsigned char *image, size_t bytes)
{
	size_t size = two(image + AT_PAGE_SIZE);

	if (size == 1) size = PAGE_64K;
	if (size < 512 || bytes % size != 0 || image[AT_RESERVED] != 0 ||
		two(image + AT_AUTO_VACUUM) != 0 ||
		two(image + AT_AUTO_VACUUM + 2) != 0) {
		return false;
	}
	for (size_t at = 0; at < bytes; at += size) {
		if (!page_wipe(image + at, size, at == 0 ? FILE_HEAD : 0)) {
			return false;
		}
	}
	return true;
}

const err *db_scrub(struct db *db)
{
	str image;
	const err *e;

	must(db->in_memory);
	if (db_in_transaction(db)) {
		return err_make(ERR_BUSY, "the database is being written");
	}
	/* Pages it holds copies of would be written back with what is in them. */
	(void)sqlite3_db_release_memory(db->handle);
	e = db_image(db, &image);
	if (e != NULL) return e;
	return image.len > FILE_HEAD && pages_wipe((unsigned char *)
		(uintptr_t)image.at, image.len) ? NULL
		: err_make(ERR_FORMAT, "the database has another form");
}
