package import JSON

/// Something that shall go wrong with the next requests to a path, to see how a caller copes.
package struct Fault: Sendable, Hashable {
    package enum Kind: String, Sendable, CaseIterable {
        /// Never answers; ends when the caller goes away or the service stops.
        case hang
        /// Begins to answer, then resets the connection in the middle of the body.
        case reset
        /// Does what was asked, then resets the connection instead of answering.
        case lost
        /// Answers with `status` instead of doing what was asked.
        case status
        /// Does what was asked and answers, after `delay`.
        case slow
        /// Answers with 20 MB.
        case huge
    }

    /// Without the query. With a `*` at the end, every path that begins so.
    package let path: String
    package let kind: Kind
    /// How many requests it befalls.
    package let count: Int
    package let status: Int
    package let delay: Duration

    package init(path: String, kind: Kind, count: Int = 1, status: Int = 503, delay: Duration = .seconds(2)) {
        self.path = path
        self.kind = kind
        self.count = count
        self.status = status
        self.delay = delay
    }

    func befalls(_ path: String) -> Bool {
        self.path.last == "*" ? path.hasPrefix(self.path.dropLast()) : path == self.path
    }
}

extension Fault {
    /// `{"path", "kind", "count": 1, "status": 503, "delay_ms": 2000}`; throws `DemoError.badRequest`.
    init(_ json: JSON) throws(DemoError) {
        guard let path = json["path"]?.string, path.hasPrefix("/") else { throw .badRequest("\"path\" must be a path such as /v1/summary or /v1/*") }
        guard let kind = json["kind"]?.string.flatMap(Kind.init(rawValue:)) else {
            throw .badRequest("\"kind\" must be one of " + Kind.allCases.map(\.rawValue).joined(separator: ", "))
        }
        self.init(
            path: path, kind: kind, count: try Self.whole("count", 1...1_000_000, default: 1, json),
            status: try Self.whole("status", 200...599, default: 503, json),
            delay: .milliseconds(try Self.whole("delay_ms", 0...600_000, default: 2000, json)))
    }

    private static func whole(_ name: String, _ range: ClosedRange<Int>, default usual: Int, _ json: JSON) throws(DemoError) -> Int {
        guard let value = json[name] else { return usual }
        guard let number = value.int.flatMap(Int.init(exactly:)), range.contains(number) else {
            throw .badRequest("\"\(name)\" must be an integer from \(range.lowerBound) to \(range.upperBound)")
        }
        return number
    }

    package var json: JSON {
        [
            "path": .string(path), "kind": .string(kind.rawValue), "count": .int(Int64(count)), "status": .int(Int64(status)),
            "delay_ms": .int(delay.components.seconds * 1000 + delay.components.attoseconds / 1_000_000_000_000_000),
        ]
    }
}
