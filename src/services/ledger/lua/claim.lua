#!lua flags=allow-oom
-- SPDX-License-Identifier: MIT
-- claim: due jobs, under a lease: moved to the lease's end, never taken out.
-- ARGV 2 worker 3 how many 4 lease, ms 5 the caller's clock, ms 6 how far the
-- clocks may differ, ms 7 how many if they are urgent 8 if most urgent 9 this
-- claim's number among the worker's 10 the first of them that is unanswered
-- Of the most urgent so many as have room, then of the urgent, then of all: what
-- was taken before counts.
-- Answers OK, now, when to look again or "", how far the clocks differ, {id,
-- due, token, attempt, body} ...; or SKEW and how far.
for i = 3, 10 do
	if not is_count(ARGV[i]) then return {'ARGUMENTS'} end -- guard: claim counts
end
local skew = clock - tonumber(ARGV[5])
if math.abs(skew) > tonumber(ARGV[6]) then return {'SKEW', digits(skew)} end -- guard: skew

-- A claim that lay in a connection that was given up, and comes behind the one
-- that took its place: what it took, nobody would ever hear of.
local ASKED = TAG .. 'asked:' .. ARGV[2]
local overtaken = tonumber(redis.call('GET', ASKED) or '') or 0
if tonumber(ARGV[9]) <= overtaken then
	return {'OK', digits(now), '', digits(skew)} -- guard: overtaken
end

if mark - clock > 5000 then
	-- Two clocks agree that the past was wrong. Leases given out then end
	-- now if they would not end soon.
	redis.call('HSET', META, 'hwm', digits(clock)) -- guard: big step
	for _, id in ipairs(redis.call('HKEYS', OWN)) do
		local score = tonumber(redis.call('ZSCORE', AGENDA, id) or '0')
		if score > now + 600000 then
			put(id, digits(now), 'XX') -- guard: freed
		end
	end
elseif clock - mark >= 1000 then
	redis.call('HSET', META, 'hwm', digits(clock)) -- guard: mark
end

-- What unanswered claims took is given back: to where it stood when they took
-- it, and without a count of it, since nobody has heard of it.
local function give_back(id)
	local lease_end = redis.call('ZSCORE', AGENDA, id)
	if not lease_end then return end -- guard: given back gone
	local taken = tonumber(lease_end) - tonumber(ARGV[4])
	local tries = tonumber(redis.call('HGET', JOB, id .. '\31tries') or '') or 2
	put(id, digits(math.min(now, taken)), 'XX') -- guard: given back
	redis.call('HDEL', OWN, id) -- guard: given back owner
	redis.call('HSET', JOB, id .. '\31tries', digits(math.max(0, tries - 1))) -- guard: given back tries
end

if ARGV[10] ~= ARGV[9] then
	redis.call('SET', ASKED, ARGV[9], 'PX', 600000) -- guard: asked
	local prefix = ARGV[2] .. ':'
	for _, id in ipairs(redis.call('HKEYS', OWN)) do
		local token = redis.call('HGET', OWN, id)
		local number = string.sub(token, 1, #prefix) == prefix and
		    string.match(token, '^(%d+)%.%d+$', #prefix + 1)
		if number and tonumber(number) >= tonumber(ARGV[10]) then
			give_back(id) -- guard: gives back
		end
	end
end

local claims = {}
local function take(id, due)
	local token = ARGV[2] .. ':' .. ARGV[9] .. '.' ..
	    digits(redis.call('HINCRBY', META, 'tok', 1)) -- a new one each time
	-- A damaged counter counts as one attempt: better look than post twice.
	local kept = redis.call('HMGET', JOB, id, id .. '\31tries', id .. '\31urgent')
	local tries = kept[2] or '0'
	if not is_count(tries) then tries = '1' end -- guard: damaged tries
	tries = digits(tonumber(tries) + 1)
	redis.call('HSET', JOB, id .. '\31tries', tries) -- guard: tries
	redis.call('HSET', OWN, id, token) -- guard: own
	put_in(urgent_set(kept[3]), id, digits(now + tonumber(ARGV[4])), 'XX') -- guard: lease
	claims[#claims + 1] = {id, due, token, tries, kept[1] or ''}
end

local function due_in(set, room)
	return redis.call('ZRANGEBYSCORE', set, '-inf', digits(now),
	    'WITHSCORES', 'LIMIT', 0, math.max(0, tonumber(room) - #claims))
end

for urgency = 2, 1, -1 do
	local due = due_in(URGENT[urgency], ARGV[6 + urgency])
	for i = 1, #due, 2 do
		local id, score = due[i], redis.call('ZSCORE', AGENDA, due[i])
		if not score then
			redis.call('ZREM', URGENT[urgency], id) -- guard: urgent gone
		elseif tonumber(score) > now then
			redis.call('ZADD', URGENT[urgency], score, id) -- guard: urgent moved
		else
			take(id, score)
		end
	end
end
local due = due_in(AGENDA, ARGV[3])
for i = 1, #due, 2 do take(due[i], due[i + 1]) end
local first = redis.call('ZRANGE', AGENDA, 0, 0, 'WITHSCORES')
return {'OK', digits(now), first[2] or '', digits(skew), unpack(claims)}
