import JSON
import Testing

#if canImport(Glibc)
    import Glibc
#else
    import Darwin
#endif

/// `parent_close` through the real server: what becomes of a called run when its caller gives the call up.
@Suite(.timeLimit(.minutes(5))) struct ParentCloseTests {
    /// Asks a person, and says goodbye however that ends.
    private static func keep() throws -> JSON {
        let tidy: JSON = ["id": "tidy", "call": "echo", "with": [:]]
        return try Patch([["op": "add", "path": "/finally", "value": [tidy]]]).apply(to: InboxTests.ask)
    }

    /// Calls `ask` and gives it a second.
    private static func caller(_ rule: String) -> JSON {
        [
            "language": 1, "skill": .string("caller_\(rule)"), "version": "1.0.0", "summary": "Ask, and do not wait for long.", "input": ["type": "object"],
            "output": ["type": "object"], "permits": ["skills": ["ask@^1"]], "limits": ["duration": "40m", "calls": 9],
            "steps": [
                ["id": "sub", "timeout": "1s", "catch": [["on": ["timeout"], "value": [:]]], "parent_close": .string(rule), "call": "skill:ask@^1", "with": [:]]
            ], "result": [:],
            "tests": [["name": "asks", "input": [:], "mocks": ["sub": ["output": [:]]], "expect": ["output": [:]]]],
        ]
    }

    /// Runs a caller to its end.
    /// - Returns: the run that it called and gave up.
    private static func givenUp(_ rule: String, on ground: Ground) async throws -> String {
        let ended = try await ground.ratchet("run", "caller_\(rule)", "--wait", "--json")
        try #require(ended.code == 0, "\(ended)")
        let id = try #require(try JSON(parsing: Array(ended.output.utf8))["id"]?.string)
        let children = try await ground.answer("runs", "show", id)["children"]?.array ?? []
        #expect(children.map { $0["parent_close"] } == [.string(rule)])
        return try #require(children.first?["id"]?.string)
    }

    private static func ended(_ run: String, on ground: Ground) async throws -> JSON {
        try await ground.wait(for: "the end of the called run") {
            let run = try await ground.answer("runs", "show", run)
            return run["finished_at"]?.string == nil ? nil : run
        }
    }

    private static func steps(_ run: JSON) -> [String] { run["steps"]?.array?.compactMap { $0["path"]?.string }.filter { !$0.isEmpty } ?? [] }

    @Test func `a called run that is given up is cancelled, terminated or abandoned, as its call says`() async throws {
        let ground = try await Ground.prepared(skills: [try Self.keep()] + ["cancel", "terminate", "abandon"].map(Self.caller))
        let server = try await ground.serve()
        let cancelled = try await Self.ended(try await Self.givenUp("cancel", on: ground), on: ground)
        #expect(cancelled["state"] == "cancelled" && Self.steps(cancelled) == ["tidy"] && cancelled["abandoned_at"] == .null, "\(cancelled)")

        let terminated = try await Self.ended(try await Self.givenUp("terminate", on: ground), on: ground)
        #expect(terminated["state"] == "terminated" && Self.steps(terminated).isEmpty, "\(terminated)")
        #expect(terminated["error"]?["message"] == "the calling step has ended")

        let abandoned = try await Self.givenUp("abandon", on: ground)
        let page = try await ground.ratchet("runs", "show", abandoned)
        #expect(page.output.contains("abandoned") && page.output.contains("by its caller"), "\(page)")
        server.send(SIGKILL)
        _ = try await server.finish()
        let next = try await ground.serve()
        let open = try await ground.answer("runs", "show", abandoned)
        #expect(open["state"] == "waiting" && open["abandoned_at"]?.string != nil, "\(open)")
        let question = try #require(open["waits"]?.array?.first?["id"]?.string)
        try await #require(ground.ratchet("answer", question, "--set", "approve=yes").code == 0)
        let ended = try await Self.ended(abandoned, on: ground)
        #expect(ended["state"] == "succeeded" && ended["output"]?["approve"] == true && Self.steps(ended) == ["sign", "tidy"], "\(ended)")
        _ = next
    }
}
