import JSON
import Registry
import Testing
import Workspace

@testable import Web

@Suite struct ProposalTests {
    /// The live greet with another greeting, as a body.
    private static func body(
        _ site: Site, text: String = "good day ${input.name}", permits: JSON? = nil, keepsTests: Bool = false, dryRun: Bool = false
    ) -> JSON {
        let live = site.registry.live("greet")
        var document = live?.skill.document.object ?? [:]
        document["steps"] = [["id": "say", "call": "echo", "with": ["text": .string(text)]]]
        let expected: JSON = .string(keepsTests ? "hello Ada" : "good day Ada")
        let test: JSON = ["name": "t", "input": ["name": "Ada"], "mocks": [:], "expect": ["output": ["text": expected]]]
        document["tests"] = .array((keepsTests ? document["tests"]?.array ?? [] : []) + [test])
        if let permits { document["permits"] = permits }
        return [
            "changes": [["path": "skills/greet/skill.json", "document": .object(document), "base": live.map { .string($0.id) } ?? .null]],
            "reason": "Politer.", "model": "fast", "dry_run": .bool(dryRun),
        ]
    }

    @Test func `an agent proposes, cannot decide, and a reviewer does`() async throws {
        try await Site.open { site in
            let made = await site.post("/proposals", Self.body(site), as: .agent)
            #expect(made.status == .created && made.json["status"] == "pending", "\(made.json)")
            let id = made.json["proposal"]?.string ?? ""
            let hash = made.json["evidence_hash"] ?? .null
            for act in ["approve", "reject", "comment"] {
                #expect(await site.post("/proposals/\(id)/\(act)", ["note": "x"], as: .agent).status == .forbidden)
            }
            let shown = await site.get("/proposals/\(id)", as: .agent)
            #expect(shown.json["evidence_hash"] == hash && shown.json["evidence"]?["changes"]?.array?.count == 1)
            #expect(shown.json["diff"]?.array?.first?["text"]?.string?.contains("+") == true)
            #expect(await site.post("/proposals/\(id)/comment", ["note": "nice"], as: .reviewer).status == .ok)
            let wrong = await site.post("/proposals/\(id)/approve", ["evidence_hash": "0"], as: .reviewer)
            #expect(wrong.status == .conflict && wrong.code == "proposal_changed")
            let approved = await site.post("/proposals/\(id)/approve", ["evidence_hash": hash], as: .reviewer)
            #expect(approved.status == .ok && approved.json["state"] == "live", "\(approved.json)")
            #expect(await site.get("/skills/greet").json["version"] == "1.1.0")
            #expect(await site.post("/proposals/\(id)/approve", ["evidence_hash": hash], as: .admin).code == "proposal_closed")
            let again = await site.post("/proposals", Self.body(site), as: .agent)
            #expect(again.status == .ok && again.json["status"] == "unchanged")
        }
    }

    @Test func `a reviewer does not approve what the same token proposed`() async throws {
        try await Site.open { site in
            let made = await site.post("/proposals", Self.body(site), as: .reviewer)
            let path = "/proposals/\(made.json["proposal"]?.string ?? "")/approve"
            let answer = await site.post(path, ["evidence_hash": made.json["evidence_hash"] ?? .null], as: .reviewer)
            #expect(answer.status == .forbidden && answer.code == "own_proposal")
        }
    }

    @Test func `an agent reads its own proposals and no others`() async throws {
        try await Site.open { site in
            let others = await site.post("/proposals", Self.body(site), as: .operator).json["proposal"]?.string ?? ""
            let own = await site.post("/proposals", Self.body(site), as: .agent).json["proposal"]?.string ?? ""
            #expect(await site.get("/proposals", as: .agent).items.map { $0["id"]?.string } == [own])
            #expect(await site.get("/proposals/\(others)", as: .agent).status == .notFound)
            #expect(await site.get("/proposals/\(others)/policy", as: .agent).status == .notFound)
            #expect(await site.get("/proposals?state=open", as: .viewer).items.count == 2)
            #expect(await site.post("/proposals/\(own)/reject", ["note": "no"], as: .reviewer).json["state"] == "rejected")
            #expect(await site.get("/proposals?state=rejected").items.count == 1)
        }
    }

