/* Tests of line/published: a release that comes piece by piece, what is
 * refused, and a stop at every step of the disk.
 *
 * SPDX-License-Identifier: AGPL-3.0-or-later */
#include "test.h"

#include "line/published.h"
#include "os/file.h"
#include "seal/minisign.h"

#include <errno.h>
#include <stdio.h>
#include <stdlib.h>

static char line_folder[] = "/tmp/bothy-published-XXXXXX";
static struct arena *arena;
static struct sign_key roster_key, guide_key;

static const char library_text[] = "bothy-library 1\nname en The Library\n"
	"source en\n";

/* One release: its library file and one book, whose bytes say the number. */
struct made {
	str files[2];
	struct buf key, key_minisig, manifest, minisig;
	struct relay_guides offer;
};

static void sign_into(const struct sign_key *key, str bytes, struct buf *trusted,
	struct buf *out)
{
	minisign_sign(key, bytes, buf_str(trusted), out);
	buf_close(trusted);
}

static struct made made_of(unsigned release, uint64_t counter)
{
	struct made made = {.files = {str_fmt(arena, "book %u", release),
		str_of(library_text)}};
	struct manifest_file files[] = {
		{hash_of(made.files[0]), made.files[0].len,
			S("epub/en/1.epub")},
		{hash_of(made.files[1]), made.files[1].len,
			S("library/library")},
	};
	struct manifest manifest = {.release = release, .day = 20000,
		.files = files, .file_count = 2};
	struct buf trusted = {0};

	manifest_write(&manifest, &made.manifest);
	manifest_trusted(&manifest, &trusted);
	sign_into(&guide_key, buf_str(&made.manifest), &trusted, &made.minisig);
	minisign_public_write(guide_key.public, &made.key);
	manifest_key_trusted(counter, &trusted);
	sign_into(&roster_key, buf_str(&made.key), &trusted,
		&made.key_minisig);
	made.offer = (struct relay_guides){buf_str(&made.key),
		buf_str(&made.key_minisig), buf_str(&made.manifest),
		buf_str(&made.minisig)};
	return made;
}

static void made_close(struct made *made)
{
	buf_close(&made->key);
	buf_close(&made->key_minisig);
	buf_close(&made->manifest);
	buf_close(&made->minisig);
}

static enum published_word piece_put(struct published *p, str named, size_t at,
	str bytes)
{
	struct relay_guide_piece piece = {hash_of(named), at, bytes};
	enum published_word word;

	is_ok(published_piece(p, &piece, &word));
	return word;
}

/* Brings a release as a desk does; an error, or what the line says at last. */
static const err *bring(struct published *p, const struct made *made,
	enum published_word *ret_word)
{
	struct published_wanted wanted;
	const err *e = published_offer(arena, p, roster_key.public,
		&made->offer, &wanted, ret_word);

	if (e != NULL || *ret_word != PUBLISHED_FINE) return e;
	if (wanted.count == 0) return NULL; /* in force */
	for (size_t i = 0; e == NULL && i < NELEM(made->files); i++) {
		struct relay_guide_piece piece = {hash_of(made->files[i]), 0,
			made->files[i]};

		e = published_piece(p, &piece, ret_word);
	}
	if (e != NULL || *ret_word != PUBLISHED_FINE) return e;
	return published_offer(arena, p, roster_key.public, &made->offer,
		&wanted, ret_word);
}

static str book_of(const struct published *p)
{
	struct buf bytes = {0};
	uint64_t size;
	str kept;

	if (published_read(p, S("epub/en/1.epub"), 0, 100, &bytes, &size)
		!= NULL) {
		return S("none");
	}
	kept = buf_take(&bytes, arena);
	buf_close(&bytes);
	return kept;
}

static struct published opened(void)
{
	struct published p;

	is_ok(published_open(&p, line_folder));
	return p;
}

TEST(nothing_is_shown_before_all_of_it_is_here)
{
	struct published p = opened();
	struct made one = made_of(1, 1);
	struct published_wanted wanted;
	enum published_word word;

	UNUSED_STATE;
	is_str(book_of(&p), S("none"));
	is_ok(published_offer(arena, &p, roster_key.public, &one.offer,
		&wanted, &word));
	assert_int_equal(word, PUBLISHED_FINE);
	assert_int_equal(wanted.count, 2);
	assert_int_equal(piece_put(&p, one.files[0], 0, S("bo")),
		PUBLISHED_FINE);
	/* what it forgot when it was stopped, it is told again */
	published_close(&p);
	p = opened();
	assert_int_equal(piece_put(&p, one.files[0], 3, S("k 1")),
		PUBLISHED_PLACE);
	assert_int_equal(piece_put(&p, one.files[0], 2, S("ok 1")),
		PUBLISHED_FINE);
	assert_int_equal(piece_put(&p, S("another"), 0, S("another")),
		PUBLISHED_UNKNOWN);
	is_str(book_of(&p), S("none")); /* [published-1] */
	is_ok(bring(&p, &one, &word));
	assert_int_equal(word, PUBLISHED_FINE);
	is_str(book_of(&p), S("book 1"));
	assert_non_null(published_library(arena, &p));
	made_close(&one);
	published_close(&p);
}

