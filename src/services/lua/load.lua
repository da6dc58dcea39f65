#!lua flags=no-writes
-- SPDX-License-Identifier: MIT
-- load: one incident. ARGV 2 id, or "" and 3 channel.
-- Answers OK, id, version, epoch, snapshot, hash over the timeline or "".
local id = ARGV[2]
if id == '' then id = redis.call('HGET', CHAN, ARGV[3]) end
if not id then return {'ABSENT'} end -- guard: load channel
local found = redis.pcall('HMGET', TAG .. 'inc:' .. id, 'v', 'ep', 'd', 'h')
if found.err then return {'SPLIT'} end -- guard: load type
if not found[1] then return {'ABSENT'} end -- guard: load absent
return {'OK', id, found[1], found[2], found[3], found[4] or ''}
