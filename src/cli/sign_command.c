/* `bothy sign` and `bothy verify`: files in minisign's form, hashed in
 * bounded memory. The signature file is replaced whole. Old signatures over
 * the bytes themselves ("Ed") are neither made nor accepted.
 *
 * SPDX-License-Identifier: AGPL-3.0-or-later */
#include "cli/command.h"

#include "cli/signing_key.h"
#include "cli/verify_folder.h"
#include "os/clock.h"
#include "os/file.h"
#include "os/report.h"
#include "seal/minisign.h"

#include <getopt.h>
#include <stdio.h>

const char sign_usage[] =
	"usage: bothy sign -s KEY [-x FILE.minisig] [-c COMMENT] [-t COMMENT]\n"
	"                  [--passphrase-file FILE] FILE\n"
	"\n"
	"Signs FILE; `minisign -V` and `bothy verify` check it.\n"
	"\n"
	"  -s, --secret KEY            minisign's secret key file\n"
	"      --passphrase-file FILE  its passphrase; else it is asked for\n"
	"  -x, --signature FILE        written here; else FILE.minisig\n"
	"  -c, --comment COMMENT       a comment that is not signed\n"
	"  -t, --trusted COMMENT       a comment that is signed too\n";

const char verify_usage[] =
	"usage: bothy verify (-p FILE | -P KEY) [-x FILE.minisig] [-q] FILE\n"
	"       bothy verify (-p FILE | -P KEY) [-q] --folder FOLDER [--part]\n"
	"\n"
	"Checks the signature of FILE and shows its trusted comment; or that of\n"
	"the manifest in a FOLDER of guides, and then every file of the folder\n"
	"against it: what is changed, missing or more is named.\n"
	"\n"
	"  -p, --public FILE     minisign's public key file\n"
	"  -P, --public-key KEY  the key itself, RW…\n"
	"  -x, --signature FILE  read from here; else FILE.minisig\n"
	"  -q, --quiet           say nothing when it holds\n"
	"      --folder          what is checked is a folder of guides\n"
	"      --part            only some files of the release were carried here\n"
	"\n"
	"Exit status 0 only when both signatures hold and every file is as it was\n"
	"signed; 2 when all holds, but the day until which the guides may be\n"
	"trusted is past.\n";

enum { READ_BYTES = 256 * 1024, KEY_FILE_MAX = 4096, SIGNATURE_MAX = 16384,
	VERIFY_BYTES = 256 << 20 /* names of 60,000 files, several times */ };

struct sign_options {
	const char *secret, *passphrase_file, *public, *public_key, *signature;
	const char *comment, *trusted, *input;
	const char *whole; /* the folder, whose manifest is the input */
	bool quiet, folder, part;
};

static const struct option long_names[] = {
	{"secret", required_argument, NULL, 's'},
	{"passphrase-file", required_argument, NULL, 'F'},
	{"public", required_argument, NULL, 'p'},
	{"public-key", required_argument, NULL, 'P'},
	{"signature", required_argument, NULL, 'x'},
	{"comment", required_argument, NULL, 'c'},
	{"trusted", required_argument, NULL, 't'},
	{"message", required_argument, NULL, 'm'},
	{"quiet", no_argument, NULL, 'q'},
	{"folder", no_argument, NULL, 'd'},
	{"part", no_argument, NULL, 'e'},
	{0}};

/* The place of an option's value, NULL for one that has none. */
static const char **place_of(struct sign_options *options, int letter)
{
	switch (letter) {
	case 's': return &options->secret;
	case 'F': return &options->passphrase_file;
	case 'p': return &options->public;
	case 'P': return &options->public_key;
	case 'x': return &options->signature;
	case 'c': return &options->comment;
	case 't': return &options->trusted;
	case 'm': return &options->input;
	default: return NULL;
	}
}

