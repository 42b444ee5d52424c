import Synchronization

/// One client of the older revisions over HTTP. Its requests go on when the connection they came on breaks.
final class HTTPSession: Sendable {
    let principal: String?
    let connection: Connection
    private let streams: Streams

    /// The log, shared with the connection that sends through it.
    private final class Streams: Sendable {
        let log = Mutex(StreamLog(capacity: HTTPSession.keptMessages))
    }

    private static let keptMessages = 256

    init(_ server: Server, principal: String?) {
        let streams = Streams()
        self.streams = streams
        self.principal = principal
        connection = Connection(server, principal: principal) { delivery in
            streams.log.withLock { log in
                switch delivery {
                case .message(let message, let about): log.send(message, about: about)
                case .end(let request): log.end(request)
                }
            }
        }
    }

    /// Receives the request and returns where its answer comes out; nil when one with its id is under way already.
    func receive(_ request: Message.Request, isMarked: Bool) -> Outlet? {
        let outlet = Outlet()
        guard streams.log.withLock({ $0.add(request.id, outlet, isMarked: isMarked) }) else { return nil }
        connection.receive(.request(request))
        return outlet
    }

    /// The stream of what concerns no request, or the rest of a stream that broke after the event. Nil when there was no such event.
    func listen(after event: String?) -> Outlet? {
        let outlet = Outlet()
        guard let event else {
            streams.log.withLock { $0.listen(outlet) }
            return outlet
        }
        return streams.log.withLock { $0.resume(after: event, outlet) } ? outlet : nil
    }

    func forget(_ outlet: Outlet) { streams.log.withLock { $0.remove(outlet) } }

    func end() {
        connection.close()
        streams.log.withLock { $0.end() }
    }
}
