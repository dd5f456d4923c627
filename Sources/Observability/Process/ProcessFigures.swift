#if canImport(Glibc)
    internal import Glibc
#elseif canImport(Darwin)
    internal import Darwin
#endif

/// What the system says about this process.
struct ProcessFigures: Sendable {
    /// Processor time, of the program and of the system on its behalf.
    var cpuSeconds: Double
    /// Seconds since 1970; nil where the system does not say.
    var startTime: Double?
    /// Memory that is resident.
    var residentBytes: UInt64?
    /// Memory that is mapped.
    var virtualBytes: UInt64?
    /// Threads.
    var threads: UInt64?
    /// Files that are open.
    var openFiles: UInt64?
    /// Files that may be open; nil without a limit.
    var fileLimit: UInt64?

    /// The figures now.
    static func now() -> ProcessFigures {
        var usage = rusage()
        #if canImport(Glibc)
            getrusage(__rusage_who_t(RUSAGE_SELF.rawValue), &usage)
        #else
            getrusage(RUSAGE_SELF, &usage)
        #endif
        var figures = ProcessFigures(cpuSeconds: seconds(usage.ru_utime) + seconds(usage.ru_stime))
        figures.fileLimit = openFileLimit()
        #if os(Linux)
            figures.openFiles = entries(of: "/proc/self/fd")
            if let text = ProcessFile.read("/proc/self/stat") { figures.adopt(stat: text) }
        #endif
        return figures
    }

    private static func seconds(_ time: timeval) -> Double { Double(time.tv_sec) + Double(time.tv_usec) / 1e6 }

    private static func openFileLimit() -> UInt64? {
        var limit = rlimit()
        #if canImport(Glibc)
            guard getrlimit(__rlimit_resource_t(RLIMIT_NOFILE.rawValue), &limit) == 0 else { return nil }
        #else
            guard getrlimit(RLIMIT_NOFILE, &limit) == 0 else { return nil }
        #endif
        return UInt64(limit.rlim_cur) >= UInt64(Int64.max) ? nil : UInt64(limit.rlim_cur)
    }

    private static func entries(of folder: String) -> UInt64? {
        guard let stream = opendir(folder) else { return nil }
        defer { closedir(stream) }
        var count: UInt64 = 0
        while readdir(stream) != nil { count += 1 }
        // Without `.`, `..` and the folder that is being read.
        return count >= 3 ? count - 3 : 0
    }

    /// Takes what `/proc/self/stat` says (proc(5)): fields behind the name of the program, which may hold anything, even
    /// brackets and spaces.
    mutating func adopt(stat text: String) {
        guard let bracket = text.lastIndex(of: ")") else { return }
        let fields = text[text.index(after: bracket)...].split(whereSeparator: \.isWhitespace)
        // The first of these is field 3, the state.
        func field(_ number: Int) -> UInt64? { number - 3 < fields.count ? UInt64(fields[number - 3]) : nil }
        threads = field(20)
        virtualBytes = field(23)
        #if os(Linux)
            residentBytes = field(24).map { $0 &* UInt64(sysconf(Int32(_SC_PAGESIZE))) }
            if let ticks = field(22), let boot = Self.bootTime() {
                startTime = boot + Double(ticks) / Double(sysconf(Int32(_SC_CLK_TCK)))
            }
        #endif
    }

    /// When the system was started, in seconds since 1970.
    private static func bootTime() -> Double? {
        ProcessFile.read("/proc/stat")?.split(separator: "\n").first { $0.hasPrefix("btime ") }
            .flatMap { Double($0.dropFirst(6)) }
    }
}

/// Files that the system makes up when they are read.
enum ProcessFile {
    /// The text of a file, at most a megabyte; nil when it cannot be read.
    static func read(_ path: String) -> String? {
        guard let file = fopen(path, "re") else { return nil }
        defer { fclose(file) }
        var bytes: [UInt8] = []
        var chunk = [UInt8](repeating: 0, count: 16_384)
        while bytes.count < 1 << 20 {
            let count = fread(&chunk, 1, chunk.count, file)
            if count == 0 { break }
            bytes += chunk[..<count]
        }
        return String(decoding: bytes, as: UTF8.self)
    }
}
