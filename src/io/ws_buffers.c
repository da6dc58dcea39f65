/* SPDX-License-Identifier: MIT
 *
 * ws_buffers: see ws_buffers.h.
 */
#include "io/ws_buffers.h"

#include "base/memory.h"

bool ws_input_add(struct ws_input *in, const char *data, size_t n,
    size_t limit)
{
	size_t needed = in->length + n + 1;

	if (n > limit - in->length)
		return false;
	if (needed > in->capacity) {
		in->capacity = needed < 4096 ? 4096 : needed * 2;
		in->data = xrealloc(in->data, in->capacity);
	}
	if (n > 0)
		memcpy(in->data + in->length, data, n);
	in->length += n;
	in->data[in->length] = '\0';
	return true;
}

void ws_input_release(struct ws_input *in)
{
	free(in->data);
	memset(in, 0, sizeof(*in));
}

void ws_queue_push(struct ws_queue *queue, const char *text, size_t n,
    size_t headroom)
{
	struct ws_outgoing *o = xmalloc(sizeof(*o) + headroom + n);

	o->next = NULL;
	o->length = n;
	o->data = o->memory + headroom;
	if (n > 0)
		memcpy(o->data, text, n);
	if (queue->first == NULL)
		queue->first = o;
	else
		queue->last->next = o;
	queue->last = o;
	queue->count++;
	queue->bytes += n;
}

struct ws_outgoing *ws_queue_take(struct ws_queue *queue)
{
	struct ws_outgoing *o = queue->first;

	if (o == NULL)
		return NULL;
	queue->first = o->next;
	queue->count--;
	queue->bytes -= o->length;
	return o;
}

void ws_queue_release(struct ws_queue *queue)
{
	struct ws_outgoing *o;

	while ((o = ws_queue_take(queue)) != NULL)
		free(o);
}
