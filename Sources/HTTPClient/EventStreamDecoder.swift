/// One event of an event stream.
package struct ServerSentEvent: Sendable, Hashable {
    /// `message` where the server names none.
    package var event = "message"
    /// The data lines joined with LF.
    package var data: String
    /// The last id the stream has given, by this event or an earlier one; empty if none.
    package var id = ""
}

/// Turns the bytes of a `text/event-stream` into events (WHATWG HTML 9.2.6), in chunks of any size.
///
/// Lines end with LF, CR or CRLF, also when a CRLF falls between two chunks; a BOM at the start is skipped. An event the stream
/// breaks off in is not delivered. Bytes that are not UTF-8 become U+FFFD.
package struct EventStreamDecoder: Sendable {
    /// An event longer than the decoder's limit. The decoder is of no use afterwards.
    package struct TooLarge: Error, Equatable, CustomStringConvertible {
        package let limit: Int

        package var description: String { "an event of the stream is over \(limit) bytes; ask the server for smaller ones" }
    }

    /// The id to send as `Last-Event-ID` when reconnecting; empty if none.
    package private(set) var lastEventID = ""
    /// How long the server asks to wait before reconnecting.
    package private(set) var reconnectionTime: Duration?

    private let limit: Int
    private var line: [UInt8] = []
    private var event: [UInt8] = []
    private var data: [UInt8] = []
    /// Some data line was there, if only an empty one.
    private var hasData = false
    private var isAfterCarriageReturn = false
    private var isFirstLine = true

    /// `limit` bounds the bytes of data and of the unfinished line together.
    package init(limit: Int = 8 << 20) { self.limit = limit }

    /// The events that these bytes complete.
    package mutating func feed(_ bytes: [UInt8]) throws(TooLarge) -> [ServerSentEvent] {
        var events: [ServerSentEvent] = []
        var rest = bytes[...]
        while !rest.isEmpty {
            if isAfterCarriageReturn {
                isAfterCarriageReturn = false
                if rest.first == UInt8(ascii: "\n") {
                    rest = rest.dropFirst()
                    continue
                }
            }
            let end = rest.firstIndex { $0 == UInt8(ascii: "\n") || $0 == UInt8(ascii: "\r") }
            let part = rest[..<(end ?? rest.endIndex)]
            if line.count + data.count + part.count > limit { throw TooLarge(limit: limit) }
            line.append(contentsOf: part)
            guard let end else { break }
            isAfterCarriageReturn = rest[end] == UInt8(ascii: "\r")
            rest = rest[(end + 1)...]
            if let event = finishLine() { events.append(event) }
        }
        return events
    }

    private mutating func finishLine() -> ServerSentEvent? {
        var content = line[...]
        if isFirstLine, content.starts(with: [0xEF, 0xBB, 0xBF]) { content = content.dropFirst(3) }
        isFirstLine = false
        defer { line.removeAll(keepingCapacity: true) }
        if content.isEmpty { return dispatch() }
        let name = content.prefix { $0 != UInt8(ascii: ":") }
        var value = content.dropFirst(name.count + 1)
        if value.first == UInt8(ascii: " ") { value = value.dropFirst() }
        accept(name: String(decoding: name, as: UTF8.self), value)
        return nil
    }

    /// A comment is a field without a name, and like every unknown field means nothing.
    private mutating func accept(name: String, _ value: ArraySlice<UInt8>) {
        switch name {
        case "event": event = Array(value)
        case "data":
            if hasData { data.append(UInt8(ascii: "\n")) }
            data.append(contentsOf: value)
            hasData = true
        case "id":
            if !value.contains(0) { lastEventID = String(decoding: value, as: UTF8.self) }
        case "retry":
            let digits = String(decoding: value, as: UTF8.self)
            guard digits.utf8.allSatisfy({ (UInt8(ascii: "0")...UInt8(ascii: "9")).contains($0) }), let milliseconds = Int64(digits) else { return }
            reconnectionTime = .milliseconds(milliseconds)
        default: break
        }
    }

    private mutating func dispatch() -> ServerSentEvent? {
        defer {
            event.removeAll()
            data.removeAll()
            hasData = false
        }
        guard hasData else { return nil }
        let name = event.isEmpty ? "message" : String(decoding: event, as: UTF8.self)
        return ServerSentEvent(event: name, data: String(decoding: data, as: UTF8.self), id: lastEventID)
    }
}
