#!lua flags=no-writes
-- SPDX-License-Identifier: MIT
-- owner: does the token still own the job? ARGV 2 job 3 token.
if redis.call('HGET', OWN, ARGV[2]) ~= ARGV[3] then return {'LOST'} end -- guard: owner
return {'OK'}
