#!/usr/bin/env python3
# SPDX-License-Identifier: MIT
"""archive: reads what `incbot export` wrote, from standard input, knowing
nothing of incbot but docs/archive.md: proves each timeline by its hashes, and
tells it."""
import datetime
import hashlib
import json
import sys


def split_events(line):
    """The events' bytes as they stand in the line: each entry is
    {"v":V,"n":N,"h":"H","event":{...}}, and the hash is over those bytes."""
    decoder = json.JSONDecoder()
    at = line.index('"timeline":[') + len('"timeline":[')
    while line[at] != "]":
        at += line[at] == ","
        _, end = decoder.raw_decode(line, at)
        yield line[line.index('"event":', at) + len('"event":'):end - 1]
        at = end


def main():
    for number, line in enumerate(sys.stdin, 1):
        record = json.loads(line)
        chain = ""
        for entry, event in zip(record["timeline"], split_events(line)):
            place = f"{entry['v']}-{entry['n']}"
            chain = hashlib.sha1(
                f"{chain}\n{place}\n{event}".encode()).hexdigest()
            if chain != entry["h"]:
                sys.exit(f"line {number}: entry {place} was changed")
        if record["id"] == "site":
            print("site", chain)
        else:
            snapshot = record["snapshot"]
            print(f"INC-{record['id']} SEV{snapshot['severity']}",
                  " ".join(snapshot["title"].split()), chain)
        for entry in record["timeline"]:
            event = entry["event"]
            when = datetime.datetime.fromtimestamp(
                event["at_ms"] // 1000, datetime.timezone.utc)
            print(f"  {when:%Y-%m-%d %H:%M:%S}", event.get("actor_name",
                  event.get("actor", "incbot")), event["is"],
                  " ".join(event.get("text", "").split()))


if __name__ == "__main__":
    main()
