import CivilTime
import Engine
import MCP
import Tools
import Workspace

/// The tools of agents at `/mcp`, over Streamable HTTP: the same as the sidecar's, with the tokens, hosts and scopes of the API.
struct ToolEndpoint: Sendable {
    static let path = "/mcp"

    private let api: API
    /// The stable tools, and those with the live skills beside them.
    private let plain: Endpoint
    private let withSkills: Endpoint
    private let contents: [RatchetContent]

    /// - Parameter random: bytes nobody can guess.
    init(api: API, time: any TimeSource, random: @escaping @Sendable (_ count: Int) -> [UInt8]) {
        self.api = api
        let tokens = api.authentication.tokens
        let authorization = Authorization { token in
            tokens.holder(of: token).map { .admitted(principal: $0.id) } ?? .unknownToken
        }
        func content(skillTools: Bool) -> RatchetContent {
            RatchetContent(version: RatchetContent.version, zones: ZoneDirectory(), skillTools: skillTools, now: { time.now() }) { context in
                // Every request is authorized by its token before; a token taken back since then does no more than an agent's.
                let holder = context.principal.flatMap(tokens.holder(id:)) ?? TokenSet.Holder(id: "unknown", name: "unknown", scope: .agent)
                return OwnBackend(api: api, holder: holder)
            }
        }
        func endpoint(_ content: RatchetContent) -> Endpoint {
            Endpoint(
                Server(content, seal: StateSeal(key: random(32)), limits: FrameLimits(bytes: API.largestBody), now: { time.now() }),
                options: Endpoint.Options(hosts: .checkedBefore, authorization: authorization), random: random)
        }
        contents = [content(skillTools: false), content(skillTools: true)]
        (plain, withSkills) = (endpoint(contents[0]), endpoint(contents[1]))
    }

    /// - Parameters:
    ///   - head: for the check of host and origin, which is the API's. `?tools=skills` asks for live skills as tools of their own.
    ///   - body: called only after that check.
    /// - Throws: `Refusal` for a host or an origin that is not this server's, for a token used too often, and for a body that is too large.
    func answer(
        _ head: RequestHead, headers: [(name: String, value: String)], body: () async throws -> [UInt8]
    ) async throws -> EndpointResponse {
        try api.hosts.check(head)
        try limitRate(of: head)
        let tools = try Query(head.query, known: ["tools"]).word("tools", of: ToolSet.self) ?? .standard
        let request = EndpointRequest(method: head.method, path: head.path, headers: headers, body: try await body())
        return await (tools == .skills ? withSkills : plain).respond(to: request)
    }

    private enum ToolSet: String, CaseIterable { case standard, skills }

    /// Tells clients what changes, until the task is cancelled.
    func watch() async {
        let watcher = OwnBackend(api: api, holder: TokenSet.Holder(id: "tools", name: "tools", scope: .viewer))
        await withTaskGroup(of: Void.self) { group in
            for content in contents { group.addTask { await content.watch(watcher) } }
        }
    }

    /// Who may not get in is told so by the endpoint, in the protocol's own way.
    private func limitRate(of head: RequestHead) throws(Refusal) {
        do {
            _ = try api.authentication.holder(of: head)
        } catch where error.status == .unauthorized {
            return
        }
    }

    /// Ends streams and sessions.
    func close() {
        plain.close()
        withSkills.close()
    }
}
