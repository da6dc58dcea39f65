/* SPDX-License-Identifier: MIT
 *
 * url: see url.h. A subset of RFC 3986, refusing what it does not know.
 */
#include "base/url.h"

#include "base/text.h"

static const struct scheme {
	const char *prefix;
	enum url_scheme scheme;
	uint16_t port;
} schemes[] = {
	{ "redis://", URL_REDIS, 6379 },
	{ "rediss://", URL_REDISS, 6379 },
	{ "unix://", URL_UNIX, 0 },
	{ "http://", URL_HTTP, 80 },
	{ "https://", URL_HTTPS, 443 },
	{ "ws://", URL_WS, 80 },
	{ "wss://", URL_WSS, 443 },
	{ "smtp://", URL_SMTP, 587 },
	{ "smtps://", URL_SMTPS, 465 },
};

static int hex_value(char c)
{
	if (c >= '0' && c <= '9')
		return c - '0';
	if ((c | 0x20) >= 'a' && (c | 0x20) <= 'f')
		return (c | 0x20) - 'a' + 10;
	return -1;
}

static bool decode(char *to, size_t size, const char *from, size_t n,
    bool plus_is_space)
{
	size_t length = 0;
	size_t i;

	for (i = 0; i < n; i++) {
		int c = (unsigned char)from[i];

		if (c == '+' && plus_is_space) {
			c = ' ';
		} else if (c == '%') {
			if (n - i < 3 || hex_value(from[i + 1]) < 0 ||
			    hex_value(from[i + 2]) < 0)
				break;
			c = hex_value(from[i + 1]) * 16 +
			    hex_value(from[i + 2]);
			i += 2;
		}
		if (c == 0 || length + 1 >= size)
			break;
		to[length++] = (char)c;
	}
	to[i == n ? length : 0] = '\0';
	return i == n;
}

bool url_decode_form(char *to, size_t size, const char *from, size_t n)
{
	assert(size >= 1);
	return decode(to, size, from, n, true);
}

void url_encode_n(struct text *to, const char *value, size_t n)
{
	static const char hex[] = "0123456789ABCDEF";
	size_t i;

	for (i = 0; i < n; i++) {
		unsigned char c = (unsigned char)value[i];
		char coded[3] = { '%', hex[c >> 4], hex[c & 15] };
		bool plain = (c >= '0' && c <= '9') || c == '-' || c == '.' ||
		    c == '_' || c == '~' || (c >= 'A' && c <= 'Z') ||
		    (c >= 'a' && c <= 'z');

		if (plain)
			text_add_char(to, (char)c);
		else if (to->limit - to->length < sizeof(coded))
			to->truncated = true;
		else
			text_add_n(to, coded, sizeof(coded));
	}
}

void url_encode(struct text *to, const char *value)
{
	url_encode_n(to, value, strlen(value));
}

static bool copy_n(char *to, size_t size, const char *from, size_t n)
{
	if (n >= size)
		return false;
	memcpy(to, from, n);
	to[n] = '\0';
	return true;
}

/* A name or a path, percent-decoded: neither has control characters, which
 * would write lines of their own into a log. */
static bool decode_name(char *to, size_t size, const char *from, size_t n)
{
	if (!decode(to, size, from, n, false))
		return false;
	for (; *to != '\0'; to++)
		if ((unsigned char)*to < ' ' || *to == 0x7f)
			return false;
	return true;
}

/* user:password, each percent-decoded. */
static const char *parse_userinfo(struct url *url, const char *s, size_t n)
{
	const char *colon = memchr(s, ':', n);
	size_t user_n = colon == NULL ? n : (size_t)(colon - s);
	char password[SECRET_SIZE];
	bool fits;

	if (!decode_name(url->user, sizeof(url->user), s, user_n))
		return "the user name is too long or badly encoded";
	if (colon == NULL)
		return NULL;
	fits = decode(password, sizeof(password), colon + 1, n - user_n - 1,
	    false) && secret_set(&url->password, password);
	explicit_bzero(password, sizeof(password));
	return fits ? NULL : "the password is too long or badly encoded";
}

static const char *parse_port(struct url *url, const char *s, size_t n)
{
	char digits[8];
	int64_t port;

	if (!copy_n(digits, sizeof(digits), s, n) || digits[0] == '+' ||
	    !text_parse_int(digits, 1, 65535, &port))
		return "the port is not a number from 1 to 65535";
	url->port = (uint16_t)port;
	return NULL;
}

