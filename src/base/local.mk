# SPDX-License-Identifier: MIT
libpure_a_SOURCES += src/base/base.h
