import RedisClient

/// The Redis of the settings.
enum RedisAccess {
    /// A client for it, not connected yet; nil when none is set.
    ///
    /// - Throws: `CommandFailure` for an address that cannot be used; it does not repeat the password.
    static func client(_ settings: Settings) throws -> RedisClient? {
        try configuration(settings).map { RedisClient($0) }
    }

    /// How to reach it; nil when none is set.
    ///
    /// - Throws: `CommandFailure` for an address that cannot be used; it does not repeat the password.
    static func configuration(_ settings: Settings) throws -> RedisConfiguration? {
        let url = try settings.secret(.redisURL) ?? ""
        guard !url.isEmpty else { return nil }
        do {
            return try RedisConfiguration(url: url)
        } catch {
            throw CommandFailure.badInput("\(SettingDefinition.redisURL.environment): \(error)")
        }
    }
}
