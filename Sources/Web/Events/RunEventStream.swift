import CivilTime
import Engine
import JSON
import ServiceLifecycle

/// What one reader of the event stream is to get.
struct RunEventStream: Sendable {
    let log: EventLog
    let time: any TimeSource
    let admits: @Sendable (RunEvent) -> Bool
    /// The `Last-Event-ID` of a reader that was here before.
    let lastEventID: String?
}

/// The stream as text of `text/event-stream` (WHATWG HTML, section 9.2), piece by piece, each when it is asked for: a reader that takes
/// its time holds nothing but its place in the log.
struct EventReader {
    /// Without an event for this long a comment is sent, so that either side notices when the other is gone.
    static let heartbeat = Duration.seconds(15)
    /// Events in one piece, at most.
    private static let most = 256

    private let stream: RunEventStream
    private let place: Int?
    private var seen: Int
    /// When the latest piece was given; nil before the first.
    private var last: Instant?

    init(_ stream: RunEventStream) {
        self.stream = stream
        place = stream.log.enter()
        seen = stream.lastEventID.flatMap(stream.log.number) ?? stream.log.latest
    }

    /// To be called once, when nothing more is asked for.
    func leave() { if let place { stream.log.leave(place) } }

    /// The next piece; nil when the server stops or the task is cancelled.
    mutating func next() async -> String? {
        guard let place else {
            defer { last = stream.time.now() }
            return last == nil ? "retry: 10000\nevent: refused\ndata: {\"reason\":\"too many readers\"}\n\n" : nil
        }
        guard let last else {
            last = stream.time.now()
            return opening
        }
        while !Task.isCancelled, !Task.isShuttingDownGracefully {
            let text = news()
            if text != nil || stream.time.now() - last >= Self.heartbeat {
                self.last = stream.time.now()
                return text ?? "id: \(stream.log.id(seen))\n: alive\n\n"
            }
            let (stream, seen) = (stream, seen)
            await cancelWhenGracefulShutdown { await stream.log.wait(place, after: seen, until: last + Self.heartbeat, stream.time) }
        }
        return nil
    }

    /// Says where the stream begins. A reader of another process's events cannot be told what it missed, only that.
    private var opening: String {
        let isKnown = stream.lastEventID.map { stream.log.number($0) != nil } ?? true
        return "retry: 1000\nid: \(stream.log.id(seen))\n" + (isKnown ? ": ratchet\n\n" : Self.lagged(nil))
    }

    /// The events since the last piece that this reader wants, and how many it missed; nil without any.
    private mutating func news() -> String? {
        var text = ""
        while text.isEmpty {
            let (lost, first, events) = stream.log.events(after: seen, limit: Self.most)
            if lost > 0 { text = "id: \(stream.log.id(first - 1))\n" + Self.lagged(lost) }
            for (offset, event) in events.enumerated() where stream.admits(event) { text += EventText.block(event, id: stream.log.id(first + offset)) }
            if events.isEmpty { return text.isEmpty ? nil : text }
            seen = first + events.count - 1
        }
        return text
    }

    private static func lagged(_ lost: Int?) -> String {
        let content: JSON = ["lost": lost.map(JSON.count) ?? .null]
        return "event: lagged\ndata: \(content.text(.compact))\n\n"
    }
}
