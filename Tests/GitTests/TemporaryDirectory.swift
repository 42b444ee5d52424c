#if canImport(Glibc)
    import Glibc
#else
    import Darwin
#endif

/// A directory of one test's own, gone when the test ends.
final class TemporaryDirectory: Sendable {
    let path: String

    init() {
        var template = Array("/tmp/git-tests-XXXXXX".utf8CString)
        path = template.withUnsafeMutableBufferPointer { String(cString: mkdtemp($0.baseAddress!)) }
    }

    deinit { _ = StockGit.run(["rm", "-rf", path], home: "/", output: "/dev/null") }

    subscript(_ name: String) -> String { path + "/" + name }

    func write(_ name: String, _ text: String, mode: mode_t = 0o644) { write(name, Array(text.utf8), mode: mode) }

    func write(_ name: String, _ bytes: [UInt8], mode: mode_t = 0o644) {
        var directory = path
        for part in name.split(separator: "/").dropLast() {
            directory += "/" + part
            mkdir(directory, 0o755)
        }
        chmod(self[name], 0o644)
        let file = open(self[name], O_CREAT | O_TRUNC | O_WRONLY, 0o644)
        precondition(file >= 0 && writeAll(file, bytes))
        close(file)
        chmod(self[name], mode)
    }

    func read(_ name: String) -> [UInt8]? { StockGit.contents(self[name]) }
    func text(_ name: String) -> String? { read(name).map { String(decoding: $0, as: UTF8.self) } }
    func exists(_ name: String) -> Bool { access(self[name], F_OK) == 0 }
}

/// Outside the class, whose own `write` would hide the system's.
private func writeAll(_ file: Int32, _ bytes: [UInt8]) -> Bool { write(file, bytes, bytes.count) == bytes.count }
