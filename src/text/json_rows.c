/* Tables as JSON, through jansson: see json_rows.h.
 *
 * SPDX-License-Identifier: AGPL-3.0-or-later */
#include "text/json_rows.h"

#include <jansson.h>

enum { CELLS_MAX = 256, VALUES_MAX = 256 };

/* -- memory that is wiped ------------------------------------------------- */

struct block { size_t size; max_align_t bytes[]; };

static void *block_get(size_t size)
{
	struct block *block = mem_get(sizeof(*block) + size);

	block->size = size;
	return block->bytes;
}

static void block_free(void *bytes)
{
	struct block *block;

	if (bytes == NULL) return;
	block = CONTAINER(bytes, struct block, bytes);
	mem_wipe(block, sizeof(*block) + block->size);
	mem_free(block);
}

static void memory_set(void)
{
	static bool set;

	if (!set) json_set_alloc_funcs(block_get, block_free);
	set = true;
}

/* -- reading -------------------------------------------------------------- */

static bool value_text(struct arena *arena, const json_t *value, str *ret_text)
{
	if (json_is_string(value)) {
		*ret_text = str_dup(arena, str_bytes(json_string_value(value),
			json_string_length(value)));
	} else if (json_is_integer(value)) {
		*ret_text = str_fmt(arena, "%lld",
			(long long)json_integer_value(value));
	} else if (json_is_true(value)) {
		*ret_text = S("yes");
	} else if (json_is_false(value)) {
		*ret_text = S("no");
	} else {
		return false; /* a fraction, an object, a list in a list */
	}
	return true;
}

static bool list_read(struct arena *arena, const json_t *list,
	struct json_cell *cell)
{
	size_t count = json_array_size(list);
	str *values;

	if (count > VALUES_MAX) return false;
	values = ARENA_ARRAY(arena, str, count + 1);
	for (size_t i = 0; i < count; i++) {
		if (!value_text(arena, json_array_get(list, i), &values[i])) {
			return false;
		}
	}
	cell->list = true;
	cell->values = values;
	cell->count = count;
	return true;
}

static bool cell_read(struct arena *arena, const char *key,
	const json_t *value, struct json_cell *ret_cell)
{
	str *one;

	*ret_cell = (struct json_cell){.key = str_dup(arena, str_of(key))};
	if (json_is_null(value)) return true;
	if (json_is_array(value)) return list_read(arena, value, ret_cell);
	one = ARENA_NEW(arena, str);
	ret_cell->values = one;
	ret_cell->count = 1;
	return value_text(arena, value, one);
}

static bool row_read(struct arena *arena, json_t *object,
	struct json_row *ret_row)
{
	struct json_cell *cells;
	size_t count = 0;

	if (!json_is_object(object) || json_object_size(object) > CELLS_MAX) {
		return false;
	}
	cells = ARENA_ARRAY(arena, struct json_cell,
		json_object_size(object) + 1);
	for (void *at = json_object_iter(object); at != NULL;
		at = json_object_iter_next(object, at)) {
		if (!cell_read(arena, json_object_iter_key(at),
			json_object_iter_value(at), &cells[count++])) {
			return false;
		}
	}
	*ret_row = (struct json_row){.cells = cells, .count = count};
	return true;
}

static bool rows_read(struct arena *arena, const json_t *root,
	struct json_rows *ret_rows)
{
	size_t count = json_array_size(root);
	struct json_row *rows;

	if (!json_is_array(root) || count > JSON_ROWS_MAX) return false;
	rows = ARENA_ARRAY(arena, struct json_row, count + 1);
	for (size_t i = 0; i < count; i++) {
		if (!row_read(arena, json_array_get(root, i), &rows[i])) {
			rows[i] = (struct json_row){.odd = true};
		}
	}
	*ret_rows = (struct json_rows){rows, count};
	return true;
}

bool json_rows_read(struct arena *arena, str text, struct json_rows *ret_rows,
	size_t *ret_line)
{
	json_error_t error = {0};
	json_t *root;
	bool right = false;

	*ret_line = 0;
	if (text.len > JSON_ROWS_BYTES_MAX) return false;
	memory_set();
	/* json_loadb allows a NUL in a text only if it is asked to. */
	root = json_loadb(text.len > 0 ? text.at : "", text.len,
		JSON_REJECT_DUPLICATES, &error);
	if (root == NULL) {
		*ret_line = error.line > 0 ? (size_t)error.line : 1;
		return false;
	}
	right = rows_read(arena, root, ret_rows);
	json_decref(root);
	return right;
}

/* -- writing -------------------------------------------------------------- */

static json_t *text_value(str text)
{
	json_t *value = json_stringn(text.len > 0 ? text.at : "", text.len);

	must(value != NULL); /* what is kept is UTF-8 */
	return value;
}

static json_t *cell_value(const struct json_cell *cell)
{
	json_t *list;

	if (!cell->list) {
		return cell->count == 0 ? json_null()
			: text_value(cell->values[0]);
	}
	list = json_array();
	for (size_t i = 0; i < cell->count; i++) {
		must(json_array_append_new(list, text_value(cell->values[i])) ==
			0);
	}
	return list;
}

static int put(const char *bytes, size_t len, void *out)
{
	buf_put(out, str_bytes(bytes, len));
	return 0;
}

void json_rows_write(const struct json_rows *rows, struct buf *out)
{
	struct arena *arena = arena_open(1 << 20);
	json_t *root;

	memory_set();
	root = json_array();
	for (size_t i = 0; i < rows->count; i++) {
		json_t *object = json_object();

		for (size_t k = 0; k < rows->at[i].count; k++) {
			const struct json_cell *cell = &rows->at[i].cells[k];

			must(json_object_set_new(object,
				str_c(arena, cell->key), cell_value(cell)) == 0);
		}
		must(json_array_append_new(root, object) == 0);
		arena_reset(arena);
	}
	must(json_dump_callback(root, put, out, JSON_INDENT(1)) == 0);
	buf_byte(out, '\n');
	json_decref(root);
	arena_close(&arena);
}