    @Test func `a stale base names the live version, and a change that cannot be read its place`() async throws {
        try await Site.open { site in
            let live = site.registry.live("greet")?.id
            var body = Self.body(site).object ?? [:]
            body["changes"] = [["path": "skills/greet/skill.json", "document": ["skill": "greet"], "base": nil]]
            let stale = await site.post("/proposals", .object(body), as: .agent)
            #expect(stale.status == .conflict && stale.code == "stale_base")
            #expect(stale.json["error"]?["findings"]?.array?.first?["current"]?.string == live)
            let paths = [
                "ratchet.json", "skills/../x/skill.json", "skills/a b/skill.json", "skills/A/skill.json", ".ratchet/agent.token", "cron/.json",
            ]
            for path in paths {
                body["changes"] = [["path": .string(path), "document": [:], "base": nil]]
                let answer = await site.post("/proposals", .object(body), as: .agent)
                #expect(answer.status == .badRequest && answer.code == "invalid_changes", "\(path)")
            }
        }
    }

    @Test func `wider waits, narrower goes live by itself where the policy says so, and a freeze holds all`() async throws {
        try await Site.open { site in
            site.settings.change { $0.policy.changes.autoApprove = .narrower }
            let wider = await site.post("/proposals", Self.body(site, permits: ["http": ["GET https://a.example/*"]]), as: .agent)
            #expect(wider.json["status"] == "pending", "\(wider.json)")
            let retested = await site.post("/proposals", Self.body(site), as: .agent)
            #expect(retested.json["status"] == "pending", "\(retested.json)")
            let same = await site.post("/proposals", Self.body(site, text: "hello ${input.name}", keepsTests: true), as: .agent)
            #expect(same.json["status"] == "live", "\(same.json)")
            site.settings.change { $0.policy.changes.freeze = true }
            let frozen = await site.post("/proposals", Self.body(site, text: "good  day ${input.name}"), as: .agent)
            #expect(frozen.json["status"] == "rejected" || frozen.json["status"] == "pending")
            site.settings.change { $0.policy.changes = .closed }
            #expect(await site.post("/proposals", Self.body(site), as: .agent).code == "policy")
        }
    }

    @Test func `a skill goes back under the next label, and its log says all of it`() async throws {
        try await Site.open { site in
            let first = site.registry.live("greet")?.id
            let made = await site.post("/proposals", Self.body(site), as: .agent)
            let path = "/proposals/\(made.json["proposal"]?.string ?? "")/approve"
            _ = await site.post(path, ["evidence_hash": made.json["evidence_hash"] ?? .null], as: .reviewer)
            let diff = await site.get("/skills/greet/diff")
            #expect(diff.items.first?["text"]?.string?.contains("good day") == true)
            let back = await site.post("/skills/greet/rollback", ["reason": "Too polite."], as: .reviewer)
            #expect(back.status == .ok && back.json["restored"] == "1.0.0" && back.json["version"] == "1.2.0", "\(back.json)")
            let log = await site.get("/skills/greet/versions").items
            #expect(log.map { $0["version"] } == ["1.2.0", "1.1.0", "1.0.0"])
            #expect(log[0]["restores"]?.string == "1.0.0 \(first ?? "")" && log[0]["signature"] == "good" && log[2]["signature"] == "good")
            #expect(log[1]["proposal"] == made.json["proposal"])
            #expect(await site.post("/skills/greet/rollback", ["to": "9.9.9"], as: .reviewer).code == "unknown_version")
            #expect(await site.get("/skills/nobody/versions").status == .notFound)
        }
    }

    @Test func `a token works from the moment it is made until it is revoked`() async throws {
        try await Site.open { site in
            let token = Token(random: (0..<32).map { UInt8($0 + 100) })
            var head = Site.head("GET", "/status", as: .admin)
            head.authorization = "Bearer \(token.text)"
            #expect(await site.api.answer(head) { [] }.status == .unauthorized)
            let body: JSON = ["name": "kim", "scope": "reviewer", "hash": .string(token.hash)]
            let made = await site.post("/tokens", body, as: .admin)
            #expect(made.status == .created && made.json["scope"] == "reviewer")
            #expect(await site.api.answer(head) { [] }.status == .ok)
            #expect(await site.post("/tokens", body, as: .admin).code == "known_token")
            #expect(await site.get("/tokens", as: .admin).items.map { $0["name"] } == ["kim"])
            let revoked = await site.post("/tokens/\(made.json["id"]?.string ?? "")/revoke", as: .admin)
            #expect(revoked.json["revoked_at"]?.string != nil)
            #expect(await site.api.answer(head) { [] }.status == .unauthorized)
            for wrong in [["name": "a b", "scope": "viewer"], ["name": "kim", "scope": "god"], ["name": "", "scope": "viewer"]] as [JSON] {
                var object = wrong.object ?? [:]
                object["hash"] = .string(token.hash)
                #expect(await site.post("/tokens", .object(object), as: .admin).status == .badRequest)
            }
        }
    }
}
