import JSON
import Testing
import Workspace

@testable import Web

@Suite struct AccessTests {
    /// Who gets past the check of the scope, route by route. Each route of the API must have its row.
    private static let allowed: [String: Set<Scope>] = [
        "GET /status": Set(Scope.allCases), "GET /runs": Set(Scope.allCases), "GET /runs/{id}": Set(Scope.allCases),
        "GET /loops": Set(Scope.allCases), "GET /loops/{name}": Set(Scope.allCases), "GET /loops/{name}/fires": Set(Scope.allCases),
        "GET /loops/{name}/next": Set(Scope.allCases), "GET /skills": Set(Scope.allCases), "GET /skills/{name}": Set(Scope.allCases), "GET /live": Set(Scope.allCases),
        "POST /runs": [.operator, .reviewer, .admin, .agent], "POST /runs/{id}/cancel": [.operator, .reviewer, .admin],
        "POST /loops/{name}/trigger": [.operator, .reviewer, .admin], "POST /loops/{name}/pause": [.operator, .reviewer, .admin],
        "POST /loops/{name}/resume": [.operator, .reviewer, .admin], "POST /adopt": [.admin],
        "GET /inbox": Set(Scope.allCases), "GET /inbox/{id}": Set(Scope.allCases), "GET /incidents": Set(Scope.allCases),
        "GET /incidents/{id}": Set(Scope.allCases), "POST /inbox/{id}/answer": [.operator, .reviewer, .admin],
        "POST /incidents/{id}/close": [.operator, .reviewer, .admin], "POST /runs/{id}/terminate": [.operator, .reviewer, .admin],
        "POST /runs/{id}/pause": [.operator, .reviewer, .admin], "POST /runs/{id}/resume": [.operator, .reviewer, .admin],
        "POST /runs/{id}/retry": [.operator, .reviewer, .admin], "POST /runs/{id}/labels": [.operator, .reviewer, .admin, .agent],
        "POST /events": [.operator, .reviewer, .admin],
        "POST /sql": Set(Scope.allCases), "GET /runs/stats": Set(Scope.allCases),
        "GET /events/stream": Set(Scope.allCases), "GET /runs/{id}/receipt": Set(Scope.allCases), "GET /versions/{id}": Set(Scope.allCases),
        "GET /versions/{id}/effects": Set(Scope.allCases), "GET /openapi.json": Set(Scope.allCases), "POST /db/verify": [.operator, .reviewer, .admin], "POST /db/backup": [.admin],
        "POST /db/compact": [.admin], "POST /db/prune": [.admin],
        "POST /proposals": [.agent, .operator, .reviewer, .admin], "GET /proposals": Set(Scope.allCases), "GET /proposals/{id}": Set(Scope.allCases),
        "GET /proposals/{id}/policy": Set(Scope.allCases), "POST /proposals/{id}/approve": [.reviewer, .admin],
        "POST /proposals/{id}/reject": [.reviewer, .admin], "POST /proposals/{id}/comment": [.reviewer, .admin],
        "POST /proposals/{id}/edit": [.reviewer, .admin], "POST /audit/verify": [.operator, .reviewer, .admin],
        "POST /proposals/{id}/try": [.operator, .reviewer, .admin],
        "GET /skills/{name}/versions": Set(Scope.allCases), "GET /skills/{name}/diff": Set(Scope.allCases),
        "POST /skills/{name}/rollback": [.reviewer, .admin], "GET /tokens": [.admin], "POST /tokens": [.admin], "POST /tokens/{id}/revoke": [.admin],
        "GET /secrets": [.admin], "POST /secrets": [.admin], "POST /secrets/{name}/remove": [.admin], "POST /secrets/reseal": [.admin],
        "GET /tool-calls": Set(Scope.allCases), "POST /tool-calls": Set(Scope.allCases),
    ]

    private static func target(_ route: Route) -> String {
        route.pattern.replacing("{id}", with: "00000000-none").replacing("{name}", with: "nobody")
    }

