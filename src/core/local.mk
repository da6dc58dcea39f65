# SPDX-License-Identifier: MIT
libpure_a_SOURCES += src/core/policy.c src/core/policy.h
