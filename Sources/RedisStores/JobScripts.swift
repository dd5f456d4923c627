import RedisClient

/// What changes the jobs of one queue, each as one step on the server.
///
/// Keys of a queue `q` begin with `cosci:{q}:`, so that a cluster keeps them together: `stream` (what may start or runs; one consumer group,
/// `workers`), `meta:<id>` (a hash: the job), `delayed`, `done`, `dead`, `cancelled` (sorted by time), `ids` (sorted by name), `uniq:<key>`
/// (the unfinished job of a unique key).
///
/// A lease of any length is kept by the stream itself: an entry is given away again (`XAUTOCLAIM`) when it has been idle for a day, and
/// taking it or a heartbeat sets its idle time to a day less the lease (`XCLAIM ... IDLE ... JUSTID`). Deliveries are counted in the job,
/// as the stream forgets its count when a job waits for another attempt.
enum JobScripts {
    private static let common = """
        local p = KEYS[1]
        local stream, delayed, ids = p .. 'stream', p .. 'delayed', p .. 'ids'
        local hold = 86400000
        local clock = redis.call('TIME')
        local now = tonumber(clock[1]) * 1000 + math.floor(tonumber(clock[2]) / 1000)
        local function meta(id) return p .. 'meta:' .. id end
        local function group()
          if redis.call('EXISTS', stream) == 0 then redis.call('XGROUP', 'CREATE', stream, 'workers', '0', 'MKSTREAM') end
        end
        local function add(id)
          group()
          local entry = redis.call('XADD', stream, '*', 'id', id)
          redis.call('HSET', meta(id), 'state', 'waiting', 'entry', entry)
        end
        local function drop(entry)
          if entry and entry ~= '' then
            redis.call('XACK', stream, 'workers', entry)
            redis.call('XDEL', stream, entry)
          end
        end
        local function finish(id, state)
          local m = redis.call('HMGET', meta(id), 'entry', 'unique')
          drop(m[1])
          redis.call('HSET', meta(id), 'state', state, 'finished', now, 'entry', '')
          if m[2] and m[2] ~= '' and redis.call('GET', p .. 'uniq:' .. m[2]) == id then redis.call('DEL', p .. 'uniq:' .. m[2]) end
          redis.call('ZADD', p .. state, now, id)
        end
        local function bury(id, text)
          redis.call('HSET', meta(id), 'error', text)
          finish(id, 'dead')
        end
        local function holds(id, token)
          local m = redis.call('HMGET', meta(id), 'token', 'state')
          return m[1] == token and m[2] == 'running'
        end

        """

    private static func script(_ body: String, isRepeatable: Bool = false) -> RedisScript {
        RedisScript(common + body, isRepeatable: isRepeatable)
    }

    /// Arguments for each job: id, kind, payload, delay in ms, unique key, maximum. Answers 1 or 0 and an id for each.
    static let enqueue = script(
        """
        for _, state in ipairs({'done', 'cancelled'}) do
          for _, id in ipairs(redis.call('ZRANGEBYSCORE', p .. state, '-inf', now - 604800000, 'LIMIT', 0, 200)) do
            redis.call('DEL', meta(id))
            redis.call('ZREM', ids, id)
            redis.call('ZREM', p .. state, id)
          end
        end
        local out = {}
        for i = 1, #ARGV, 6 do
          local id, unique, delay = ARGV[i], ARGV[i + 4], tonumber(ARGV[i + 3])
          local other = false
          if redis.call('EXISTS', meta(id)) == 1 then other = id
          elseif unique ~= '' then other = redis.call('GET', p .. 'uniq:' .. unique) end
          if other then
            out[#out + 1] = '0'
            out[#out + 1] = other
          else
            redis.call('HSET', meta(id), 'kind', ARGV[i + 1], 'payload', ARGV[i + 2], 'unique', unique, 'maximum', ARGV[i + 5],
              'deliveries', 0, 'enqueued', now, 'available', now + delay)
            redis.call('ZADD', ids, 0, id)
            if unique ~= '' then redis.call('SET', p .. 'uniq:' .. unique, id) end
            if delay > 0 then
              redis.call('HSET', meta(id), 'state', 'delayed')
              redis.call('ZADD', delayed, now + delay, id)
            else add(id) end
            out[#out + 1] = '1'
            out[#out + 1] = id
          end
        end
        return out
        """
    )

