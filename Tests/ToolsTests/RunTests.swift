import JSON
import Testing

@testable import MCP
@testable import Tools

/// Running skills, and looking at runs, loops and skills.
@Suite struct RunTests {
    private static let id = "01a1fe71-b9ca-7f0b-a096-04f9fff23978"

    @Test func `a run is started, waited for and shown in short`() async throws {
        let backend = ScriptedBackend([
            "POST runs": .success(Documents.run("running")),
            "GET runs/\(Self.id)?wait=5": .success(Documents.run("succeeded", output: ["text": "hello"])),
        ])
        let result = try await Desk(backend).call("run_skill", ["skill": "greet", "input": ["name": "Kim"], "idempotency_key": "k"])
        #expect(result["state"] == "succeeded" && result["skill"] == "greet@1.0.0" && result["output"] == ["text": "hello"])
        #expect(result["steps"] == ["say echo: ok, 1.5 ms"])
        #expect(backend.body(of: "POST runs") == ["skill": "greet", "input": ["name": "Kim"], "idempotency_key": "k"])
    }

    @Test func `a wait that is over leaves the run alone and says how to follow it`() async throws {
        let backend = ScriptedBackend(["POST runs": .success(Documents.run("running")), "GET runs/\(Self.id)": .success(Documents.run("running"))])
        let result = try await Desk(backend).call("run_skill", ["skill": "greet", "wait_seconds": 0])
        #expect(result["state"] == "running" && result.text.contains("It goes on by itself; call get_run"))
        #expect(backend.body(of: "POST runs")?["input"] == [:])
    }

    @Test func `an input that does not fit is told with the schema`() async throws {
        let backend = ScriptedBackend([
            "POST runs": ScriptedBackend.refused(400, "invalid_input", "the input of greet does not fit"),
            "GET skills/greet": .success(Documents.liveGreet),
        ])
        let result = try await Desk(backend).call("run_skill", ["skill": "greet"])
        #expect(result.isError && result.text.contains(#""required":["name"]"#) && result.text.hasSuffix("No run was started."))
    }

    @Test func `a version that is not live is not run as another one`() async throws {
        let backend = ScriptedBackend(["GET skills/greet": .success(Documents.liveGreet), "POST runs": .success(Documents.run("running"))])
        let result = try await Desk(backend).call("run_skill", ["skill": "greet@0.1.0"])
        #expect(result.isError && result["code"] == "not_live" && backend.questions == ["GET skills/greet"])
    }

    @Test func `a skill registered a moment ago runs without a new list`() async throws {
        let desk = Desk(
            ScriptedBackend(["POST runs": .success(Documents.run("running")), "GET runs/\(Self.id)": .success(Documents.run("succeeded"))]))
        #expect(try await desk.call("run_skill", ["skill": "brand_new", "wait_seconds": 0])["state"] == "succeeded")
    }

    @Test func `long values are cut in short and steps are whole in full`() async throws {
        let long = JSON.string(String(repeating: "x", count: 5000))
        let backend = ScriptedBackend(["GET runs/01a1": .success(Documents.run("succeeded", output: long))])
        let short = try await Desk(backend).call("get_run", ["run": "01a1"])
        #expect(short["output"]?["bytes"] == 5002 && short["output"]?["cut"]?.string?.count == 2000)
        let full = try await Desk(backend).call("get_run", ["run": "01a1", "detail": "full"])
        #expect(full["output"] == long && full["steps"]?[0]?["callable"] == "echo" && full["resource"] == .string("run://\(Self.id)"))
    }

    @Test func `runs are found by all filters together`() async throws {
        let question = "GET runs?skill=greet&version=1.0.0&state=failed,timed_out&since=2026-11-01T00:00:00Z&error=http&limit=20"
        let page: JSON = ["items": [Documents.run("failed")], "next": "c2"]
        let result = try await Desk(ScriptedBackend([question: .success(page)])).call(
            "query_runs", ["skill": "greet@1.0.0", "states": ["failed", "timed_out"], "since": "2026-11-01T00:00:00Z", "error": "http"])
        #expect(result["runs"]?[0]?["run"] == .string(Self.id) && result["next"] == "c2")
        #expect(result["runs"]?[0]?["steps"] == nil)
    }

