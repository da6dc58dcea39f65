#!lua
-- number: a fresh incident number.
return {'OK', digits(redis.call('HINCRBY', META, 'idseq', 1))}
