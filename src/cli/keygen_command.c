/* `bothy keygen`: a new age identity, or the recipient of one that exists, in
 * the form of age-keygen; or a pair of signing keys in minisign's form. A
 * secret goes to standard output or into a new file of mode 0600; an existing
 * file is never written over.
 *
 * SPDX-License-Identifier: AGPL-3.0-or-later */
#include "cli/command.h"

#include "cli/passphrase.h"
#include "os/file.h"
#include "os/report.h"
#include "seal/key.h"
#include "seal/minisign_key.h"

#include <getopt.h>

const char keygen_usage[] =
	"usage: bothy keygen [-o FILE]\n"
	"       bothy keygen -y [-o FILE] [FILE]\n"
	"       bothy keygen --sign -o FILE [-p | --passphrase-file FILE]\n"
	"\n"
	"Makes an age identity (X25519): the secret key to FILE or standard\n"
	"output, its recipient as a comment above it.\n"
	"\n"
	"  -o, --output FILE   write to FILE, which must not exist yet\n"
	"  -y                  read identities, write their recipients\n"
	"\n"
	"With --sign: a key pair for signing, in minisign's form; the secret\n"
	"key to FILE, the public one to FILE.pub.\n"
	"\n"
	"  -p, --passphrase        a passphrase, asked for twice; without one\n"
	"                          the key lies in the open, as `minisign -W`\n"
	"      --passphrase-file FILE  the passphrase in FILE\n";

enum { KEY_FILE_MAX = 1 << 20 };

struct keygen_options {
	const char *output, *input;
	const char *passphrase_file;
	bool recipients_only, sign, passphrase;
};

static bool options_read(int argc, char **argv, struct keygen_options *ret)
{
	static const struct option names[] = {
		{"output", required_argument, NULL, 'o'},
		{"sign", no_argument, NULL, 's'},
		{"passphrase", no_argument, NULL, 'p'},
		{"passphrase-file", required_argument, NULL, 'F'}, {0}};
	int letter;

	opterr = 0;
	optind = 1;
	while ((letter = getopt_long(argc, argv, "o:yp", names, NULL)) != -1) {
		switch (letter) {
		case 'o': ret->output = optarg; break;
		case 'y': ret->recipients_only = true; break;
		case 's': ret->sign = true; break;
		case 'p': ret->passphrase = true; break;
		case 'F': ret->passphrase_file = optarg; break;
		default: return false;
		}
	}
	if (ret->passphrase_file != NULL) ret->passphrase = true;
	if (optind < argc) ret->input = argv[optind++];
	if (optind < argc || (ret->input != NULL && !ret->recipients_only)) {
		return false;
	}
	if (ret->sign) return !ret->recipients_only && ret->output != NULL;
	return !ret->passphrase;
}

static void identity_put(struct buf *out)
{
	struct identity identity = identity_make();

	buf_put(out, S("# public key: "));
	recipient_write(identity.recipient, out);
	buf_byte(out, '\n');
	identity_write(&identity, out);
	buf_byte(out, '\n');
	identity_close(&identity);
}

/* One recipient a line, for each identity of `text`. */
static const err *recipients_put(str text, struct buf *out)
{
	str line;
	unsigned number = 0;

	while (str_line(&text, &line)) {
		struct identity identity;

		number++;
		line = str_trim(line);
		if (line.len == 0 || line.at[0] == '#') continue;
		if (!identity_read(line, &identity)) {
			return err_make(ERR_FORMAT,
				"line %u is not an identity", number);
		}
		recipient_write(identity.recipient, out);
		buf_byte(out, '\n');
		identity_close(&identity);
	}
	if (out->len == 0) return err_make(ERR_FORMAT, "no identity in it");
	return NULL;
}

static const err *input_read(const char *path, struct buf *text)
{
	struct file in = file_stdin();
	size_t got = 1;
	const err *e = NULL;

	if (path != NULL && !str_eq(str_of(path), S("-"))) {
		return file_read(path, KEY_FILE_MAX, text);
	}
	while (e == NULL && got > 0 && text->len <= KEY_FILE_MAX) {
		e = file_get(&in, 4096, text, &got);
	}
	return e;
}

/* The public file first: a secret key without its public half is of no use. */
static const err *pair_write(const struct keygen_options *options)
{
	struct passphrase passphrase = {.file = options->passphrase_file};
	struct minisign_key key = minisign_key_make();
	struct arena *arena = arena_open(1 << 16);
	struct buf secret = {0}, public = {0};
	const char *public_path =
		str_c(arena, str_fmt(arena, "%s.pub", options->output));
	const err *e = NULL;

	if (options->passphrase) {
		e = passphrase_need(&passphrase, "A new passphrase: ", true);
	}
	if (e == NULL && file_exists(options->output)) {
		e = err_make(ERR_EXISTS, "the secret key's file is there");
	}
	minisign_key_public_write(&key, &public);
	if (e == NULL) e = file_create(public_path, buf_str(&public));
	if (e == NULL) {
		minisign_key_write(&key, passphrase_str(&passphrase), &secret);
		e = file_create(options->output, buf_str(&secret));
	}
	minisign_key_close(&key);
	passphrase_close(&passphrase);
	buf_close(&secret);
	buf_close(&public);
	arena_close(&arena);
	return e;
}

static const err *age_write(const struct keygen_options *options)
{
	struct buf text = {0}, out = {0};
	struct file standard = file_stdout();
	const err *e = NULL;

	if (options->recipients_only) {
		e = input_read(options->input, &text);
		if (e == NULL) e = recipients_put(buf_str(&text), &out);
	} else {
		identity_put(&out);
	}
	if (e == NULL && options->output != NULL) {
		e = file_create(options->output, buf_str(&out));
	} else if (e == NULL) {
		e = file_put(&standard, buf_str(&out));
	}
	buf_close(&text);
	buf_close(&out);
	return e;
}

int keygen_command(int argc, char **argv)
{
	struct keygen_options options = {0};
	const err *e;

	report_as("keygen");
	if (!options_read(argc, argv, &options)) {
		report("these options do not fit; see `bothy keygen --help`",
			UINT64_MAX);
		return 1;
	}
	seal_start();
	e = options.sign ? pair_write(&options) : age_write(&options);
	if (e != NULL) report_err("no key", e);
	return e == NULL ? 0 : 1;
}
