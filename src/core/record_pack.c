/* SPDX-License-Identifier: MIT
 *
 * record_pack: see record_pack.h. Each stretch is its place and length and then
 * its bytes; those that touch each other are one.
 */
#include "core/record_pack.h"
#include "base/memory.h"

#define FIRST_BYTES 4096

struct stretch {
	uint32_t at;
	uint32_t length;
};

struct packer {
	struct record_pack *pack;
	const char *data;	/* the struct */
	struct stretch last;
	size_t last_at;		/* where it stands in the pack */
};

static char *make_room(struct record_pack *pack, size_t bytes)
{
	if (bytes > pack->room - pack->length) {
		pack->room = pack->room * 2 + bytes + FIRST_BYTES;
		pack->bytes = xrealloc(pack->bytes, pack->room);
	}
	return pack->bytes + pack->length;
}

static void add(struct packer *packer, size_t at, const void *from,
    size_t length)
{
	struct record_pack *pack = packer->pack;
	char *to = make_room(pack, sizeof(packer->last) + length);

	if (packer->last.length > 0 &&
	    packer->last.at + packer->last.length == at) {
		packer->last.length += (uint32_t)length;
	} else {
		packer->last = (struct stretch){ (uint32_t)at,
			(uint32_t)length };
		packer->last_at = pack->length;
		pack->length += sizeof(packer->last);
		to += sizeof(packer->last);
	}
	memcpy(pack->bytes + packer->last_at, &packer->last,
	    sizeof(packer->last));
	memcpy(to, from, length);
	pack->length += length;
}

static void add_number(struct packer *packer, size_t at, size_t size)
{
	static const char zero[sizeof(int64_t)];

	if (memcmp(packer->data + at, zero, size) != 0)
		add(packer, at, packer->data + at, size);
}

static void add_text(struct packer *packer, size_t at)
{
	const char *text = packer->data + at;

	if (*text != '\0')
		add(packer, at, text, strlen(text) + 1);
}

static void add_record(struct packer *packer, const struct record *record,
    size_t at);

/* How far it is used is said anew, as reading it would. */
static void add_array(struct packer *packer, const struct field *field,
    size_t at)
{
	size_t count = record_used_count(field, packer->data + at);
	int used = (int)count;

	for (size_t i = 0; i < count; i++) {
		size_t place = at + field->offset + i * field->size;

		if (field->type == FIELD_TEXTS)
			add_text(packer, place);
		else
			add_record(packer, field->of, place);
	}
	if (field->used > 0 && used > 0)
		add(packer, at + field->used, &used, sizeof(used));
}

static void add_field(struct packer *packer, const struct field *field,
    size_t at)
{
	switch (field->type) {
	case FIELD_TEXT:
		add_text(packer, at + field->offset);
		return;
	case FIELD_INT:
	case FIELD_WORD:
	case FIELD_MS:
	case FIELD_BOOL:
		add_number(packer, at + field->offset,
		    field->size);
		return;
	case FIELD_TEXTS:
	case FIELD_RECORDS:
		add_array(packer, field, at);
		return;
	case FIELD_RECORD:
		add_record(packer, field->of, at + field->offset);
		return;
	case FIELD_SIGN:
		return;
	}
	abort();
}

static void add_record(struct packer *packer, const struct record *record,
    size_t at)
{
	for (size_t i = 0; i < record->field_count; i++)
		add_field(packer, &record->fields[i], at);
}

void record_pack(struct record_pack *pack, const struct record *record,
    const void *data)
{
	struct packer packer = { .pack = pack, .data = data };

	pack->length = 0;
	add_record(&packer, record, 0);
}

void record_unpack(const char *bytes, size_t length, void *data)
{
	const char *end = bytes + length;

	while (bytes < end) {
		struct stretch stretch;

		memcpy(&stretch, bytes, sizeof(stretch));
		bytes += sizeof(stretch);
		memcpy((char *)data + stretch.at, bytes, stretch.length);
		bytes += stretch.length;
	}
}
