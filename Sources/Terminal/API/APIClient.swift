package import HTTPClient
package import JSON
import Tools
package import Workspace

/// The API of one server, `/api/v1`, with a token. It connects to nothing but that address.
package struct APIClient: Sendable {
    package let base: URL
    private let token: String
    private let folder: String
    private let client: Client

    /// Finds the running server of a workspace.
    /// - Parameter given: a token to use in place of the owner's.
    /// - Throws: `noServer`, `noToken` or `unusable`.
    package init(workspace: WorkspaceLayout, tokens: TokenFiles, given: String? = nil) throws(APIFailure) {
        let address = try ServerAddress(of: workspace)
        if let given, !given.isEmpty {
            try self.init(base: address.url, token: given, folder: workspace.root)
            return
        }
        let token: Token?
        do {
            token = try TokenFiles.existing(tokens.owner)
        } catch {
            throw .unusable("\(error)")
        }
        guard let token else { throw .noToken(path: tokens.owner) }
        try self.init(base: address.url, token: token.text, folder: workspace.root)
    }

    init(base: URL, token: String, folder: String) throws(APIFailure) {
        self.base = base
        self.token = token
        self.folder = folder
        do {
            client = try Client()
        } catch {
            throw .unreachable(error)
        }
    }

    /// `http://127.0.0.1:7420`.
    package var address: String { "\(base.scheme.rawValue)://\(base.authority)" }

    /// - Parameters:
    ///   - path: below `/api/v1`, one element a segment.
    ///   - query: items with a nil value are left out.
    ///   - wait: how long the server may take on purpose, on top of the usual patience.
    package func get(_ path: [String], _ query: [(name: String, value: String?)] = [], wait: Duration = .zero) async throws(APIFailure) -> JSON {
        try await send(.get, path, query, body: [], wait: wait)
    }

    /// - Parameter accepting: statuses other than success whose body is an answer.
    package func post(
        _ path: [String], _ body: JSON, accepting: Set<Int> = [], wait: Duration = .zero
    ) async throws(APIFailure) -> JSON {
        try await send(.post, path, [], body: body.bytes(.compact), wait: wait, accepting: accepting)
    }

    private func send(
        _ method: Request.Method, _ path: [String], _ query: [(name: String, value: String?)], body: [UInt8], wait: Duration = .zero,
        accepting: Set<Int> = []
    ) async throws(APIFailure) -> JSON {
        let response: Response
        do throws(HTTPError) {
            var request = try request(method, path, query, body: body)
            request.timeout = .seconds(120) + wait
            request.maxBytes = 64 << 20
            response = try await patiently { () throws(HTTPError) in
                let response = try await client.send(request)
                return (response, response.status, response.headers)
            }
        } catch {
            throw failure(error)
        }
        return try Self.answer(status: response.status, body: response.body, of: address, accepting: accepting)
    }

    /// Sends again what the server had no time for, after as long as it asked.
    private func patiently<Answer>(
        _ send: () async throws(HTTPError) -> (answer: Answer, status: Int, headers: Headers)
    ) async throws(HTTPError) -> Answer {
        var patience = Patience()
        while true {
            let (response, status, headers) = try await send()
            guard let wait = patience.wait(after: status, retryAfter: headers["retry-after"]) else { return response }
            do { try await Task.sleep(for: wait) } catch { return response }
        }
    }

    /// A response whose body goes on and on; it is given up when the server says nothing for a minute.
    func stream(
        _ path: [String], _ query: [(name: String, value: String?)], lastEventID: String?
    ) async throws(APIFailure) -> StreamedResponse {
        let response: StreamedResponse
        var body: [UInt8] = []
        do throws(HTTPError) {
            var request = try request(.get, path, query, body: [])
            request.headers["Accept"] = "text/event-stream"
            if let lastEventID { request.headers["Last-Event-ID"] = lastEventID }
            request.timeout = nil
            request.idleTimeout = .seconds(60)
            request.maxBytes = .max
            response = try await patiently { () throws(HTTPError) in
                let response = try await client.stream(request)
                return (response, response.status, response.headers)
            }
            if response.status == 200 { return response }
            for try await bytes in response.body where body.count < 1 << 20 { body += bytes }
        } catch {
            throw failure(error)
        }
        _ = try Self.answer(status: response.status, body: body, of: address)
        throw .unusable("\(address) answered with status \(response.status) instead of a stream")
    }

    private func request(
        _ method: Request.Method, _ path: [String], _ query: [(name: String, value: String?)], body: [UInt8]
    ) throws(HTTPError) -> Request {
        let url = try base.resolving("/api/v1/" + path.map(Self.segment).joined(separator: "/"))
        var headers: Headers = ["Authorization": "Bearer \(token)", "Accept": "application/json"]
        if method == .post { headers["Content-Type"] = "application/json" }
        var request = Request(method, url.adding(query.compactMap { item in item.value.map { (item.name, $0) } }), headers: headers, body: body)
        request.addressPolicy = AddressPolicy.publicOnly.allowing(base)
        return request
    }

    private func failure(_ error: HTTPError) -> APIFailure {
        if case .connect = error.reason { .noServer(folder: folder) } else { .unreachable(error) }
    }

    /// What a response means.
    static func answer(status: Int, body: [UInt8], of server: String, accepting: Set<Int> = []) throws(APIFailure) -> JSON {
        let json = try? JSON(parsing: body, numbers: .roundLargeIntegers)
        if let refusal = APIFailure.Refusal(status: status, body: json) { throw .refused(refusal) }
        guard (200..<300).contains(status) || accepting.contains(status) else {
            throw .unusable("\(server) answered with status \(status) and no reason; is it the server of this workspace?")
        }
        guard let json else {
            throw .unusable("\(server) answered with something that is not JSON; is it the server of this workspace?")
        }
        return json
    }

    static func segment(_ text: String) -> String { text.percentEncoded }
}
