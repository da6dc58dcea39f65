#!lua
-- SPDX-License-Identifier: MIT
-- commit: one turn. Out of memory, Redis refuses this script whole.
-- KEYS 8 incident 9 timeline 10 input key
-- ARGV 2 incident 3 numbers: the version expected, the epoch, how long the input
-- key is kept, ms (0 = no key), how many events, jobs cancelled, jobs added and
-- incidents dropped 4 snapshot 5 channel or "", and behind a blank the incident
-- that gives it away 6 job finished or "" 7 its token 8 the hash expected of its
-- last entry or "" 9 the channel by which it was found or "" 10 a word that
-- changes with the next four 11 rank among open incidents or "" 12 place among
-- all incidents or "" 13 its summary 14 when something is owed of it or ""; then
-- the events, the jobs cancelled, {id; when it is due (0 = now), how urgent it is
-- and its lane, if any; body} of each job added, and {id, version} of each
-- incident dropped.
-- Each entry of the timeline carries a hash over it and all before it.
-- Answers OK, version, now.
local INCIDENT, TIMELINE, INPUT = KEYS[8], KEYS[9], KEYS[10]
local ID, finished, rank, placed, owed = ARGV[2], ARGV[6], ARGV[11], ARGV[12], ARGV[14]

local expected, epoch, ttl, events, cancels, adds, drops = string.match(ARGV[3],
    '^(%d+) (%d+) (%d+) (%d+) (%d+) (%d+) (%d+)$')
if not drops then return {'ARGUMENTS'} end -- guard: counts
local added = 14 + events + cancels
local dropped = added + 3 * adds
if #ARGV ~= dropped + 2 * drops then return {'ARGUMENTS'} end -- guard: length
if events == '0' then return {'ARGUMENTS'} end -- guard: no event
for i = added + 2, dropped, 3 do
	if not string.find(ARGV[i], '^%d+ [012] ') then return {'ARGUMENTS'} end -- guard: due
end
local ranked = string.find(rank, '^[%d.e+-]+$') and tonumber(rank)
if rank ~= '' and not ranked then return {'ARGUMENTS'} end -- guard: rank
if placed ~= '' and not is_count(placed) then return {'ARGUMENTS'} end -- guard: placed
if owed ~= '' and not is_count(owed) then return {'ARGUMENTS'} end -- guard: owed

if ttl ~= '0' then
	local seen = redis.call('GET', INPUT)
	if seen then
		-- Also a write, which makes a WAIT behind it mean something.
		redis.call('PEXPIRE', INPUT, ttl) -- guard: repeat lives on
		return {'DUP', seen} -- guard: repeat
	end
end
-- What is damaged about one incident is its own affair, hence pcall.
local found = redis.pcall('HMGET', INCIDENT, 'v', 'x')
if found.err then return {'SPLIT', '0'} end -- guard: incident type
local version = found[1] or '0'
if not is_count(version) then return {'SPLIT', '0'} end -- guard: incident version
if version ~= expected then return {'CONFLICT', version} end -- guard: version
local channel, giver = string.match(ARGV[5], '^(%S*) ?(.*)$')
local holder = channel ~= '' and redis.call('HGET', CHAN, channel) or ID
-- What was dropped holds nothing.
local gone = holder ~= ID and redis.pcall('HGET', TAG .. 'inc:' .. holder, 'v') == false
if gone then holder = ID end -- guard: holder gone
if holder ~= ID and holder ~= giver then return {'CONFLICT', version} end -- guard: room taken
local found_by = ARGV[9]
local leads = found_by == '' or redis.call('HGET', CHAN, found_by) == ID
if not leads then return {'CONFLICT', version} end -- guard: room moved
local top = redis.pcall('XREVRANGE', TIMELINE, '+', '-', 'COUNT', 1)
if top.err then return {'SPLIT', version} end -- guard: timeline type
top = top[1]
local told = top and string.match(top[1], '^%d+') or '0'
if told ~= version then return {'SPLIT', version} end -- guard: split
local chain = top and top[2][4] or ''
local is_same = ARGV[8] == '' or ARGV[8] == chain
if not is_same then return {'CONFLICT', version} end -- guard: chain
local owned = finished == '' or redis.call('HGET', OWN, finished) == ARGV[7]
if not owned then return {'LOST', version} end -- guard: finished owner

-- What the index has of it is written only where it is to be otherwise, or where
-- somebody wrote last who does not say what it has.
local is_moved = true
local noted = version .. ' ' .. ARGV[10]
if found[2] == noted then is_moved = false end -- guard: index as before
if is_moved then
	redis.call('ZCARD', OPEN) -- guard: open type
	redis.call('ZCARD', ALL) -- guard: all type
	redis.call('ZCARD', OWED) -- guard: owed type
	redis.call('HLEN', SUMMARY) -- guard: summary type
end

for i = dropped + 1, #ARGV, 2 do
	local at = redis.pcall('HGET', TAG .. 'inc:' .. ARGV[i], 'v')
	if at ~= ARGV[i + 1] then return {'CONFLICT', version} end -- guard: dropped version
end

-- From here on: writes, none of which can fail but the first, since a stream
-- remembers more than its entries.
local next_version = digits(version + 1)
for i = 1, events do
	local entry, event = next_version .. '-' .. i, ARGV[14 + i]
	chain = redis.sha1hex(chain .. '\n' .. entry .. '\n' .. event)
	redis.call('XADD', TIMELINE, entry, 'b', event, 'h', chain)
end
redis.call('HSET', INCIDENT, 'v', next_version, 'ep', epoch, 'd', ARGV[4],
    'h', chain, 'x', next_version .. ' ' .. ARGV[10])
if finished ~= '' then drop(finished) end -- guard: finish
for i = 15 + events, added do drop(ARGV[i]) end -- guard: cancel
for i = added + 1, dropped, 3 do
	local due, urgency, lane = string.match(ARGV[i + 1], '^(%d+) (%d) (.*)$')
	if due == '0' then due = digits(now) end -- guard: due now
	place(ARGV[i], due, lane, ARGV[i + 2], urgency)
end
if channel ~= '' then redis.call('HSET', CHAN, channel, ID) end -- guard: channel
if is_moved then
	if rank == '' then
		redis.call('ZREM', OPEN, ID) -- guard: closed
	else
		redis.call('ZADD', OPEN, rank, ID) -- guard: opened
	end
	if placed ~= '' then
		redis.call('ZADD', ALL, placed, ID) -- guard: all
		redis.call('HSET', SUMMARY, ID, ARGV[13]) -- guard: summary
	end
	if owed == '' then
		redis.call('ZREM', OWED, ID) -- guard: settled
	else
		redis.call('ZADD', OWED, owed, ID) -- guard: owing
	end
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
