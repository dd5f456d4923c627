import RedisClient

/// The Redis of the settings.
enum RedisAccess {
    /// A client for it, not connected yet; nil when none is set.
    ///
    /// - Throws: `CommandFailure` for an address that cannot be used; it does not repeat the password.
    static func client(_ settings: Settings) throws -> RedisClient? {
        let url = try settings.secret(.redisURL) ?? ""
        guard !url.isEmpty else { return nil }
        do {
            return RedisClient(try RedisConfiguration(url: url))
        } catch {
            throw CommandFailure.badInput("\(SettingDefinition.redisURL.environment): \(error)")
        }
    }
}
