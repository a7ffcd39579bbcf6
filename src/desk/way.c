/* Where a courier may go: see courier.h [courier-3]. Pure.
 *
 * SPDX-License-Identifier: AGPL-3.0-or-later */
#include "desk/courier.h"

#include "base/num.h"

/* A host name, without port: letters, digits, dots, dashes. */
static bool is_host(str host)
{
	if (host.len == 0 || host.at[0] == '.' || host.at[0] == '-') {
		return false;
	}
	for (size_t i = 0; i < host.len; i++) {
		char c = host.at[i];
		bool letter = (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z');

		if (!letter && !(c >= '0' && c <= '9') && c != '.' &&
			c != '-') {
			return false;
		}
	}
	return true;
}

/* "host" or "host:port"; *ret_host is what stands before the port. */
static bool host_read(str place, str *ret_host)
{
	uint64_t number;
	str port;

	*ret_host = place;
	if (str_cut(place, ':', ret_host, &port) &&
		(!num_read(port, 65535, &number) || number == 0)) {
		return false;
	}
	return is_host(*ret_host);
}

static bool is_path(str path)
{
	if (path.len == 0 || path.at[0] != '/') return false;
	for (size_t i = 0; i < path.len; i++) {
		if ((unsigned char)path.at[i] < ' ') return false;
	}
	return true;
}

bool courier_may_go(str base, str proxy)
{
	str host;
	bool onion, open;

	if (base.len > COURIER_BASE_MAX || proxy.len > COURIER_BASE_MAX) {
		return false;
	}
	if (proxy.len > 0 && (!str_starts(proxy, S("socks5h://")) ||
		!host_read(str_from(proxy, 10), &host))) {
		return false;
	}
	if (str_starts(base, S("unix:"))) {
		return proxy.len == 0 && is_path(str_from(base, 5));
	}
	open = str_starts(base, S("http://"));
	if (!open && !str_starts(base, S("https://"))) return false;
	if (!host_read(str_from(base, open ? 7 : 8), &host)) return false;
	onion = str_ends(host, S(".onion"));
	if (onion) return proxy.len > 0;
	return !open || (proxy.len == 0 && str_eq(host, S("127.0.0.1")));
}
