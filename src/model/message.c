/* Messages and replies as bytes: see message.h; the steps M1 to M6 and R1 to
 * R3 are those of doc/seal.md 4. Owns nothing, keeps nothing.
 *
 * SPDX-License-Identifier: AGPL-3.0-or-later */
#include "model/message.h"

#include "base/field.h"
#include "base/num.h"
#include "base/utf8.h"

enum {
	HEX_NAME = 32,
	HEX_SHA256 = 64,
	LANGUAGE_MAX = 35,     /* RFC 5646 4.4.1 */
	RECIPIENT_MAX = 2000,  /* a post-quantum recipient has 1959 letters */
	IDENTITY_MAX = 100,
	FILE_BYTES_MAX = 25 * 1024 * 1024
};

/* The classes of doc/seal.md 5; seal/pad.c has them for sealing. */
static const size_t size_classes[] = {1024, 4096, 16384, 65536};

static const str about_words[MESSAGE_ABOUT_COUNT] = {
	[ABOUT_NOTHING] = S_INIT("nothing"),
	[ABOUT_TELL] = S_INIT("tell"),
	[ABOUT_LEAVE] = S_INIT("leave"),
	[ABOUT_ASYLUM] = S_INIT("asylum"),
	[ABOUT_HEALTH] = S_INIT("health"),
	[ABOUT_SAFETY] = S_INIT("safety"),
	[ABOUT_JOIN] = S_INIT("join"),
	[ABOUT_THANKS] = S_INIT("thanks"),
	[ABOUT_OTHER] = S_INIT("other"),
};

str message_about_word(enum message_about about)
{
	return about_words[about];
}

bool message_about_read(str word, enum message_about *ret_about)
{
	for (size_t i = 0; i < NELEM(about_words); i++) {
		if (str_eq(word, about_words[i])) {
			*ret_about = (enum message_about)i;
			return true;
		}
	}
	return false;
}

/* One word of a header line: clean, not empty, no blank. */
static bool is_word(str s, size_t max)
{
	return s.len > 0 && field_is_clean(s, max) &&
	       str_find_byte(s, ' ') == SIZE_MAX;
}

/* M6, R3: the text, then zeros up to the next class. */
static bool text_write(struct buf *out, size_t start, str text)
{
	size_t length;

	buf_put(out, text);
	length = out->len - start;
	for (size_t i = 0; i < NELEM(size_classes); i++) {
		if (length <= size_classes[i]) {
			buf_zeros(out, size_classes[i] - length);
			return !out->failed;
		}
	}
	return false;
}

/* Checks that `plain` has the one class that fits and only zeros behind. */
static bool text_read(str plain, str rest, uint64_t text_len, str *ret_text)
{
	size_t used, class = 0;

	if (text_len > rest.len) return false;
	used = plain.len - rest.len + (size_t)text_len;
	while (class < NELEM(size_classes) && used > size_classes[class]) {
		class++;
	}
	if (class == NELEM(size_classes)) return false;
	if (plain.len != size_classes[class]) return false;
	for (size_t i = used; i < plain.len; i++) {
		if (plain.at[i] != '\0') return false;
	}
	*ret_text = str_first(rest, (size_t)text_len);
	return utf8_is_valid(*ret_text);
}

static bool file_is_right(const struct message_file *file)
{
	return field_is_hex(file->blob, HEX_NAME) &&
	       field_is_hex(file->sha256, HEX_SHA256) &&
	       file->bytes <= FILE_BYTES_MAX &&
	       is_word(file->identity, IDENTITY_MAX) &&
	       field_is_clean(file->type, MESSAGE_NAME_MAX) &&
	       field_is_clean(file->name, MESSAGE_NAME_MAX);
}

/* M5: `file blob bytes sha256 identity file|voice typelen namelen type name` */
static void file_write(const struct message_file *file, struct buf *out)
{
	buf_put(out, S("file "));
	buf_put(out, file->blob);
	buf_byte(out, ' ');
	buf_number(out, file->bytes);
	buf_byte(out, ' ');
	buf_put(out, file->sha256);
	buf_byte(out, ' ');
	buf_put(out, file->identity);
	buf_put(out, file->voice ? S(" voice ") : S(" file "));
	buf_number(out, file->type.len);
	buf_byte(out, ' ');
	buf_number(out, file->name.len);
	buf_byte(out, ' ');
	buf_put(out, file->type);
	buf_byte(out, ' ');
	buf_put(out, file->name);
	buf_byte(out, '\n');
}

static bool word_number(str *rest, uint64_t max, uint64_t *ret_number)
{
	str word;

	return str_word(rest, &word) && num_read(word, max, ret_number);
}

static bool file_read_line(str line, struct message_file *ret_file)
{
	struct message_file file;
	uint64_t type_len, name_len;
	str role;

	if (!str_word(&line, &file.blob) ||
		!word_number(&line, FILE_BYTES_MAX, &file.bytes) ||
		!str_word(&line, &file.sha256) ||
		!str_word(&line, &file.identity) || !str_word(&line, &role) ||
		!word_number(&line, MESSAGE_NAME_MAX, &type_len) ||
		!word_number(&line, MESSAGE_NAME_MAX, &name_len)) {
		return false;
	}
	file.voice = str_eq(role, S("voice"));
	if (!file.voice && !str_eq(role, S("file"))) return false;
	if (line.len != type_len + 1 + name_len) return false;
	if (line.at[type_len] != ' ') return false;
	file.type = str_first(line, (size_t)type_len);
	file.name = str_from(line, (size_t)type_len + 1);
	if (!file_is_right(&file)) return false;
	*ret_file = file;
	return true;
}

