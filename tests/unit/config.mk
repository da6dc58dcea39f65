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

TESTS += tests/unit/config_manifest.py tests/unit/config_scopes.py
EXTRA_DIST += tests/unit/config_scopes.py
EXTRA_DIST += tests/unit/config_manifest.py config/incbot-manifest.json \
	config/incbot.conf config/incbot-minimal.conf \
	tests/data/manifest/README tests/data/manifest/LICENSE \
	tests/data/manifest/manifest.schema.1.0.0.json \
	tests/data/manifest/manifest.schema.2.0.0.json

check_PROGRAMS += tests/unit/config_text
TESTS += tests/unit/config_text.sh tests/unit/config_files.sh
EXTRA_DIST += tests/unit/config_text.sh tests/unit/config_files.sh
tests_unit_config_text_LDADD = $(IO_LIBS)

check_PROGRAMS += tests/unit/config_doctor
TESTS += tests/unit/config_doctor.sh
EXTRA_DIST += tests/unit/config_doctor.sh
tests_unit_config_doctor_CPPFLAGS = $(UNIT_CPPFLAGS)
tests_unit_config_doctor_LDADD = $(IO_LIBS)

check_PROGRAMS += tests/unit/config_oncall
TESTS += tests/unit/config_oncall
tests_unit_config_oncall_CPPFLAGS = $(UNIT_CPPFLAGS)
tests_unit_config_oncall_LDADD = $(UNIT_IO_LDADD)

# What incbot prints, read by another program.
TESTS += tests/unit/zone_all_ical.py
EXTRA_DIST += tests/unit/zone_all_ical.py
