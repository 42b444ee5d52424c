import CGit

/// A loose object unpacked: the zlib stream of `TYPE SIZE NUL CONTENT`.
struct InflatedObject {
    let type: git_object_t
    let size: Int
    /// The header, and then `size` bytes of content.
    let bytes: [UInt8]

    /// Nil unless the file holds one whole object and nothing after it. Reserves no more memory than the file can unpack to.
    init?(_ file: [UInt8]) {
        var stream = z_stream()
        guard git_inflate_init(&stream) == Z_OK else { return nil }
        defer { inflateEnd(&stream) }
        var file = file, start = [UInt8](repeating: 0, count: 64)
        guard let inflated = Self.inflate(&stream, &file, from: 0, into: &start, at: 0), let end = start[..<inflated.end].firstIndex(of: 0),
            let (type, size) = Self.header(start[..<end]), size <= file.count * 1032
        else { return nil }
        let total = end + 1 + size
        // One byte more than announced, so that a longer content shows.
        var bytes = Array(start[..<inflated.end]) + [UInt8](repeating: 0, count: max(total + 1 - inflated.end, 0))
        var done = inflated
        if !done.isFinished, let rest = Self.inflate(&stream, &file, from: done.read, into: &bytes, at: done.end) { done = rest }
        guard done.isFinished, done.end == total, done.read == file.count else { return nil }
        (self.type, self.size, self.bytes) = (type, size, Array(bytes[..<total]))
    }

    /// Unpacks until the output is full, the stream ends, or the input does. Nil when the input is not zlib's.
    private static func inflate(
        _ stream: inout z_stream, _ input: inout [UInt8], from read: Int, into output: inout [UInt8], at end: Int
    ) -> (read: Int, end: Int, isFinished: Bool)? {
        let sizes = (input.count, output.count)
        return input.withUnsafeMutableBufferPointer { input in
            output.withUnsafeMutableBufferPointer { output in
                stream.next_in = input.baseAddress.map { $0 + read }
                stream.avail_in = UInt32(sizes.0 - read)
                stream.next_out = output.baseAddress.map { $0 + end }
                stream.avail_out = UInt32(clamping: sizes.1 - end)
                let status = CGit.inflate(&stream, Z_SYNC_FLUSH)
                guard status == Z_OK || status == Z_STREAM_END || status == Z_BUF_ERROR else { return nil }
                return (sizes.0 - Int(stream.avail_in), sizes.1 - Int(stream.avail_out), status == Z_STREAM_END)
            }
        }
    }

    private static func header(_ text: ArraySlice<UInt8>) -> (git_object_t, Int)? {
        let parts = String(decoding: text, as: UTF8.self).split(separator: " ", omittingEmptySubsequences: false)
        guard parts.count == 2, let size = Int(parts[1]), size >= 0 else { return nil }
        let type = git_object_string2type(String(parts[0]))
        return type.rawValue > 0 ? (type, size) : nil
    }
}
