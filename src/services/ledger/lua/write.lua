-- SPDX-License-Identifier: MIT
-- write: behind store.lua in every script that changes the agenda. Reads and
-- checks what the writes below rely on, because Lua is not rolled back: after
-- a script's first write nothing may fail. Wrong types abort here.
redis.call('ZCARD', AGENDA) -- guard: agenda type
redis.call('HLEN', JOB) -- guard: job type
redis.call('ZCARD', LANE) -- guard: lane type
redis.call('HLEN', OWN) -- guard: own type
-- Of the agenda's jobs the urgent ones, so that a claim finds them before a
-- crowd of others. The agenda itself decides: what these hold beside it is
-- mended by a claim.
local URGENT = {TAG .. 'urg1', TAG .. 'urg2'}
redis.call('ZCARD', URGENT[1]) -- guard: urgent type
redis.call('ZCARD', URGENT[2]) -- guard: most urgent type

local function is_count(text)
	return type(text) == 'string' and string.match(text, '^%d+$') ~= nil
end

for i = 2, 4 do
	if not is_count(meta[i]) then return {'DAMAGED', 'meta'} end -- guard: counters
end

-- TIME runs on within a script: one reading. `mark` is the highest time seen
-- by a claim; a small step back of Redis's clock must not run time backwards.
local time = redis.call('TIME')
local clock = time[1] * 1000 + math.floor(time[2] / 1000)
local mark = tonumber(meta[2])
local now = clock
if clock < mark and mark - clock <= 5000 then now = mark end -- guard: small step

local function urgent_set(urgency)
	return URGENT[tonumber(urgency or '')]
end

-- `how` is XX (only if it is there), NX (only if it is not) or CH (either way).
local function put_in(set, id, score, how)
	redis.call('ZADD', AGENDA, how, score, id)
	if set then redis.call('ZADD', set, how, score, id) end -- guard: urgent
end

local function put(id, score, how)
	put_in(urgent_set(redis.call('HGET', JOB, id .. '\31urgent')), id, score, how)
end

-- In T:lane the order of bytes is lane, then number: "lane US number US due
-- US id". Only the head of a lane stands in the agenda.
local function head_of(lane)
	return redis.call('ZRANGEBYLEX', LANE, '[' .. lane .. '\31',
	    '(' .. lane .. '\32', 'LIMIT', 0, 1)[1]
end

local function promote(lane)
	local due, id = string.match(head_of(lane) or '', '^[^\31]*\31%d+\31(%d+)\31(.+)$')
	if not due then return end -- guard: lane member
	due = math.max(now, tonumber(due)) -- guard: promoted due
	put(id, digits(due), 'NX')
end

local function drop(id)
	local kept = redis.call('HMGET', JOB, id .. '\31lane', id .. '\31urgent')
	local member, set = kept[1], urgent_set(kept[2])
	if set then redis.call('ZREM', set, id) end
	redis.call('ZREM', AGENDA, id) -- guard: drop agenda
	redis.call('HDEL', JOB, id, id .. '\31lane', id .. '\31tries', id .. '\31urgent') -- guard: drop body
	redis.call('HDEL', OWN, id) -- guard: drop owner
	if not member then return end
	redis.call('ZREM', LANE, member) -- guard: drop lane
	promote(string.match(member, '^[^\31]*')) -- guard: promote
end

-- Puts a job, in place of one with the same id if there is one: that one's
-- claim is lost and its attempts are forgotten.
local function place(id, due, lane, body, urgency)
	if redis.call('HGET', JOB, id) then drop(id) end -- guard: replace
	local fields = {id, body}
	if urgency ~= '0' then
		fields[3], fields[4] = id .. '\31urgent', urgency
	end
	local is_head = true
	if lane ~= '' then
		local number = redis.call('HINCRBY', META, 'seq', 1)
		local member = string.format('%s\31%016d\31%s\31%s', lane,
		    number, due, id)
		redis.call('ZADD', LANE, 0, member)
		fields[#fields + 1] = id .. '\31lane'
		fields[#fields + 1] = member
		is_head = head_of(lane) == member -- guard: behind the head
		due = digits(math.max(now, tonumber(due))) -- guard: due in a lane
	end
	redis.call('HSET', JOB, unpack(fields))
	if is_head then put_in(urgent_set(urgency), id, due, 'CH') end
end
