/* `bothy keygen`: a new age identity, or the recipient of one that exists, in
 * the form of age-keygen. The secret goes to standard output or into a new
 * file of mode 0600; an existing file is never written over.
 *
 * SPDX-License-Identifier: AGPL-3.0-or-later */
#include "cli/command.h"

#include "base/err.h"
#include "os/file.h"
#include "os/report.h"
#include "seal/key.h"

#include <getopt.h>

const char keygen_usage[] =
	"usage: bothy keygen [-o FILE]\n"
	"       bothy keygen -y [-o FILE] [FILE]\n"
	"\n"
	"Makes an age identity (X25519): the secret key to FILE or standard\n"
	"output, its recipient as a comment above it.\n"
	"\n"
	"  -o, --output FILE   write to FILE, which must not exist yet\n"
	"  -y                  read identities, write their recipients\n";

enum { KEY_FILE_MAX = 1 << 20 };

struct keygen_options {
	const char *output, *input;
	bool recipients_only;
};

static bool options_read(int argc, char **argv, struct keygen_options *ret)
{
	static const struct option names[] = {
		{"output", required_argument, NULL, 'o'}, {0}};
	int letter;

	opterr = 0;
	while ((letter = getopt_long(argc, argv, "o:y", names, NULL)) != -1) {
		if (letter == 'o') ret->output = optarg;
		else if (letter == 'y') ret->recipients_only = true;
		else return false;
	}
	if (optind < argc) ret->input = argv[optind++];
	return optind == argc && (ret->input == NULL || ret->recipients_only);
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

int keygen_command(int argc, char **argv)
{
	struct keygen_options options = {0};
	struct buf text = {0}, out = {0};
	struct file standard = file_stdout();
	const err *e = NULL;

	report_as("keygen");
	if (!options_read(argc, argv, &options)) {
		report("these options do not fit; see `bothy keygen --help`", UINT64_MAX);
		return 1;
	}
	seal_start();
	if (options.recipients_only) {
		e = input_read(options.input, &text);
		if (e == NULL) e = recipients_put(buf_str(&text), &out);
	} else {
		identity_put(&out);
	}
	if (e == NULL && options.output != NULL) {
		e = file_create(options.output, buf_str(&out));
	} else if (e == NULL) {
		e = file_put(&standard, buf_str(&out));
	}
	if (e != NULL) report_err("no key", e);
	buf_close(&text);
	buf_close(&out);
	return e == NULL ? 0 : 1;
}
