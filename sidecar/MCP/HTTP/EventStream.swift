/// A body of server-sent events, in pieces of bytes. It is iterated once.
package struct EventStream: AsyncSequence, Sendable {
    enum Piece: Sendable, Hashable {
        case event(Message, id: String?)
        /// An event that is nothing but an id to come back with.
        case mark(id: String)
        /// Keeps whatever is between from taking the connection for dead.
        case comment

        var bytes: [UInt8] {
            switch self {
            case .event(let message, let id):
                Array("event: message\n".utf8) + Self.line(id) + Array("data: ".utf8) + message.bytes + Array("\n\n".utf8)
            case .mark(let id): Self.line(id) + Array("data: \n\n".utf8)
            case .comment: Array(": still here\n\n".utf8)
            }
        }

        private static func line(_ id: String?) -> [UInt8] { id.map { Array("id: \($0)\n".utf8) } ?? [] }
    }

    let pieces: Outlet.Pieces
    /// Called at an end that the reader has seen.
    let atEnd: @Sendable () -> Void

    package struct AsyncIterator: AsyncIteratorProtocol {
        var pieces: Outlet.Pieces.Iterator
        let atEnd: @Sendable () -> Void

        package mutating func next() async -> [UInt8]? { await next(isolation: #isolation) }

        package mutating func next(isolation actor: isolated (any Actor)?) async -> [UInt8]? {
            guard let piece = await pieces.next(isolation: actor) else {
                atEnd()
                return nil
            }
            return piece.bytes
        }
    }

    package func makeAsyncIterator() -> AsyncIterator { AsyncIterator(pieces: pieces.makeIterator(), atEnd: atEnd) }
}
