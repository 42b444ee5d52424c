import HTTPTypes
import HummingbirdCore
import JSON
import NIOCore
import Testing
import Workspace

@testable import Web

/// What lies between HTTP and the API.
@Suite(.timeLimit(.minutes(1))) struct ResponderTests {
    private func respond(
        _ site: Site, _ method: HTTPRequest.Method, _ target: String, hosts: [String] = [], parts: [ByteBuffer] = []
    ) async throws -> Response {
        var head = HTTPRequest(method: method, scheme: "http", authority: Site.host, path: target)
        head.headerFields[.authorization] = "Bearer \(Site.token(.operator).text)"
        for host in hosts {
            if let name = HTTPField.Name("Host") { head.headerFields.append(HTTPField(name: name, value: host)) }
        }
        let (stream, feed) = AsyncStream<ByteBuffer>.makeStream()
        for part in parts { feed.yield(part) }
        feed.finish()
        let request = HummingbirdCore.Request(head: head, body: RequestBody(asyncSequence: stream))
        return try await Responder(api: site.api).respond(to: request, context: .init(local: .init(address: "127.0.0.1", port: Site.port)))
    }

    @Test func `the query is told apart from the path, and answers are never kept or guessed at`() async throws {
        try await Site.open { site in
            let response = try await respond(site, .get, "/api/v1/runs?limit=1")
            #expect(response.status.code == 200)
            #expect(response.headers[.contentType] == "application/json")
            #expect(response.headers[.cacheControl] == "no-store")
            #expect(response.headers[.xContentTypeOptions] == "nosniff")
        }
    }

    @Test func `a request that names two hosts is refused`() async throws {
        try await Site.open { site async throws in
            #expect(try await respond(site, .get, "/api/v1/status", hosts: ["evil.example"]).status.code == 421)
            #expect(try await respond(site, .get, "/api/v1/status", hosts: [Site.host]).status.code == 421)
        }
    }

    @Test func `a body of unknown length is put together, and refused once it is too long`() async throws {
        try await Site.open { site async throws in
            let text = "{\"skill\": \"greet\", \"input\": {\"name\": \"Ada\"}}"
            let halves = [text.prefix(20), text.dropFirst(20)].map { ByteBuffer(string: String($0)) }
            #expect(try await respond(site, .post, "/api/v1/runs", parts: halves).status.code == 201)
            let spaces = ByteBuffer(repeating: UInt8(ascii: " "), count: 600_000)
            #expect(try await respond(site, .post, "/api/v1/runs", parts: [spaces, spaces]).status.code == 413)
        }
    }
}
