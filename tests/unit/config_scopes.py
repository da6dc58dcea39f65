#!/usr/bin/env python3
# SPDX-License-Identifier: MIT
"""config/incbot-manifest.json asks for what the program uses, and for nothing
else: each method of Slack's that the source names has its scopes there, each
scope there has such a method, the doctor looks for the same ones, and the
events subscribed to are those that are read."""
import json
import os
import re
import sys

top = os.environ.get("srcdir", ".")

# What a bot token needs, by Slack's reference of methods. Where a method asks
# for one scope a kind of channel, those of the kinds that incbot is in.
IN_ROOMS = ["channels", "groups"]
EVERYWHERE = ["channels", "groups", "im"]
NEEDS = {
    "apps.connections.open": [],        # the app-level token's
    "auth.test": [],
    "bookmarks.add": ["bookmarks:write"],
    "bookmarks.list": ["bookmarks:read"],
    "canvases.create": ["canvases:write"],
    "canvases.edit": ["canvases:write"],
    "canvases.sections.lookup": ["canvases:read"],
    "chat.delete": ["chat:write"],
    "chat.getPermalink": [],
    "chat.postEphemeral": ["chat:write"],
    "chat.postMessage": ["chat:write", "chat:write.public"],
    "chat.update": ["chat:write"],
    "conversations.archive": ["channels:manage", "groups:write"],
    "conversations.canvases.create": ["canvases:write"],
    "conversations.create": ["channels:manage", "groups:write"],
    "conversations.history": [k + ":history" for k in EVERYWHERE],
    "conversations.info": [k + ":read" for k in IN_ROOMS],
    "conversations.invite": ["channels:manage", "groups:write"],
    "conversations.join": ["channels:join"],
    "conversations.list": [k + ":read" for k in IN_ROOMS],
    "conversations.open": ["im:write"],
    "conversations.setPurpose": ["channels:manage", "groups:write"],
    "conversations.setTopic": ["channels:manage", "groups:write"],
    "files.completeUploadExternal": ["files:write"],
    "files.info": ["files:read"],
    "files.getUploadURLExternal": ["files:write"],
    "pins.add": ["pins:write"],
    "pins.list": ["pins:read"],
    "reactions.add": ["reactions:write"],
    "reactions.get": ["reactions:read"],
    "usergroups.list": ["usergroups:read"],
    "usergroups.users.list": ["usergroups:read"],
    "usergroups.users.update": ["usergroups:write"],
    "users.info": ["users:read"],
    "users.list": ["users:read"],
    "users.lookupByEmail": ["users:read.email"],
    "views.open": [],
    "views.publish": [],
    "views.update": [],
}

# What must be granted before Slack sends an event.
EVENTS = {
    "app_home_opened": [],
    "channel_archive": ["channels:read"],
    "channel_rename": ["channels:read"],
    "channel_unarchive": ["channels:read"],
    "group_archive": ["groups:read"],
    "group_rename": ["groups:read"],
    "group_unarchive": ["groups:read"],
    "member_joined_channel": ["channels:read", "groups:read"],
    "message.channels": ["channels:history"],
    "message.groups": ["groups:history"],
    "pin_added": ["pins:read"],
    "pin_removed": ["pins:read"],
    "reaction_added": ["reactions:read"],
    "reaction_removed": ["reactions:read"],
    "subteam_members_changed": ["usergroups:read"],
    "subteam_updated": ["usergroups:read"],
}

FAMILIES = sorted({method.split(".")[0] for method in NEEDS})
METHOD = re.compile(r'"((?:%s)\.[a-zA-Z.]+)"' % "|".join(FAMILIES))
# "message" is also the name of what a button stands on.
EVENT = re.compile(r'"(%s)"' % "|".join(
    sorted(event for event in EVENTS if "." not in event)))

wrong = []


def text_of(*path):
    with open(os.path.join(top, *path), encoding="utf-8") as file:
        return file.read()


def sources():
    for folder in "src", "handlers":
        for path, _, names in os.walk(os.path.join(top, folder)):
            for name in names:
                # The table of paces lists all methods there are.
                if name.endswith(".c") and name != "slack_method.c":
                    yield name, text_of(os.path.relpath(path, top), name)


manifest = json.loads(text_of("config", "incbot-manifest.json"))
asked = set(manifest["oauth_config"]["scopes"]["bot"])
events = set(manifest["settings"]["event_subscriptions"]["bot_events"])
needed = {"commands"}
read = set()
for name, source in sources():
    for method in METHOD.findall(source):
        if method in NEEDS:
            needed.update(NEEDS[method])
        elif not method.endswith(".slack.com"):     # a host of Slack's
            wrong.append(f"{method} is called: say here what it needs")
    if name.startswith("slack_") or name == "directory.c":
        read.update(EVENT.findall(source))
for event in events:
    needed.update(EVENTS.get(event, []))

wrong += [f"the scope {scope} is needed and not asked for"
          for scope in sorted(needed - asked)]
wrong += [f"the scope {scope} is asked for and not needed"
          for scope in sorted(asked - needed)]
wrong += [f"the event {event} is read and not subscribed to"
          for event in sorted(read - events)]
wrong += [f"the event {event} is subscribed to and not read"
          for event in sorted(events - read) if "." not in event]
doctor = re.search(r"doctor_scopes_needed\[\] = \{(.*?)NULL",
                   text_of("src", "daemon", "doctor",
                   "doctor_slack.c"), re.S)
looked_for = set(re.findall(r'"([^"]+)"', doctor.group(1)))
if looked_for != asked:
    wrong.append(f"the doctor differs by {sorted(looked_for ^ asked)}")
print("\n".join(wrong))
sys.exit(1 if wrong else 0)
