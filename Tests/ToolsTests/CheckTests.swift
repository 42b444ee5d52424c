import JSON
import Testing

@testable import Tools

/// Checking, testing and comparing documents.
@Suite struct CheckTests {
    @Test func `a sound document is ok without any server`() async throws {
        let result = try await Desk().call("check_skill", ["document": Documents.greet])
        #expect(result["status"] == "ok" && result["total"] == 0 && result["tests"]?["passed"] == 1)
        #expect(result.text.hasPrefix("ok: no problem. 1 of 1 tests pass."))
        #expect(result["registration"] == .null && result["not_compared"]?.string?.contains("ratchet serve") == true)
        #expect(result.text.contains("not compared with what is live"))
    }

    @Test func `a problem has code, place, what stands there, the repair and an example`() async throws {
        let broken = Documents.changed(Documents.greet) { $0["result"] = ["text": "${steps.sya.text}"] }
        let result = try await Desk().call("check_skill", ["document": broken])
        #expect(result["status"] == "rejected" && !result.isError)
        let problem = try #require(result["problems"]?[0])
        #expect(problem["code"] == "E11" && problem["pointer"] == "/result/text" && problem["severity"] == "error")
        #expect(problem["found"] == #""${steps.sya.text}""# && problem["hint"] == "did you mean steps.say?" && problem["example"] != nil)
        #expect(result.text.contains("E11 at /result/text") && result.text.contains("repair: did you mean steps.say?"))
        #expect(result.text.contains("Nothing was kept."))
    }

    @Test func `what is missing is shown as it looks in the smallest sound skill`() async throws {
        #expect(try await Desk().call("check_skill", ["document": SmallestSkill.document])["status"] == "ok")
        let result = try await Desk().call("check_skill", ["document": ["skill": "greet"]])
        #expect(result["problems"]?[0]?["example"] == #""language": 1"#)
        #expect(result["problems"]?.array?.allSatisfy { $0["example"] != nil } == true)
    }

    @Test func `the repairs it tells lead to a sound document`() async throws {
        let desk = Desk()
        var document = Documents.changed(Documents.greet) {
            $0["sumary"] = $0["summary"]
            $0["summary"] = nil
            $0["result"] = ["text": "${steps.sya.text}"]
            $0["tests"] = [["name": "greets", "input": ["name": "Kim"], "mocks": [:], "expect": ["output": ["text": "hallo Kim"]]]]
        }
        var rounds = 0
        while try await desk.call("check_skill", ["document": document])["status"] != "ok", rounds < 5 {
            rounds += 1
            let problems = try await desk.call("check_skill", ["document": document])["problems"]?.array ?? []
            document = Documents.changed(document) { object in
                for problem in problems {
                    switch problem["code"] {
                    case "E03", "E02", "E01":
                        object["sumary"] = nil
                        object["summary"] = Documents.greet["summary"]
                    case "E11": object["result"] = ["text": "${steps.say.text}"]
                    case "E51": object["tests"] = Documents.greet["tests"]
                    default: Issue.record("\(problem)")
                    }
                }
            }
        }
        #expect((1...3).contains(rounds) && document == Documents.greet)
    }

    @Test func `a callee is checked against its live signature, and is only a warning without a server`() async throws {
        let caller = Documents.changed(Documents.greet) {
            $0["skill"] = "caller"
            $0["permits"] = ["skills": ["greet@^1"]]
            $0["steps"] = [["id": "say", "call": "skill:greet@^1", "with": ["nam": "${input.name}"]]]
            $0["tests"] = [
                [
                    "name": "greets", "input": ["name": "Kim"], "mocks": ["say": ["output": ["text": "hello Kim"]]],
                    "expect": ["output": ["text": "hello Kim"]],
                ]
            ]
        }
        let up = ScriptedBackend(["GET skills/greet": .success(Documents.liveGreet)])
        let checked = try await Desk(up).call("check_skill", ["document": caller])
        #expect(checked["callees_known"] == true)
        let codes = Set(checked["problems"]?.array?.compactMap { $0["code"]?.string } ?? [])
        #expect(codes.isSuperset(of: ["E23", "E24"]) || codes.contains("E24"), "\(checked.text)")
        #expect(try await Desk(ScriptedBackend()).call("check_skill", ["document": caller])["status"] == "rejected")
        let down = try await Desk().call("check_skill", ["document": caller])
        #expect(down["callees_known"] == false && down["status"] == "warnings", "\(down.text)")
    }

    @Test func `more problems than asked for are counted`() async throws {
        let broken = Documents.changed(Documents.greet) {
            for name in ["a", "b", "c"] { $0[name] = 1 }
        }
        let result = try await Desk().call("check_skill", ["document": broken, "limit": 1])
        #expect(result["problems"]?.array?.count == 1 && result["total"] == 3)
        #expect(result.text.contains("2 more; give a larger limit"))
    }

