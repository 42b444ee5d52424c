import CivilTime
import Engine
import Git
import JSON
import Registry
import SkillLanguage
import Store
import Testing
import Workspace

@testable import Web

@Suite struct InputTests {
    @Test func `bad queries are refused by name and value`() async throws {
        let table: [(target: String, code: String, says: String)] = [
            ("/runs?skil=greet", "unknown_parameter", "did you mean \"skill\"?"), ("/status?verbose=1", "unknown_parameter", "none is taken here"),
            ("/runs?limit=0", "invalid_parameter", "1 to 200"), ("/runs?limit=201", "invalid_parameter", "1 to 200"),
            ("/runs?limit=ten", "invalid_parameter", "not \"ten\""), ("/runs?state=done", "invalid_parameter", "succeeded"),
            ("/runs?state=running,done", "invalid_parameter", "not \"done\""), ("/runs?since=yesterday", "invalid_parameter", "2026-11-21T12:00:00Z"),
            ("/runs?until=2026-02-30T00:00:00Z", "invalid_parameter", "until"), ("/runs?cursor=x", "invalid_cursor", "first page"),
            ("/runs?children=yes", "invalid_parameter", "true or false"), ("/runs?version=1.0.0", "invalid_parameter", "version id"),
            ("/runs?skill=greet&skill=hold", "invalid_query", "twice"), ("/runs?skill=%ZZ", "invalid_query", "percent"),
            ("/runs?skill=%FF", "invalid_query", "percent"), ("/runs?skill=%4", "invalid_query", "percent"),
            ("/runs/0?wait=1", "id_too_short", "8 characters"), ("/runs/00000000-none?wait=31", "invalid_parameter", "0 to 30"),
            ("/loops/morning/next?count=101", "invalid_parameter", "1 to 100"), ("/loops/morning/fires?limit=-1", "invalid_parameter", "1 to 200"),
        ]
        try await Site.open { site in
            for row in table {
                let answer = await site.get(row.target)
                #expect(answer.status == .badRequest, "\(row.target)")
                #expect(answer.code == row.code, "\(row.target)")
                #expect(answer.message.contains(row.says), "\(row.target): \(answer.message)")
            }
        }
    }

    @Test func `bad bodies are refused with the place`() async throws {
        let table: [(target: String, body: String, code: String, says: String)] = [
            ("/runs", "", "invalid_field", "\"skill\" is missing"), ("/runs", "[]", "invalid_body", "object"),
            ("/runs", "{\"skill\": 1}", "invalid_field", "string"), ("/runs", "{\"skill\": \"\"}", "invalid_field", "string"),
            ("/runs", "{\"skill\": \"greet\", \"inputs\": {}}", "unknown_field", "did you mean \"input\"?"),
            ("/runs", "{\"skill\": \"greet\", \"input\": []}", "invalid_input", "greet"),
            ("/loops/morning/trigger", "{\"force\": 1}", "invalid_field", "true or false"),
            ("/loops/morning/resume", "{\"force\": true}", "unknown_field", "none is taken here"),
            ("/adopt", "{\"commit\": \"abc\"}", "invalid_field", "40 hexadecimal digits"),
        ]
        try await Site.open { site in
            for row in table {
                let answer = await site.send("POST", row.target, Array(row.body.utf8), as: .admin)
                #expect(answer.status == .badRequest, "\(row.target) \(row.body)")
                #expect(answer.code == row.code, "\(row.target) \(row.body): \(answer.json)")
                #expect(answer.message.contains(row.says), "\(row.target) \(row.body): \(answer.message)")
            }
        }
    }

    @Test func `a body that is not JSON is refused with line and column`() async throws {
        try await Site.open { site in
            let answer = await site.send("POST", "/runs", Array("{\"skill\": \"greet\",\n \"input\": }".utf8), as: .operator)
            #expect(answer.status == .badRequest)
            #expect(answer.code == "invalid_json")
            #expect(answer.message.contains("line 2, column 11"))
            #expect(answer.json["error"]?["findings"]?[0]?["line"] == 2)
            #expect(answer.json["error"]?["findings"]?[0]?["column"] == 11)
        }
    }