TEST(bytes_that_are_not_what_the_manifest_names_are_dropped)
{
	struct published p = opened();
	struct made two = made_of(2, 1);
	struct published_wanted wanted;
	enum published_word word;

	UNUSED_STATE;
	is_ok(published_offer(arena, &p, roster_key.public, &two.offer,
		&wanted, &word));
	assert_int_equal(wanted.count, 1); /* the library has not changed */
	assert_int_equal(piece_put(&p, two.files[0], 0, S("book X")),
		PUBLISHED_SIGNATURE); /* [published-3] */
	is_ok(published_offer(arena, &p, roster_key.public, &two.offer,
		&wanted, &word));
	assert_int_equal(wanted.count, 1);
	is_str(book_of(&p), S("book 1"));
	is_ok(bring(&p, &two, &word));
	is_str(book_of(&p), S("book 2"));
	made_close(&two);
	published_close(&p);
}

TEST(what_is_not_signed_or_is_older_is_refused)
{
	struct published p = opened();
	struct made one = made_of(1, 1), three = made_of(3, 0);
	enum published_word word;
	struct relay_guides offer = three.offer;

	UNUSED_STATE;
	/* [published-2] */
	is_ok(bring(&p, &one, &word));
	assert_int_equal(word, PUBLISHED_OLDER);
	is_ok(bring(&p, &three, &word));
	assert_int_equal(word, PUBLISHED_OLDER); /* an older key */
	three.offer.minisig = one.offer.minisig;
	is_ok(bring(&p, &three, &word));
	assert_int_equal(word, PUBLISHED_SIGNATURE);
	three.offer = offer;
	three.offer.key_minisig = S("untrusted comment: x\n");
	is_ok(bring(&p, &three, &word));
	assert_int_equal(word, PUBLISHED_SIGNATURE);
	three.offer.manifest = S("bothy-guides/1\n");
	is_ok(bring(&p, &three, &word));
	assert_int_equal(word, PUBLISHED_MALFORMED);
	is_str(book_of(&p), S("book 2"));
	made_close(&one);
	made_close(&three);
	published_close(&p);
}

/* [published-1] stopped at any step, it shows the old release or the new one,
 * and what is left to do is done by bringing it again. */
TEST(a_disk_that_fails_at_any_step_leaves_one_release_whole)
{
	unsigned release = 3;
	bool failed = true;

	UNUSED_STATE;
	for (unsigned long at = 1; failed; at++, release++) {
		struct published p = opened();
		struct made made = made_of(release, 1);
		str before = book_of(&p), after;
		enum published_word word;
		const err *e;

		assert_true(release < 200);
		file_fail_at(at, EIO);
		e = bring(&p, &made, &word);
		file_fail_at(0, 0);
		published_close(&p);
		p = opened();
		after = book_of(&p);
		failed = e != NULL;
		if (!failed || !str_eq(after, before)) {
			is_str(after, made.files[0]);
		}
		is_ok(bring(&p, &made, &word));
		assert_int_equal(word, PUBLISHED_FINE);
		is_str(book_of(&p), made.files[0]);
		made_close(&made);
		published_close(&p);
	}
}

static int setup(void **state)
{
	(void)state;
	seal_start();
	arena = arena_open(256 << 20);
	roster_key = sign_key_make();
	guide_key = sign_key_make();
	return mkdtemp(line_folder) == NULL;
}

static int teardown(void **state)
{
	(void)state;
	sign_key_close(&roster_key);
	sign_key_close(&guide_key);
	arena_close(&arena);
	return 0;
}

int main(void)
{
	static const struct CMUnitTest tests[] = {
		CASE(nothing_is_shown_before_all_of_it_is_here),
		CASE(bytes_that_are_not_what_the_manifest_names_are_dropped),
		CASE(what_is_not_signed_or_is_older_is_refused),
		CASE(a_disk_that_fails_at_any_step_leaves_one_release_whole),
	};

	return cmocka_run_group_tests(tests, setup, teardown);
}
