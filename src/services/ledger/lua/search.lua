#!lua flags=no-writes
-- SPDX-License-Identifier: MIT
-- search: looks at incidents, the latest first, for all of some words. ARGV 2
-- how many to skip 3 how many to look at, then the words, in small letters.
-- A summary's first line is what is searched. Of the words that begin with |,
-- one is enough.
-- Answers OK, how many there are, how many were looked at, {id, summary} ...
local ids = redis.call('ZRANGE', ALL, '+inf', '-inf', 'BYSCORE', 'REV',
    'LIMIT', ARGV[2], ARGV[3])
local out = {'OK', digits(redis.call('ZCARD', ALL)), digits(#ids)}
if #ids == 0 then return out end
local summaries = redis.call('HMGET', SUMMARY, unpack(ids))
for i, id in ipairs(ids) do
	local summary = summaries[i] or ''
	local line = string.match(summary, '^[^\n]*')
	local found, any, wants_any = true, false, false
	for j = 4, #ARGV do
		local word = ARGV[j]
		if string.sub(word, 1, 1) == '|' then
			wants_any = true -- guard: any word
			any = any or string.find(line, string.sub(word, 2), 1, true)
		else
			found = found and string.find(line, word, 1, true) -- guard: words
		end
	end
	if wants_any then
		found = found and any
	end
	if found then out[#out + 1] = {id, summary} end
end
return out
