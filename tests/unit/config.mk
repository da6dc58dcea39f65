# SPDX-License-Identifier: MIT
#
# Unit tests of time zones, the config file and the command line.

check_PROGRAMS += tests/unit/zone_rules tests/unit/zone_zdump
TESTS += tests/unit/zone_rules tests/unit/zone_all.sh
EXTRA_DIST += tests/unit/zone_all.sh

tests_unit_zone_rules_CPPFLAGS = $(UNIT_CPPFLAGS)
tests_unit_zone_rules_LDADD = $(UNIT_PURE_LDADD)
tests_unit_zone_zdump_LDADD = $(PURE_LIBS)

check_PROGRAMS += tests/unit/config_load
TESTS += tests/unit/config_load
tests_unit_config_load_CPPFLAGS = $(UNIT_CPPFLAGS)
tests_unit_config_load_LDADD = $(UNIT_IO_LDADD)

check_PROGRAMS += tests/unit/config_cli
TESTS += tests/unit/config_cli
tests_unit_config_cli_CPPFLAGS = $(UNIT_CPPFLAGS)
tests_unit_config_cli_LDADD = $(UNIT_IO_LDADD)
