import JSON
import Testing
import Workspace

/// Changes of every kind, one after the other, each told to the model before it is asked for and after it is answered. Ends with `HTTPError`
/// when the server dies.
struct ChangeScript {
    private let ground: Ground
    private let agent: ServerAPI
    private let owner: ServerAPI
    private let reviewer: ServerAPI
    private(set) var model: ChangeModel
    private(set) var number: Int
    private let overdue: String?

    private struct Waiting {
        let id: String
        let hash: JSON
        let numbers: [String: Int]
    }

    init(_ ground: Ground, reviewer: String, model: ChangeModel, number: Int, overdue: String?) throws {
        self.ground = ground
        agent = try ServerAPI(ground, token: try ground.agentToken)
        owner = try ServerAPI(ground, token: try ground.ownerToken, client: agent.client)
        self.reviewer = try ServerAPI(ground, token: reviewer, client: agent.client)
        (self.model, self.number, self.overdue) = (model, number, overdue)
    }

    mutating func run() async throws {
        if let overdue { try await meetOverdue(overdue) }
        try await approve(try await propose("inner", "outer"))
        _ = try await propose("solo")
        try await reject(try await propose("solo"))
        try await approveOneOfTwo()
        try await approveAfterCalleeChanged()
        try await rollBack()
        try await adopt()
    }

    mutating func openOne() async throws -> String { try await propose("solo").id }

    private func document(_ name: String, _ number: Int) -> JSON {
        switch name {
        case "outer": Counted.outer(number, named: name)
        case "watch": Counted.outer(number, named: name, calls: "solo")
        default: Counted.inner(number, named: name)
        }
    }

    private mutating func propose(_ names: String..., by api: ServerAPI? = nil) async throws -> Waiting {
        number += 1
        var bases: [String: String] = [:]
        for name in names { bases[name] = try await reviewer.get("skills/\(name)")["version_id"]?.string }
        let api = api ?? agent
        let older = model.open(by: api.token, for: names)
        let superseded = Dictionary(uniqueKeysWithValues: older.map { ($0, "superseded") })
        model.begin(superseded)
        let made = try await api.done("proposals", Counted.change(names.map { document($0, number) }, on: bases))
        let id = try #require(made["proposal"]?.string, "\(made)")
        model.end(superseded.merging([id: "open"]) { $1 })
        model.note(id, by: api.token, for: names)
        return Waiting(id: id, hash: made["evidence_hash"] ?? .null, numbers: Dictionary(uniqueKeysWithValues: names.map { ($0, number) }))
    }

    private mutating func approve(_ waiting: Waiting, _ hash: JSON? = nil) async throws {
        model.begin(live: waiting.numbers, [waiting.id: "live"])
        let decided = try await reviewer.done("proposals/\(waiting.id)/approve", ["evidence_hash": hash ?? waiting.hash])
        try #require(decided["state"] == "live", "\(decided)")
        model.end(live: waiting.numbers, [waiting.id: "live"])
    }

    private mutating func reject(_ waiting: Waiting) async throws {
        model.begin([waiting.id: "rejected"])
        _ = try await reviewer.done("proposals/\(waiting.id)/reject", ["note": "no"])
        model.end([waiting.id: "rejected"])
    }

    /// Two of the same skill: the one that is approved later is stale.
    private mutating func approveOneOfTwo() async throws {
        let first = try await propose("solo"), second = try await propose("solo", by: owner)
        try await approve(first)
        model.begin([second.id: "stale"])
        let refused = try await reviewer.post("proposals/\(second.id)/approve", ["evidence_hash": second.hash])
        #expect(refused.status == 409, "\(refused)")
        model.end([second.id: "stale"])
    }

    /// What was looked at is not what would go live any more: another look, and then it does.
    private mutating func approveAfterCalleeChanged() async throws {
        let caller = try await propose("watch")
        try await approve(try await propose("solo", by: owner))
        let refused = try await reviewer.post("proposals/\(caller.id)/approve", ["evidence_hash": caller.hash])
        #expect(refused.status == 409, "\(refused)")
        try await approve(caller, try await reviewer.get("proposals/\(caller.id)")["evidence_hash"])
    }

    private mutating func rollBack() async throws {
        // Whatever was live before: how the changes before this one ended may not be known.
        for earlier in 0...number { model.begin(live: ["solo": earlier]) }
        let back = try await reviewer.done("skills/solo/rollback", ["reason": "back"])
        try #require(back["status"] == "live", "\(back)")
        let file = try JSON(parsing: Array(try await ground.git("show", "refs/ratchet/live:skills/solo/skill.json").utf8))
        model.end(live: ["solo": Int(try #require(file["result"]?["n"]?.int))])
    }

    private mutating func adopt() async throws {
        number += 1
        var document = Counted.inner(number, named: "handmade").object ?? [:]
        let label = try await reviewer.get("skills/handmade")["version"]
        document["version"] = label
        try ground.write(.object(document))
        model.begin(live: ["handmade": number])
        try await ground.commit("By hand, \(number)")
        let adopted = try await owner.done("adopt", [:])
        try #require(adopted["status"] == "live", "\(adopted)")
        model.end(live: ["handmade": number])
    }

    private mutating func meetOverdue(_ id: String) async throws {
        model.begin([id: "expired"])
        let refused = try await reviewer.post("proposals/\(id)/approve", ["evidence_hash": ""])
        #expect(refused.status != 200, "\(refused)")
        model.end([id: "expired"])
    }
}
