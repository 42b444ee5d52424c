/// The status line and the header fields of a final response.
struct ResponseHead: Sendable, Equatable {
    var status: Int
    var headers = Headers()
}

/// Puts a response head together from its lines. Interim (1xx) heads are dropped, as are trailers.
struct HeadParser {
    struct Failure: Error { let problem: String }

    static let maxFields = 200
    static let maxBytes = 64 << 10

    private var head: ResponseHead?
    private var isComplete = false
    private var fields = 0
    private var bytes = 0

    /// One line, with or without its line end. Returns the head when the line ends it.
    ///
    /// The limits count all lines of a response, interim heads and trailers included. A folded line continues the value before
    /// it (RFC 9112 5.2).
    mutating func feed(_ line: some Collection<UInt8>) throws(Failure) -> ResponseHead? {
        bytes += line.count
        if bytes > Self.maxBytes { throw Failure(problem: "headers of more than \(Self.maxBytes) bytes") }
        let text = String(decoding: line, as: UTF8.self).trimmingSuffix(where: \.isNewline)
        if text.isEmpty { return finish() }
        fields += 1
        if fields > Self.maxFields { throw Failure(problem: "more than \(Self.maxFields) header lines") }
        if isComplete { return nil }
        if head == nil { try start(text) } else { try add(text) }
        return nil
    }

    private mutating func finish() -> ResponseHead? {
        guard !isComplete, let finished = head else { return nil }
        head = nil
        if finished.status / 100 == 1 { return nil }
        isComplete = true
        return finished
    }

    /// `HTTP/1.1 200 OK`, `HTTP/2 200`
    private mutating func start(_ text: String) throws(Failure) {
        let words = text.split(separator: " ", maxSplits: 2, omittingEmptySubsequences: true)
        guard words.count >= 2, words[0].hasPrefix("HTTP/"), words[1].utf8.count == 3, let status = Int(words[1]), status >= 100 else {
            throw Failure(problem: "a malformed status line")
        }
        head = ResponseHead(status: status)
    }

    private mutating func add(_ text: String) throws(Failure) {
        if text.utf8.first == UInt8(ascii: " ") || text.utf8.first == UInt8(ascii: "\t") {
            guard let last = head?.headers.fields.last else { throw Failure(problem: "a header that continues nothing") }
            head?.headers.continueLast(last, with: text.trimmingBlanks())
            return
        }
        let parts = text.split(separator: ":", maxSplits: 1, omittingEmptySubsequences: false)
        guard parts.count == 2, !parts[0].isEmpty else { throw Failure(problem: "a header line without a colon") }
        head?.headers.append(String(parts[0]), String(parts[1]).trimmingBlanks())
    }
}

extension Headers {
    fileprivate mutating func continueLast(_ last: Field, with text: String) {
        self = Headers(fields.dropLast().map { ($0.name, $0.value) } + [(last.name, "\(last.value) \(text)")])
    }
}

extension String {
    fileprivate func trimmingSuffix(where isDropped: (Character) -> Bool) -> String {
        String(prefix(count - reversed().prefix(while: isDropped).count))
    }

    fileprivate func trimmingBlanks() -> String {
        String(drop { $0 == " " || $0 == "\t" }).trimmingSuffix { $0 == " " || $0 == "\t" }
    }
}
