#!/usr/bin/env python3
# SPDX-License-Identifier: MIT
"""config/incbot-manifest.json against Slack's own schemas (both versions)."""
import json
import os
import sys

try:
    import jsonschema
except ImportError:
    print("needs python3-jsonschema")
    sys.exit(77)

top = os.environ.get("srcdir", ".")


def load(*path):
    with open(os.path.join(top, *path), encoding="utf-8") as file:
        return json.load(file)


manifest = load("config", "incbot-manifest.json")
wrong = 0
for version in "1.0.0", "2.0.0":
    schema = load("tests", "data", "manifest",
                  f"manifest.schema.{version}.json")
    checker = jsonschema.Draft7Validator(schema)
    errors = sorted(checker.iter_errors(manifest), key=str)
    for error in errors:
        print(version, list(error.path), error.message)
    wrong += len(errors)
    # A manifest that must fail, so that a schema that takes everything shows.
    spoilt = json.loads(json.dumps(manifest))
    spoilt["features"]["slash_commands"][0]["command"] = "incident"
    spoilt["display_information"]["name"] = "x" * 36
    if len(list(checker.iter_errors(spoilt))) < 2:
        print(version, "takes a manifest that is wrong")
        wrong += 1
sys.exit(1 if wrong else 0)
