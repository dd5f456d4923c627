#if canImport(Glibc)
    import Glibc
#else
    import Darwin
#endif

/// libFuzzer's loop (compiler-rt, `FuzzerInterface.h`).
@_silgen_name("LLVMFuzzerRunDriver")
private func runDriver(
    _ count: UnsafeMutablePointer<CInt>,
    _ arguments: UnsafeMutablePointer<UnsafeMutablePointer<UnsafeMutablePointer<CChar>?>>,
    _ oneInput: @convention(c) (UnsafePointer<UInt8>?, Int) -> CInt
) -> CInt

/// Hands over to libFuzzer, with its own command line.
@main
struct FuzzReaders {
    static func main() {
        var count = CommandLine.argc
        var arguments = CommandLine.unsafeArgv
        let target = FuzzTarget.chosen
        print("fuzzing \(target)")
        exit(runDriver(&count, &arguments, { fuzzOneInput($0, $1) }))
    }
}