static bool head_is_right(const struct message *m)
{
	if (m->file_count > MESSAGE_FILES_MAX) return false;
	for (size_t i = 0; i < m->file_count; i++) {
		if (!file_is_right(&m->files[i])) return false;
	}
	return is_word(m->language, LANGUAGE_MAX) &&
	       m->about < MESSAGE_ABOUT_COUNT &&
	       field_is_clean(m->called, MESSAGE_CALLED_MAX) &&
	       is_word(m->recipient, RECIPIENT_MAX) &&
	       field_is_hex(m->mailbox, HEX_NAME) &&
	       field_is_hex(m->submission, HEX_NAME) &&
	       m->text.len <= MESSAGE_TEXT_MAX && utf8_is_valid(m->text);
}

bool message_write(const struct message *m, struct buf *out)
{
	size_t start = out->len;

	if (!head_is_right(m)) return false;
	/* M1 type and kind */
	buf_put(out, S("bothy-message/1\nkind message\n"));
	/* M2 what she chose */
	field_put(out, S("language"), m->language);
	field_put(out, S("about"), message_about_word(m->about));
	field_put(out, S("called"), m->called);
	/* M3 where the reply goes, and which submission this is */
	field_put(out, S("recipient"), m->recipient);
	field_put(out, S("mailbox"), m->mailbox);
	field_put(out, S("submission"), m->submission);
	/* M4 length of the text, M5 files, an empty line, M6 text and zeros */
	field_put_number(out, S("text"), m->text.len);
	for (size_t i = 0; i < m->file_count; i++) {
		file_write(&m->files[i], out);
	}
	buf_byte(out, '\n');
	return text_write(out, start, m->text);
}

bool message_read(str plain, struct message *ret_message)
{
	struct message m = {0};
	str rest = plain, about, line;
	uint64_t text_len;

	if (!field_line(&rest, S("bothy-message/1")) ||
		!field_line(&rest, S("kind message")) ||
		!field_take(&rest, S("language"), &m.language) ||
		!field_take(&rest, S("about"), &about) ||
		!message_about_read(about, &m.about) ||
		!field_take(&rest, S("called"), &m.called) ||
		!field_take(&rest, S("recipient"), &m.recipient) ||
		!field_take(&rest, S("mailbox"), &m.mailbox) ||
		!field_take(&rest, S("submission"), &m.submission) ||
		!field_number(&rest, S("text"), MESSAGE_TEXT_MAX, &text_len)) {
		return false;
	}
	while (field_take(&rest, S("file"), &line)) {
		if (m.file_count == MESSAGE_FILES_MAX) return false;
		if (!file_read_line(line, &m.files[m.file_count])) return false;
		m.file_count++;
	}
	if (!field_line(&rest, S(""))) return false;
	if (!text_read(plain, rest, text_len, &m.text)) return false;
	if (!head_is_right(&m)) return false;
	*ret_message = m;
	return true;
}

/* R2: the one kind of file a reply may have. */
static bool reply_file_is_right(const struct message_file *file)
{
	return file_is_right(file) && file->bytes > 0 &&
	       file->bytes <= REPLY_FILE_MAX && !file->voice &&
	       str_eq(file->type, REPLY_FILE_TYPE) &&
	       str_eq(file->name, REPLY_FILE_NAME);
}

static bool reply_is_right(const struct reply *reply)
{
	if (reply->has_file && !reply_file_is_right(&reply->file)) return false;
	return is_word(reply->language, LANGUAGE_MAX) &&
	       field_is_hex(reply->mailbox, HEX_NAME) &&
	       field_is_hex(reply->id, HEX_NAME) &&
	       reply->text.len <= MESSAGE_TEXT_MAX &&
	       utf8_is_valid(reply->text);
}

bool reply_write(const struct reply *reply, struct buf *out)
{
	size_t start = out->len;

	if (!reply_is_right(reply)) return false;
	/* R1 type, R2 header, R3 text and zeros */
	buf_put(out, S("bothy-reply/1\n"));
	field_put(out, S("language"), reply->language);
	field_put(out, S("mailbox"), reply->mailbox);
	field_put(out, S("id"), reply->id);
	field_put_number(out, S("hour"), reply->hour);
	field_put_number(out, S("text"), reply->text.len);
	if (reply->has_file) file_write(&reply->file, out);
	buf_byte(out, '\n');
	return text_write(out, start, reply->text);
}

bool reply_read(str plain, struct reply *ret_reply)
{
	struct reply reply = {0};
	str rest = plain, file;
	uint64_t text_len;

	if (!field_line(&rest, S("bothy-reply/1")) ||
		!field_take(&rest, S("language"), &reply.language) ||
		!field_take(&rest, S("mailbox"), &reply.mailbox) ||
		!field_take(&rest, S("id"), &reply.id) ||
		!field_number(&rest, S("hour"), UINT32_MAX, &reply.hour) ||
		!field_number(&rest, S("text"), MESSAGE_TEXT_MAX, &text_len)) {
		return false;
	}
	reply.has_file = field_take(&rest, S("file"), &file);
	if (reply.has_file && !file_read_line(file, &reply.file)) return false;
	if (!field_line(&rest, S("")) ||
		!text_read(plain, rest, text_len, &reply.text) ||
		!reply_is_right(&reply)) {
		return false;
	}
	*ret_reply = reply;
	return true;
}
