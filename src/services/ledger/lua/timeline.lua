#!lua flags=no-writes
-- SPDX-License-Identifier: MIT
-- timeline: KEYS 8 the incident's stream. ARGV 2 first version 3 how many.
-- Answers OK, {"version-index", event, hash or ""} ...
local out = {'OK'}
local entries = redis.call('XRANGE', KEYS[8], ARGV[2] .. '-0', '+',
    'COUNT', ARGV[3])
for _, entry in ipairs(entries or {}) do
	out[#out + 1] = {entry[1], entry[2][2], entry[2][4] or ''}
end
return out
