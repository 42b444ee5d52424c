import JSON
import MCP
import Testing

@testable import Tools

/// Live skills as tools of their own.
@Suite struct SkillToolTests {
    private static let id = "01a1fe71-b9ca-7f0b-a096-04f9fff23978"

    private static func offer(_ name: String, http: [JSON] = [], callees: [JSON] = [], calls: [JSON] = ["echo"], mayRun: Bool = true) -> JSON {
        Documents.changed(Documents.liveGreet) {
            $0["name"] = .string(name)
            $0["permits"] = ["http": .array(http), "models": [], "skills": [], "mcp": []]
            $0["callees"] = .array(callees)
            $0["calls"] = .array(calls)
            $0["may_run"] = .bool(mayRun)
            $0["input"] = Documents.greet["input"]
            $0["output"] = Documents.greet["output"]
            $0["document"] = nil
        }
    }

    private static func backend(_ skills: [JSON], _ more: [String: Result<JSON, BackendFailure>] = [:]) -> ScriptedBackend {
        ScriptedBackend(more.merging(["GET skills?detail=full": .success(["items": .array(skills)])]) { $1 })
    }

    @Test func `they are there when asked for, those that the caller may run`() async throws {
        let backend = Self.backend([Self.offer("greet"), Self.offer("secret", mayRun: false)])
        let tools = try await Desk(backend, skillTools: true).content.tools(Desk().context)
        #expect(tools.count == Catalogue.tools.count + 1)
        let tool = try #require(tools.last)
        #expect(tool.name == "skill_greet" && tool.title == "greet@1.0.0")
        #expect(tool.inputSchema == Documents.greet["input"] && tool.outputSchema == Documents.greet["output"])
        #expect(try await Desk(backend).content.tools(Desk().context).count == Catalogue.tools.count)
        #expect(try await Desk(backend, skillTools: true).content.tool("skill_secret", Desk().context) == nil)
    }

    @Test func `no other tool begins like them, and instructions tell of them`() {
        #expect(Catalogue.tools.allSatisfy { SkillTools.skill(of: $0.name) == nil })
        #expect(SkillTools.skill(of: "skill_") == nil && SkillTools.skill(of: "skill_a") == "a")
        #expect(Catalogue.instructions(skillTools: true).contains("skill_NAME"))
        #expect(Catalogue.instructions(skillTools: false).contains("never changes"))
    }

    @Test func `hints follow from permits and calls, and from those of the skills below`() {
        let effects = SkillEffects(of: [
            Self.offer("pure"), Self.offer("reader", http: ["GET service:site/*"]),
            Self.offer("writer", http: ["GET service:site/*", "POST service:chat/*"]), Self.offer("noter", calls: ["memory.put"]),
            Self.offer("caller", callees: ["writer@^1", "caller@^1"]), Self.offer("odd", callees: ["gone@^1"]),
        ])
        func hints(_ name: String) -> [Bool] {
            let hints = effects.annotations(of: name)
            return [hints.readOnly, hints.destructive, hints.idempotent, hints.openWorld]
        }
        #expect(hints("pure") == [true, false, true, false])
        #expect(hints("reader") == [true, false, true, true])
        #expect(hints("writer") == [false, true, false, true])
        #expect(hints("noter") == [false, false, false, false])
        #expect(hints("caller") == hints("writer"))
        #expect(hints("odd") == [false, true, false, true])
    }

    @Test func `a call gives the output alone, or an error that names the run`() async throws {
        func call(_ run: JSON) async throws -> ToolResult {
            let backend = Self.backend(
                [Self.offer("greet")], ["POST runs": .success(Documents.run("running")), "GET runs/\(Self.id)?wait=5": .success(run)])
            return try await Desk(backend, skillTools: true).call("skill_greet", ["name": "Kim"])
        }
        let good = try await call(Documents.run("succeeded", output: ["text": "hello Kim"]))
        #expect(good.structured == ["text": "hello Kim"] && good.text.contains("run://\(Self.id)"))
        let bad = try await call(Documents.run("failed", error: ["type": "http.5xx.503", "message": "busy"]))
        #expect(bad.isError && bad["code"] == "http.5xx.503" && bad.text.contains(Self.id) && bad.text.contains("busy"))
        let slow = try await call(Documents.run("running"))
        #expect(slow.isError && slow["code"] == "still_running" && slow.text.contains("do not start it again"))
    }

    @Test func `as a task it comes to the output, too`() async throws {
        let takesTasks = CallContext(client: Client(revision: .july2026), wantsTask: true)
        let backend = Self.backend(
            [Self.offer("greet")],
            ["POST runs": .success(Documents.run("running")), "GET runs/\(Self.id)": .success(Documents.run("succeeded", output: ["text": "hi"]))])
        let content = Desk(backend, skillTools: true).content
        guard case .task(let task) = try await content.call("skill_greet", ["name": "Kim"], takesTasks) else { throw Desk.Unfinished() }
        #expect(task.id == Self.id + ".output")
        guard case .completed(let result) = try await content.task(task.id, isAwaited: false, takesTasks).status else { throw Desk.Unfinished() }
        #expect(result.structured == ["text": "hi"])
    }
}