    @Test func `tests are told one by one, of a document or of a live skill`() async throws {
        let failing = Documents.changed(Documents.greet) {
            $0["tests"] = [
                ["name": "greets", "input": ["name": "Kim"], "mocks": [:], "expect": ["output": ["text": "hello Kim"]]],
                ["name": "shouts", "input": ["name": "Kim"], "mocks": [:], "expect": ["output": ["text": "HELLO"]]],
            ]
        }
        let result = try await Desk().call("test_skill", ["document": failing])
        #expect(result["status"] == "failed" && result["passed"] == 1 && result["failed"] == 1)
        #expect(result["tests"]?[1]?["problems"]?[0]?["code"] == "E51")
        let one = try await Desk().call("test_skill", ["document": failing, "test": "greets"])
        #expect(one["status"] == "passed" && one["tests"]?.array?.count == 1)
        let live = ScriptedBackend(["GET skills/greet": .success(Documents.liveGreet)])
        #expect(try await Desk(live).call("test_skill", ["skill": "greet@1.0.0"])["status"] == "passed")
        let unknown = try await Desk().call("test_skill", ["document": failing, "test": "sings"])
        #expect(unknown.isError && unknown.text.contains(#"use one of "greets", "shouts""#))
        #expect(try await Desk().call("test_skill").text.contains("give a document"))
        #expect(try await Desk().call("test_skill", ["document": ["language": 1]])["status"] == "rejected")
    }

    @Test func `a comparison tells differences, reach and the next version`() async throws {
        let desk = Desk(ScriptedBackend(["GET skills/greet": .success(Documents.liveGreet)]))
        let wider = Documents.changed(Documents.greet) {
            $0["permits"] = ["models": ["fast"]]
            $0["summary"] = "Greet somebody with love."
        }
        let result = try await desk.call("diff_skill", ["document": wider])
        #expect(result["live"] == "greet@1.0.0" && result["bump"] == "minor" && result["next"] == "greet@1.1.0")
        #expect(result["wider"] == ["models: fast"] && result["total"] == 2)
        #expect(result["differences"]?[0]?["pointer"] == "/summary" && result["differences"]?[1]?["kind"] == "added")
        #expect(try await desk.call("diff_skill", ["document": Documents.greet])["bump"] == "none")
        let new = Documents.changed(Documents.greet) { $0["skill"] = "other" }
        #expect(try await desk.call("diff_skill", ["document": new])["bump"] == "new")
        #expect(try await desk.call("diff_skill", ["document": ["skill": "Bad Name"]]).isError)
    }

    @Test func `a check tells what registering would come to, with what only the server knows`() async throws {
        let older: JSON = ["code": "E60", "pointer": "/version", "message": "0.9.0 is not greater than the live 1.0.0", "hint": "leave it out"]
        let caller: JSON = ["path": "skills/caller/skill.json", "code": "E62", "pointer": "/steps/0/call", "message": "greet@^1 is gone"]
        let same: JSON = ["path": "skills/greet/skill.json", "code": "E11", "pointer": "/result/text", "message": "no step sya"]
        let answer: JSON = ["status": "rejected", "problems": [older, caller, same], "versions": [], "decision": ["reasons": []]]
        let backend = ScriptedBackend(["GET skills/greet": .success(Documents.liveGreet), "POST proposals": .success(answer)])
        let broken = Documents.changed(Documents.greet) { $0["result"] = ["text": "${steps.sya.text}"] }
        let result = try await Desk(backend).call("check_skill", ["document": broken])
        #expect(result["status"] == "rejected" && result["registration"]?["outcome"] == "rejected")
        #expect(result["problems"]?.array?.compactMap { $0["code"]?.string } == ["E11", "E60", "E62"], "\(result.text)")
        #expect(result["problems"]?[2]?["message"]?.string?.hasPrefix("skills/caller/skill.json: ") == true)
        let sent = backend.body(of: "POST proposals")
        #expect(sent?["dry_run"] == true && sent?["changes"]?[0]?["base"] == .string(Documents.greetID))
    }

    @Test func `a sound change is told its version, its wider reach and what the policy says`() async throws {
        let reasons: JSON = ["skills/greet/skill.json gets wider: models fast"]
        let answer: JSON = [
            "status": "pending", "problems": [], "versions": [["path": "skills/greet/skill.json", "version": "1.1.0"]],
            "decision": ["outcome": "pending", "reasons": reasons],
        ]
        let backend = ScriptedBackend(["GET skills/greet": .success(Documents.liveGreet), "POST proposals": .success(answer)])
        let wider = Documents.changed(Documents.greet) { $0["permits"] = ["models": ["fast"]] }
        let registration = try await Desk(backend).call("check_skill", ["document": wider])["registration"]
        #expect(registration == ["outcome": "pending", "reasons": reasons, "live": "greet@1.0.0", "next": "greet@1.1.0", "wider": ["models: fast"]])
        let denied = ScriptedBackend([
            "GET skills/greet": .success(Documents.liveGreet), "POST proposals": ScriptedBackend.refused(403, "scope", "this needs scope operator"),
        ])
        let viewed = try await Desk(denied).call("check_skill", ["document": Documents.greet])
        #expect(viewed["status"] == "ok" && viewed["not_compared"] == "this needs scope operator")
    }
}
