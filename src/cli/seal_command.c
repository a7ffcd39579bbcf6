/* `bothy seal`: standard input or one file, sealed in the age format, read
 * and written in bounded memory.
 *
 * SPDX-License-Identifier: AGPL-3.0-or-later */
#include "cli/command.h"

#include "cli/keyring.h"
#include "cli/options.h"
#include "cli/sink.h"
#include "os/report.h"
#include "os/terminal.h"
#include "seal/age.h"
#include "seal/armor.h"


const char seal_usage[] =
	"usage: bothy seal (-r RECIPIENT | -R FILE | -i FILE)… [-a] [-o FILE]"
	" [PATH]\n"
	"       bothy seal (-p | --passphrase-file FILE) [-a] [-o FILE]"
	" [PATH]\n"
	"\n"
	"Seals PATH, or standard input, in the age format. `age -d` opens it,\n"
	"and so does `bothy open`.\n"
	"\n"
	"  -r, --recipient RECIPIENT    to age1…; may repeat\n"
	"  -R, --recipients-file FILE   to each line of FILE; may repeat\n"
	"  -i, --identity FILE          to ourselves: the recipients of the\n"
	"                               identities in FILE; may repeat\n"
	"  -p, --passphrase             to a passphrase, asked for twice\n"
	"      --passphrase-file FILE   to the passphrase in FILE\n"
	"  -a, --armor                  as text that survives mail and chats\n"
	"  -o, --output FILE            to FILE, which appears when it is whole\n";

enum { READ_BYTES = 256 * 1024, ARENA_BYTES = 4 << 20 };

static const err *keys_add(struct keyring *ring, const struct options *options)
{
	const err *e = NULL;

	for (size_t i = 0; i < options->keys.count && e == NULL; i++) {
		const struct option_key *key = &options->keys.at[i];

		if (key->letter == 'r') {
			e = keyring_add_recipient(ring, key->value);
		} else if (key->letter == 'R') {
			e = keyring_add_recipients(ring, key->value);
		} else {
			e = keyring_add_identities(ring, key->value);
		}
	}
	keyring_own_recipients(ring);
	if (e == NULL && ring->recipients.count > AGE_RECIPIENTS_MAX) {
		e = err_make(ERR_USAGE, "more than %d recipients",
			AGE_RECIPIENTS_MAX);
	}
	return e;
}

/* The bytes on their way out: sealed, and armored where that is asked. */
struct sealing {
	struct age_sealer *sealer;
	struct armor_writer armor;
	struct buf plain, sealed, text;
	bool is_armored;
};

static const err *pass_on(struct sealing *sealing, struct sink *sink)
{
	const err *e;

	if (sealing->is_armored) {
		armor_put(&sealing->armor, buf_str(&sealing->sealed),
			&sealing->text);
		e = sink_put(sink, buf_str(&sealing->text));
		buf_reset(&sealing->text);
	} else {
		e = sink_put(sink, buf_str(&sealing->sealed));
	}
	buf_reset(&sealing->sealed);
	return e;
}

static const err *seal_stream(struct sealing *sealing, struct file *in,
	struct sink *sink)
{
	const err *e = NULL;
	size_t got = 1;

	if (sealing->is_armored) armor_begin(&sealing->armor, &sealing->text);
	while (e == NULL && got > 0) {
		buf_reset(&sealing->plain);
		e = file_get(in, READ_BYTES, &sealing->plain, &got);
		if (e != NULL) break;
		age_sealer_put(sealing->sealer, buf_str(&sealing->plain),
			&sealing->sealed);
		if (got == 0) {
			age_sealer_end(sealing->sealer, &sealing->sealed);
		}
		e = pass_on(sealing, sink);
	}
	if (e == NULL && sealing->is_armored) {
		armor_end(&sealing->armor, &sealing->text);
		e = sink_put(sink, buf_str(&sealing->text));
	}
	return e == NULL ? sink_finish(sink) : e;
}

static const err *seal_file(const struct options *options,
	const struct keyring *ring, struct file *in)
{
	struct sealing sealing = {.is_armored = options->armor};
	struct sink sink;
	const err *e;

	sink_start(&sink, options->output);
	if (ring->recipients.count > 0) {
		sealing.sealer = age_sealer_open(&sealing.sealed,
			ring->recipients.at, ring->recipients.count);
	} else {
		sealing.sealer = age_sealer_open_passphrase(&sealing.sealed,
			passphrase_str(ring->passphrase), AGE_SCRYPT_WORK);
	}
	e = seal_stream(&sealing, in, &sink);
	sink_close(&sink);
	age_sealer_close(&sealing.sealer);
	buf_close(&sealing.plain);
	buf_close(&sealing.sealed);
	buf_close(&sealing.text);
	return e;
}

/* To keys or to a passphrase, never both: the passphrase would open it alone. */
static bool is_sound(const struct options *options)
{
	bool recipients = options->keys.count > 0;

	if (options->passphrase) return !recipients;
	if (options->passphrase_file == NULL) return recipients;
	/* beside keys it is the passphrase of an identity file */
	for (size_t i = 0; i < options->keys.count; i++) {
		if (options->keys.at[i].letter == 'i') return true;
	}
	return !recipients;
}

static const err *seal_with(const struct options *options,
	struct keyring *ring)
{
	struct file in = file_stdin();
	const err *e = NULL;

	if (!options->armor && options->output == NULL &&
		terminal_is_output()) {
		return err_make(ERR_USAGE, "sealed bytes are not for a"
			" terminal: use -a, -o FILE, or -o - all the same");
	}
	if (options->keys.count > 0) {
		e = keys_add(ring, options);
	} else {
		e = passphrase_need(ring->passphrase, "A new passphrase: ",
			true);
	}
	if (e == NULL && options->input != NULL &&
		!str_eq(str_of(options->input), S("-"))) {
		e = file_open(&in, options->input, FILE_READ);
	}
	if (e == NULL) e = seal_file(options, ring, &in);
	file_close(&in);
	return e;
}

int seal_command(int argc, char **argv)
{
	struct arena *arena = arena_open(ARENA_BYTES);
	struct passphrase passphrase = {0};
	struct keyring ring = {.arena = arena, .passphrase = &passphrase};
	struct options options;
	const err *e = NULL;
	int status = 1;

	report_as("seal");
	seal_start();
	if (!options_read(arena, argc, argv, "r:R:i:pao:", &options) ||
		!is_sound(&options)) {
		report("these options do not fit; see `bothy seal --help`", UINT64_MAX);
	} else {
		passphrase.file = options.passphrase_file;
		e = seal_with(&options, &ring);
		if (e != NULL) report_err("not sealed", e);
		else status = 0;
	}
	keyring_close(&ring);
	passphrase_close(&passphrase);
	arena_close(&arena);
	return status;
}
