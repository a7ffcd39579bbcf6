/* The demonstration story as a table: ordinary days of an invented
 * organisation. Every name, person and event here is made up.
 *
 * SPDX-License-Identifier: AGPL-3.0-or-later */
#ifndef DEMO_STORY_H
#define DEMO_STORY_H

#include <stddef.h>

/* Someone who writes through the public form. */
struct stranger {
	const char *key;      /* our own name of the row */
	const char *locale;
	const char *about;
	const char *called;
	const char *text;
	const char *file_name; /* NULL: no file */
};

static const struct stranger strangers[] = {
	{"leave", "ar", "leave", "رامي",
		"مرحباً. وصلني اليوم استدعاء، والموعد يوم 2 / 12. عائلتي "
		"تسألني أسئلة لم تكن تسألها من قبل. لا أعرف إن كان يجب أن "
		"أذهب، ولا كيف أخرج من هنا. أرفقت صورة الورقة.\n\n"
		"أرجوكم لا تتصلوا، اكتبوا فقط.",
		"ورقة.png"},
	{"thanks", "ckb", "tell", "",
		"سڵاو. تەنها دەمویست بڵێم سوپاس. پێش دوو ساڵ ڕێنماییەکەی "
		"ئێوەم خوێندەوە و یەکەم جار بوو هەستم کرد تەنیا نیم. ئێستا "
		"باشم. پێویست ناکات وەڵام بدەنەوە.",
		NULL},
	{"join", "kmr", "join", "Hêvî",
		"Silav, navê min Hêvî ye. Ez wergêr im: kurdî, erebî û "
		"îngilîzî. Ez dixwazim du êvaran di hefteyê de alîkariya we "
		"bikim. Ez çawa dikarim dest pê bikim?",
		NULL},
	{"threat", "ar", "nothing", "",
		"نعرف أين تجتمعون. سنأتي يوم الجمعة ولن ينفعكم أحد.", NULL},
	{"badini", "kmr-Arab", "asylum", "ژیان",
		"سلاڤ. من داخوازا مافێ پەنابەریێ دا، بەلێ هەتا نها چ بەرسڤ "
		"بۆ من نەهاتیە. هەڤپەیڤین دێ چەوا بیت؟ ئەز دشێم وەرگێڕەکێ "
		"ژن بخوازم؟",
		NULL},
	{"english", "en", "health", "Noor",
		"Hello, I live in a small town and I cannot ask the doctor "
		"here. Is there someone who can answer a health question "
		"without my name? It is not an emergency.",
		NULL},
};

/* A direct message that a member pasted. */
static const char pasted_handle[] = "dilan.and.the.sea";
static const char pasted_text[] =
	"Hi, I saw your page. My friend is in a shelter in another city and "
	"they told her she has to leave on Sunday. She only speaks Sorani. "
	"Can she write to you herself?";

/* What the team answers and notes. */
static const char answer_leave[] =
	"رامي، وصلتنا رسالتك، وشكراً لأنك كتبت لنا. لا تذهب قبل أن نتكلم مع "
	"محامٍ؛ سنكتب لك هنا قبل مساء الغد.\n\n"
	"إذا تغيّر شيء فاكتب لنا من جديد بالرمز نفسه.";
static const char note_leave[] =
	"Safe hours 10 to 14. Never call. Use the name Rami only.";
static const char answer_badini[] =
	"سلاڤ ژیان. بەلێ، تو دشێی داخوازا وەرگێڕەکا ژن بکەی، و دڤێت ئەڤە بهێتە "
	"نڤیسین بەری هەڤپەیڤینێ. ئەم دێ لیستەیەکێ بۆ تە ڤرێکەین.";

/* A word that a member proposes, and the first sentence with it. */
static const char coined_term[] = "خێزانی هەڵبژێردراو";
static const char coined_name[] = "chosen family";
static const char coined_meaning[] =
	"ئەو کەسانەی کە خێزانن چونکە یەکتریان هەڵبژاردووە";
static const char coined_why[] =
	"Many of us were put out by the family they were born into. We need a "
	"warm word for those who stayed.";
static const char coined_sentence[] =
	"هەموو هەینییەک لەگەڵ خێزانی هەڵبژێردراوم نان دەخۆم.";

#endif
