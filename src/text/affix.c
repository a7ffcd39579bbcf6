/* The lists of affixes: see affix.h. Each grammar is a row of slots that follow
 * each other; every slot may stay empty unless it says it must not. The lists
 * are written in the letters of the language and folded with the same keys as
 * the texts. Why they are as they are: doc/wordbank.md.
 *
 * SPDX-License-Identifier: AGPL-3.0-or-later */
#include "text/affix.h"

struct affix { const char *text; unsigned bits; };

/* One place in a word; ends with an empty text. */
struct slot { const struct affix *affixes; bool needed; };

enum {
	SLOTS_MAX = 4,
	PRO = AFFIX_PROCLITIC,
	NUM = AFFIX_NUMBER,
	CAS = AFFIX_CASE,
	POS = AFFIX_POSSESSIVE,
	DEF = AFFIX_PROCLITIC | AFFIX_DEFINITE,
	LONG = AFFIX_LONG
};

#define END {NULL, 0}

static const struct affix ar_and[] = {{"و", PRO}, {"ف", PRO}, END};
static const struct affix ar_article[] = {{"ال", DEF}, {"لل", DEF},
	{"بال", DEF}, {"كال", DEF}, {"هال", DEF}, {"عال", DEF}, {"ب", PRO},
	{"ل", PRO}, {"ك", PRO}, END};
static const struct affix ar_number[] = {{"ات", NUM}, {"ين", NUM}, {"ون", NUM},
	{"ان", NUM}, {"ا", CAS}, {"ة", NUM}, {"ية", NUM}, {"يات", NUM},
	{"يين", NUM}, {"يون", NUM}, END};
static const struct affix ar_plural[] = {{"ات", NUM}, END};
/* Before a possessive the n of a plural falls, and teh opens. */
static const struct affix ar_joined[] = {{"ت", NUM}, {"ات", NUM}, {"ي", NUM},
	{"و", NUM}, {"ا", NUM}, {"تي", NUM}, {"تا", NUM}, END};
static const struct affix ar_dual[] = {{"ين", NUM}, {"ان", NUM}, {"ي", NUM},
	{"ا", NUM}, END};
static const struct affix ar_possessive[] = {{"ي", POS}, {"ه", POS},
	{"ها", POS}, {"هم", POS}, {"هن", POS}, {"هما", POS}, {"ك", POS},
	{"كم", POS}, {"كن", POS}, {"نا", POS}, END};

static const struct affix ckb_before[] = {{"بە", PRO | LONG},
	{"لە", PRO | LONG}, {"بێ", PRO | LONG}, END};
static const struct affix ckb_number[] = {{"ەکە", NUM}, {"ەکان", NUM},
	{"ێک", NUM}, {"ان", NUM}, {"ێ", NUM}, {"گەل", NUM}, {"ات", NUM},
	{"انە", NUM}, {"ێکان", NUM}, END};
static const struct affix ckb_number_vowel[] = {{"کە", NUM}, {"کان", NUM},
	{"یەک", NUM}, {"یان", NUM}, {"ێک", NUM}, {"ەک", NUM}, {"گەل", NUM},
	{"یەکە", NUM}, {"یەکان", NUM}, {"ن", NUM}, {"ان", NUM}, {"ەکە", NUM},
	{"ەکان", NUM}, END};
static const struct affix ckb_owner[] = {{"ی", CAS}, {"م", POS}, {"ت", POS},
	{"مان", POS}, {"تان", POS}, {"یان", POS}, {"ەم", POS}, END};
static const struct affix ckb_also[] = {{"ش", CAS}, {"یش", CAS}, {"شی", POS},
	{"شیان", POS}, {"یشی", POS}, END};
static const struct affix ckb_after[] = {{"دا", CAS}, {"ەوە", CAS},
	{"وە", CAS}, {"ڕا", CAS}, {"ە", CAS}, {"یە", CAS}, {"ن", CAS},
	{"یەوە", CAS}, {"یدا", CAS}, {"شدا", CAS}, END};

static const struct affix kmr_before[] = {{"bi", PRO | LONG},
	{"bê", PRO | LONG}, {"ne", PRO | LONG}, END};