    @Test func `a label is sent, and a server without labels explained`() async throws {
        let backend = ScriptedBackend(["POST runs/01a1/labels": .success(["run_id": .string(Self.id), "labels": []])])
        let result = try await Desk(backend).call("label_run", ["run": "01a1", "verdict": "bad", "expected": ["text": "hi"], "note": "I asked Kim."])
        #expect(result["recorded"] == true && result["run"] == .string(Self.id))
        #expect(backend.body(of: "POST runs/01a1/labels") == ["verdict": "bad", "expected": ["text": "hi"], "note": "I asked Kim."])
        let old = ScriptedBackend(["POST runs/01a1/labels": ScriptedBackend.refused(404, "unknown_path")])
        #expect(try await Desk(old).call("label_run", ["run": "01a1", "verdict": "bad"]).text.contains("no such function yet"))
    }

    @Test(arguments: Catalogue.tools.map(\.name).filter { !["check_skill", "test_skill"].contains($0) })
    func `without a server every other tool says what to do`(tool: String) async throws {
        let loop: JSON = ["loop": "hello", "schedule": ["every": "5m"], "skill": "greet@^1", "input": ["name": "Kim"]]
        let result = try await Desk().call(
            tool,
            {
                switch tool {
                case "get_skill", "run_skill": ["skill": "greet"]
                case "diff_skill": ["document": Documents.greet]
                case "register_skill": ["document": Documents.greet, "reason": "r"]
                case "propose_loop": ["document": loop, "reason": "r"]
                case "get_run": ["run": "01a1"]
                case "label_run": ["run": "01a1", "verdict": "good"]
                case "get_proposal": ["proposal": "p-1"]
                default: [:]
                }
            }())
        #expect(result.isError && result["code"] == "server_unavailable" && result.text.contains("ratchet serve"))
        #expect(result.text.hasSuffix("Nothing was changed."))
    }

    @Test func `skills are searched and listed page by page`() async throws {
        let items = (0..<5).map { i in
            JSON.object(["name": .string("s\(i)"), "version": "1.0.0", "summary": .string(i == 3 ? "Watch the disk" : "Other things"), "tests": 2])
        }
        let desk = Desk(ScriptedBackend(["GET skills": .success(["items": .array(items), "next": .null, "problems": []])]))
        let first = try await desk.call("list_skills", ["limit": 2])
        #expect(first["skills"]?.array?.count == 2 && first["total"] == 5 && first["next"] == "s1")
        #expect(first["skills"]?[0] == ["skill": "s0@1.0.0", "summary": "Other things"])
        let last = try await desk.call("list_skills", ["cursor": "s3", "detail": "full"])
        #expect(last["skills"]?.array?.count == 1 && last["next"] == .null && last["skills"]?[0]?["tests"] == 2)
        #expect(try await desk.call("list_skills", ["query": "DISK watch"])["skills"]?[0]?["skill"] == "s3@1.0.0")
    }

    @Test func `a skill comes with its document only when asked for`() async throws {
        let desk = Desk(ScriptedBackend(["GET skills/greet": .success(Documents.liveGreet)]))
        let short = try await desk.call("get_skill", ["skill": "greet"])
        #expect(short["skill"] == "greet@1.0.0" && short["input"]?["required"] == ["name"] && short["document"] == nil)
        #expect(try await desk.call("get_skill", ["skill": "greet@1.0.0", "detail": "full"])["document"] == Documents.greet)
        #expect(try await desk.call("get_skill", ["skill": "nothing"]).text.contains("list_skills tells"))
    }

    @Test func `loops tell what they run and when`() async throws {
        let loop: JSON = ["name": "hello", "skill": "greet", "range": "^1", "explanation": "every 5 minutes", "schedule": ["every": "5m"]]
        let desk = Desk(ScriptedBackend(["GET loops": .success(["items": [loop]]), "GET loops/hello": .success(loop)]))
        let short = try await desk.call("list_loops")
        #expect(short["loops"]?[0] == ["loop": "hello", "skill": "greet@^1", "explanation": "every 5 minutes"])
        #expect(try await desk.call("list_loops", ["loop": "hello", "detail": "full"])["loops"]?[0]?["schedule"] == ["every": "5m"])
    }
}
