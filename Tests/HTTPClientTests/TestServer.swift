import Synchronization

@testable import HTTPClient

#if canImport(Glibc)
    import Glibc
#elseif canImport(Darwin)
    import Darwin
#endif

/// A small HTTP/1.1 server on a free port of 127.0.0.1, with one thread for each connection.
final class TestServer: Sendable {
    typealias Handler = @Sendable (SeenRequest, Peer) -> Void

    let port: Int
    let log = EventLog()
    private let listener: Int32
    private let handler: Handler
    private let greeting: String
    private let connections = Mutex<(count: Int, open: Set<Int32>, isStopped: Bool)>((0, [], false))

    private init(_ handler: @escaping Handler, greeting: String) throws {
        #if canImport(Glibc)
            let descriptor = socket(AF_INET, Int32(SOCK_STREAM.rawValue), 0)
        #else
            let descriptor = socket(AF_INET, SOCK_STREAM, 0)
        #endif
        var address = sockaddr_in()
        address.sin_family = sa_family_t(AF_INET)
        address.sin_addr.s_addr = UInt32(0x7F00_0001).bigEndian
        var length = socklen_t(MemoryLayout<sockaddr_in>.size)
        let isBound = withUnsafeMutablePointer(to: &address) {
            $0.withMemoryRebound(to: sockaddr.self, capacity: 1) {
                bind(descriptor, $0, length) == 0 && listen(descriptor, 512) == 0 && getsockname(descriptor, $0, &length) == 0
            }
        }
        guard isBound else { throw Failure(code: errno) }
        listener = descriptor
        port = Int(UInt16(bigEndian: address.sin_port))
        self.handler = handler
        self.greeting = greeting
    }

    struct Failure: Error { let code: Int32 }

    /// `greeting` is sent on each connection before anything is read.
    static func start(_ handler: @escaping Handler = Behaviours.answer, greeting: String = "") throws -> TestServer {
        let server = try TestServer(handler, greeting: greeting)
        try OwnedThread { server.accept() }.detach()
        return server
    }

    func stop() {
        connections.withLock { connections in
            connections.isStopped = true
            for descriptor in connections.open { shutdown(descriptor, Int32(SHUT_RDWR)) }
        }
        shutdown(listener, Int32(SHUT_RDWR))
    }

    func url(_ path: String) throws(HTTPError) -> URL { try URL("http://127.0.0.1:\(port)\(path)") }

    private func accept() {
        while true {
            #if canImport(Glibc)
                let descriptor = Glibc.accept(listener, nil, nil)
            #else
                let descriptor = Darwin.accept(listener, nil, nil)
            #endif
            guard descriptor >= 0 else { break }
            let number: Int? = connections.withLock { connections in
                if connections.isStopped { return nil }
                connections.count += 1
                connections.open.insert(descriptor)
                return connections.count
            }
            guard let number else {
                close(descriptor)
                break
            }
            do { try OwnedThread { self.serve(Peer(descriptor, number: number, log: self.log)) }.detach() } catch { close(descriptor) }
        }
        close(listener)
    }

    private func serve(_ peer: Peer) {
        log.append(.connected(peer.number))
        peer.send(greeting)
        while !peer.isClosed, let request = peer.readRequest() {
            log.append(.request(request))
            handler(request, peer)
        }
        connections.withLock { connections in
            connections.open.remove(peer.descriptor)
            peer.close()
        }
        log.append(.closed(peer.number))
    }
}

struct SeenRequest: Sendable, Equatable {
    var method: String
    var target: String
    var headers: Headers
    var body: [UInt8]
    var connection: Int
}

/// A server and a client for the length of a test.
func withServer(
    _ handler: @escaping TestServer.Handler = Behaviours.answer, options: Client.Options = Client.Options(),
    _ body: (TestServer, Client) async throws -> Void
) async throws {
    let server = try TestServer.start(handler)
    defer { server.stop() }
    let client = try Client(options)
    do {
        try await body(server, client)
    } catch {
        await client.shutdown()
        throw error
    }
    await client.shutdown()
}

extension TestServer {
    /// A request to this server that is allowed to reach a loopback address.
    func request(_ method: Request.Method = .get, _ path: String = "/ok", headers: Headers = [:], body: [UInt8] = []) throws(HTTPError) -> Request {
        var request = Request(method, try url(path), headers: headers, body: body)
        request.addressPolicy = .any
        return request
    }
}

extension Client {
    /// The error that sending a request fails with; nil if it succeeds.
    func failure(of request: Request) async -> HTTPError? {
        do {
            _ = try await send(request)
            return nil
        } catch {
            return error
        }
    }
}

extension StreamedResponse {
    /// All bytes that come, and how the body ends.
    func drain() async -> (bytes: [UInt8], largestChunk: Int, error: HTTPError?) {
        var bytes: [UInt8] = []
        var largest = 0
        do {
            for try await chunk in body {
                bytes += chunk
                largest = max(largest, chunk.count)
            }
        } catch {
            return (bytes, largest, error)
        }
        return (bytes, largest, nil)
    }
}
