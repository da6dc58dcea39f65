#!lua flags=no-writes
-- SPDX-License-Identifier: MIT
-- list: incidents. ARGV 2 how many to skip 3 how many 4 open (by rank), owed
-- (by when it is due) or all (the latest first).
-- Answers OK, how many there are, {id, version, epoch, snapshot} ...; leaves
-- out what is damaged.
local set = ARGV[4] == 'all' and ALL or ARGV[4] == 'owed' and OWED or OPEN
local out = {'OK', digits(redis.call('ZCARD', set))}
local ids
if set == ALL then
	ids = redis.call('ZRANGE', set, '+inf', '-inf', 'BYSCORE', 'REV',
	    'LIMIT', ARGV[2], ARGV[3]) -- guard: latest first
else
	ids = redis.call('ZRANGEBYSCORE', set, '-inf', '+inf',
	    'LIMIT', ARGV[2], ARGV[3])
end
for _, id in ipairs(ids) do
	local found = redis.pcall('HMGET', TAG .. 'inc:' .. id, 'v', 'ep', 'd')
	if found[1] then
		out[#out + 1] = {id, found[1], found[2], found[3]}
	end
end
return out
