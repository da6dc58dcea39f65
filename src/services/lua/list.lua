#!lua flags=no-writes
-- SPDX-License-Identifier: MIT
-- list: open incidents by rank. ARGV 2 how many to skip 3 how many.
-- Answers OK, how many there are, {id, version, epoch, snapshot} ...; leaves
-- out what is damaged.
local out = {'OK', digits(redis.call('ZCARD', OPEN))}
local ids = redis.call('ZRANGEBYSCORE', OPEN, '-inf', '+inf',
    'LIMIT', ARGV[2], ARGV[3])
for _, id in ipairs(ids) do
	local found = redis.pcall('HMGET', TAG .. 'inc:' .. id, 'v', 'ep', 'd')
	if found[1] then
		out[#out + 1] = {id, found[1], found[2], found[3]}
	end
end
return out
