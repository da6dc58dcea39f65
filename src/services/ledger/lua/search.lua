#!lua flags=no-writes
-- SPDX-License-Identifier: MIT
-- search: looks at incidents, the latest first, for all of some words. ARGV 2
-- how many to skip 3 how many to look at 4 how many are answered whole, then
-- the words, in small letters. A summary's first line is what is searched. Of
-- the words that begin with |, one is enough.
-- Answers OK, how many there are, how many were looked at, then of what was
-- found {id, summary} ... and of the rest of it the id alone.
local ids = redis.call('ZRANGE', ALL, '+inf', '-inf', 'BYSCORE', 'REV',
    'LIMIT', ARGV[2], ARGV[3])
local out = {'OK', digits(redis.call('ZCARD', ALL)), digits(#ids)}
if #ids == 0 then return out end
local find, wanted, either = string.find, {}, {}
for i = 5, #ARGV do
	if string.sub(ARGV[i], 1, 1) == '|' then
		either[#either + 1] = string.sub(ARGV[i], 2)
	else
		wanted[#wanted + 1] = ARGV[i]
	end
end

-- The line is not cut out first: most summaries have none of the words.
local function within_line(summary, word)
	local _, last = find(summary, word, 1, true)
	if not last then return false end
	local stop = find(summary, '\n', 1, true)
	if stop and last > stop then return false end -- guard: first line
	return true
end

local function fits(summary)
	for _, word in ipairs(wanted) do
		if not within_line(summary, word) then return false end -- guard: words
	end
	for _, word in ipairs(either) do
		if within_line(summary, word) then return true end
	end
	return #either == 0 -- guard: any word
end

local whole = tonumber(ARGV[4])
local summaries = redis.call('HMGET', SUMMARY, unpack(ids))
for i, id in ipairs(ids) do
	local summary = summaries[i] or ''
	if fits(summary) then
		local answer = id
		if #out - 3 < whole then answer = {id, summary} end -- guard: whole
		out[#out + 1] = answer
	end
end
return out
