import RESP
public import RedisClient

/// How often somebody may ask several servers together: a bucket of tokens each, in Redis, whose clock is the only one that counts.
public struct RedisRateLimiter: Sendable {
    /// The server's answer cannot be read.
    public struct Unreadable: Error {}

    /// Key: the bucket, a hash of tokens and the time of the last look in microseconds. Arguments: tokens per second, the most that a
    /// bucket holds, how long a bucket that nobody asks for is kept, in ms. Answers 0, or how many ms to wait.
    private static let take = RedisScript(
        """
        local clock = redis.call('TIME')
        local now = tonumber(clock[1]) * 1000000 + tonumber(clock[2])
        local rate, burst = tonumber(ARGV[1]), tonumber(ARGV[2])
        local bucket = redis.call('HMGET', KEYS[1], 'tokens', 'time')
        local tokens, time = tonumber(bucket[1] or burst), tonumber(bucket[2] or now)
        tokens = math.min(burst, tokens + math.max(0, now - time) / 1000000 * rate)
        local wait = 0
        if tokens >= 1 then tokens = tokens - 1 else wait = math.ceil((1 - tokens) / rate * 1000) end
        redis.call('HSET', KEYS[1], 'tokens', string.format('%.6f', tokens), 'time', string.format('%.0f', now))
        redis.call('PEXPIRE', KEYS[1], ARGV[3])
        return wait
        """
    )

    private let client: RedisClient

    /// Buckets behind a client.
    public init(client: RedisClient) {
        self.client = client
    }

    /// Takes a token of somebody's bucket.
    ///
    /// - Parameters:
    ///   - name: whose bucket; any text.
    ///   - rate: tokens per second, above 0.
    ///   - burst: how many a bucket holds, at least 1.
    /// - Returns: nil when they may go on, else how many seconds they should wait, at least 1.
    /// - Throws: errors of the client; ``Unreadable``.
    public func take(_ name: String, rate: Double, burst: Double) async throws -> Int? {
        let keep = max(1000, Int(burst / rate * 1000) + 1000)
        let answer = try await client.run(
            Self.take,
            keys: ["cosci:{rate:\(name)}"],
            ["\(rate)", "\(burst)", "\(keep)"]
        )
        guard let wait = answer.integer else { throw Unreadable() }
        return wait == 0 ? nil : max(1, (Int(wait) + 999) / 1000)
    }
}
