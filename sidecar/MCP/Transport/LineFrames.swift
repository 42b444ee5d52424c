#if canImport(Glibc)
    import Glibc
#else
    import Darwin
#endif

/// Cuts a stream of bytes into lines without ever holding more than one line of the longest length.
struct LineFrames: Sendable {
    enum Frame: Sendable, Hashable {
        case line([UInt8])
        /// A line went over the limit. It is told once, at the byte that is too many; the rest of the line is skipped.
        case tooLong
    }

    private let limit: Int
    private var partial: [UInt8] = []
    private var isSkipping = false

    /// - Parameter limit: the most bytes of a line, without what ends it.
    init(limit: Int) { self.limit = limit }

    /// Lines that are complete now. Lines of nothing but white space are left out; a carriage return before the line feed is not part of it.
    mutating func feed(_ bytes: ArraySlice<UInt8>) -> [Frame] {
        var frames: [Frame] = []
        var rest = bytes
        while let end = Self.lineFeed(in: rest) {
            take(rest[..<end], &frames)
            finishLine(&frames)
            rest = rest[(end + 1)...]
        }
        take(rest, &frames)
        return frames
    }

    private static func lineFeed(in bytes: ArraySlice<UInt8>) -> Int? {
        let offset = bytes.withUnsafeBytes { buffer -> Int? in
            guard let start = buffer.baseAddress, let found = memchr(start, 10, buffer.count) else { return nil }
            return UnsafeRawPointer(found) - start
        }
        return offset.map { bytes.startIndex + $0 }
    }

    /// The last line, when the stream ended without a line feed.
    mutating func end() -> [Frame] {
        var frames: [Frame] = []
        finishLine(&frames)
        return frames
    }

    private mutating func take(_ part: ArraySlice<UInt8>, _ frames: inout [Frame]) {
        guard !isSkipping else { return }
        guard partial.count + part.count <= limit else {
            partial = []
            isSkipping = true
            frames.append(.tooLong)
            return
        }
        partial += part
    }

    private mutating func finishLine(_ frames: inout [Frame]) {
        defer { (partial, isSkipping) = ([], false) }
        guard !isSkipping else { return }
        if partial.last == UInt8(ascii: "\r") { partial.removeLast() }
        if partial.contains(where: { $0 != UInt8(ascii: " ") && $0 != UInt8(ascii: "\t") }) { frames.append(.line(partial)) }
    }
}
