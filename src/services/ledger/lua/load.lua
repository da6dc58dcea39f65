#!lua flags=no-writes
-- SPDX-License-Identifier: MIT
-- load: one incident. ARGV 2 id, or "" and 3 channel 4 a job or "" 5 its
-- token: only if that still owns it.
-- Answers OK, id, version, epoch, snapshot, hash over the timeline or ""; or
-- SPLIT, id.
local owned = ARGV[4] == '' or redis.call('HGET', OWN, ARGV[4]) == ARGV[5]
if not owned then return {'LOST'} end -- guard: owner
local id = ARGV[2]
if id == '' then id = redis.call('HGET', CHAN, ARGV[3]) end
if not id then return {'ABSENT'} end -- guard: load channel
local found = redis.pcall('HMGET', TAG .. 'inc:' .. id, 'v', 'ep', 'd', 'h')
if found.err then return {'SPLIT', id} end -- guard: load type
if not found[1] then return {'ABSENT'} end -- guard: load absent
return {'OK', id, found[1], found[2], found[3], found[4] or ''}
