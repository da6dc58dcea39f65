-- SPDX-License-Identifier: MIT
-- store: put behind the first line of every script but open.lua. Names the
-- keys and refuses a store that is not the one the caller knows.
--
-- KEYS 1 meta 2 agenda 3 job 4 lane 5 own 6 open 7 chan, then the script's
-- own. ARGV 1 is the store id, a point, and how much of a store the caller
-- knows (open.lua). All keys carry one hash tag, so those made up
-- from TAG lie in the same slot.
--
-- A line that ends in "guard: <name>" has its test: tests/ledger/mutation.sh
-- takes each of them away and wants the contract suite to fail.
local META, AGENDA, JOB, LANE = KEYS[1], KEYS[2], KEYS[3], KEYS[4]
local OWN, OPEN, CHAN = KEYS[5], KEYS[6], KEYS[7]
local TAG = string.sub(META, 1, -5)
-- All incidents by declaration, those of which something is owed by when it
-- is due, and what is searched of each.
local ALL, OWED, SUMMARY = TAG .. 'all', TAG .. 'owed', TAG .. 'sum'

-- Lua's own conversion to text keeps 14 digits only. All are whole numbers that
-- a double holds; as such they are printed in a third of the time.
local function digits(number)
	return string.format('%d', number)
end

local meta = redis.call('HMGET', META, 'store', 'hwm', 'tok', 'seq', 'format')
local known, format = string.match(ARGV[1], '^(.*)%.(%d+)$')
if not known or meta[1] ~= known then return {'WIPED'} end -- guard: store
-- It would write snapshots back without what it has never heard of.
if (tonumber(meta[5]) or 0) > tonumber(format) then return {'NEWER'} end -- guard: newer
