#!lua flags=allow-oom
-- SPDX-License-Identifier: MIT
-- complete: what became of a claimed job.
-- ARGV 2 job 3 token 4 done or later 5 when again, ms 6 when to verify, ms,
-- 0 = never 7 1 = it was late 8 body for the verify job if the job is lost
local id, after = ARGV[2], ARGV[6]
if not is_count(ARGV[5]) then return {'ARGUMENTS'} end -- guard: delay
if not is_count(after) then return {'ARGUMENTS'} end -- guard: verify delay

-- Posted twice, perhaps: somebody looks for surplus posts in a while. What
-- a verify job does may be repeated, so it has none of its own.
local verify = ARGV[4] == 'done' and after ~= '0'
if string.sub(id, 1, 4) == 'vfy:' then verify = false end -- guard: verify once
local function place_verify(body)
	place('vfy:' .. id, digits(now + tonumber(after)), '', body)
end

if redis.call('HGET', OWN, id) ~= ARGV[3] then
	if verify then place_verify(ARGV[8]) end -- guard: verify lost
	return {'LOST'} -- guard: lost
end
if ARGV[4] == 'later' then
	redis.call('ZADD', AGENDA, 'XX', digits(now + tonumber(ARGV[5])), id) -- guard: later
	redis.call('HDEL', OWN, id) -- guard: later owner
	return {'OK'}
end
local tries = redis.call('HGET', JOB, id .. '\31tries')
if tries == '1' and ARGV[7] ~= '1' then verify = false end -- guard: verify seldom
if verify then place_verify(redis.call('HGET', JOB, id) or '') end -- guard: verify
drop(id) -- guard: done
return {'OK'}
