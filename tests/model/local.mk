# SPDX-License-Identifier: MIT
#
# The effect protocol's model: all states, in a second.

check_PROGRAMS += tests/model/model
TESTS += tests/model/model
tests_model_model_SOURCES = tests/model/main.c \
	tests/model/effect_protocol.c tests/model/effect_protocol.h
tests_model_model_LDADD = libpure.a
