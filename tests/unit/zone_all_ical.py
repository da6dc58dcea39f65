#!/usr/bin/python3
# SPDX-License-Identifier: MIT
"""zone_all_ical: the calendars of rotations, read by an independent reader (the
icalendar library) and compared, hand-off by hand-off, with a reckoning of our
own here: local calendar arithmetic, and offsets as zdump tells them (the C
library's view of the zone files, not incbot's). A sample of all zones of the
system, and those with the strangest rules; four times of the year under a
turned clock, so that every change of the clocks in 2026 is covered; hand-offs
at hours that are skipped and that come twice (I9, P2.1). Run in the build
folder."""
import datetime as dt
import os
import re
import struct
import subprocess
import sys
import tempfile
import time
import zoneinfo

try:
    import icalendar
except ImportError:
    print("needs python3-icalendar")
    sys.exit(77)

UTC = dt.timezone.utc
EPOCH = dt.datetime(1970, 1, 1, tzinfo=UTC)
SAMPLE = 14         # every so many zones
ALWAYS = ["Europe/Berlin", "America/New_York", "Australia/Lord_Howe",
          "Africa/Casablanca", "Asia/Kathmandu", "Pacific/Chatham",
          "America/St_Johns", "Asia/Gaza", "Antarctica/Troll", "Europe/Dublin",
          "America/Santiago", "Pacific/Apia", "Etc/UTC"]
NOWS = [(2026, 2, 20), (2026, 5, 25), (2026, 8, 25), (2026, 10, 10)]
# turn's length in hours, weekday (Monday = 0) or None, hour, minute, members
RULES = [("weekly", 168, 6, 2, 30, 2), ("daily", 24, None, 0, 0, 3),
         ("12h", 12, None, 7, 15, 2), ("2w", 336, 2, 1, 45, 3)]
DAYS = ["mon", "tue", "wed", "thu", "fri", "sat", "sun"]


def zone_names():
    names = sorted(n for n in zoneinfo.available_timezones()
                   if not n.startswith(("right/", "posix/", "localtime"))
                   and os.path.exists("/usr/share/zoneinfo/" + n))
    return sorted(set(names[::SAMPLE]) | set(ALWAYS))


def read_zdump(names):
    """name -> [(instant, offset from then on)]"""
    changes = {name: [] for name in names}
    out = subprocess.run(["zdump", "-v", "-c", "2023,2028", *names],
                         check=True, capture_output=True, text=True).stdout
    line_form = re.compile(r"(\S+)\s+(\w+ \w+ +\d+ [\d:]+ \d+) UT = .* "
                           r"gmtoff=(-?\d+)")
    for line in out.splitlines():
        found = line_form.match(line)
        if not found:
            continue
        at = dt.datetime.strptime(found[2], "%a %b %d %H:%M:%S %Y")
        changes[found[1]].append((at.replace(tzinfo=UTC),
                                  int(found[3])))
    return changes


def offset(changes, name, at):
    found = None
    for change, seconds in changes[name]:
        if found is None or change <= at:
            found = seconds
        if change > at:
            break
    if found is None:   # the same all those years
        found = at.astimezone(zoneinfo.ZoneInfo(name)).utcoffset() \
            .total_seconds()
    return dt.timedelta(seconds=found)


def instant(changes, name, local):
    """The first instant at which the wall clock shows `local` or, if it
    never does, the one at which it jumps over it."""
    naive = local.replace(tzinfo=UTC)
    around = dt.timedelta(hours=30)
    options = {seconds_of for change, seconds_of in
               ((change, dt.timedelta(seconds=s))
                for change, s in changes[name])
               if naive - around < change <= naive + around}
    options.add(offset(changes, name, naive - around))
    right = sorted(naive - o for o in options
                   if offset(changes, name, naive - o) == o)
    if right:
        return right[0]
    for change, _ in changes[name]:
        before = change + offset(changes, name,
                                 change - dt.timedelta(seconds=1))
        after = change + offset(changes, name, change)
        if before <= naive < after:
            return change
    raise AssertionError(f"{name} {local}")


def expected(changes, name, rule, now):
    """The hand-offs of the rule's feed: (instant, member)."""
    _, hours, weekday, hour, minute, members = rule
    anchor = dt.datetime(2024, 1, 1, hour, minute)
    if weekday is not None:
        anchor -= dt.timedelta(days=(anchor.weekday() - weekday) % 7)
    first = now - dt.timedelta(days=14)
    end = now + dt.timedelta(days=120)
    turn = int((first.replace(tzinfo=None) - anchor) /
               dt.timedelta(hours=hours)) - 3
    found = []
    while True:
        at = instant(changes, name,
                     anchor + turn * dt.timedelta(hours=hours))
        if at >= end:
            return found
        if at > first:
            found.append((at, f"U0{'ABC'[turn % members]}"))
        turn += 1


