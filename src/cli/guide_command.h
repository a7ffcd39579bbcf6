/* `bothy guide`: the work on a folder of guides (doc/guides.md), without a
 * desk. Each command has a name of its own, takes argv[0] = that name and
 * returns the exit status: 0 done, 1 the command line, the folder or what
 * stands in it is at fault. What is said of a guide names files, lines and
 * units, and holds no words of it unless the help says so.
 *
 * SPDX-License-Identifier: AGPL-3.0-or-later */
#ifndef CLI_GUIDE_COMMAND_H
#define CLI_GUIDE_COMMAND_H

/* The table of the others. */
int guide_command(int argc, char **argv);

int guide_build_command(int argc, char **argv);
int guide_check_command(int argc, char **argv);
int guide_diff_command(int argc, char **argv);
int guide_export_command(int argc, char **argv);
int guide_harmless_command(int argc, char **argv);
int guide_import_command(int argc, char **argv);
int guide_release_command(int argc, char **argv);
int guide_sign_command(int argc, char **argv);
int guide_voice_command(int argc, char **argv);
extern const char guide_build_usage[];
extern const char guide_check_usage[];
extern const char guide_diff_usage[];
extern const char guide_export_usage[];
extern const char guide_harmless_usage[];
extern const char guide_import_usage[];
extern const char guide_release_usage[];
extern const char guide_sign_usage[];
extern const char guide_voice_usage[];

#endif
