import JSON
import MCP
import Testing

/// A stream of events that is read frame by frame. Dropping it closes the stream.
struct Listener {
    private var pieces: EventStream.AsyncIterator
    private let check: FrameCheck
    private let method: String

    init(_ response: EndpointResponse, _ peer: Peer, _ method: String = "") throws {
        guard case .stream(let stream) = response.body else {
            Issue.record("not a stream: \(response)")
            throw CancellationError()
        }
        pieces = stream.makeAsyncIterator()
        check = peer.check
        self.method = method
    }

    /// The next piece as it is on the wire; nil at the end.
    mutating func piece() async -> String? { await pieces.next().map { String(decoding: $0, as: UTF8.self) } }

    /// The next frame; nil at the end.
    mutating func next() async throws -> JSON? {
        while let piece = await pieces.next() {
            if let frame = try Peer.frame(of: piece).first {
                try check.check(frame, answering: method)
                return frame
            }
        }
        return nil
    }
}
