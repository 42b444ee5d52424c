import JSON

#if canImport(Glibc)
    import Glibc
#elseif canImport(Darwin)
    import Darwin
#endif

/// Messages kept as one JSON object a line.
///
/// A message counts once its newline is written: what follows the last newline, left by a writer that was killed, is cut off when the
/// file is opened.
struct MessageFile: ~Copyable, Sendable {
    /// Those that were there when the file was opened.
    private(set) var messages: [ChatMessage] = []
    private let path: String
    private let descriptor: Int32
    private var length = 0

    /// Creates the file when it is missing.
    init(path: String) throws(DemoError) {
        self.path = path
        descriptor = open(path, O_RDWR | O_CREAT | O_CLOEXEC, 0o600)
        guard descriptor >= 0 else { throw Self.failure(path, "open") }
        let bytes = try Self.contents(of: descriptor, path: path)
        length = (bytes.lastIndex(of: UInt8(ascii: "\n")) ?? -1) + 1
        messages = try Self.messages(in: bytes[..<length], path: path)
        guard ftruncate(descriptor, off_t(length)) == 0 else { throw Self.failure(path, "truncate") }
    }

    deinit { close(descriptor) }

    /// A message that cannot be written whole, as on a full disk, leaves no trace.
    mutating func append(_ message: ChatMessage) throws(DemoError) {
        let bytes = message.json.bytes(.compact) + [UInt8(ascii: "\n")]
        var written = 0
        while written < bytes.count {
            let rest = bytes[written...]
            let count = rest.withUnsafeBytes { pwrite(descriptor, $0.baseAddress, $0.count, off_t(length + written)) }
            guard count > 0 else {
                let failure = Self.failure(path, "write")
                ftruncate(descriptor, off_t(length))
                throw failure
            }
            written += count
        }
        length += written
    }

    private static func messages(in bytes: ArraySlice<UInt8>, path: String) throws(DemoError) -> [ChatMessage] {
        var messages: [ChatMessage] = []
        for line in bytes.split(separator: UInt8(ascii: "\n")) {
            guard let json = try? JSON(parsing: Array(line)), let message = ChatMessage(json), message.id > messages.last?.id ?? 0 else {
                throw .channelFile(path, line: messages.count + 1, reason: "this is no message of the channel")
            }
            messages.append(message)
        }
        return messages
    }

    private static func contents(of descriptor: Int32, path: String) throws(DemoError) -> [UInt8] {
        var bytes: [UInt8] = []
        var buffer = [UInt8](repeating: 0, count: 1 << 16)
        while true {
            let count = read(descriptor, &buffer, buffer.count)
            guard count >= 0 else { throw failure(path, "read") }
            if count == 0 { return bytes }
            bytes += buffer[..<count]
        }
    }

    private static func failure(_ path: String, _ operation: String) -> DemoError {
        .channelFile(path, line: 0, reason: "cannot \(operation): \(String(cString: strerror(errno)))")
    }
}
