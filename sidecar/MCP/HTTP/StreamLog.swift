/// The streams of one session and what was sent on them lately, so that a client whose connection broke can have the rest.
struct StreamLog {
    private struct Entry {
        var number: Int
        var stream: Int
        var message: Message
    }

    /// The stream that concerns no request.
    static let standalone = 0

    private let capacity: Int
    private var entries: [Entry] = []
    private var lastNumber = 0
    private var lastStream = standalone
    /// The streams of requests that have not been answered.
    private var open: [RequestID: Int] = [:]
    private var outlets: [Int: Outlet] = [:]

    /// - Parameter capacity: how many messages are kept.
    init(capacity: Int) { self.capacity = capacity }

    /// A stream for a request, before it is received.
    ///
    /// - Parameter isMarked: whether it begins with an id to come back with.
    /// - Returns: false when a request with this id is under way already.
    mutating func add(_ request: RequestID, _ outlet: Outlet, isMarked: Bool) -> Bool {
        guard open[request] == nil else { return false }
        lastStream += 1
        open[request] = lastStream
        outlets[lastStream] = outlet
        if isMarked {
            lastNumber += 1
            outlet.put(.mark(id: Self.id(lastNumber, lastStream)))
        }
        return true
    }

    /// Sends a message on the stream of its request, or on the standalone one. It is kept when nobody listens.
    mutating func send(_ message: Message, about request: RequestID?) {
        let stream = request.flatMap { open[$0] } ?? Self.standalone
        lastNumber += 1
        // Of notices that the same thing has changed, the latest says all.
        if message.isNotice { entries.removeAll { $0.stream == stream && $0.message == message } }
        entries.append(Entry(number: lastNumber, stream: stream, message: message))
        if entries.count > capacity { entries.removeFirst() }
        outlets[stream]?.put(.event(message, id: Self.id(lastNumber, stream)))
        if case .response = message, let request { end(request) }
    }

    /// Ends the stream of a request; nothing happens when it has ended.
    mutating func end(_ request: RequestID) {
        if let stream = open.removeValue(forKey: request) { outlets.removeValue(forKey: stream)?.end() }
    }

    /// Lets a client listen to the standalone stream, in the place of whoever did.
    mutating func listen(_ outlet: Outlet) { replace(Self.standalone, outlet) }

    /// Goes on with the stream of an event: what was sent after it, then what comes.
    ///
    /// - Returns: false when the id is none that was given out.
    mutating func resume(after id: String, _ outlet: Outlet) -> Bool {
        let parts = id.split(separator: "-").compactMap { Int($0) }
        guard parts.count == 2, parts[0] <= lastNumber, (Self.standalone...lastStream).contains(parts[1]) else { return false }
        let stream = parts[1]
        for entry in entries where entry.stream == stream && entry.number > parts[0] {
            outlet.put(.event(entry.message, id: Self.id(entry.number, stream)))
        }
        if stream == Self.standalone || open.values.contains(stream) { replace(stream, outlet) } else { outlet.end() }
        return true
    }

    /// The outlet's client has gone; what follows is only kept.
    mutating func remove(_ outlet: Outlet) { outlets = outlets.filter { $0.value !== outlet } }

    mutating func end() {
        for outlet in outlets.values { outlet.end() }
        outlets = [:]
    }

    private mutating func replace(_ stream: Int, _ outlet: Outlet) {
        outlets[stream]?.end()
        outlets[stream] = outlet
    }

    private static func id(_ number: Int, _ stream: Int) -> String { "\(number)-\(stream)" }
}
