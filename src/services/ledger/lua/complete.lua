#!lua flags=allow-oom
-- SPDX-License-Identifier: MIT
-- complete: what became of a claimed job.
-- ARGV 2 job 3 token 4 done or later 5 when again, ms 6 when to verify, ms,
-- 0 = never 7 1 = it was late 8 body for the verify job if the job is lost
local id, after = ARGV[2], ARGV[6]
if not is_count(ARGV[5]) then return {'ARGUMENTS'} end -- guard: delay
if not is_count(after) then return {'ARGUMENTS'} end -- guard: verify delay

-- Done twice, perhaps: somebody looks in a while. Where a verify job itself
-- may have been late, the next look is again that job, from the start.
local verify = ARGV[4] == 'done' and after ~= '0'
local prefix = 'vfy:'
if string.sub(id, 1, 4) == prefix then prefix = '' end -- guard: verify once
local function place_verify(body)
	place(prefix .. id, digits(now + tonumber(after)), '', body, '0')
end

if redis.call('HGET', OWN, id) ~= ARGV[3] then
	if verify then place_verify(ARGV[8]) end -- guard: verify lost
	return {'LOST'} -- guard: lost
end
if ARGV[4] == 'later' then
	put(id, digits(now + tonumber(ARGV[5])), 'XX') -- guard: later
	redis.call('HDEL', OWN, id) -- guard: later owner
	return {'OK'}
end
local body = ''
if verify then
	local kept = redis.call('HMGET', JOB, id, id .. '\31tries')
	body = kept[1] or ''
	if kept[2] == '1' and ARGV[7] ~= '1' then verify = false end -- guard: verify seldom
end
drop(id) -- guard: done
if verify then place_verify(body) end -- guard: verify
return {'OK'}