static bool flag_take(struct sign_options *options, int letter)
{
	switch (letter) {
	case 'q': options->quiet = true; return true;
	case 'd': options->folder = true; return true;
	case 'e': options->part = true; return true;
	default: return false;
	}
}

static bool options_take(int argc, char **argv, const char *letters,
	struct sign_options *options)
{
	int letter;

	opterr = 0;
	optind = 1;
	while ((letter = getopt_long(argc, argv, letters, long_names, NULL)) !=
		-1) {
		const char **place = place_of(options, letter);

		if (place != NULL) *place = optarg;
		else if (!flag_take(options, letter)) return false;
	}
	if (options->input == NULL && optind < argc) {
		options->input = argv[optind++];
	}
	return optind == argc && options->input != NULL;
}

static const err *digest_file(const char *path, minisign_digest *ret_digest)
{
	struct minisign_hasher hasher;
	struct buf piece = {0};
	struct file in;
	size_t got = 1;
	const err *e = file_open(&in, path, FILE_READ);

	if (e != NULL) return e;
	minisign_hasher_start(&hasher);
	while (e == NULL && got > 0) {
		buf_reset(&piece);
		e = file_get(&in, READ_BYTES, &piece, &got);
		if (e == NULL) minisign_hasher_put(&hasher, buf_str(&piece));
	}
	*ret_digest = minisign_hasher_end(&hasher);
	buf_close(&piece);
	file_close(&in);
	return e;
}

static const char *signature_path(const struct sign_options *options,
	struct arena *arena)
{
	if (options->signature != NULL) return options->signature;
	return str_c(arena, str_fmt(arena, "%s.minisig", options->input));
}

static const err *key_load(const struct sign_options *options,
	struct minisign_key *ret_key)
{
	return signing_key_read(options->secret,
		options->passphrase_file, "Passphrase of the signing key: ",
		ret_key);
}

/* The last part of a path. */
static str name_of(const char *path)
{
	str head, name = str_of(path);

	while (str_cut(name, '/', &head, &name)) continue;
	return name;
}

static const err *comments_make(const struct sign_options *options,
	struct arena *arena, struct minisign_comments *ret_comments)
{
	ret_comments->untrusted = options->comment == NULL
		? S("signature from bothy secret key")
		: str_of(options->comment);
	ret_comments->trusted = options->trusted == NULL
		? str_fmt(arena, "timestamp:%llu\tfile:%.*s\thashed",
			(unsigned long long)(clock_now_ms() / 1000),
			S_ARG(name_of(options->input)))
		: str_of(options->trusted);
	if (minisign_comments_are_clean(ret_comments)) return NULL;
	return err_make(ERR_USAGE, "a comment is one line of at most"
		" 1024 bytes of UTF-8");
}

static const err *sign_file(const struct sign_options *options,
	struct arena *arena)
{
	struct minisign_comments comments;
	struct minisign_key key = {0};
	struct buf out = {0};
	minisign_digest digest;
	const err *e = comments_make(options, arena, &comments);

	if (e == NULL) e = digest_file(options->input, &digest);
	if (e == NULL) e = key_load(options, &key);
	if (e == NULL) {
		minisign_digest_sign(&key, digest, &comments, &out);
		e = file_replace(signature_path(options, arena),
			buf_str(&out));
	}
	minisign_key_close(&key);
	buf_close(&out);
	return e;
}

/* The public key file, or the bare key of the command line, as text. */
static const err *public_load(const struct sign_options *options,
	struct buf *text)
{
	if (options->public == NULL) {
		buf_put(text, str_of(options->public_key));
		return NULL;
	}
	return file_read(options->public, KEY_FILE_MAX, text);
}

