import JSON
import Testing
import Workspace

@testable import Web

/// What whoever writes a change cannot do: decide on it, or move what decides on it.
@Suite(.timeLimit(.minutes(1))) struct AuthorTests {
    private static func document(_ site: Site, _ edit: (inout JSON.Object) -> Void) -> JSON {
        var document = site.registry.live("greet")?.skill.document.object ?? [:]
        edit(&document)
        return .object(document)
    }

    private static func body(_ site: Site, path: String = "skills/greet/skill.json", _ document: JSON, base: String? = nil) -> JSON {
        let base = base ?? site.registry.live("greet")?.id
        return ["changes": [["path": .string(path), "document": document, "base": base.map(JSON.string) ?? .null]], "reason": "A reason."]
    }

    private static func wider(_ site: Site) -> JSON { body(site, document(site) { $0["permits"] = ["http": ["GET https://a.example/*"]] }) }

    /// A token of one's own; two of one holder differ in the byte alone.
    private static func issue(_ site: Site, _ scope: Scope, byte: UInt8) async -> Token {
        let token = Token(random: [UInt8](repeating: byte, count: 32))
        _ = await site.post("/tokens", ["name": "kim", "scope": .string(scope.rawValue), "hash": .string(token.hash)], as: .admin)
        return token
    }

    private static func post(_ site: Site, _ path: String, _ body: JSON, with token: Token) async -> Answer {
        var head = Site.head("POST", path, as: nil)
        head.authorization = "Bearer \(token.text)"
        return await site.api.answer(head) { body.bytes(.compact) }
    }

    @Test func `the agent that proposed gets 403 wherever something is decided, operated, issued or set`() async throws {
        try await Site.open { site in
            let made = await site.post("/proposals", Self.wider(site), as: .agent)
            let id = made.json["proposal"]?.string ?? ""
            #expect(made.json["status"] == "pending")
            let open: Set = ["/proposals", "/runs", "/runs/{id}/labels", "/sql", "/tool-calls"]
            var refused = 0
            for route in site.api.routes.routes where route.method == .post && !open.contains(route.pattern) {
                let path = route.pattern.replacing("{id}", with: id).replacing("{name}", with: "greet")
                let answer = await site.post(path, as: .agent)
                #expect(answer.status == .forbidden && answer.code == "scope", "\(path): \(answer.json)")
                refused += 1
            }
            #expect(refused >= 20)
            #expect(await site.get("/proposals/\(id)").json["state"] == "open")
        }
    }

    @Test func `no route takes policy, limits, budgets or anything else of the settings`() async throws {
        try await Site.open { site in
            let taken = Set(site.api.routes.routes.filter { $0.method == .post }.flatMap(\.fields))
            for word in [
                "settings", "policy", "auto_approve", "approvals", "freeze", "agent_may_run", "owner_may_adopt", "services", "models", "budget",
            ] {
                #expect(!taken.contains(word), "\(word)")
            }
            #expect(!site.api.routes.routes.contains { $0.method == .post && ($0.pattern.contains("policy") || $0.pattern.contains("settings")) })
            for path in ["ratchet.json", "./ratchet.json", "skills/../ratchet.json", ".git/config", ".ratchet/secrets.json"] {
                let answer = await site.post("/proposals", Self.body(site, path: path, [:]), as: .agent)
                #expect(answer.status == .badRequest && answer.code == "invalid_changes", "\(path)")
            }
        }
    }

    @Test func `a reviewer's token does not approve what it proposed, and another of the same person does`() async throws {
        try await Site.open { site in
            let first = await Self.issue(site, .reviewer, byte: 50), second = await Self.issue(site, .reviewer, byte: 51)
            let made = await Self.post(site, "/proposals", Self.wider(site), with: first)
            let approve = "/proposals/\(made.json["proposal"]?.string ?? "")/approve"
            let body: JSON = ["evidence_hash": made.json["evidence_hash"] ?? .null]
            let own = await Self.post(site, approve, body, with: first)
            #expect(own.status == .forbidden && own.code == "own_proposal")
            let other = await Self.post(site, approve, body, with: second)
            #expect(other.status == .ok && other.json["state"] == "live", "\(other.json)")
            #expect(other.json["closed_by"]?.string == "kim (token \(second.id))")
        }
    }

    @Test func `two approvals are of two tokens, not two of one`() async throws {
        try await Site.open { site in
            site.settings.change { $0.policy.changes.approvals = 2 }
            let first = await Self.issue(site, .reviewer, byte: 50), second = await Self.issue(site, .reviewer, byte: 51)
            let made = await site.post("/proposals", Self.wider(site), as: .agent)
            let approve = "/proposals/\(made.json["proposal"]?.string ?? "")/approve"
            let body: JSON = ["evidence_hash": made.json["evidence_hash"] ?? .null]
            for _ in 1...2 { #expect(await Self.post(site, approve, body, with: first).json["state"] == "open") }
            #expect(await Self.post(site, approve, body, with: second).json["state"] == "live")
        }
    }

    @Test func `tests, limits and loops are moved by people alone, whatever the policy lets through`() async throws {
        try await Site.open { site in
            site.settings.change { $0.policy.changes.autoApprove = .narrower }
            let tests = site.registry.live("greet")?.skill.document["tests"]?.array ?? []
            let more: JSON = ["name": "more", "input": ["name": "Bo"], "mocks": [:], "expect": ["output": ["text": "hello Bo"]]]
            let loop: JSON = ["loop": "morning", "schedule": ["every": "1m"], "skill": "hold@^1"]
            let live = await site.get("/loops/morning").json["version_id"]?.string
            let waiting: [(String, JSON)] = [
                ("a test replaced", Self.body(site, Self.document(site) { $0["tests"] = [more] })),
                ("a limit raised", Self.body(site, Self.document(site) { $0["limits"] = ["calls": 101] })),
                ("a loop more often", Self.body(site, path: "cron/morning.json", loop, base: live)),
            ]
            for (what, body) in waiting {
                let answer = await site.post("/proposals", body, as: .agent)
                #expect(answer.json["status"] == "pending", "\(what): \(answer.json)")
            }
            let added = await site.post("/proposals", Self.body(site, Self.document(site) { $0["tests"] = .array(tests + [more]) }), as: .agent)
            #expect(added.json["status"] == "live", "\(added.json)")
            let lower = await site.post("/proposals", Self.body(site, Self.document(site) { $0["limits"] = ["calls": 5] }), as: .agent)
            #expect(lower.json["status"] == "live", "\(lower.json)")
        }
    }
}
