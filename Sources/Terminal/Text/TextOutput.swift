#if canImport(Glibc)
    import Glibc
#else
    import Darwin
#endif

/// A descriptor that text is written to at once, without a buffer.
package struct TextOutput: Sendable {
    package let descriptor: Int32

    package static let standard = TextOutput(descriptor: STDOUT_FILENO)
    package static let errors = TextOutput(descriptor: STDERR_FILENO)

    package init(descriptor: Int32) { self.descriptor = descriptor }

    /// Writes all of the text. The process must ignore SIGPIPE, else a reader that went away ends it.
    package func write(_ text: String) throws(TextOutputError) {
        var bytes = Array(text.utf8)[...]
        while !bytes.isEmpty {
            let count = bytes.withUnsafeBytes { Self.write(descriptor, $0) }
            if count > 0 {
                bytes.removeFirst(count)
            } else if errno == EAGAIN {
                var ready = pollfd(fd: descriptor, events: Int16(POLLOUT), revents: 0)
                poll(&ready, 1, -1)
            } else if errno != EINTR {
                throw errno == EPIPE ? .closed : .failed(code: errno)
            }
        }
    }

    package func line(_ text: String) throws(TextOutputError) { try write(text + "\n") }

    private static func write(_ descriptor: Int32, _ bytes: UnsafeRawBufferPointer) -> Int {
        #if canImport(Glibc)
            Glibc.write(descriptor, bytes.baseAddress, bytes.count)
        #else
            Darwin.write(descriptor, bytes.baseAddress, bytes.count)
        #endif
    }
}

package enum TextOutputError: Error, Sendable, Hashable, CustomStringConvertible {
    /// The reader, such as `head`, has seen enough.
    case closed
    case failed(code: Int32)

    package var description: String {
        switch self {
        case .closed: "the reader of the output went away"
        case .failed(let code): "cannot write the output: \(String(cString: strerror(code)))"
        }
    }
}
