#!lua flags=no-writes
-- SPDX-License-Identifier: MIT
-- search: looks at incidents, the latest first, for all of some words. ARGV 2
-- how many to skip 3 how many to look at, then the words, in small letters.
-- A summary's first line is what is searched.
-- Answers OK, how many there are, how many were looked at, {id, summary} ...
local ids = redis.call('ZRANGE', ALL, '+inf', '-inf', 'BYSCORE', 'REV',
    'LIMIT', ARGV[2], ARGV[3])
local out = {'OK', digits(redis.call('ZCARD', ALL)), digits(#ids)}
if #ids == 0 then return out end
local summaries = redis.call('HMGET', SUMMARY, unpack(ids))
for i, id in ipairs(ids) do
	local summary = summaries[i] or ''
	local line = string.match(summary, '^[^\n]*')
	local found = true
	for j = 4, #ARGV do
		found = found and string.find(line, ARGV[j], 1, true) -- guard: words
	end
	if found then out[#out + 1] = {id, summary} end
end
return out
