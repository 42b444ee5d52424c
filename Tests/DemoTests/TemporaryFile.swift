#if canImport(Glibc)
    import Glibc
#elseif canImport(Darwin)
    import Darwin
#endif

/// A path of its own for one test; what is there goes away with this value.
final class TemporaryFile: Sendable {
    let path = "/tmp/ratchet-demo-test-\(UInt64.random(in: 0 ... .max))"

    deinit { unlink(path) }

    func append(_ text: String) {
        guard let file = fopen(path, "a") else { return }
        defer { fclose(file) }
        fputs(text, file)
    }

    /// The last byte of the file; nil when it is empty or missing.
    var lastByte: UInt8? {
        guard let file = fopen(path, "r") else { return nil }
        defer { fclose(file) }
        fseek(file, -1, SEEK_END)
        return UInt8(exactly: fgetc(file))
    }
}
