/* SPDX-License-Identifier: MIT
 *
 * secret: see secret.h. The mask errs on the side of hiding too much.
 */
#include "base/secret.h"

#include "base/text.h"

bool secret_set(struct secret *s, const char *text)
{
	secret_clear(s);
	if (strlen(text) >= sizeof(s->text))
		return false;
	return text_copy(s->text, sizeof(s->text), text);
}

void secret_clear(struct secret *s)
{
	explicit_bzero(s->text, sizeof(s->text));
}

bool secret_is_set(const struct secret *s)
{
	return s->text[0] != '\0';
}

const char *secret_reveal(const struct secret *s)
{
	return s->text;
}

/* A value named one of these is a secret, up to one of the enders. */
static const struct name {
	const char *word;
	const char *enders;
} names[] = {
	{ "ticket", " \t&\"';,)" },
	{ "token", " \t&\"';,)" },
	{ "password", " \t&\"';,)" },
	{ "secret", " \t&\"';,)" },
	{ "routing_key", " \t&\"';,)" },
	{ "api_key", " \t&\"';,)" },
	/* The scheme and the credentials have a space between them. */
	{ "authorization", "\"\r\n" },
	{ "bearer", " \t&\"';,)" },
};

static bool starts_fold(const char *s, const char *word)
{
	for (; *word != '\0'; s++, word++)
		if ((*s | 0x20) != (*word | 0x20))
			return false;
	return true;
}

/* Where the value begins in `token=x`, `token: x`, `"token":"x"` and, for
 * bearer, `bearer x`; NULL if no value follows. */
static char *value_after(char *s, bool space_is_enough)
{
	bool separated = false;

	if (*s == '"')
		s++;
	for (; *s == '=' || *s == ':' || *s == ' '; s++)
		separated = separated || *s != ' ' || space_is_enough;
	if (!separated)
		return NULL;
	if (*s == '"' || *s == '\'')
		s++;
	return s;
}

static size_t token_length(const char *s)
{
	size_t n = 0;

	while ((s[n] >= '0' && s[n] <= '9') || s[n] == '-' || s[n] == '.' ||
	    s[n] == '_' || ((s[n] | 0x20) >= 'a' && (s[n] | 0x20) <= 'z'))
		n++;
	return n;
}

/* If a secret starts right behind what stands at s, its place and length. */
static char *find_secret(char *s, size_t *length)
{
	char *value, *at;
	size_t i, run;

	/* xoxb-, xoxp-, and xoxe.xoxp- with a dot */
	if (strncmp(s, "xox", 3) == 0 && s[3] != '\0' &&
	    (s[4] == '-' || s[4] == '.')) {
		*length = token_length(s + 5);
		return s + 5;
	}
	if (strncmp(s, "xapp-", 5) == 0) {
		*length = token_length(s + 5);
		return s + 5;
	}
	if (strncmp(s, "://", 3) == 0) {
		run = strcspn(s + 3, " \t\"'<>");
		at = memrchr(s + 3, '@', run);
		*length = at == NULL ? 0 : (size_t)(at - (s + 3));
		return at == NULL ? NULL : s + 3;
	}
	for (i = 0; i < ARRAY_LEN(names); i++) {
		if (!starts_fold(s, names[i].word))
			continue;
		value = value_after(s + strlen(names[i].word),
		    strcmp(names[i].word, "bearer") == 0);
		if (value == NULL)
			continue;
		*length = strcspn(value, names[i].enders);
		return value;
	}
	return NULL;
}

void mask_secrets(char *line)
{
	static const char stars[] = "***";
	char *to = line;
	char *from = line;

	while (*from != '\0') {
		size_t length = 0;
		char *value = find_secret(from, &length);
		size_t before, shown;

		if (value == NULL || length == 0) {
			*to++ = *from++;
			continue;
		}
		before = (size_t)(value - from);
		memmove(to, from, before);
		to += before;
		shown = length < 3 ? length : 3;
		memcpy(to, stars, shown);
		to += shown;
		from = value + length;
	}
	*to = '\0';
}
