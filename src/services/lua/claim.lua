#!lua flags=allow-oom
-- SPDX-License-Identifier: MIT
-- claim: due jobs, under a lease: moved to the lease's end, never taken out.
-- ARGV 2 worker 3 how many 4 lease, ms 5 the caller's clock, ms 6 how far the
-- clocks may differ, ms
-- Answers OK, now, when to look again or "", how far the clocks differ, {id,
-- due, token, attempt, body} ...; or SKEW and how far.
for i = 3, 6 do
	if not is_count(ARGV[i]) then return {'ARGUMENTS'} end -- guard: claim counts
end
local skew = clock - tonumber(ARGV[5])
if math.abs(skew) > tonumber(ARGV[6]) then return {'SKEW', digits(skew)} end -- guard: skew

if mark - clock > 5000 then
	-- Two clocks agree that the past was wrong. Leases given out then end
	-- now if they would not end soon.
	redis.call('HSET', META, 'hwm', digits(clock)) -- guard: big step
	for _, id in ipairs(redis.call('HKEYS', OWN)) do
		local score = tonumber(redis.call('ZSCORE', AGENDA, id) or '0')
		if score > now + 600000 then
			redis.call('ZADD', AGENDA, 'XX', digits(now), id) -- guard: freed
		end
	end
elseif clock - mark >= 1000 then
	redis.call('HSET', META, 'hwm', digits(clock)) -- guard: mark
end

local due = redis.call('ZRANGEBYSCORE', AGENDA, '-inf', digits(now),
    'WITHSCORES', 'LIMIT', 0, ARGV[3])
local claims = {}
for i = 1, #due, 2 do
	local id = due[i]
	local token = ARGV[2] .. ':' ..
	    digits(redis.call('HINCRBY', META, 'tok', 1)) -- a new one each time
	-- A damaged counter counts as one attempt: better look than post twice.
	local tries = redis.call('HGET', JOB, id .. '\31tries') or '0'
	if not is_count(tries) then tries = '1' end -- guard: damaged tries
	tries = digits(tonumber(tries) + 1)
	redis.call('HSET', JOB, id .. '\31tries', tries) -- guard: tries
	redis.call('HSET', OWN, id, token) -- guard: own
	redis.call('ZADD', AGENDA, 'XX', digits(now + tonumber(ARGV[4])), id) -- guard: lease
	claims[#claims + 1] = {id, due[i + 1], token, tries,
	    redis.call('HGET', JOB, id) or ''}
end
local first = redis.call('ZRANGE', AGENDA, 0, 0, 'WITHSCORES')
return {'OK', digits(now), first[2] or '', digits(skew), unpack(claims)}
