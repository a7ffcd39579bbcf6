/* The file `voice` (doc/voices.md V5): see voice.h.
 *
 * SPDX-License-Identifier: AGPL-3.0-or-later */
#include "guide/voice.h"

#include "base/hex.h"
#include "guide/edition.h"
#include "guide/line_reader.h"

enum { GRAINS_MAX = 5 };

static const str state_names[VOICE_STATE_COUNT] = {
	[VOICE_TOLD] = S_INIT("told"),
	[VOICE_SHOWN] = S_INIT("shown"),
	[VOICE_AGREED] = S_INIT("agreed"),
	[VOICE_REFUSED] = S_INIT("refused"),
	[VOICE_WITHDRAWN] = S_INIT("withdrawn"),
	[VOICE_INVENTED] = S_INIT("invented"),
};

str voice_state_name(enum voice_state state)
{
	return state_names[state];
}

static const struct { str name; str grains[GRAINS_MAX]; } matters[] = {
	[VOICE_PLACE] = {S_INIT("place"), {S_INIT("none"), S_INIT("country"),
		S_INIT("region"), S_INIT("town")}},
	[VOICE_TIME] = {S_INIT("time"), {S_INIT("none"), S_INIT("year"),
		S_INIT("season"), S_INIT("month"), S_INIT("day")}},
	[VOICE_AGE] = {S_INIT("age"), {S_INIT("none"), S_INIT("decade"),
		S_INIT("year")}},
};

str voice_grain_name(enum voice_matter matter, unsigned grain)
{
	return grain < GRAINS_MAX ? matters[matter].grains[grain] : S("");
}

bool voice_grain_read(enum voice_matter matter, str name, unsigned *ret_grain)
{
	for (unsigned i = 0; i < GRAINS_MAX; i++) {
		str grain = matters[matter].grains[i];

		if (grain.len == 0 || !str_eq(grain, name)) continue;
		*ret_grain = i;
		return true;
	}
	return false;
}

struct reading {
	struct line_reader lines;
	struct arena *arena;
	struct voice *voice;
};

static bool state_read(struct reading *r)
{
	str value;

	if (!line_value(&r->lines, S("state"), &value)) return false;
	for (size_t i = 0; i < VOICE_STATE_COUNT; i++) {
		if (!str_eq(value, state_names[i])) continue;
		r->voice->state = (enum voice_state)i;
		return true;
	}
	return line_fault(&r->lines, S("no state of a voice"));
}

static bool allowed_read(struct reading *r)
{
	for (size_t i = 0; i < VOICE_MATTER_COUNT; i++) {
		str value;

		if (!line_value(&r->lines, matters[i].name, &value)) return false;
		if (!voice_grain_read((enum voice_matter)i, value,
			&r->voice->allowed[i])) {
			return line_fault(&r->lines, S("no such grain"));
		}
	}
	return true;
}

static bool translate_read(struct reading *r)
{
	str value;

	if (!line_value(&r->lines, S("translate"), &value)) return false;
	r->voice->may_translate = str_eq(value, S("yes"));
	return r->voice->may_translate || str_eq(value, S("no"))
		|| line_fault(&r->lines, S("neither yes nor no"));
}

/* A text was shown in every state but the first and the invented one; a story
 * may be taken back or refused before that. */
static bool text_is_needed(enum voice_state state)
{
	return state == VOICE_SHOWN || state == VOICE_AGREED;
}

static bool text_read(struct reading *r)
{
	struct voice *voice = r->voice;
	str value, tag, digits, day;

	if (!line_value_if(&r->lines, S("text"), &value)) {
		return !text_is_needed(voice->state)
			|| line_fault(&r->lines, S("no text was shown"));
	}
	if (voice->state == VOICE_TOLD || voice->state == VOICE_INVENTED) {
		return line_fault(&r->lines, S("a text nobody was shown"));
	}
	if (!str_cut(value, ' ', &tag, &value)
		|| !str_cut(value, ' ', &digits, &day)
		|| !hex_read(digits, voice->text.bytes,
			sizeof(voice->text.bytes))
		|| !day_read(day, &voice->day)) {
		return line_fault(&r->lines, S("not TAG HASH DAY"));
	}
	voice->tongue = tongue_find(tag);
	return voice->tongue != NULL
		|| line_fault(&r->lines, S("a language we do not know"));
}