    @Test func `each scope gets what it may and nothing else`() async throws {
        try await Site.open { site in
            #expect(Set(site.api.routes.routes.map { "\($0.method.rawValue) \($0.pattern)" }) == Set(Self.allowed.keys))
            for route in site.api.routes.routes {
                for scope in Scope.allCases {
                    let name = "\(route.method.rawValue) \(route.pattern)"
                    let answer = await site.send(route.method.rawValue, Self.target(route), as: scope)
                    let isLetIn = Self.allowed[name]?.contains(scope) == true
                    #expect((answer.code != "scope") == isLetIn, "\(name) as \(scope.rawValue)")
                    if !isLetIn {
                        #expect(answer.status == .forbidden)
                        #expect(answer.message.contains("scope \(route.needs.rawValue)"), "\(answer.message)")
                    }
                }
            }
        }
    }

    @Test func `no route answers without a token, unknown paths and methods included`() async throws {
        try await Site.open { site in
            let targets = site.api.routes.routes.map { ($0.method.rawValue, Self.target($0)) } + [("GET", "/nothing"), ("DELETE", "/runs")]
            for (method, target) in targets {
                let answer = await site.send(method, target, as: nil)
                #expect(answer.status == .unauthorized, "\(method) \(target)")
                #expect(answer.header("WWW-Authenticate") == "Bearer realm=\"ratchet\"")
                #expect(answer.code == "unauthorized")
            }
        }
    }

    @Test(arguments: ["Bearer", "Bearer ", "Bearer rt_unknown", "Basic abc", "bearer a b", ""])
    func `credentials that are not a known token are refused`(_ credentials: String) async throws {
        try await Site.open { site in
            var head = Site.head("GET", "/status", as: .admin)
            head.authorization = credentials
            let answer = await site.api.answer(head) { [] }
            #expect(answer.status == .unauthorized)
            #expect(answer.header("WWW-Authenticate")?.contains("invalid_token") == true)
        }
    }

    @Test func `the scheme of the credentials is read in any case`() async throws {
        try await Site.open { site in
            var head = Site.head("GET", "/status", as: nil)
            head.authorization = "bEARER \(Site.token(.viewer).text)"
            #expect(await site.api.answer(head) { [] }.status == .ok)
        }
    }

    @Test func `an agent runs only the skills that the policy lists`() async throws {
        try await Site.open { site in
            let body: JSON = ["skill": "greet", "input": ["name": "Ada"]]
            let refused = await site.post("/runs", body, as: .agent)
            #expect(refused.status == .forbidden)
            #expect(refused.message.contains("agent_may_run"))
            #expect(await site.get("/runs").items.isEmpty)
            site.settings.change { $0.policy.agentMayRun = ["greet"] }
            #expect(await site.post("/runs", body, as: .agent).status == .created)
            #expect(await site.post("/runs", ["skill": "hold"], as: .agent).status == .forbidden)
        }
    }

    @Test func `the policy can keep the owner from adopting`() async throws {
        try await Site.open { site in
            site.settings.change { $0.policy.ownerMayAdopt = false }
            let answer = await site.post("/adopt", as: .admin)
            #expect(answer.status == .forbidden)
            #expect(answer.message.contains("owner_may_adopt"))
        }
    }

    @Test func `a path that is not there is told apart from a method that is not`() async throws {
        try await Site.open { site in
            for path in ["/nothing", "/runs/", "/runs//cancel", "/skills/greet/more", "/"] {
                #expect(await site.get(path).status == .notFound, "\(path)")
            }
            var outside = Site.head("GET", "/status", as: .viewer)
            outside.path = "/status"
            #expect(await site.api.answer(outside) { [] }.code == "unknown_path")
            let runs = await site.send("DELETE", "/runs", as: .admin)
            #expect(runs.status == .methodNotAllowed)
            #expect(runs.header("Allow") == "POST, GET")
            #expect(await site.post("/status", as: .admin).header("Allow") == "GET")
        }
    }
}
