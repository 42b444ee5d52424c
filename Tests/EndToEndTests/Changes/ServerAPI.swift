import HTTPClient
import JSON
import Testing
import Workspace

/// The API of a running server, with one token, over connections that stay open.
struct ServerAPI {
    let base: URL
    let token: String
    let client: Client

    init(_ ground: Ground, token: String, client: Client? = nil) throws {
        let file = try JSON(parsing: try #require(try Files.read(ground.layout.server)))
        base = try URL(try #require(file["url"]?.string))
        self.token = token
        self.client = try client ?? Client()
    }

    func send(_ method: Request.Method, _ path: String, _ body: JSON? = nil) async throws -> (status: Int, json: JSON) {
        var request = Request(
            method, try base.resolving("/api/v1/" + path), headers: ["Authorization": "Bearer \(token)", "Content-Type": "application/json"],
            body: body?.bytes(.compact) ?? [])
        request.addressPolicy = AddressPolicy.publicOnly.allowing(base)
        let response = try await client.send(request)
        return (response.status, try JSON(parsing: response.body))
    }

    func post(_ path: String, _ body: JSON) async throws -> (status: Int, json: JSON) { try await send(.post, path, body) }

    /// The same, which must succeed.
    func done(_ path: String, _ body: JSON) async throws -> JSON {
        let (status, json) = try await post(path, body)
        try #require(status < 300, "\(path): \(status) \(json)")
        return json
    }

    func get(_ path: String) async throws -> JSON {
        let (status, json) = try await send(.get, path)
        try #require(status == 200, "\(path): \(status) \(json)")
        return json
    }
}

extension Ground {
    /// The token of the agent, which proposes.
    var agentToken: String { get throws { try Self.word(of: layout.agentToken) } }
    /// The owner's, which may decide on what the agent proposes.
    var ownerToken: String { get throws { try Self.word(of: owner) } }

    private static func word(of path: String) throws -> String {
        String(decoding: try #require(try Files.read(path)), as: UTF8.self).split(separator: "\n").first.map(String.init) ?? ""
    }
}
