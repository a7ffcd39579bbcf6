/* The subcommands that work on single files: sealing and opening as `age`
 * does, signing and checking as `minisign` does; and those that work on lines
 * of text. They keep nothing: each call
 * reads its arguments, moves bytes, and ends. A message here may name an
 * option or count a line, never show the content of a file.
 *
 * Each takes argv[0] = its name and returns the exit status: 0 done, 1 the
 * command line or the disk is at fault; open_command also 10 to 14, see
 * doc/seal.md 1.6. The usage texts are what `--help` shows.
 *
 * SPDX-License-Identifier: AGPL-3.0-or-later */
#ifndef CLI_COMMAND_H
#define CLI_COMMAND_H

int seal_command(int argc, char **argv);
int open_command(int argc, char **argv);
int keygen_command(int argc, char **argv);
int sign_command(int argc, char **argv);
int verify_command(int argc, char **argv);
int fold_command(int argc, char **argv);
int lang_command(int argc, char **argv);
int terms_command(int argc, char **argv);
extern const char seal_usage[];
extern const char open_usage[];
extern const char keygen_usage[];
extern const char sign_usage[];
extern const char verify_usage[];
extern const char fold_usage[];
extern const char lang_usage[];

#endif
