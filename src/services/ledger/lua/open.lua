#!lua
-- SPDX-License-Identifier: MIT
-- open: the first call. Makes sure that this is a store, and the one known.
-- ARGV 1 store known before ("" = none) 2 schema 3 shards 4 1 = may create
-- 5 id for a new store 6 how much of it the caller knows, its format 7 1 = it
-- stays: the store then belongs to those who know as much. Answers OK and the
-- store's id.
local meta = redis.call('HMGET', KEYS[1], 'store', 'schema', 'shards', 'format')
if meta[1] then
	if ARGV[1] ~= '' and ARGV[1] ~= meta[1] then return {'WIPED'} end -- guard: open another
	if meta[2] ~= ARGV[2] then return {'SCHEMA', meta[2]} end -- guard: open schema
	if meta[3] ~= ARGV[3] then return {'SHARDS', meta[3]} end -- guard: open shards
	local format, known = tonumber(meta[4]) or 0, tonumber(ARGV[6])
	if format > known then return {'NEWER', meta[4]} end -- guard: open newer
	if ARGV[7] == '1' then format = math.max(format, known) end -- guard: open raises
	redis.call('HSET', KEYS[1], 'format', format)
	return {'OK', meta[1]}
end
if ARGV[1] ~= '' then return {'WIPED'} end -- guard: open wiped
if ARGV[4] ~= '1' then return {'ABSENT'} end -- guard: open create
-- Counters that start again over old jobs would give out old tokens.
local left = redis.call('HLEN', KEYS[1]) + redis.call('ZCARD', KEYS[2]) +
    redis.call('HLEN', KEYS[3]) + redis.call('ZCARD', KEYS[6]) +
    redis.call('HLEN', KEYS[7])
if left > 0 then return {'DAMAGED', 'meta'} end -- guard: open remains
redis.call('HSET', KEYS[1], 'store', ARGV[5], 'schema', ARGV[2],
    'shards', ARGV[3], 'format', ARGV[6], 'hwm', 0, 'seq', 0, 'tok', 0, 'idseq', 0)
return {'OK', ARGV[5]}
