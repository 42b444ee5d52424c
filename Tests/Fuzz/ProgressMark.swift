#if canImport(Glibc)
    import Glibc
#else
    import Darwin
#endif

/// Keeps the number of the input under way in a file, so that it is known after the process was ended by it.
struct ProgressMark {
    private let file: Int32
    private let seed: UInt64
    private let isNarrowed: Bool
    private static let length = 160

    init?(path: String, seed: UInt64, isNarrowed: Bool) {
        file = open(path, O_WRONLY | O_CREAT | O_TRUNC, 0o644)
        if file < 0 { return nil }
        self.seed = seed
        self.isNarrowed = isNarrowed
    }

    func set(_ index: Int, _ target: String) {
        var text =
            "ended in input \(index): ratchet-fuzz --seed \(seed) --replay \(index)" + (isNarrowed ? " --target \(target)" : " (target \(target))")
        text += String(repeating: " ", count: max(0, Self.length - text.utf8.count))
        text.withUTF8 { _ = pwrite(file, $0.baseAddress, $0.count, 0) }
    }

    func clear() {
        ftruncate(file, 0)
        close(file)
    }

    /// Nil when no run was ended in the middle of an input.
    static func read(_ path: String) -> String? {
        let file = open(path, O_RDONLY)
        guard file >= 0 else { return nil }
        defer { close(file) }
        var bytes = [UInt8](repeating: 0, count: length)
        let count = pread(file, &bytes, length, 0)
        return count > 0 ? String(decoding: bytes[..<count], as: UTF8.self) : nil
    }
}
