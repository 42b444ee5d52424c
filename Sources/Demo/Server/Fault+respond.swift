import HTTPTypes
import Hummingbird
import HummingbirdCore
import JSON
import NIOCore
import ServiceLifecycle

#if canImport(Glibc)
    import Glibc
#elseif canImport(Darwin)
    import Darwin
#endif

extension Fault {
    /// How large a huge body is, in bytes.
    private static let huge = 20 * 1024 * 1024

    /// Lets the fault happen. `answer` does what the request asks.
    func respond(to request: Request, on connection: any Channel, answer: () async -> Response) async throws -> Response {
        switch kind {
        case .hang:
            await waitForTheCaller(of: request)
            try await reset(connection)
            return Response(status: .serviceUnavailable)
        case .reset:
            return Response(status: .ok, headers: Self.jsonHeaders, body: broken(connection))
        case .lost:
            let answer = await answer()
            try await reset(connection)
            return answer
        case .status:
            return Response(status: HTTPResponse.Status(code: status), json: ["error": "this fault was asked for"])
        case .slow:
            try await cancelWhenGracefulShutdown { try await Task.sleep(for: delay) }
            return await answer()
        case .huge:
            return Response(status: .ok, headers: Self.jsonHeaders, body: Self.hugeBody)
        }
    }

    private static let jsonHeaders: HTTPFields = [.contentType: "application/json"]

    /// A JSON string of 20 MB.
    private static var hugeBody: ResponseBody {
        ResponseBody(contentLength: huge) { writer in
            let quote = ByteBuffer(string: "\"")
            let filling = ByteBuffer(repeating: UInt8(ascii: "x"), count: 65_536)
            try await writer.write(quote)
            var left = huge - 2
            while left > 0 {
                let part = min(left, filling.readableBytes)
                try await writer.write(filling.getSlice(at: 0, length: part) ?? filling)
                left -= part
            }
            try await writer.write(quote)
            try await writer.finish(nil)
        }
    }

    /// The first bytes of a longer body.
    private func broken(_ connection: any Channel) -> ResponseBody {
        ResponseBody(contentLength: 1000) { writer in
            try await writer.write(ByteBuffer(string: "{\"requests\":"))
            try await reset(connection)
        }
    }

    /// Closes so that the other side sees a reset rather than an orderly end: lingering for no time discards what is unsent (socket(7)).
    private func reset(_ connection: any Channel) async throws {
        try await (connection as? any SocketOptionProvider)?.setSoLinger(linger(l_onoff: 1, l_linger: 0)).get()
        try await connection.close()
    }

    /// Returns when the caller closes the connection or the service shuts down.
    private func waitForTheCaller(of request: Request) async {
        await cancelWhenGracefulShutdown {
            try? await request.body.consumeWithCancellationOnInboundClose { body in
                // Its new form must not be dropped unread after its source: the library takes that for a broken invariant and ends the
                // process. An iterator that comes and goes marks it as read.
                _ = body.makeAsyncIterator()
                // Nothing ever comes out of this stream; it ends when the task is cancelled.
                for await _ in AsyncStream<Never>.makeStream().stream {}
            }
        }
    }
}