    /// Arguments: worker, limit, lease in ms, the beginning of new tokens. Answers the time, then token, id and fields of each job.
    static let take = script(
        """
        local worker, limit, lease = ARGV[1], tonumber(ARGV[2]), tonumber(ARGV[3])
        group()
        for _, id in ipairs(redis.call('ZRANGEBYSCORE', delayed, '-inf', now, 'LIMIT', 0, 256)) do
          redis.call('ZREM', delayed, id)
          add(id)
        end
        local taken, out = {}, {now}
        local function give(entry, id, isReclaimed)
          local m = redis.call('HMGET', meta(id), 'entry', 'deliveries', 'maximum', 'worker', 'error')
          if m[1] ~= entry then return drop(entry) end
          local deliveries = tonumber(m[2])
          if isReclaimed and deliveries >= tonumber(m[3]) then
            local text = 'given to ' .. deliveries .. ' workers, none of which ended it; the last was ' .. (m[4] or '?')
            if m[5] then text = text .. '; before: ' .. m[5] end
            return bury(id, text)
          end
          taken[#taken + 1] = entry
          local token = ARGV[4] .. '-' .. #taken
          redis.call('HSET', meta(id), 'state', 'running', 'deliveries', deliveries + 1, 'worker', worker, 'started', now, 'token', token)
          out[#out + 1] = token
          out[#out + 1] = id
          out[#out + 1] = redis.call('HGETALL', meta(id))
        end
        local from = '0-0'
        repeat
          local claimed = redis.call('XAUTOCLAIM', stream, 'workers', worker, hold, from, 'COUNT', limit - #taken)
          from = claimed[1]
          for _, entry in ipairs(claimed[2]) do
            if entry and entry[2] then give(entry[1], entry[2][2], true) end
          end
        until from == '0-0' or #taken >= limit
        while #taken < limit do
          local new = redis.call('XREADGROUP', 'GROUP', 'workers', worker, 'COUNT', limit - #taken, 'STREAMS', stream, '>')
          if not new or #new == 0 then break end
          for _, entry in ipairs(new[1][2]) do give(entry[1], entry[2][2], false) end
        end
        if #taken > 0 then
          local words = {'XCLAIM', stream, 'workers', worker, 0}
          for _, entry in ipairs(taken) do words[#words + 1] = entry end
          words[#words + 1] = 'IDLE'
          words[#words + 1] = math.max(0, hold - lease)
          words[#words + 1] = 'JUSTID'
          redis.call(unpack(words))
        end
        return out
        """
    )

    /// Arguments: lease in ms, then id and token of each job. Answers 1 or 0 for each.
    static let extend = script(
        """
        local out = {}
        for i = 2, #ARGV, 2 do
          local isHeld = holds(ARGV[i], ARGV[i + 1])
          if isHeld then
            local m = redis.call('HMGET', meta(ARGV[i]), 'entry', 'worker')
            redis.call('XCLAIM', stream, 'workers', m[2], 0, m[1], 'IDLE', math.max(0, hold - tonumber(ARGV[1])), 'JUSTID')
          end
          out[#out + 1] = isHeld and 1 or 0
        end
        return out
        """,
        isRepeatable: true
    )

    /// Arguments: id and token of each job. Answers 1 or 0 for each; 1 as well when it was ended so before.
    static let complete = script(
        """
        local out = {}
        for i = 1, #ARGV, 2 do
          local id, token = ARGV[i], ARGV[i + 1]
          local isHeld = holds(id, token)
          if isHeld then finish(id, 'done') end
          local m = redis.call('HMGET', meta(id), 'token', 'state')
          out[#out + 1] = m[1] == token and m[2] == 'done' and 1 or 0
        end
        return out
        """,
        isRepeatable: true
    )

    /// Arguments: id, token, delay in ms, error. Answers 1 or 0.
    static let retry = script(
        """
        local id, delay = ARGV[1], tonumber(ARGV[3])
        if not holds(id, ARGV[2]) then return 0 end
        drop(redis.call('HGET', meta(id), 'entry'))
        redis.call('HSET', meta(id), 'state', 'delayed', 'available', now + delay, 'error', ARGV[4], 'token', '', 'entry', '')
        redis.call('ZADD', delayed, now + delay, id)
        return 1
        """
    )

    /// Arguments: id, token, error. Answers 1 or 0.
    static let bury = script(
        """
        if not holds(ARGV[1], ARGV[2]) then return 0 end
        bury(ARGV[1], ARGV[3])
        return 1
        """
    )

    /// Arguments: id and token of each job.
    static let release = script(
        """
        for i = 1, #ARGV, 2 do
          local id = ARGV[i]
          if holds(id, ARGV[i + 1]) then
            drop(redis.call('HGET', meta(id), 'entry'))
            redis.call('HINCRBY', meta(id), 'deliveries', -1)
            redis.call('HSET', meta(id), 'token', '')
            add(id)
          end
        end
        return 1
        """
    )

