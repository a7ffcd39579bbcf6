/* Runs a fuzz target without libFuzzer: every seed as it is, then changed
 * copies of them, the same ones each time. `target FOLDER COUNT` does COUNT of
 * those; the last line says how many inputs passed. An input that fails ends
 * the process with its number on standard error; `target FOLDER COUNT NUMBER`
 * runs that one alone, for a debugger.
 *
 * SPDX-License-Identifier: AGPL-3.0-or-later */
#include "fuzz.h"

#include "base/num.h"
#include "os/file.h"

#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum { SEED_MAX = 1 << 20, INPUT_MAX = 128 * 1024, CHANGES_MAX = 6 };

struct seeds { str *at; size_t count; };

static uint64_t state;
static size_t now;

static uint64_t draw(void)
{
	state ^= state << 13;
	state ^= state >> 7;
	state ^= state << 17;
	return state;
}

static size_t below(size_t limit)
{
	return limit == 0 ? 0 : (size_t)(draw() % limit);
}

static void seeds_read(struct arena *arena, const char *folder,
	struct seeds *ret_seeds)
{
	struct file_names names;
	const err *e = file_list(arena, folder, &names);

	if (e != NULL) die("the folder of seeds is not there");
	ret_seeds->at = ARENA_ARRAY(arena, str, names.count + 1);
	for (size_t i = 0; i < names.count; i++) {
		struct buf bytes = {0};
		char *path = str_c(arena, str_fmt(arena, "%s/%.*s", folder,
			S_ARG(names.at[i])));

		if (file_read(path, SEED_MAX, &bytes) != NULL) {
			die("a seed cannot be read");
		}
		ret_seeds->at[i] = buf_take(&bytes, arena);
		buf_close(&bytes);
	}
	ret_seeds->count = names.count;
}

static void remove_range(struct buf *input, size_t at, size_t len)
{
	memmove(input->at + at, input->at + at + len, input->len - at - len);
	input->len -= len;
}

static void insert(struct buf *input, size_t at, str piece)
{
	size_t tail = input->len - at;

	if (piece.len == 0 || input->len + piece.len > INPUT_MAX) return;
	if (buf_room(input, piece.len) == NULL) return;
	memmove(input->at + at + piece.len, input->at + at, tail);
	memcpy(input->at + at, piece.at, piece.len);
	buf_added(input, piece.len);
}

static str piece_of(str whole)
{
	size_t from = below(whole.len + 1);

	return str_first(str_from(whole, from), below(64) + 1);
}

/* One change: a bit, a byte, a cut, a doubling, or a piece of another seed. */
static void change(struct buf *input, const struct seeds *seeds)
{
	static const char odd[] = {0, '\n', '\r', ' ', '-', '%', '"', ':', '=',
		'0', (char)0x80, (char)0xff};
	size_t at = below(input->len);
	struct buf copy = {0};

	if (input->len == 0) {
		insert(input, 0, piece_of(seeds->at[below(seeds->count)]));
		return;
	}
	switch (below(7)) {
	case 0: input->at[at] ^= (char)(1 << below(8)); break;
	case 1: input->at[at] = (char)draw(); break;
	case 2: input->at[at] = odd[below(sizeof(odd))]; break;
	case 3: remove_range(input, at, below(input->len - at) % 32 + 1); break;
	case 4: input->len = at; break;
	case 5:
		buf_put(&copy, piece_of(buf_str(input)));
		insert(input, at, buf_str(&copy));
		buf_close(&copy);
		break;
	default:
		insert(input, at, piece_of(seeds->at[below(seeds->count)]));
	}
}

static void run(str input)
{
	/* A copy of exactly its size, so that reading past it is seen. */
	uint8_t *exact = mem_get(input.len + (input.len == 0));

	if (input.len > 0) memcpy(exact, input.at, input.len);
	(void)LLVMFuzzerTestOneInput(exact, input.len);
	mem_free(exact);
}

static void run_number(const struct seeds *seeds, size_t number)
{
	struct buf input = {0};
	size_t changes;

	now = number;
	if (number < seeds->count) {
		run(seeds->at[number]);
		return;
	}
	state = number * 0x9e3779b97f4a7c15u + 1;
	buf_put(&input, seeds->at[below(seeds->count)]);
	changes = 1 + below(CHANGES_MAX);
	while (changes-- > 0) change(&input, seeds);
	run(buf_str(&input));
	buf_close(&input);
}

/* On SIGABRT: must() and the sanitizers end that way (tool/fuzz.sh). */
static void say_where(int number)
{
	(void)number;
	(void)fprintf(stderr, "input %zu failed\n", now);
}

static uint64_t number_of(const char *text)
{
	uint64_t number;

	if (!num_read(str_of(text), UINT32_MAX, &number)) die("a number, please");
	return number;
}

int main(int argc, char **argv)
{
	struct arena *arena = arena_open(64 << 20);
	struct seeds seeds;
	size_t count;

	if (argc < 3) die("usage: target FOLDER COUNT [NUMBER]");
	(void)signal(SIGABRT, say_where);
	seeds_read(arena, argv[1], &seeds);
	if (seeds.count == 0) die("there are no seeds");
	count = seeds.count + (size_t)number_of(argv[2]);
	if (argc > 3) {
		run_number(&seeds, (size_t)number_of(argv[3]));
	} else {
		for (size_t i = 0; i < count; i++) run_number(&seeds, i);
	}
	(void)printf("%zu inputs\n", argc > 3 ? 1 : count);
	arena_close(&arena);
	return 0;
}
