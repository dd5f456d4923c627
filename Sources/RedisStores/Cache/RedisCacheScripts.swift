import RedisClient

/// What changes a cache, each as one step on the server.
enum RedisCacheScripts {
    /// Keys: the set of kinds, then versions of tags. Arguments: how long a version lives in ms, then a seed and the name of the kind
    /// (or nothing) for each. Answers the version of each.
    static let begin = RedisScript(
        """
        local out = {}
        for i = 2, #KEYS do
          local seed, kind = ARGV[2 * i - 2], ARGV[2 * i - 1]
          if kind ~= '' then
            redis.call('SADD', KEYS[1], kind)
            redis.call('PEXPIRE', KEYS[1], 30 * 86400000)
          end
          redis.call('SET', KEYS[i], seed, 'NX', 'PX', ARGV[1])
          out[#out + 1] = redis.call('GET', KEYS[i])
        end
        return out
        """,
        isRepeatable: true
    )

    /// Keys: the mark that stays, then pairs of marks and what they tell of (the key itself for a mark alone). A server that is full takes
    /// no marks: then everything is said to have ended.
    static let end = RedisScript(
        """
        local isFull = false
        for i = 2, #KEYS, 2 do
          if not isFull then
            local set = redis.pcall('SET', KEYS[i], '1')
            isFull = type(set) == 'table' and set.err ~= nil
            redis.call('UNLINK', KEYS[i])
          end
          if KEYS[i + 1] ~= KEYS[i] then redis.call('UNLINK', KEYS[i + 1]) end
        end
        if isFull then redis.call('PEXPIRE', KEYS[1], 30 * 86400000) end
        return 1
        """,
        isRepeatable: true
    )

    /// Keys: the mark that stays, the set of kinds, the mark of the time. Arguments: what keys of versions and marks of kinds begin with, what
    /// the kinds begin with, whether everything ended. Ends the kinds; answers how many.
    static let endKinds = RedisScript(
        """
        local prefix, count = ARGV[3], 0
        redis.pcall('SET', KEYS[3], '1')
        redis.call('UNLINK', KEYS[3])
        local isFull = ARGV[4] == '1'
        for _, kind in ipairs(redis.call('SMEMBERS', KEYS[2])) do
          if string.sub(kind, 1, #prefix) == prefix then
            redis.call('UNLINK', ARGV[1] .. kind)
            local set = redis.pcall('SET', ARGV[2] .. kind, '1')
            isFull = isFull or type(set) == 'table' and set.err ~= nil
            redis.call('UNLINK', ARGV[2] .. kind)
            count = count + 1
          end
        end
        if isFull then redis.call('PEXPIRE', KEYS[1], 30 * 86400000) end
        return count
        """,
        isRepeatable: true
    )

    /// Key: the lease. Argument: how long in ms. Answers the token, or 0 when somebody holds it.
    static let acquire = RedisScript(
        """
        if redis.call('EXISTS', KEYS[1]) == 1 then return '0' end
        local clock = redis.call('TIME')
        local token = clock[1] .. string.format('%06d', clock[2])
        redis.call('SET', KEYS[1], token, 'PX', ARGV[1])
        return token
        """
    )

    /// Keys: the lease, the entry. Arguments: the token, how long the entry lives in ms, the entry. Answers whether it was stored.
    static let store = RedisScript(
        """
        if redis.call('GET', KEYS[1]) ~= ARGV[1] then return 0 end
        redis.call('DEL', KEYS[1])
        redis.call('SET', KEYS[2], ARGV[3], 'PX', ARGV[2])
        return 1
        """
    )

    /// Key: the lease. Argument: the token.
    static let release = RedisScript(
        """
        if redis.call('GET', KEYS[1]) == ARGV[1] then redis.call('DEL', KEYS[1]) end
        return 1
        """,
        isRepeatable: true
    )

    /// Key: the ledger. Arguments: what it was (nothing when there was none), what it shall be, how long it is kept in ms. Answers whether
    /// it was changed.
    static let record = RedisScript(
        """
        if (redis.call('GET', KEYS[1]) or '') ~= ARGV[1] then return 0 end
        redis.call('SET', KEYS[1], ARGV[2], 'PX', ARGV[3])
        return 1
        """
    )
}
