# SPDX-License-Identifier: MIT
#
# Tests of src/io: against real peers on loopback.

IO_TESTS = tests/unit/io_loop tests/unit/io_resolver tests/unit/io_redis \
	tests/unit/io_curl_loop tests/unit/io_http tests/unit/io_ws tests/unit/io_ws_lost \
	tests/unit/io_ws_tls tests/unit/io_server

check_PROGRAMS += $(IO_TESTS)
TESTS += $(IO_TESTS)
check_LIBRARIES += tests/unit/libpeers.a

tests_unit_libpeers_a_SOURCES = tests/unit/pump.h \
	tests/unit/certificates.c tests/unit/certificates.h \
	tests/unit/peer.c tests/unit/peer.h \
	tests/unit/redis_server.c tests/unit/redis_server.h \
	tests/unit/tls_server.c tests/unit/tls_server.h

IO_TEST_LDADD = tests/unit/libpeers.a $(UNIT_IO_LDADD)

tests_unit_io_loop_CPPFLAGS = $(UNIT_CPPFLAGS)
tests_unit_io_loop_LDADD = $(IO_TEST_LDADD)
tests_unit_io_resolver_CPPFLAGS = $(UNIT_CPPFLAGS)
tests_unit_io_resolver_LDADD = $(IO_TEST_LDADD)
tests_unit_io_resolver_LDFLAGS = $(AM_LDFLAGS) -Wl,--wrap=getaddrinfo
tests_unit_io_redis_CPPFLAGS = $(UNIT_CPPFLAGS)
tests_unit_io_redis_LDADD = $(IO_TEST_LDADD)
tests_unit_io_redis_LDFLAGS = $(AM_LDFLAGS) -Wl,--wrap=getaddrinfo
tests_unit_io_curl_loop_CPPFLAGS = $(UNIT_CPPFLAGS)
tests_unit_io_curl_loop_LDADD = $(IO_TEST_LDADD)
tests_unit_io_curl_loop_LDFLAGS = $(AM_LDFLAGS) \
	-Wl,--wrap=curl_multi_socket_action
tests_unit_io_http_CPPFLAGS = $(UNIT_CPPFLAGS)
tests_unit_io_http_LDADD = $(IO_TEST_LDADD)
tests_unit_io_http_LDFLAGS = $(AM_LDFLAGS) -Wl,--wrap=getaddrinfo
WS_RIG = tests/unit/ws_rig.c tests/unit/ws_rig.h
tests_unit_io_ws_SOURCES = tests/unit/io_ws.c $(WS_RIG)
tests_unit_io_ws_CPPFLAGS = $(UNIT_CPPFLAGS)
tests_unit_io_ws_LDADD = $(IO_TEST_LDADD)
tests_unit_io_ws_LDFLAGS = $(AM_LDFLAGS) -Wl,--wrap=getaddrinfo
tests_unit_io_ws_lost_SOURCES = tests/unit/io_ws_lost.c $(WS_RIG)
tests_unit_io_ws_lost_CPPFLAGS = $(UNIT_CPPFLAGS)
tests_unit_io_ws_lost_LDADD = $(IO_TEST_LDADD)
tests_unit_io_ws_lost_LDFLAGS = $(AM_LDFLAGS) -Wl,--wrap=getaddrinfo
tests_unit_io_ws_tls_SOURCES = tests/unit/io_ws_tls.c $(WS_RIG)
tests_unit_io_ws_tls_CPPFLAGS = $(UNIT_CPPFLAGS)
tests_unit_io_ws_tls_LDADD = $(IO_TEST_LDADD)
tests_unit_io_ws_tls_LDFLAGS = $(AM_LDFLAGS) -Wl,--wrap=getaddrinfo
tests_unit_io_server_CPPFLAGS = $(UNIT_CPPFLAGS)
tests_unit_io_server_LDADD = $(IO_TEST_LDADD)