    /// Answers how many wait, are delayed, run, are done, dead, cancelled; and since how many ms the oldest waits (-1: none does).
    static let counts = script(
        """
        local waiting, running, oldest = redis.call('ZCOUNT', delayed, '-inf', now), 0, -1
        if redis.call('EXISTS', stream) == 1 then
          running = redis.call('XPENDING', stream, 'workers')[1]
          waiting = waiting + redis.call('XLEN', stream) - running
          local info = redis.call('XINFO', 'GROUPS', stream)[1]
          for i = 1, #info, 2 do
            if info[i] == 'last-delivered-id' then
              local first = redis.call('XRANGE', stream, '(' .. info[i + 1], '+', 'COUNT', 1)[1]
              if first then oldest = math.max(0, now - tonumber(string.match(first[1], '^%d+'))) end
            end
          end
        end
        return {waiting, redis.call('ZCARD', delayed) - redis.call('ZCOUNT', delayed, '-inf', now), running,
          redis.call('ZCARD', p .. 'done'), redis.call('ZCARD', p .. 'dead'), redis.call('ZCARD', p .. 'cancelled'), oldest}
        """,
        isRepeatable: true
    )

    /// Arguments: the id before the page, how many, state or nothing. Answers the time, then id and fields of each job.
    static let list = script(
        """
        local limit, state = tonumber(ARGV[2]), ARGV[3]
        local out = {now}
        local count = 0
        local function look(id)
          local m = redis.call('HMGET', meta(id), 'state', 'available')
          local is = m[1]
          if is == 'delayed' and tonumber(m[2]) <= now then is = 'waiting' end
          if is and (state == '' or is == state) then
            count = count + 1
            out[#out + 1] = id
            out[#out + 1] = redis.call('HGETALL', meta(id))
          end
        end
        if state == 'dead' or state == 'cancelled' then
          local all = redis.call('ZRANGE', p .. state, 0, -1)
          table.sort(all)
          for _, id in ipairs(all) do
            if count < limit and id > ARGV[1] then look(id) end
          end
          return out
        end
        local from = ARGV[1] == '' and '-' or '(' .. ARGV[1]
        repeat
          local page = redis.call('ZRANGEBYLEX', ids, from, '+', 'LIMIT', 0, 256)
          for _, id in ipairs(page) do
            if count < limit then look(id) end
            from = '(' .. id
          end
        until #page < 256 or count >= limit
        return out
        """,
        isRepeatable: true
    )

    /// Argument: an id. Answers the time and the fields; only the time when there is no such job.
    static let job = script(
        """
        local fields = redis.call('HGETALL', meta(ARGV[1]))
        if #fields == 0 then return {now} end
        return {now, ARGV[1], fields}
        """,
        isRepeatable: true
    )

    /// Arguments: ids. Answers how many were cancelled.
    static let cancel = script(
        """
        local count = 0
        for _, id in ipairs(ARGV) do
          local state = redis.call('HGET', meta(id), 'state')
          if state == 'waiting' or state == 'delayed' or state == 'running' then
            redis.call('ZREM', delayed, id)
            redis.call('HSET', meta(id), 'token', '')
            finish(id, 'cancelled')
            count = count + 1
          end
        end
        return count
        """
    )

    /// Arguments: ids. Answers how many dead jobs wait again.
    static let revive = script(
        """
        local count = 0
        for _, id in ipairs(ARGV) do
          local m = redis.call('HMGET', meta(id), 'state', 'unique')
          local unique = m[2] or ''
          if m[1] == 'dead' and (unique == '' or redis.call('EXISTS', p .. 'uniq:' .. unique) == 0) then
            redis.call('ZREM', p .. 'dead', id)
            redis.call('HSET', meta(id), 'deliveries', 0, 'available', now)
            redis.call('HDEL', meta(id), 'finished', 'worker')
            if unique ~= '' then redis.call('SET', p .. 'uniq:' .. unique, id) end
            add(id)
            count = count + 1
          end
        end
        return count
        """
    )

    /// Arguments: ids. Answers how many dead jobs were removed.
    static let removeDead = script(
        """
        local count = 0
        for _, id in ipairs(ARGV) do
          if redis.call('HGET', meta(id), 'state') == 'dead' then
            redis.call('DEL', meta(id))
            redis.call('ZREM', p .. 'dead', id)
            redis.call('ZREM', ids, id)
            count = count + 1
          end
        end
        return count
        """
    )

    /// Key: the firings of a schedule. Argument: a time. Answers 1 for the first who claims it.
    static let claimFiring = RedisScript(
        """
        local isFirst = redis.call('ZADD', KEYS[1], 'NX', ARGV[1], ARGV[1])
        redis.call('ZREMRANGEBYRANK', KEYS[1], 0, -10001)
        return isFirst
        """
    )
}
