import HTTPClient
import JSON
import Testing
import Workspace

@testable import Store

#if canImport(Glibc)
    import Glibc
#else
    import Darwin
#endif

/// A workspace whose server is killed again and again while skills are proposed, approved, rejected, rolled back and adopted.
struct ChangeSweep {
    let ground: Ground
    let reviewer: String
    var model = ChangeModel(["inner", "outer", "solo", "watch", "handmade"])
    /// The last number that a change got.
    var number = 0
    private(set) var kills = 0
    /// Places at which nothing was killed, for the server did not get there.
    private(set) var unreached: [String] = []
    /// An open proposal whose time was made to be over.
    private(set) var overdue: String?

    /// What the places on the way of a change begin with.
    static let places = ["propose.", "renew.", "approve.", "publish.", "land.", "reject.", "stale.", "expire.", "rollback.", "repair.", "main."]

    init() async throws {
        ground = try await Ground.prepared(skills: [
            Counted.inner(0), Counted.outer(0), Counted.inner(0, named: "solo"), Counted.outer(0, named: "watch", calls: "solo"), Counted.inner(0, named: "handmade"),
        ])
        let server = try await ground.serve()
        reviewer = try #require(try await ground.answer("token", "create", "--scope", "reviewer", "--name", "kim")["token"]?.string)
        server.send(SIGTERM)
        try await server.finish()
    }

    /// Has a server die at the place, and judges what is left.
    mutating func kill(at point: String) async throws {
        switch point {
        case "repair.row.closed": try await die(at: "publish.live.moved")
        case "repair.branch.removed": try await die(at: "propose.branch.made")
        case "expire.row.closed": try await prepareOverdue()
        default: break
        }
        try await die(at: point)
        try await judge()
    }

    private mutating func die(at point: String) async throws {
        let server = try ground.serve(crashingAt: point)
        if (try? await server.line(" serves ")) != nil { try await work() }
        if let result = try? await server.finish(within: .seconds(2)), result.code == -SIGKILL {
            kills += 1
        } else {
            unreached.append(point)
            server.send(SIGKILL)
            try await server.finish()
        }
    }

    /// Kills a server some time after it is ready, whatever it is at then.
    mutating func kill(after pause: Duration) async throws {
        let server = try await ground.serve()
        let killer = Task {
            try await Task.sleep(for: pause)
            server.send(SIGKILL)
        }
        try await work()
        try await killer.value
        try #require(await server.finish().code == -SIGKILL)
        kills += 1
        try await judge()
    }

    private mutating func work() async throws {
        do {
            var script = try ChangeScript(ground, reviewer: reviewer, model: model, number: number, overdue: overdue)
            defer { (model, number) = (script.model, script.number) }
            try await script.run()
            overdue = nil
        } catch is HTTPError {
            // The server died, which is what it is here for.
        }
    }

    /// An open proposal that is to be found expired.
    private mutating func prepareOverdue() async throws {
        let server = try await ground.serve()
        var script = try ChangeScript(ground, reviewer: reviewer, model: model, number: number, overdue: nil)
        overdue = try await script.openOne()
        (model, number) = (script.model, script.number)
        server.send(SIGTERM)
        try await server.finish()
        let connection = try Connection(path: ground.layout.database, access: .writing)
        try connection.execute("UPDATE proposals SET expires_at = opened_at + 1 WHERE id = ?1", overdue ?? "")
        connection.close()
    }

    /// Starts a server that lives, and holds what is there against what may be: the ref, what is served, `main`, the rows and the branches
    /// say the same.
    private mutating func judge() async throws {
        let server = try await ground.serve()
        let api = try ServerAPI(ground, token: reviewer)
        if try await ground.git("rev-parse", "main") != ground.git("rev-parse", "refs/ratchet/live") { try await finishAdoption() }
        let live = try await ground.git("rev-parse", "refs/ratchet/live")
        #expect(try await api.get("status")["live_commit"]?.string == live)
        #expect(try await ground.git("rev-parse", "main") == live)
        let status = try await ground.git("status", "--porcelain=v2")
        #expect(status.isEmpty, "\(status)")
        for name in model.live.keys.sorted() { try await judge(name, api) }
        #expect(model.number(of: "inner") == model.number(of: "outer"), "half a change is live")
        try await judgeProposals(api)
        let check = try await ground.shell("git fsck --strict --no-dangling 2>&1")
        #expect(check.code == 0 && check.output.isEmpty, "\(check)")
        server.send(SIGTERM)
        try #require(await server.finish().code == 0)
    }

    private mutating func finishAdoption() async throws {
        try await ground.git("merge", "--quiet", "--no-edit", "refs/ratchet/live")
        let adopted = try await ground.ratchet("adopt")
        #expect(adopted.code == 0, "\(adopted)")
    }

    private mutating func judge(_ name: String, _ api: ServerAPI) async throws {
        let file = try JSON(parsing: Array(try await ground.git("show", "refs/ratchet/live:skills/\(name)/skill.json").utf8))
        let number = Int(try #require(file["result"]?["n"]?.int))
        model.see(live: number, of: name)
        #expect(try await api.get("skills/\(name)")["version"] == file["version"])
        let run = try await ground.answer("run", name, "--wait")
        #expect(run["output"]?["n"] == .int(Int64(number)), "\(run)")
    }

    private mutating func judgeProposals(_ api: ServerAPI) async throws {
        var branches: [String: String] = [:]
        var cursor = ""
        repeat {
            let page = try await api.get("proposals?limit=200" + cursor)
            for proposal in page["items"]?.array ?? [] {
                let id = try #require(proposal["id"]?.string), state = try #require(proposal["state"]?.string)
                model.see(state, of: id)
                if state == "open" { branches[id] = "" }
                if state == "live" { try await judgeLanding(of: id, at: proposal["commit"]?.string ?? "none") }
            }
            cursor = page["next"]?.string.map { "&cursor=\($0)" } ?? ""
        } while !cursor.isEmpty
        let refs = try await ground.git("for-each-ref", "--format=%(trailers:key=Ratchet-Proposal,valueonly)", "refs/heads/proposals/")
        let named = refs.split(separator: "\n").map(String.init).filter { !$0.isEmpty }
        #expect(Set(named) == Set(branches.keys) && named.count == branches.count, "\(named) \(branches.keys)")
    }

    /// The commit of its row is part of what is live, and the only one that names it.
    private func judgeLanding(of id: String, at commit: String) async throws {
        let landed = try await ground.git("log", "--format=%H", "--grep=^Ratchet-Proposal: \(id)$", "refs/ratchet/live")
        #expect(landed == commit, "\(id) landed as \(landed), its row says \(commit)")
    }
}