def write_clock(path, now):
    with open(path, "wb") as file:
        file.write(struct.pack("<qqqq32x", 2,
                               time.monotonic_ns() // 1000,
                               int((now - EPOCH).total_seconds() * 1e6),
                               1000))


def write_config(path, names):
    with open(path, "w", encoding="utf-8") as file:
        file.write("rotations = (\n")
        rows = []
        for name in names:
            for every, _, weekday, hour, minute, members in RULES:
                day = "" if weekday is None else DAYS[weekday] + " "
                people = ", ".join(f'"U0{c}"' for c in "ABC"[:members])
                rows.append(f'{{ name = "{name} {every}"; '
                            f'time_zone = "{name}"; members = [ {people} ]; '
                            f'every = "{every}"; handoff = '
                            f'"{day}{hour:02}:{minute:02}"; }}')
        rows.append('{ name = "strange; na,me\\\\ \u00fc' + "\u00e9" * 30 +
                    '"; members = [ "U0A", "U0B" ]; }')
        file.write(",\n".join(rows) + "\n);\n")
    os.chmod(path, 0o600)


def feed(directory, name):
    run = subprocess.run(
        ["./incbot", "--config", directory + "/incbot.conf", "oncall",
         "--ical", name], check=True, capture_output=True,
        env={"LD_PRELOAD": os.path.abspath("tests/clock/libworldclock.so"),
             "WORLD_CLOCK_FILE": directory + "/clock",
             "PATH": os.environ["PATH"]})
    return run.stdout


def check_lines(data):
    assert data.endswith(b"\r\n")
    for line in data[:-2].split(b"\r\n"):
        assert len(line) <= 75, line
        assert b"\n" not in line and b"\r" not in line, line
        line.decode("utf-8")    # no character is cut in two


def read_events(data):
    check_lines(data)
    calendar = icalendar.Calendar.from_ical(data)
    assert not calendar.errors and calendar["VERSION"] == "2.0"
    events = calendar.walk("VEVENT")
    assert len({event["UID"] for event in events}) == len(events)
    return calendar, events


def check_feed(changes, directory, name, rule, now):
    _, events = read_events(feed(directory, f"{name} {rule[0]}"))
    wanted = expected(changes, name, rule, now)
    seen = [(e["DTSTART"].dt, str(e["SUMMARY"]).split()[2]) for e in events]
    assert seen == wanted, (name, rule[0], now, [
        pair for pair in zip(seen, wanted) if pair[0] != pair[1]][:3])
    for one, other in zip(events, events[1:]):
        assert one["DTEND"].dt == other["DTSTART"].dt, (name, rule[0])
    return len(events)


def check_strange(directory):
    calendar, events = read_events(
        feed(directory, "strange; na,me\\ \u00fc" + "\u00e9" * 30))
    assert str(calendar["X-WR-CALNAME"]) == \
        "On call: strange; na,me\\ \u00fc" + "\u00e9" * 30
    assert str(events[0]["SUMMARY"]).endswith("\u00e9" * 30 + ")")


def is_sanitized():
    """The sanitizers' library wants to be loaded before a turned clock."""
    with open("Makefile", encoding="utf-8") as file:
        return re.search(r"^HARD_LDFLAGS = .*-fsanitize", file.read(), re.M)


def main():
    if is_sanitized():
        print("built with sanitizers")
        sys.exit(77)
    if not os.path.exists("tests/clock/libworldclock.so"):
        print("needs tests/clock/libworldclock.so: make it first")
        sys.exit(77)
    names = zone_names()
    changes = read_zdump(names)
    count = 0
    with tempfile.TemporaryDirectory() as directory:
        write_config(directory + "/incbot.conf", names)
        for now_day in NOWS:
            now = dt.datetime(*now_day, 12, 7, tzinfo=UTC)
            write_clock(directory + "/clock", now)
            for i, name in enumerate(names):
                rule = RULES[(i + NOWS.index(now_day)) % len(RULES)]
                for each in RULES[:2] if name in ALWAYS else [rule]:
                    count += check_feed(changes, directory, name, each, now)
        check_strange(directory)
    print(f"{len(names)} zones, {count} hand-offs agree")


main()
