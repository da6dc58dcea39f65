#!lua
-- SPDX-License-Identifier: MIT
-- number: a fresh incident number, never given before; gaps are allowed.
return {'OK', digits(redis.call('HINCRBY', META, 'idseq', 1))}
