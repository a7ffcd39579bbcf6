/* `bothy terms convert`: a word bank from one form into another.
 *
 * SPDX-License-Identifier: AGPL-3.0-or-later */
#ifndef CLI_TERMS_CONVERT_H
#define CLI_TERMS_CONVERT_H

/* argv[0] is "convert". Status 0: all was taken; 2: some rows were refused,
 * the rest is written; 1: nothing is written. */
int terms_convert(int argc, char **argv);
extern const char terms_convert_usage[];

#endif