/* Behind a name or a sign: LGBT'ê. */
static const struct affix kmr_apostrophe[] = {{"'", 0}, {"’", 0}, END};
static const struct affix kmr_number[] = {{"ek", NUM}, {"ekî", NUM},
	{"ekê", NUM}, {"eke", NUM}, {"eka", NUM}, {"an", NUM}, {"ên", NUM},
	{"ine", NUM}, {"in", NUM}, {"ê", CAS}, {"î", CAS}, {"a", CAS},
	{"e", CAS}, {"o", CAS}, {"no", NUM}, {"ino", NUM}, {"êt", NUM},
	{"tir", CAS}, {"tirîn", CAS}, END};
static const struct affix kmr_number_vowel[] = {{"yek", NUM}, {"yekî", NUM},
	{"yekê", NUM}, {"yeke", NUM}, {"yan", NUM}, {"yên", NUM}, {"ya", CAS},
	{"yê", CAS}, {"yî", CAS}, {"ye", CAS}, {"yne", NUM}, {"n", NUM},
	{"ne", NUM}, {"k", NUM}, {"kî", NUM}, {"kê", NUM}, {"yêt", NUM},
	{"tir", CAS}, {"tirîn", CAS}, END};
static const struct affix kmr_after[] = {{"re", CAS | LONG},
	{"ve", CAS | LONG}, {"de", CAS | LONG}, {"da", CAS | LONG},
	{"ra", CAS | LONG}, {"va", CAS | LONG}, END};

static const struct affix badini_before[] = {{"ب", PRO | LONG},
	{"بێ", PRO | LONG}, {"ل", PRO | LONG}, {"نە", PRO | LONG}, END};
static const struct affix badini_number[] = {{"ەک", NUM}, {"ەکێ", NUM},
	{"ەکی", NUM}, {"ەکە", NUM}, {"ەکا", NUM}, {"ان", NUM}, {"ێن", NUM},
	{"ێت", NUM}, {"ێ", CAS}, {"ی", CAS}, {"ا", CAS}, {"ە", CAS},
	{"ن", NUM}, {"ۆ", CAS}, {"ینۆ", NUM}, END};
static const struct affix badini_number_vowel[] = {{"یەک", NUM},
	{"یەکێ", NUM}, {"یەکی", NUM}, {"یان", NUM}, {"یێن", NUM}, {"یێت", NUM},
	{"یا", CAS}, {"یێ", CAS}, {"یی", CAS}, {"یە", CAS}, {"نە", NUM},
	{"ن", NUM}, {"ک", NUM}, END};
static const struct affix badini_after[] = {{"را", CAS | LONG},
	{"ڤە", CAS | LONG}, {"دا", CAS | LONG}, {"رە", CAS | LONG},
	{"دە", CAS | LONG}, END};

static const struct affix en_ending[] = {{"s", NUM}, {"es", NUM},
	{"'s", POS}, {"’s", POS}, {"s'", NUM}, {"s’", NUM}, END};
static const struct affix en_s[] = {{"s", NUM}, END};

static const struct grammar {
	enum text_lang lang;
	struct slot before[SLOTS_MAX], behind[SLOTS_MAX];
} grammars[AFFIX_GRAMMAR_COUNT] = {
#define AR_BEFORE {{ar_and, false}, {ar_article, false}}
	[AFFIX_NONE] = {TEXT_UND, {{0}}, {{0}}},
	[AFFIX_AR] = {TEXT_AR, AR_BEFORE, {{ar_number, false}}},
	[AFFIX_AR_TEH] = {TEXT_AR, AR_BEFORE, {{0}}},
	[AFFIX_AR_T] = {TEXT_AR, AR_BEFORE, {{ar_dual, true},
		{ar_possessive, false}}},
	[AFFIX_AR_OPEN] = {TEXT_AR, AR_BEFORE, {{ar_plural, true},
		{ar_possessive, false}}},
	[AFFIX_AR_LINKED] = {TEXT_AR, AR_BEFORE, {{ar_possessive, true}}},
	[AFFIX_CKB] = {TEXT_CKB, {{ckb_before, false}}, {{ckb_number, false},
		{ckb_owner, false}, {ckb_also, false}, {ckb_after, false}}},
	[AFFIX_CKB_VOWEL] = {TEXT_CKB, {{ckb_before, false}},
		{{ckb_number_vowel, false}, {ckb_owner, false},
			{ckb_also, false}, {ckb_after, false}}},
	[AFFIX_KMR] = {TEXT_KMR, {{kmr_before, false}}, {{kmr_apostrophe,
		false}, {kmr_number, false}, {kmr_after, false}}},
	[AFFIX_KMR_VOWEL] = {TEXT_KMR, {{kmr_before, false}},
		{{kmr_apostrophe, false}, {kmr_number_vowel, false},
			{kmr_after, false}}},
	[AFFIX_BADINI] = {TEXT_KMR_ARAB, {{badini_before, false}},
		{{badini_number, false}, {badini_after, false}}},
	[AFFIX_BADINI_VOWEL] = {TEXT_KMR_ARAB, {{badini_before, false}},
		{{badini_number_vowel, false}, {badini_after, false}}},
	[AFFIX_EN] = {TEXT_EN, {{0}}, {{en_ending, false}}},
	[AFFIX_EN_Y] = {TEXT_EN, {{0}}, {{en_s, true}}},
};

