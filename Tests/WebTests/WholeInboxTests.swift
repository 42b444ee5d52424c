import CivilTime
import JSON
import Store
import Testing
import Workspace

@testable import Web

/// All kinds of things that wait for a person, in one list.
@Suite(.timeLimit(.minutes(1))) struct WholeInboxTests {
    private static let incidents = ["01a1fe70-0000-7000-8000-00000000000a", "01a1fe70-0000-7000-8000-00000000000b"]

    private static func fill(_ site: Site) async throws {
        for (number, id) in incidents.enumerated() {
            try await site.store.open(
                Incident(id: id, kind: "repository", subject: "main_missing", summary: "main is gone", openedAt: site.time.now() + .seconds(number * 10)))
        }
        let base = site.registry.live("greet")?.id ?? ""
        var polite = try JSON(parsing: Documents.greet.utf8.map { $0 }).object ?? [:]
        polite["summary"] = "Greet politely."
        polite["version"] = Optional<JSON>.none
        let body: JSON = ["changes": [["path": "skills/greet/skill.json", "document": .object(polite), "base": .string(base)]], "reason": "Politer."]
        let made = await site.post("/proposals", body, as: .agent)
        #expect(made.status == .created, "\(made.json)")
    }

    @Test func `proposals, incidents and questions are listed together, the oldest first, page by page, each with its command`() async throws {
        try await Site.open { site in
            try await Self.fill(site)
            let all = await site.get("/inbox").items
            #expect(all.count == 3 && Set(all.compactMap { $0["kind"]?.string }) == ["proposal", "incident"])
            let times = all.compactMap { $0["opened_at"]?.string }
            #expect(times == times.sorted())
            let keys = all.map { Set($0.object?.keys.map(\.self) ?? []) }
            #expect(Set(keys).count == 1)
            let proposal = all.first { $0["kind"] == "proposal" }
            #expect(proposal?["command"]?.string == "ratchet review show \(proposal?["id"]?.string ?? "")" && proposal?["subject"] == "skills/greet/skill.json")
            #expect(all.first { $0["kind"] == "incident" }?["command"]?.string == "ratchet incidents show \(Self.incidents[0])")
            var paged: [JSON] = []
            var target = "/inbox?limit=1"
            while true {
                let page = await site.get(target)
                paged += page.items
                guard let next = page.json["next"]?.string else { break }
                target = "/inbox?limit=1&cursor=\(next)"
            }
            #expect(paged == all)
        }
    }

    @Test func `it is filtered by kind, and a kind there is not is refused`() async throws {
        try await Site.open { site in
            try await Self.fill(site)
            #expect(await site.get("/inbox?kind=incident").items.map { $0["id"]?.string } == Self.incidents)
            #expect(await site.get("/inbox?kind=proposal,human").items.map { $0["kind"] } == ["proposal"])
            #expect(await site.get("/inbox?kind=human,unknown,tool_approval").items.isEmpty)
            #expect(await site.get("/inbox?kind=letters").code == "invalid_parameter")
        }
    }

    @Test func `no agent answers any of them, and an answer to what is no question says what deals with it`() async throws {
        try await Site.open { site in
            try await Self.fill(site)
            for item in await site.get("/inbox").items {
                let id = item["id"]?.string ?? ""
                #expect(await site.post("/inbox/\(id)/answer", ["value": 1], as: .agent).status == .forbidden)
                #expect(await site.post("/proposals/\(id)/approve", ["evidence_hash": "x"], as: .agent).status == .forbidden)
                #expect(await site.post("/incidents/\(id)/close", as: .agent).status == .forbidden)
                let answer = await site.post("/inbox/\(id)/answer", ["value": 1])
                #expect(answer.code == "not_a_question" && answer.message.contains(item["command"]?.string ?? "-"))
                #expect(await site.get("/inbox/\(id)").json["kind"] == item["kind"])
            }
            // A proposal is an agent's business only if it made it.
            #expect(await site.get("/inbox?kind=proposal", as: .agent).items.count == 1)
        }
    }
}
