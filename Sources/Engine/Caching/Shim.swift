import Caching

extension CacheKeyReader { mutating func string() -> String? { nil } }
