/* SPDX-License-Identifier: MIT
 *
 * blame: see blame.h. The text is walked word by word; letters beyond ASCII
 * belong to words and compare exactly.
 */
#include "core/blame.h"
#include "base/arena.h"
#include "base/text.h"
#include "core/views/mrkdwn.h"

static bool is_letter(char c)
{
	return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') ||
	    (unsigned char)c >= 0x80;
}

static char to_lower(char c)
{
	return c >= 'A' && c <= 'Z' ? (char)(c - 'A' + 'a') : c;
}

static bool is_written_like_a_name(const char *word)
{
	return !(*word >= 'a' && *word <= 'z');
}

/* In small letters these are no names, whoever is called so; some of them stand
 * beside a name in Slack ("Ana Ops"). */
#define ALSO_WORDS "admin,april,art,august,banks,bell,bill,black,bot,bright,brown," \
	"bush,can,case,chase,chip,cook,cross,dale,data,dawn,day,dean," \
	"dev,english,faith,field,fields,frank,gates,gene,grace,grant," \
	"gray,green,guy,hall,hill,hook,hope,house,hunter,iris,jack,jay," \
	"joy,june,key,keys,king,knight,lake,lance,lane,link,little," \
	"lock,long,love,low,major,march,mark,marks,mason,max,may,miles," \
	"miller,min,moon,new,nick,noble,norm,north,ops,pace,page,park," \
	"parks,pat,penny,pool,post,power,powers,price,ray,read,reed," \
	"rice,rich,rob,robin,rod,root,rose,ruby,sandy,self,sharp,shell," \
	"short,skip,small,south,stack,star,steel,stone,strong,sue," \
	"summer,support,swift,team,test,van,victor,wade,wall,ward,west," \
	"white,will,win,wood,woods,worth,young"

static bool is_also_a_word(struct arena *arena, const char *s, size_t length)
{
	return text_list_has(ALSO_WORDS, arena_strndup(arena, s, length));
}

/* The name's bytes stand at s, ASCII case ignored, and the word ends there. */
static bool stands_at(const char *s, const char *name, size_t length)
{
	for (size_t i = 0; i < length; i++) {
		if (to_lower(s[i]) != to_lower(name[i]))
			return false;
	}
	return !is_letter(s[length]);
}

/* The length of what is named at s, the beginning of a word; 0 = nobody. */
static size_t name_at(struct arena *arena, const char *s, const char *name)
{
	size_t whole = strlen(name);
	size_t part;

	if (strchr(name, ' ') && stands_at(s, name, whole))
		return whole;
	for (; *name; name += part) {
		name += strspn(name, " .-_");
		part = strcspn(name, " .-_");
		if (part >= BLAME_PART_MIN && stands_at(s, name, part) &&
		    (is_written_like_a_name(s) ||
		    !is_also_a_word(arena, s, part)))
			return part;
	}
	return 0;
}

static size_t person_at(struct arena *arena, const struct people *people,
    const char *s)
{
	if (!people)
		return 0;
	for (const char *name = people->names; *name;
	    name += strlen(name) + 1) {
		size_t length = name_at(arena, s, name);

		if (length > 0)
			return length;
	}
	return 0;
}

/* "<@U0BEN>" or "@ben"; 0 if it is no mention. */
static size_t mention_at(const char *s)
{
	size_t length;

	if (text_starts_with(s, "<@")) {
		length = strcspn(s, ">");
		return s[length] == '>' ? length + 1 : 0;
	}
	length = *s == '@' ? strcspn(s + 1, " \t\r\n,;:!?()") : 0;
	return length > 0 ? length + 1 : 0;
}

static const char *mention_words(struct arena *arena, const char *s,
    size_t length)
{
	char *id;

	if (*s != '<')
		return mrkdwn_escape(arena, arena_strndup(arena, s, length));
	id = arena_strndup(arena, s + 2, length - 3);
	id[strcspn(id, "|")] = '\0';
	return mrkdwn_user(arena, id);
}

const char *blame_find(struct arena *arena, const struct people *people,
    const char *raw)
{
	char before = ' ';

	for (const char *s = raw; *s; before = *s++) {
		size_t length = is_letter(before) ? 0 : mention_at(s);

		if (length > 0)
			return mention_words(arena, s, length);
		if (is_letter(before) || !is_letter(*s))
			continue;
		length = person_at(arena, people, s);
		if (length > 0)
			return mrkdwn_escape(arena,
			    arena_strndup(arena, s, length));
	}
	return NULL;
}
