# SPDX-License-Identifier: MIT
libio_a_SOURCES += \
	src/io/curl_loop.c src/io/curl_loop.h \
	src/io/http_client.c src/io/http_client.h \
	src/io/http_handles.c src/io/http_handles.h \
	src/io/http_headers.c src/io/http_headers.h \
	src/io/http_server.c src/io/http_server.h \
	src/io/http_transfer.c src/io/http_transfer.h \
	src/io/listen.c src/io/listen.h \
	src/io/loop.c src/io/loop.h \
	src/io/redis_connection.c src/io/redis_connection.h \
	src/io/redis_script.c src/io/redis_script.h \
	src/io/resolver.c src/io/resolver.h \
	src/io/stream.c src/io/stream.h \
	src/io/timer_heap.c src/io/timer_heap.h \
	src/io/tls.c src/io/tls.h \
	src/io/ws_buffers.c src/io/ws_buffers.h \
	src/io/ws_client.c src/io/ws_client.h \
	src/io/ws_wire.c src/io/ws_wire.h
libio_a_SOURCES += src/io/versions.c src/io/versions.h