/* A second way to end, beside the row above. */
static const struct slot also_behind[AFFIX_GRAMMAR_COUNT][SLOTS_MAX] = {
	[AFFIX_AR] = {{ar_joined, false}, {ar_possessive, true}},
	[AFFIX_AR_T] = {{ar_possessive, true}},
};

/* What is put together, and where it goes. */
struct making {
	struct trie *trie;
	enum text_lang lang;
	enum fold_key key;
	uint32_t root;
	struct buf folded;
};

static void keep(struct making *making, str text, unsigned bits)
{
	uint32_t node;

	buf_reset(&making->folded);
	fold_put(&making->folded, making->key, making->lang, text);
	node = trie_add(making->trie, making->root, buf_str(&making->folded));
	must(node != 0);
	/* Two readings of one ending: the one with less in it. */
	if (making->trie->value[node] == 0 ||
		(making->trie->value[node] & AFFIX_POSSESSIVE) != 0) {
		making->trie->value[node] = bits | AFFIX_ACCEPT;
	}
}

static void combine(struct making *making, const struct slot *slots,
	size_t left, struct buf *text, unsigned bits)
{
	if (left == 0 || slots->affixes == NULL) {
		keep(making, buf_str(text), bits);
		return;
	}
	if (!slots->needed) combine(making, slots + 1, left - 1, text, bits);
	for (const struct affix *of = slots->affixes; of->text != NULL; of++) {
		size_t len = text->len;

		buf_text(text, of->text);
		combine(making, slots + 1, left - 1, text, bits | of->bits);
		text->len = len;
	}
}

static uint32_t tree(struct trie *trie, enum affix_grammar grammar,
	enum fold_key key, const struct slot *slots, const struct slot *also)
{
	struct making making = {.trie = trie, .lang = grammars[grammar].lang,
		.key = key, .root = trie_root(trie)};
	struct buf text = {0};

	combine(&making, slots, SLOTS_MAX, &text, 0);
	if (also != NULL && also->affixes != NULL) {
		combine(&making, also, SLOTS_MAX, &text, 0);
	}
	buf_close(&text);
	buf_close(&making.folded);
	return making.root;
}

struct affix_trees *affix_open(struct arena *arena,
	const bool langs[TEXT_LANG_COUNT])
{
	struct affix_trees *trees = ARENA_NEW(arena, struct affix_trees);

	trees->trie = trie_open(arena);
	for (size_t i = 0; i < AFFIX_GRAMMAR_COUNT; i++) {
		enum affix_grammar of = (enum affix_grammar)i;

		if (of != AFFIX_NONE && !langs[grammars[i].lang]) continue;
		for (size_t k = 0; k < FOLD_KEY_COUNT; k++) {
			enum fold_key key = (enum fold_key)k;

			trees->before[i][k] = tree(&trees->trie, of, key,
				grammars[i].before, NULL);
			trees->behind[i][k] = tree(&trees->trie, of, key,
				grammars[i].behind, also_behind[i]);
		}
	}
	return trees;
}

enum text_lang affix_lang(enum affix_grammar grammar)
{
	return grammars[grammar].lang;
}

unsigned affix_ending(const struct affix_trees *trees, uint32_t root,
	str ending)
{
	uint32_t node = root;

	for (size_t i = 0; i < ending.len && node != 0; i++) {
		node = trie_step(&trees->trie, node, (unsigned char)ending.at[i]);
	}
	return node == 0 ? 0 : trees->trie.value[node];
}