static bool matter_read(str name, enum voice_matter *ret_matter)
{
	for (size_t i = 0; i < VOICE_MATTER_COUNT; i++) {
		if (!str_eq(matters[i].name, name)) continue;
		*ret_matter = (enum voice_matter)i;
		return true;
	}
	return false;
}

static bool detail_read(struct reading *r, str line)
{
	struct voice_detail detail;
	str matter, grain, tag;

	if (!str_cut(line, ' ', &matter, &line)
		|| !str_cut(line, ' ', &grain, &line)
		|| !str_cut(line, ' ', &tag, &detail.words)
		|| !matter_read(matter, &detail.matter)
		|| !voice_grain_read(detail.matter, grain, &detail.grain)
		|| !line_is_text(detail.words)) {
		return line_fault(&r->lines, S("not MATTER GRAIN TAG WORDS"));
	}
	detail.tongue = tongue_find(tag);
	if (detail.tongue == NULL) {
		return line_fault(&r->lines, S("a language we do not know"));
	}
	if (r->voice->details.count == VOICE_DETAILS_MAX) {
		return line_fault(&r->lines, S("too many details"));
	}
	LIST_ADD(r->arena, &r->voice->details, detail);
	return true;
}

static bool all_read(struct reading *r)
{
	str value;

	if (!line_is(&r->lines, S("bothy-voice 1"))) {
		return line_fault(&r->lines, S("no voice of this kind"));
	}
	if (!state_read(r) || !allowed_read(r) || !translate_read(r)
		|| !text_read(r)) {
		return false;
	}
	while (line_value_if(&r->lines, S("detail"), &value)) {
		if (!detail_read(r, value)) return false;
	}
	return line_end(&r->lines);
}

bool voice_read(struct arena *arena, str file, struct voice *ret_voice,
	struct read_fault *ret_fault)
{
	struct voice voice = {0};
	struct reading r = {{.rest = file}, arena, &voice};
	bool right = line_reader_open(&r.lines) && all_read(&r);

	if (right) *ret_voice = voice;
	else *ret_fault = r.lines.fault;
	return right;
}

static void field_write(struct buf *out, str key, str value)
{
	buf_put(out, key);
	buf_byte(out, ' ');
	buf_put(out, value);
	buf_byte(out, '\n');
}

static void text_write(const struct voice *voice, struct buf *out)
{
	if (voice->tongue == NULL) return;
	buf_text(out, "text ");
	buf_put(out, voice->tongue->tag);
	buf_byte(out, ' ');
	buf_hex(out, voice->text.bytes, sizeof(voice->text.bytes));
	buf_byte(out, ' ');
	edition_day(out, voice->day);
	buf_byte(out, '\n');
}

void voice_write(const struct voice *voice, struct buf *out)
{
	buf_text(out, "bothy-voice 1\n");
	field_write(out, S("state"), state_names[voice->state]);
	for (size_t i = 0; i < VOICE_MATTER_COUNT; i++) {
		field_write(out, matters[i].name, voice_grain_name(
			(enum voice_matter)i, voice->allowed[i]));
	}
	field_write(out, S("translate"), voice->may_translate ? S("yes")
		: S("no"));
	text_write(voice, out);
	for (size_t i = 0; i < voice->details.count; i++) {
		const struct voice_detail *detail = &voice->details.at[i];

		buf_text(out, "detail ");
		buf_put(out, matters[detail->matter].name);
		buf_byte(out, ' ');
		buf_put(out, voice_grain_name(detail->matter, detail->grain));
		buf_byte(out, ' ');
		field_write(out, detail->tongue->tag, detail->words);
	}
}
