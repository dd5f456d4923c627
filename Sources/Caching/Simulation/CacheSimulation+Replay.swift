extension CacheSimulation {
    /// Feeds a trace piece by piece, in bounded memory whatever the pieces hold.
    public mutating func replay(_ bytes: UnsafeRawBufferPointer, from reader: inout CacheTraceReader) {
        gather { visit in reader.read(bytes, visit) }
    }

    /// Feeds what is left at the end of a trace.
    public mutating func finish(_ reader: inout CacheTraceReader) {
        gather { visit in reader.finish(visit) }
    }

    /// Requests keys in groups: a call through the policy's box for each key would take longer than the request itself.
    private mutating func gather(_ read: ((UInt64) -> Void) -> Void) {
        var keys: [UInt64] = []
        keys.reserveCapacity(4096)
        read { key in
            keys.append(key)
            if keys.count == 4096 {
                request(keys)
                keys.removeAll(keepingCapacity: true)
            }
        }
        request(keys)
    }
}