static bool host_is_sane(const char *host, bool ipv6)
{
	static const char name[] = "abcdefghijklmnopqrstuvwxyz"
	    "ABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789.-_";
	static const char address[] = "0123456789abcdefABCDEF:.";

	return host[0] != '\0' &&
	    host[strspn(host, ipv6 ? address : name)] == '\0';
}

static const char *parse_host(struct url *url, const char *s, size_t n)
{
	const char *end = s + n;
	const char *host_end;

	if (n > 0 && *s == '[') {
		url->host_is_ipv6 = true;
		host_end = memchr(s, ']', n);
		if (host_end == NULL)
			return "the address in brackets does not end";
		s++;
	} else {
		host_end = memchr(s, ':', n);
		if (host_end == NULL)
			host_end = end;
	}
	if (!copy_n(url->host, sizeof(url->host), s, (size_t)(host_end - s)) ||
	    !host_is_sane(url->host, url->host_is_ipv6))
		return "the host name is missing, too long or malformed";
	if (url->host_is_ipv6)
		host_end++;
	if (host_end == end)
		return NULL;
	if (*host_end != ':')
		return "something follows the address in brackets";
	return parse_port(url, host_end + 1, (size_t)(end - host_end - 1));
}

static const char *parse_db(struct url *url, const char *s)
{
	int64_t db;

	if (*s < '0' || *s > '9' || !text_parse_int(s, 0, 65535, &db))
		return "the database is not a number from 0 to 65535";
	url->db = (int)db;
	return NULL;
}

static const char *parse_unix_path(struct url *url, const char *s)
{
	const char *query = strchrnul(s, '?');

	if (*s != '/')
		return "a unix socket needs an absolute path";
	if (!decode_name(url->path, sizeof(url->path), s,
	    (size_t)(query - s)))
		return "the path is too long or badly encoded";
	if (*query == '\0')
		return NULL;
	if (!text_starts_with(query, "?db="))
		return "only ?db=N may follow the socket's path";
	return parse_db(url, query + strlen("?db="));
}

static const char *parse_path(struct url *url, const char *s)
{
	bool is_redis = url->scheme == URL_REDIS || url->scheme == URL_REDISS;
	struct text t;

	if (is_redis) {
		if (*s == '/')
			s++;
		return *s == '\0' ? NULL : parse_db(url, s);
	}
	text_init(&t, url->path, sizeof(url->path));
	if (*s != '/')
		text_add_char(&t, '/');
	text_add(&t, s);
	return t.truncated ? "the path is too long" : NULL;
}

static const struct scheme *find_scheme(const char *text)
{
	size_t i;

	for (i = 0; i < ARRAY_LEN(schemes); i++) {
		char start[16];

		(void)copy_n(start, sizeof(start), text,
		    strnlen(text, strlen(schemes[i].prefix)));
		if (text_equal_fold(start, schemes[i].prefix))
			return &schemes[i];
	}
	return NULL;
}

static const char *parse(struct url *url, const char *text)
{
	const struct scheme *scheme = find_scheme(text);
	const char *authority, *path, *at, *reason;
	const char *p;

	if (scheme == NULL)
		return "the scheme is not one that is known";
	for (p = text; *p != '\0'; p++)
		if ((unsigned char)*p <= ' ' || *p == 0x7f || *p == '#')
			return "spaces, control characters and # are not allowed";
	url->scheme = scheme->scheme;
	url->port = scheme->port;
	authority = text + strlen(scheme->prefix);
	path = authority + strcspn(authority, "/?");
	at = memrchr(authority, '@', (size_t)(path - authority));
	if (at != NULL) {
		reason = parse_userinfo(url, authority,
		    (size_t)(at - authority));
		if (reason != NULL)
			return reason;
		authority = at + 1;
	}
	if (url->scheme == URL_UNIX)
		return path == authority ? parse_unix_path(url, path)
		    : "a unix socket has no host: write unix:///path";
	reason = parse_host(url, authority, (size_t)(path - authority));
	return reason != NULL ? reason : parse_path(url, path);
}

bool url_parse(const char *text, struct url *out, const char **reason)
{
	struct url url;
	const char *why;

	memset(&url, 0, sizeof(url));
	why = parse(&url, text);
	if (why == NULL)
		*out = url;
	else
		*reason = why;
	secret_clear(&url.password);
	return why == NULL;
}

bool url_is_secure(const struct url *url)
{
	return url->scheme == URL_REDISS || url->scheme == URL_HTTPS ||
	    url->scheme == URL_WSS || url->scheme == URL_SMTPS;
}