    @Test func `what does not exist is told with what may be meant`() async throws {
        try await Site.open { site in
            for (answer, code, says) in [
                (await site.get("/skills/great"), "unknown_skill", "did you mean \"greet\"?"),
                (await site.get("/loops/mourning"), "unknown_loop", "did you mean \"morning\"?"),
                (await site.get("/loops/nothing/fires"), "unknown_loop", "nothing"),
                (await site.get("/runs/00000000-none"), "unknown_run", "00000000-none"),
                (await site.post("/runs", ["skill": "great"]), "unknown_skill", "did you mean \"greet\"?"),
                (await site.post("/adopt", ["commit": .string(String(repeating: "0", count: 40))], as: .admin), "unknown_commit", "000000"),
            ] {
                #expect(answer.status == .notFound, "\(code)")
                #expect(answer.code == code)
                #expect(answer.message.contains(says), "\(answer.message)")
            }
        }
    }

    @Test func `an input that does not fit the skill is refused with its findings`() async throws {
        try await Site.open { site in
            let answer = await site.post("/runs", ["skill": "greet", "input": ["name": 7]])
            #expect(answer.status == .badRequest)
            #expect(answer.code == "invalid_input")
            #expect(answer.json["error"]?["findings"]?[0]?["pointer"] == "/name")
            #expect(await site.get("/runs").items.isEmpty)
        }
    }

    @Test func `a failure of the server's own tells nothing of its inside`() async throws {
        try await Site.open { site in
            let head = Site.head("POST", "/runs", as: .operator)
            struct Secret: Error, CustomStringConvertible { var description: String { "at /very/secret/path" } }
            let answer = await site.api.answer(head) { throw Secret() }
            #expect(answer.status == .failed)
            #expect(answer.code == "internal")
            #expect(!answer.json.text(.compact).contains("secret"))
        }
    }

    @Test func `escapes in a query are decoded and a plus stays a plus`() throws {
        let text = "skill=gr%65et&since=2026-11-21T13:00:00+01:00&error=&until=2026-11-21T13%3A00%3A00Z"
        let query = try Query(text, known: ["skill", "since", "until", "error"])
        #expect(query.text("skill") == "greet")
        #expect(try query.instant("since")?.rfc3339 == "2026-11-21T12:00:00Z")
        #expect(try query.instant("until")?.rfc3339 == "2026-11-21T13:00:00Z")
        #expect(query.text("error") == nil)
    }

    @Test func `errors from below are told with a fitting status, and those that are the server's own are not`() {
        let key = RunKey(rowID: 1, epoch: 1)
        let told: [(any Error, Answer.Status, String)] = [
            (StoreError.full("disk"), .unavailable, "storage_full"), (StoreError.closed, .unavailable, "stopping"),
            (StoreError.notFound(what: "loop", name: "x"), .notFound, "unknown_loop"), (EngineError.stopping, .unavailable, "stopping"),
            (EngineError.unsupported("x"), .unsupported, "unsupported"),
            (EngineError.unresolved(.missing(skill: "a", caller: "b")), .conflict, "unresolved_callee"),
            (AdoptionError.liveMoved, .conflict, "live_moved"),
            (GitError.unfinished("merge"), .conflict, "repository_busy"), (CancellationError(), .unavailable, "stopping"),
            (Failure("cel.type", "no", retryable: false), .badRequest, "invalid_input"),
        ]
        for (error, status, code) in told {
            #expect(Refusal(explaining: error)?.status == status, "\(error)")
            #expect(Refusal(explaining: error)?.code == code, "\(error)")
        }
        for error: any Error in [StoreError.corrupt("x"), StoreError.fenced(run: key, current: 2), GitError.corrupt("x", reason: "y")] {
            #expect(Refusal(explaining: error)?.code == nil, "\(error)")
        }
    }
}
