#!/usr/bin/env python3
# SPDX-License-Identifier: MIT
"""year: the company's figures, computed once more from the exported timelines
alone, by the words of docs/figures.md, and compared with what incbot says,
row by row and column by column.

  year.py EXPORT CSV [--wrong DEFINITION]

With --wrong one definition is another one, and there must be a difference:
that is how the test is seen to fail. DEFINITION is one of WRONG below.
"""
import csv
import datetime
import json
import sys
import zoneinfo

ZONE = zoneinfo.ZoneInfo("America/New_York")
WRONG = ("drills", "utc", "stable", "median", "late", "first", "service",
         "reopened", "ticket", "escalated", "severity", "duplicates")
DRILL = 1
SECONDARY, MANAGER = 1, 2


class Case:
    """One incident, from its events."""

    def __init__(self, line, wrong):
        self.wrong = wrong
        self.ack = self.stable = self.resolved = None
        self.ack_due = self.every = self.due = 0
        self.published = 0
        self.duplicate = False
        self.updates = self.late = 0
        self.pages = {}
        for entry in line["timeline"]:
            event = entry["event"]
            take = getattr(self, "on_" + event["is"], None)
            if take:
                take(event, event["at_ms"])

    def on_declared(self, event, at):
        self.declared = at
        self.drill = bool(event.get("flags", 0) & DRILL)
        self.severity = event["number"]
        self.service = event.get("name", "")
        self.ack_due = event.get("due_ms", 0)
        self.every = event.get("span_ms", 0)
        self.due = at if self.every else 0

    def on_severity_set(self, event, at):
        if self.wrong != "severity":
            self.severity = event["number"]
        target = event.get("due_ms", 0)
        if not self.ack_due and target and self.wrong != "ticket":
            self.ack = None
        if self.ack is None:
            self.ack_due = target
        every = event.get("span_ms", 0)
        if every == self.every:
            return
        self.every = every
        if not every:
            self.due = 0
        elif not self.updates:
            self.due = self.due or at
        else:
            self.due = max(self.published + every, at)

    def on_acknowledged(self, event, at):
        if self.ack is None:    # asked for again after long: the first
            self.ack = at

    def on_mitigated(self, event, at):
        self.stable = at

    def on_resolved(self, event, at):
        if self.wrong == "reopened" and self.resolved:
            return
        self.resolved = at
        self.duplicate = bool(event.get("ref"))

    def on_reopened(self, event, at):
        self.duplicate = False
        if self.wrong != "reopened":
            self.stable = self.resolved = None
        if self.ack is None or event.get("due_ms", 0):
            self.ack_due = event.get("due_ms", 0)
        if self.every:
            self.due = at + self.every

    def on_update_published(self, event, at):
        due = self.due
        if not self.updates and self.wrong != "first":
            due += self.every
        if self.every and (at > due) and self.wrong != "late":
            self.late += 1
        self.updates += 1
        self.published = at
        if self.every:
            self.due = at + self.every

    def on_escalated(self, event, at):
        self.pages[event["user"], event.get("number", 0)] = "asked"

    on_page_asked = on_escalated

    def on_page_skipped(self, event, at):
        if event.get("user"):
            self.pages[event["user"], event.get("number", 0)] = "skipped"

    def on_page_sent(self, event, at):
        self.pages[event["user"], event.get("number", 0)] = "sent"

    on_page_accepted = on_page_sent

    def on_paging_ended(self, event, at):
        for key, state in self.pages.items():
            if state == "asked":
                self.pages[key] = "skipped"

    @property
    def escalations(self):
        rungs = (MANAGER,) if self.wrong == "escalated" else (
            SECONDARY, MANAGER)
        return sum(state != "skipped" and rung in rungs
                   for (_, rung), state in self.pages.items())

    @property
    def month(self):
        zone = datetime.timezone.utc if self.wrong == "utc" else ZONE
        return datetime.datetime.fromtimestamp(self.declared // 1000,
                                               zone).strftime("%Y-%m")

    def span(self, until):
        return None if until is None else max(0, until - self.declared)

    def spans(self):
        stable = self.stable
        if stable is None and self.wrong != "stable":
            stable = self.resolved
        return [self.span(self.ack), self.span(stable),
                self.span(self.resolved)]


def measure(values, wrong):
    """count, mean and median as the columns have them."""
    values = sorted(v for v in values if v is not None)
    if not values:
        return ["0", "", ""]
    middle = (len(values) - (0 if wrong == "median" else 1)) // 2
    return [str(len(values)), str(sum(values) // len(values)),
            str(values[middle])]


def row(cases, wrong):
    out = [str(len(cases))]
    for which in range(3):
        out += measure([c.spans()[which] for c in cases], wrong)
    return out + [str(sum(c.updates for c in cases)),
                  str(sum(c.late for c in cases)),
                  str(sum(c.escalations > 0 for c in cases)),
                  str(sum(c.escalations for c in cases))]


def figures(cases, wrong):
    """{(month, severity, service): the other columns}"""
    groups = {}
    for case in cases:
        if case.drill and wrong != "drills":
            continue
        if case.duplicate and wrong != "duplicates":
            continue
        severity = f"SEV{case.severity}"
        service = case.service or ("none" if wrong == "service" else "")
        for key in (("*", "*", "*"), (case.month, "*", "*"),
                    ("*", severity, "*"), ("*", "*", service),
                    (case.month, severity, service)):
            groups.setdefault(key, []).append(case)
    return {key: row(found, wrong) for key, found in groups.items()}


def main():
    export, table = sys.argv[1:3]
    wrong = sys.argv[4] if sys.argv[3:4] == ["--wrong"] else ""
    assert not wrong or wrong in WRONG, wrong
    with open(export, encoding="utf-8") as lines:
        mine = figures([Case(json.loads(line), wrong) for line in lines
                        if '"is":"declared"' in line], wrong)
    with open(table, encoding="utf-8", newline="") as lines:
        rows = list(csv.reader(lines))
    theirs = {tuple(r[:3]): r[3:] for r in rows[1:]}
    assert len(theirs) == len(rows) - 1, "a row stands there twice"
    differences = 0
    for key in sorted(mine.keys() | theirs.keys()):
        if mine.get(key) != theirs.get(key):
            differences += 1
            if differences <= 5 and not wrong:
                print(key, "computed", mine.get(key), "but incbot says",
                      theirs.get(key))
    cells = sum(len(r) for r in mine.values())
    print(f"{len(mine)} rows, {cells} figures, {differences} rows differ"
          + (f" if {wrong} is wrong" if wrong else ""))
    sys.exit(differences != 0)


if __name__ == "__main__":
    main()
