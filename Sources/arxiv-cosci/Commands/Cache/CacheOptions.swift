import ArgumentParser

/// Options of every command whose answers are kept.
struct CacheOptions: ParsableArguments {
    @Flag(
        name: .customLong("no-cache"),
        help: "Find the answer anew, and do not keep it."
    )
    var isOff = false
}
