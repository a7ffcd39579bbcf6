/* `bothy open`: one age file, armored or not, opened in bounded memory. Plain
 * bytes go out chunk by chunk and only after their chunk has verified
 * [age-1]; the exit status says why a file did not open (doc/seal.md 1.6).
 *
 * SPDX-License-Identifier: AGPL-3.0-or-later */
#include "cli/command.h"

#include "cli/keyring.h"
#include "cli/options.h"
#include "cli/sink.h"
#include "os/report.h"
#include "seal/age.h"
#include "seal/armor.h"


const char open_usage[] =
	"usage: bothy open (-i FILE | --passphrase-file FILE | -p)… [-o FILE]"
	" [PATH]\n"
	"\n"
	"Opens PATH, or standard input: an age file, armored or not.\n"
	"\n"
	"  -i, --identity FILE          identities, one a line; may repeat;\n"
	"                               FILE may be sealed to a passphrase\n"
	"  -p, --passphrase             ask for a passphrase; asked for anyway\n"
	"                               when the file is sealed to one\n"
	"      --passphrase-file FILE   the passphrase in FILE\n"
	"  -o, --output FILE            to FILE, which appears when it is whole\n"
	"\n"
	"Exit status: 0 opened, 1 usage or disk, 10 header failure, 11 no match,"
	"\n12 header MAC failure, 13 payload failure, 14 armor failure. With 13\n"
	"and 14, standard output may have what had verified before.\n";

enum {
	READ_BYTES = 256 * 1024,
	ARENA_BYTES = 4 << 20,
	WORK_MAX = 22 /* 4 GiB and some ten seconds: what `age` accepts */
};

/* What each result is to the caller and to the operator. */
static const struct { int status; const char *text; } outcomes[] = {
	[AGE_OK] = {0, "opened"},
	[AGE_MORE] = {13, "payload failure: the file is cut"},
	[AGE_HEADER] = {10, "header failure: this is no age file of version 1,"
			    " or its header is damaged"},
	[AGE_NO_MATCH] = {11, "no match: it was not sealed to these keys"},
	[AGE_HMAC] = {12, "header MAC failure: the header was changed"},
	[AGE_PAYLOAD] = {13, "payload failure: it was cut, changed, or has"
			     " more behind it"},
	[AGE_ARMOR] = {14, "armor failure: the text around the sealed bytes"
			   " is not exactly what it should be"},
};

/* The bytes on their way: read, bare of armor, opened. */
struct opening {
	struct file in;
	struct armor_reader armor;
	struct buf text, sealed, plain;
	bool is_armored, at_end;
	struct age_opener *opener;
	enum age_result result;
};

static const err *more(struct opening *opening)
{
	size_t got = 0;
	const err *e = file_get(&opening->in, READ_BYTES, &opening->text, &got);

	opening->at_end = e == NULL && got == 0;
	return e;
}

/* Moves what was read to `sealed`. */
static void decode(struct opening *opening)
{
	str text = buf_str(&opening->text);

	if (!opening->is_armored) {
		buf_put(&opening->sealed, text);
	} else if (!armor_read(&opening->armor, text, &opening->sealed) ||
		(opening->at_end &&
			!armor_read_end(&opening->armor, &opening->sealed))) {
		opening->result = AGE_ARMOR;
	}
	buf_reset(&opening->text);
}

/* The first bytes: enough to tell armor from binary, and whether a
 * passphrase is what the file asks for. */
static const err *look(struct opening *opening)
{
	const err *e = NULL;

	while (e == NULL && !opening->at_end &&
		opening->text.len < ARMOR_GUESS_BYTES) {
		e = more(opening);
	}
	if (e != NULL) return e;
	opening->is_armored = armor_is(buf_str(&opening->text));
	decode(opening);
	return NULL;
}

static bool wants_passphrase(const struct opening *opening)
{
	return str_starts(buf_str(&opening->sealed),
		S("age-encryption.org/v1\n-> scrypt "));
}

/* What the opener says to the bytes decoded so far; an earlier armor failure
 * counts only when they are not at fault themselves. */
static void step(struct opening *opening)
{
	enum age_result armor = opening->result;
	enum age_result result = age_opener_put(opening->opener,
		buf_str(&opening->sealed), &opening->plain);

	buf_reset(&opening->sealed);
	if (result == AGE_MORE && armor == AGE_ARMOR) result = AGE_ARMOR;
	if (result == AGE_MORE && opening->at_end) {
		result = age_opener_end(opening->opener, &opening->plain);
	}
	opening->result = result;
}

static const err *open_stream(struct opening *opening, struct sink *sink)
{
	const err *e = NULL;

	for (;;) {
		step(opening);
		if (opening->plain.len > 0) {
			e = sink_put(sink, buf_str(&opening->plain));
			buf_reset(&opening->plain);
		}
		if (e != NULL || opening->result != AGE_MORE) break;
		e = more(opening);
		if (e != NULL) break;
		decode(opening);
	}
	if (e == NULL && opening->result == AGE_OK) e = sink_finish(sink);
	return e;
}

static const err *keys_add(struct keyring *ring, const struct options *options)
{
	const err *e = NULL;

	for (size_t i = 0; i < options->keys.count && e == NULL; i++) {
		e = keyring_add_identities(ring, options->keys.at[i].value);
	}
	return e;
}

static const err *open_with(const struct options *options,
	struct keyring *ring, struct opening *opening)
{
	bool asked = options->passphrase || options->passphrase_file != NULL;
	struct sink sink;
	const err *e = keys_add(ring, options);

	if (e == NULL && options->input != NULL &&
		!str_eq(str_of(options->input), S("-"))) {
		e = file_open(&opening->in, options->input, FILE_READ);
	}
	if (e == NULL) e = look(opening);
	if (e == NULL && (asked || (options->keys.count == 0 &&
			wants_passphrase(opening)))) {
		e = passphrase_need(ring->passphrase, "The passphrase: ",
			false);
	}
	if (e != NULL) return e;
	opening->opener = age_opener_open(ring->identities.at,
		ring->identities.count, passphrase_str(ring->passphrase),
		WORK_MAX);
	sink_start(&sink, options->output);
	e = open_stream(opening, &sink);
	sink_close(&sink);
	return e;
}

static int open_options(const struct options *options, struct arena *arena)
{
	struct passphrase passphrase = {.file = options->passphrase_file};
	struct keyring ring = {.arena = arena, .passphrase = &passphrase};
	struct opening opening = {.in = file_stdin(), .result = AGE_MORE};
	const err *e = open_with(options, &ring, &opening);

	age_opener_close(&opening.opener);
	armor_reader_close(&opening.armor);
	file_close(&opening.in);
	buf_close(&opening.text);
	buf_close(&opening.sealed);
	buf_close(&opening.plain);
	keyring_close(&ring);
	passphrase_close(&passphrase);
	if (e != NULL) {
		report_err("not opened", e);
		return 1;
	}
	if (opening.result != AGE_OK) {
		report(outcomes[opening.result].text, UINT64_MAX);
	}
	return outcomes[opening.result].status;
}

int open_command(int argc, char **argv)
{
	struct arena *arena = arena_open(ARENA_BYTES);
	struct options options;
	int status = 1;

	report_as("open");
	seal_start();
	if (options_read(arena, argc, argv, "i:po:", &options)) {
		status = open_options(&options, arena);
	} else {
		report("these options do not fit; see `bothy open --help`", UINT64_MAX);
	}
	arena_close(&arena);
	return status;
}
