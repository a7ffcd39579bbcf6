/* libcurl's own functions, those the courier calls, each passed on to the
 * library once it is open. The courier is the one process that needs libcurl;
 * linked in the ordinary way it and its thirty libraries would stand in every
 * process of the line too (20 MiB, and as much more to attack).
 * curl_global_init opens it, before the jail closes.
 *
 * SPDX-License-Identifier: AGPL-3.0-or-later */
#define CURL_DISABLE_TYPECHECK
#include <curl/curl.h>

#include "os/library.h"

#include <stdarg.h>

#undef curl_easy_setopt
#undef curl_easy_getinfo

_Static_assert(sizeof(long) == sizeof(void *) &&
		sizeof(curl_off_t) == sizeof(void *),
	"an option's one argument is passed on as a pointer");

/* One name, one pointer of its type, in the order of the table below. */
static struct {
	CURLcode (*global_init)(long flags);
	CURL *(*easy_init)(void);
	void (*easy_cleanup)(CURL *easy);
	CURLcode (*easy_setopt)(CURL *easy, CURLoption option, ...);
	CURLcode (*easy_getinfo)(CURL *easy, CURLINFO info, ...);
	CURLcode (*easy_pause)(CURL *easy, int mask);
	CURLM *(*multi_init)(void);
	CURLMcode (*multi_add_handle)(CURLM *multi, CURL *easy);
	CURLMcode (*multi_remove_handle)(CURLM *multi, CURL *easy);
	CURLMcode (*multi_perform)(CURLM *multi, int *running);
	CURLMcode (*multi_poll)(CURLM *multi, struct curl_waitfd fds[],
		unsigned count, int wait_ms, int *ret_count);
	CURLMsg *(*multi_info_read)(CURLM *multi, int *left);
	struct curl_slist *(*slist_append)(struct curl_slist *list,
		const char *text);
	void (*slist_free_all)(struct curl_slist *list);
} late;

static const struct { const char *name; void *pointer; } names[] = {
	{"curl_global_init", &late.global_init},
	{"curl_easy_init", &late.easy_init},
	{"curl_easy_cleanup", &late.easy_cleanup},
	{"curl_easy_setopt", &late.easy_setopt},
	{"curl_easy_getinfo", &late.easy_getinfo},
	{"curl_easy_pause", &late.easy_pause},
	{"curl_multi_init", &late.multi_init},
	{"curl_multi_add_handle", &late.multi_add_handle},
	{"curl_multi_remove_handle", &late.multi_remove_handle},
	{"curl_multi_perform", &late.multi_perform},
	{"curl_multi_poll", &late.multi_poll},
	{"curl_multi_info_read", &late.multi_info_read},
	{"curl_slist_append", &late.slist_append},
	{"curl_slist_free_all", &late.slist_free_all},
};

CURLcode curl_global_init(long flags)
{
	struct library library;

	if (library_open(&library, "libcurl.so.4") != NULL) {
		return CURLE_FAILED_INIT;
	}
	for (size_t i = 0; i < NELEM(names); i++) {
		if (!library_find(&library, names[i].name, names[i].pointer)) {
			return CURLE_FAILED_INIT;
		}
	}
	return late.global_init(flags);
}

CURL *curl_easy_init(void)
{
	must(late.easy_init != NULL);
	return late.easy_init();
}

void curl_easy_cleanup(CURL *easy)
{
	late.easy_cleanup(easy);
}

CURLcode curl_easy_setopt(CURL *easy, CURLoption option, ...)
{
	va_list arguments;
	void *argument;

	va_start(arguments, option);
	argument = va_arg(arguments, void *);
	va_end(arguments);
	return late.easy_setopt(easy, option, argument);
}

CURLcode curl_easy_getinfo(CURL *easy, CURLINFO info, ...)
{
	va_list arguments;
	void *argument;

	va_start(arguments, info);
	argument = va_arg(arguments, void *);
	va_end(arguments);
	return late.easy_getinfo(easy, info, argument);
}

CURLcode curl_easy_pause(CURL *easy, int mask)
{
	return late.easy_pause(easy, mask);
}

CURLM *curl_multi_init(void)
{
	must(late.multi_init != NULL);
	return late.multi_init();
}

CURLMcode curl_multi_add_handle(CURLM *multi, CURL *easy)
{
	return late.multi_add_handle(multi, easy);
}

CURLMcode curl_multi_remove_handle(CURLM *multi, CURL *easy)
{
	return late.multi_remove_handle(multi, easy);
}

CURLMcode curl_multi_perform(CURLM *multi, int *running)
{
	return late.multi_perform(multi, running);
}

CURLMcode curl_multi_poll(CURLM *multi, struct curl_waitfd fds[],
	unsigned count, int wait_ms, int *ret_count)
{
	return late.multi_poll(multi, fds, count, wait_ms, ret_count);
}

CURLMsg *curl_multi_info_read(CURLM *multi, int *left)
{
	return late.multi_info_read(multi, left);
}

struct curl_slist *curl_slist_append(struct curl_slist *list, const char *text)
{
	return late.slist_append(list, text);
}

void curl_slist_free_all(struct curl_slist *list)
{
	late.slist_free_all(list);
}
