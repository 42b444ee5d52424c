import JSON
import MCP
import Testing

@testable import Tools

/// Proposing skills and loops.
@Suite struct RegisterTests {
    private static let pending: JSON = [
        "status": "pending", "proposal": "p-1", "versions": [["path": "skills/greet/skill.json", "version": "1.0.1"]], "problems": [],
        "decision": ["outcome": "pending", "reasons": ["skills/greet/skill.json gets wider: models fast"]],
    ]

    private func registered(
        _ more: JSON.Object = [:], answer: Result<JSON, BackendFailure> = .success(pending), isLive: Bool = true
    ) async throws -> (ToolResult, ScriptedBackend) {
        var answers = ["POST proposals": answer]
        if isLive { answers["GET skills/greet"] = .success(Documents.liveGreet) }
        let backend = ScriptedBackend(answers)
        var arguments: JSON.Object = ["document": Documents.greet, "reason": "It was rude."]
        for (key, value) in more { arguments[key] = value }
        return (try await Desk(backend).call("register_skill", arguments), backend)
    }

    @Test(arguments: ["greet@1.0.0", "1.0.0", Documents.greetID])
    func `a change goes out with the id of its base, however that was named`(base: String) async throws {
        let (result, backend) = try await registered(["base": .string(base), "model": "qwen3:8b"])
        #expect(result["status"] == "pending" && result["proposal"] == "p-1" && result["dry_run"] == false)
        #expect(result.text.contains("waits for a person") && result.text.contains("get_proposal p-1"))
        let sent = try #require(backend.body(of: "POST proposals"))
        #expect(sent["changes"]?[0]?["path"] == "skills/greet/skill.json" && sent["changes"]?[0]?["base"] == .string(Documents.greetID))
        #expect(sent["model"] == "qwen3:8b" && result["reasons"]?[0]?.string?.contains("gets wider") == true)
        #expect(sent["changes"]?[0]?["document"] == Documents.greet && sent["reason"] == "It was rude." && sent["dry_run"] == false)
    }

    @Test func `a new skill has no base`() async throws {
        let (result, backend) = try await registered(answer: .success(["status": "live", "proposal": ["id": "p-2"], "problems": []]), isLive: false)
        #expect(result["status"] == "live" && result["proposal"] == "p-2" && result.text.contains("It is live"))
        #expect(backend.body(of: "POST proposals")?["changes"]?[0]?["base"] == .null)
        let (refused, _) = try await registered(["base": "1.0.0"], isLive: false)
        #expect(refused.isError && refused["code"] == "stale_base")
    }

    @Test func `a change without a base, or with a stale one, is told what is live and sends nothing`() async throws {
        let (missing, first) = try await registered([:])
        #expect(missing.isError && missing["code"] == "base_missing" && missing.text.contains(#"example: "base": "greet@1.0.0""#))
        let (stale, second) = try await registered(["base": "greet@0.9.0"])
        #expect(stale.isError && stale["code"] == "stale_base" && stale.text.contains("greet@1.0.0 is"))
        for backend in [first, second] { #expect(!backend.questions.contains("POST proposals")) }
        #expect(stale.text.hasSuffix("Nothing was changed."))
    }

    @Test func `a rejection shows every problem with what stands at its place`() async throws {
        let problem: JSON = [
            "path": "skills/greet/skill.json", "code": "E51", "pointer": "/tests/0/expect/output", "message": "differs", "hint": "mend it",
        ]
        let (result, _) = try await registered(["base": "1.0.0"], answer: .success(["status": "rejected", "proposal": .null, "problems": [problem]]))
        #expect(result.isError && result["problems"]?[0]?["found"] == #"{"text":"hello Kim"}"#)
        #expect(result.text.hasPrefix("Not registered: 1 problem.\n\n1. E51 at /tests/0/expect/output: differs"))
        #expect(result.text.contains("Nothing was committed; what was live stays live."))
    }

    @Test func `a denial names its rule and what to do, and no way around it`() async throws {
        let (result, _) = try await registered(
            ["base": "1.0.0"], answer: ScriptedBackend.refused(403, "policy", "policy.proposals_per_day in ratchet.json does not allow more"))
        #expect(result.isError && result["code"] == "policy" && result.text.contains("policy.proposals_per_day"))
        #expect(result.text.contains("Ask a person"))
    }

    @Test func `a server without proposals is told to be one, with the way over a person`() async throws {
        let (result, _) = try await registered(["base": "1.0.0"], answer: ScriptedBackend.refused(404, "unknown_path"))
        #expect(result.isError && result.text.contains("`ratchet adopt` makes it live"))
    }

    @Test func `a dry run says that it is one`() async throws {
        let (result, backend) = try await registered(["base": "1.0.0", "dry_run": true])
        #expect(result["dry_run"] == true && result.text.hasPrefix("A dry run: it would be pending."))
        #expect(backend.body(of: "POST proposals")?["dry_run"] == true)
    }

    @Test func `a loop is checked before it is proposed`() async throws {
        let backend = ScriptedBackend([
            "GET skills/greet": .success(Documents.liveGreet), "POST proposals": .success(Self.pending),
        ])
        let good: JSON = ["loop": "hello", "schedule": ["every": "5m"], "skill": "greet@^1", "input": ["name": "Kim"]]
        let result = try await Desk(backend).call("propose_loop", ["document": good, "reason": "Daily joy."])
        #expect(result["status"] == "pending" && result["loop"] == "hello")
        #expect(backend.body(of: "POST proposals")?["changes"]?[0]?["path"] == "cron/hello.json")

        let live: JSON = ["name": "hello", "version_id": .string(Documents.greetID)]
        let known = ScriptedBackend(["GET skills/greet": .success(Documents.liveGreet), "GET loops/hello": .success(live)])
        let baseless = try await Desk(known).call("propose_loop", ["document": good, "reason": "Daily joy."])
        #expect(baseless["code"] == "base_missing" && baseless.text.contains(Documents.greetID) && !known.questions.contains("POST proposals"))

        let bad = Documents.changed(good) { $0["input"] = ["nom": "Kim"] }
        let unfit = try await Desk(ScriptedBackend(["GET skills/greet": .success(Documents.liveGreet)])).call(
            "propose_loop", ["document": bad, "reason": "Daily joy."])
        #expect(unfit.isError && unfit["problems"]?[0]?["code"] == "L08")
        let never = Documents.changed(good) { $0["schedule"] = ["every": "soon"] }
        let refused = try await Desk().call("propose_loop", ["document": never, "reason": "r"])
        #expect(refused.isError && refused["problems"]?[0]?["pointer"]?.string?.hasPrefix("/schedule") == true)
    }

    @Test func `a proposal is shown as the server tells it`() async throws {
        let long = String(repeating: "x", count: 5000)
        let backend = ScriptedBackend(["GET proposals/p-1": .success(["id": "p-1", "status": "pending", "diff": .string(long)])])
        let short = try await Desk(backend).call("get_proposal", ["proposal": "p-1"])
        #expect(short["proposal"] == "p-1" && short["status"] == "pending" && short["diff"]?["bytes"] == 5002)
        #expect(try await Desk(backend).call("get_proposal", ["proposal": "p-1", "detail": "full"])["diff"]?.string?.count == 5000)
    }
}
