#!lua
-- SPDX-License-Identifier: MIT
-- commit: one turn. Out of memory, Redis refuses this script whole.
-- KEYS 8 incident 9 timeline 10 input key
-- ARGV 2 incident 3 version expected 4 epoch 5 snapshot 6 channel or "", and
-- behind a blank the incident that gives it away
-- 7 rank among open incidents or "" 8 how long the input key is kept, ms,
-- 0 = no key 9 job finished or "" 10 its token 11 how many events 12 how many
-- jobs cancelled 13 how many jobs added 14 place among all incidents or "" 15
-- its summary 16 when something is owed of it or "" 17 the hash expected of its
-- last entry or "" 18 the channel by which it was found or "" 19 how many
-- incidents are dropped; then the events, the jobs cancelled, {id, due (0 =
-- now), lane or "", body, how urgent} of each job added, and {id, version} of
-- each incident dropped.
-- Each entry of the timeline carries a hash over it and all before it.
-- Answers OK, version, now.
local INCIDENT, TIMELINE, INPUT = KEYS[8], KEYS[9], KEYS[10]
local expected, ttl, rank = ARGV[3], ARGV[8], ARGV[7]
local finished, token = ARGV[9], ARGV[10]

for _, i in ipairs({3, 4, 8, 11, 12, 13, 19}) do
	if not is_count(ARGV[i]) then return {'ARGUMENTS'} end -- guard: counts
end
local events, cancels = tonumber(ARGV[11]), tonumber(ARGV[12])
local last = 19 + events + cancels
local dropped = last + 5 * tonumber(ARGV[13])
local placed, owed = ARGV[14], ARGV[16]
local remembered, found_by = ARGV[17], ARGV[18]
if #ARGV ~= dropped + 2 * tonumber(ARGV[19]) then return {'ARGUMENTS'} end -- guard: length
if events < 1 then return {'ARGUMENTS'} end -- guard: no event
for i = last + 2, dropped, 5 do
	if not is_count(ARGV[i]) then return {'ARGUMENTS'} end -- guard: due
end
local ranked = string.match(rank, '^[%d.e+-]+$') and tonumber(rank)
if rank ~= '' and not ranked then return {'ARGUMENTS'} end -- guard: rank
if placed ~= '' and not is_count(placed) then return {'ARGUMENTS'} end -- guard: placed
if owed ~= '' and not is_count(owed) then return {'ARGUMENTS'} end -- guard: owed
redis.call('ZCARD', OPEN) -- guard: open type
redis.call('ZCARD', ALL) -- guard: all type
redis.call('ZCARD', OWED) -- guard: owed type
redis.call('HLEN', SUMMARY) -- guard: summary type

if ttl ~= '0' then
	local seen = redis.call('GET', INPUT)
	if seen then
		-- Also a write, which makes a WAIT behind it mean something.
		redis.call('PEXPIRE', INPUT, ttl) -- guard: repeat lives on
		return {'DUP', seen} -- guard: repeat
	end
end
-- What is damaged about one incident is its own affair, hence pcall.
local version = redis.pcall('HGET', INCIDENT, 'v') or '0'
if not is_count(version) then return {'SPLIT', '0'} end -- guard: incident type
if version ~= expected then return {'CONFLICT', version} end -- guard: version
local channel, giver = string.match(ARGV[6], '^(%S*) ?(.*)$')
local holder = channel ~= '' and redis.call('HGET', CHAN, channel) or ARGV[2]
-- What was dropped holds nothing.
local gone = holder ~= ARGV[2] and redis.pcall('HGET', TAG .. 'inc:' .. holder, 'v') == false
if gone then holder = ARGV[2] end -- guard: holder gone
if holder ~= ARGV[2] and holder ~= giver then return {'CONFLICT', version} end -- guard: room taken
local leads = found_by == '' or redis.call('HGET', CHAN, found_by) == ARGV[2]
if not leads then return {'CONFLICT', version} end -- guard: room moved
local top = redis.pcall('XREVRANGE', TIMELINE, '+', '-', 'COUNT', 1)
if top.err then return {'SPLIT', version} end -- guard: timeline type
local told = top[1] and string.match(top[1][1], '^%d+') or '0'
if told ~= version then return {'SPLIT', version} end -- guard: split
local chain = top[1] and top[1][2][4] or ''
local is_same = remembered == '' or remembered == chain
if not is_same then return {'CONFLICT', version} end -- guard: chain
local owned = finished == '' or redis.call('HGET', OWN, finished) == token
if not owned then return {'LOST', version} end -- guard: finished owner

for i = dropped + 1, #ARGV, 2 do
	local at = redis.pcall('HGET', TAG .. 'inc:' .. ARGV[i], 'v')
	if at ~= ARGV[i + 1] then return {'CONFLICT', version} end -- guard: dropped version
end

-- From here on: writes, none of which can fail but the first, since a stream
-- remembers more than its entries.
local next_version = digits(tonumber(version) + 1)
for i = 1, events do
	local entry, event = next_version .. '-' .. i, ARGV[19 + i]
	chain = redis.sha1hex(chain .. '\n' .. entry .. '\n' .. event)
	redis.call('XADD', TIMELINE, entry, 'b', event, 'h', chain)
end
redis.call('HSET', INCIDENT, 'v', next_version, 'ep', ARGV[4], 'd', ARGV[5],
    'h', chain)
if finished ~= '' then drop(finished) end -- guard: finish
for i = 20 + events, last do drop(ARGV[i]) end -- guard: cancel
for i = last + 1, dropped, 5 do
	local due = ARGV[i + 1]
	if due == '0' then due = digits(now) end -- guard: due now
	place(ARGV[i], due, ARGV[i + 2], ARGV[i + 3], ARGV[i + 4])
end
if channel ~= '' then redis.call('HSET', CHAN, channel, ARGV[2]) end -- guard: channel
if rank == '' then
	redis.call('ZREM', OPEN, ARGV[2]) -- guard: closed
else
	redis.call('ZADD', OPEN, rank, ARGV[2]) -- guard: opened
end
if placed ~= '' then
	redis.call('ZADD', ALL, placed, ARGV[2]) -- guard: all
	redis.call('HSET', SUMMARY, ARGV[2], ARGV[15]) -- guard: summary
end
if owed == '' then
	redis.call('ZREM', OWED, ARGV[2]) -- guard: settled
else
	redis.call('ZADD', OWED, owed, ARGV[2]) -- guard: owing
end
for i = dropped + 1, #ARGV, 2 do
	-- A key without time left is gone; DEL is none of incbot's rights.
	redis.call('PEXPIRE', TAG .. 'inc:' .. ARGV[i], 0) -- guard: dropped
	redis.call('PEXPIRE', TAG .. 'tl:' .. ARGV[i], 0) -- guard: dropped timeline
	redis.call('ZREM', ALL, ARGV[i]) -- guard: dropped of all
	redis.call('HDEL', SUMMARY, ARGV[i])
	redis.call('ZREM', OWED, ARGV[i]) -- guard: dropped owed
	redis.call('ZREM', OPEN, ARGV[i]) -- guard: dropped open
end
if ttl ~= '0' then redis.call('SET', INPUT, next_version, 'PX', ttl) end -- guard: remember
return {'OK', next_version, digits(now)}