/* Why a signature does not hold, or NULL with its trusted comment. */
static const err *check(str public_file, minisign_digest digest, str file,
	str *ret_trusted)
{
	sign_public public;

	if (!minisign_public_read(public_file, &public)) {
		return err_make(ERR_FORMAT, "that is not a public key");
	}
	if (minisign_is_legacy(file)) {
		return err_make(ERR_FORMAT, "the signature is of the old kind"
			" without hashing; sign again");
	}
	if (!minisign_is_by(public_file, file)) {
		return err_make(ERR_KEY, "that is no signature by this key");
	}
	if (!minisign_digest_verify(public, digest, file, ret_trusted)) {
		return err_make(ERR_KEY, "the signature does not hold");
	}
	return NULL;
}

/* Prints the trusted comment, which was signed. */
static const err *say_comment(str trusted)
{
	struct file out = file_stdout();
	struct buf line = {0};
	const err *e;

	buf_put(&line, S("the signature holds\ntrusted comment: "));
	buf_put(&line, trusted);
	buf_byte(&line, '\n');
	e = file_put(&out, buf_str(&line));
	buf_close(&line);
	return e;
}

/* What was found in the folder, as a status. */
static int verdict_say(const struct sign_options *options,
	const struct folder_verdict *verdict)
{
	size_t faults = verdict->changed + verdict->more +
		(options->part ? 0 : verdict->missing);

	if (!options->quiet || faults > 0) {
		(void)printf("%zu files as they were signed, %zu changed,"
			     " %zu missing, %zu more\n", verdict->files,
			verdict->changed, verdict->missing, verdict->more);
	}
	if (verdict->is_expired) {
		(void)printf("the day until which this may be trusted is"
			     " past: look for a newer release\n");
	}
	if (faults > 0) return 1;
	return verdict->is_expired ? 2 : 0;
}

static const err *verify_file(const struct sign_options *options,
	struct arena *arena, int *ret_status)
{
	struct buf public = {0}, text = {0};
	minisign_digest digest;
	str trusted;
	const err *e = public_load(options, &public);

	if (e == NULL) {
		e = file_read(signature_path(options, arena), SIGNATURE_MAX,
			&text);
	}
	if (e == NULL) e = digest_file(options->input, &digest);
	if (e == NULL) {
		e = check(buf_str(&public), digest, buf_str(&text), &trusted);
	}
	if (e == NULL && !options->quiet) e = say_comment(trusted);
	if (e == NULL && options->folder) {
		struct folder_verdict verdict;

		e = verify_folder(arena, options->whole, trusted, &verdict);
		if (e == NULL) *ret_status = verdict_say(options, &verdict);
	}
	buf_close(&public);
	buf_close(&text);
	return e;
}

int sign_command(int argc, char **argv)
{
	struct sign_options options = {0};
	struct arena *arena;
	const err *e;

	report_as("sign");
	if (!options_take(argc, argv, "s:x:c:t:m:", &options) ||
		options.secret == NULL) {
		report("these options do not fit; see `bothy sign --help`",
			UINT64_MAX);
		return 1;
	}
	seal_start();
	arena = arena_open(1 << 16);
	e = sign_file(&options, arena);
	if (e != NULL) report_err("not signed", e);
	arena_close(&arena);
	return e == NULL ? 0 : 1;
}

int verify_command(int argc, char **argv)
{
	struct sign_options options = {0};
	struct arena *arena;
	const err *e;
	int status = 0;

	report_as("verify");
	if (!options_take(argc, argv, "p:P:x:m:q", &options) ||
		(options.public == NULL) == (options.public_key == NULL) ||
		(options.part && !options.folder)) {
		report("these options do not fit; see `bothy verify --help`",
			UINT64_MAX);
		return 1;
	}
	seal_start();
	arena = arena_open(VERIFY_BYTES);
	if (options.folder) {
		options.whole = options.input;
		options.input = str_c(arena, str_fmt(arena, "%s/manifest",
			options.whole));
	}
	e = verify_file(&options, arena, &status);
	if (e != NULL) report_err("not verified", e);
	arena_close(&arena);
	return e == NULL ? status : 1;
}
