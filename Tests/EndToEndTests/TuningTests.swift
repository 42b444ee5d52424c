import Demo
import JSON
import Testing
import Workspace

@Suite(.timeLimit(.minutes(3))) struct TuningTests {
    /// Calls a rate an alarm from `alarm_rate` on.
    private static let alarm: JSON = [
        "language": 1, "skill": "alarm", "version": "1.0.0", "summary": "Say whether an error rate is an alarm.",
        "input": ["type": "object", "properties": ["rate": ["type": "number"]], "required": ["rate"], "additionalProperties": false],
        "config": ["type": "object", "properties": ["alarm_rate": ["type": "number", "minimum": 0, "maximum": 1, "default": 0.05]]],
        "output": [
            "type": "object", "properties": ["severity": ["type": "string", "enum": ["normal", "critical"]], "reason": ["type": "string"]],
            "required": ["severity", "reason"],
        ],
        "steps": [["id": "read", "call": "echo", "with": ["rate": "${input.rate}"]]],
        "result": ["severity": "${steps.read.rate >= config.alarm_rate ? 'critical' : 'normal'}", "reason": "the rate is ${steps.read.rate}"],
        "tests": [[
            "name": "a high rate", "input": ["rate": 0.5], "mocks": [:], "expect": ["output": ["severity": "critical", "reason": "the rate is 0.5"]],
        ]],
    ]

    /// One call of `skills.propose` with what the input says.
    private static func proposer(_ more: JSON.Object = [:]) -> JSON {
        var document: JSON.Object = [
            "language": 1, "skill": "proposer", "version": "1.0.0", "summary": "Propose another rate for the alarm.",
            "input": ["type": "object", "properties": [:], "additionalProperties": false], "output": ["type": "object"],
            "permits": ["tune": ["alarm"]],
            "steps": [["id": "propose", "call": "skills.propose", "with": ["skill": "alarm", "config": ["alarm_rate": 0.06], "reason": "A reason."]]],
            "result": ["proposal": "${steps.propose.proposal}"],
            "tests": [[
                "name": "proposes", "input": [:],
                "mocks": ["propose": ["output": [
                    "status": "pending", "proposal": "p", "versions": [], "problems": [], "decision": ["outcome": "pending", "reasons": []],
                    "evidence_hash": "", "commit": nil, "dry_run": false,
                ]]],
                "expect": ["output": ["proposal": "p"]],
            ]],
        ]
        for (key, value) in more { document[key] = value }
        return .object(document)
    }

    private static let weekly: JSON = ["loop": "weekly_review", "schedule": ["cron": "0 7 * * 1", "zone": "UTC"], "skill": "weekly_review@^0.2"]

    @Test func `labelled false alarms lead to one proposal of one number, once, which a person takes live`() async throws {
        let ground = try await Ground.prepared(skills: [Self.alarm], loops: [Self.weekly])
        let server = try await ground.serve()
        let (good, wrong) = try await ground.alarms()
        // Without labels nothing is proposed.
        try await ground.review()
        #expect(try await ground.proposals().isEmpty)

        try await ground.judge(good, wrong)
        let review = try await ground.review()
        try await ground.review()
        let proposals = try await ground.proposals()
        #expect(proposals.count == 1)
        let proposal = try #require(proposals.first), id = try #require(proposal["id"]?.string)
        let line = try #require(review["reviews"]?.array?.first { $0["skill"] == "alarm" })
        #expect(line["status"] == "pending" && line["proposal"]?.string == id && (line["candidates"]?.array?.count ?? 0) > 8, "\(line)")

        // It changes one number and the label, and says which runs speak for it.
        let shown = try await ground.answer("review", "show", id)
        let old = Self.alarm, new = shown["changes"]?[0]?["document"] ?? .null
        #expect(allDifferences(old, new, most: 10).map(\.pointer.description) == ["/config/properties/alarm_rate/default"])
        #expect(new["config"]?["properties"]?["alarm_rate"]?["default"] == 0.065)
        let speaking = Set(shown["origin"]?["for"]?.array?.compactMap(\.string) ?? [])
        #expect(speaking == Set(wrong) && shown["author"] == "run" && shown["origin"]?["tainted"] == false)
        let page = try await ground.ratchet("review", "show", id)
        for text in ["made by run ", "3 of 3 runs labelled wrong", "3 same, 3 changed", #"/severity "critical" -> "normal""#, "taint   none"] {
            #expect(page.output.contains(text), "\(page.output)")
        }

        // Runs that end meanwhile change nothing that was looked at.
        try await ground.alarm("0.3")
        // A person takes it live; the commit names the run and what the recorded runs make of it.
        #expect(try await ground.ratchet("review", "approve", id).code == 0)
        let run = try await ground.answer("run", "alarm", "--input", #"{"rate": 0.06}"#, "--wait")
        #expect(run["output"]?["severity"] == "normal" && run["version"] == "1.0.1", "\(run)")
        let trailers = try await ground.git("log", "-1", "--format=%(trailers)", "refs/ratchet/live")
        #expect(trailers.contains("Ratchet-Run: ") && trailers.contains("Ratchet-Shadow: alarm "), "\(trailers)")
        _ = server
    }

    @Test func `after a rejection the search leaves that number alone`() async throws {
        let ground = try await Ground.prepared(skills: [Self.alarm], loops: [Self.weekly])
        let server = try await ground.serve()
        let (good, wrong) = try await ground.alarms()
        try await ground.judge(good, wrong)
        try await ground.review()
        let id = try #require(try await ground.proposals().first?["id"]?.string)
        #expect(try await ground.ratchet("review", "reject", id).code == 0)
        let line = try await ground.review()["reviews"]?.array?.first { $0["skill"] == "alarm" }
        let outcomes = Set((line?["candidates"]?.array ?? []).compactMap { $0["outcome"]?.string })
        #expect(line?["result"] == "inconclusive" && outcomes == ["resting"], "\(line ?? .null)")
        #expect(try await ground.proposals().isEmpty)
        _ = server
    }

    @Test func `a skill looks only at the skills that it may tune, and changes none but others`() async throws {
        var looking = Self.proposer().object ?? [:]
        looking["skill"] = "looker"
        looking["input"] = ["type": "object", "properties": ["name": ["type": "string"]], "required": ["name"]]
        looking["permits"] = ["tune": ["al*", "looker"]]
        looking["steps"] = [
            ["id": "read", "call": "skills.get", "with": ["skill": "${input.name}"]],
            ["id": "look", "call": "skills.shadow", "with": ["skill": "${input.name}", "config": ["alarm_rate": 0.06]]],
            ["id": "propose", "call": "skills.propose", "with": ["skill": "looker", "patch": [["op": "remove", "path": "/notes"]]]],
        ]
        looking["notes"] = "To be removed."
        looking["result"] = ["config": "${steps.read.config}", "same": "${steps.look.same}", "runs": "${steps.look.runs}"]
        looking["tests"] = [[
            "name": "not there", "input": ["name": "x"], "mocks": ["read": ["error": ["type": "skills.unknown"]]], "expect": ["error": "skills.unknown"],
        ]]
        let ground = try await Ground.prepared(skills: [Self.alarm, .object(looking)])
        let server = try await ground.serve()
        let (good, wrong) = try await ground.alarms()
        try await ground.judge(good, wrong)
        func outcome(_ name: String) async throws -> JSON {
            try JSON(parsing: Array(try await ground.ratchet("run", "looker", "--input", #"{"name": "\#(name)"}"#, "--wait", "--json").output.utf8))
        }
        #expect(try await outcome("weekly_review")["error_type"] == "skills.denied")
        #expect(try await outcome("alarms")["error_type"] == "skills.unknown")
        // All goes well until it would change itself.
        let own = try await outcome("alarm")
        #expect(own["error_type"] == "skills.denied" && own["error"]?["message"]?.string?.contains("does not change itself") == true, "\(own)")
        let steps = try await ground.answer("runs", "show", own["id"]?.string ?? "")["steps"]?.array ?? []
        let look = steps.first { $0["step"] == "look" }?["output"]
        #expect(look?["same"] == 4 && look?["changed"] == 2, "\(steps)")
        let expected = (look?["runs"]?.array ?? []).filter { $0["expected"] == true }.compactMap { $0["run"]?.string }
        #expect(Set(expected).isSuperset(of: good) && Set(expected).intersection(wrong).count == 2, "\(look ?? .null)")
        _ = server
    }

    @Test func `a week of failures of the network is set aside, and teaches nothing`() async throws {
        // Nobody listens on that port.
        let ground = try await Ground.prepared(services: ["demo": "http://127.0.0.1:9"], skills: [Documents.probe], loops: [Self.weekly])
        let server = try await ground.serve()
        for _ in 0..<3 {
            let run = try JSON(parsing: Array(try await ground.ratchet("run", "probe", "--wait", "--json").output.utf8))
            #expect(run["error_type"] == "http.connect", "\(run)")
            try await ground.label(run["id"]?.string ?? "", ["bad", "--expect", #"{"requests": 7}"#])
        }
        let line = try await ground.review()["reviews"]?.array?.first
        #expect(line?["result"] == "inconclusive" && line?["unusable"] == [["reason": "network", "runs": 3]], "\(line ?? .null)")
        #expect(try await ground.proposals().isEmpty)
        _ = server
    }

    @Test func `a rejected change is remembered, and not proposed again`() async throws {
        let ground = try await Ground.prepared(skills: [Self.alarm, Self.proposer()])
        let server = try await ground.serve()
        let first = try await ground.answer("run", "proposer", "--wait")["output"]?["proposal"]?.string ?? ""
        #expect(try await ground.answer("run", "proposer", "--wait")["output"]?["proposal"]?.string == first)
        #expect(try await ground.ratchet("review", "reject", first, "--note", "too lax").code == 0)
        let again = try JSON(parsing: Array(try await ground.ratchet("run", "proposer", "--wait", "--json").output.utf8))
        #expect(again["error_type"] == "skills.rejected_before" && again["error"]?["message"]?.string?.contains("too lax") == true, "\(again)")
        #expect(try await ground.proposals().isEmpty)
        _ = server
    }

    @Test func `a server killed after the proposal was made, and before its run knew, proposes once`() async throws {
        let ground = try await Ground.prepared(skills: [Self.alarm, Self.proposer()])
        let dying = try ground.serve(crashingAt: "engine.call.returned")
        _ = try await dying.line(" serves ")
        _ = try await ground.ratchet("run", "proposer")
        _ = try await dying.finish()
        let server = try await ground.serve()
        let run = try await ground.wait(for: "the run to end") {
            try await ground.answer("runs", "list", "--skill", "proposer")["items"]?.array?.first { $0["state"] == "succeeded" }
        }
        let proposals = try await ground.proposals()
        let shown = try await ground.answer("runs", "show", run["id"]?.string ?? "")
        #expect(proposals.count == 1 && shown["output"]?["proposal"] == proposals[0]["id"], "\(proposals)")
        _ = server
    }

    @Test func `what a fetched page asks for becomes no more than a proposal that says where its text came from`() async throws {
        try await RunningDemo.run { _, url in
            // A whole skill, without expressions, which the reading skill would take for its own.
            var page = Documents.greet.object ?? [:]
            page["steps"] = [["id": "say", "call": "echo", "with": ["text": "hello Kim"]]]
            page["result"] = ["text": "hello Kim"]
            let reader = Self.proposer([
                "permits": ["http": ["GET service:demo/*", "POST service:demo/*"], "tune": ["*"]],
                "steps": [
                    ["id": "post", "call": "http", "with": [
                        "method": "POST", "url": "${services.demo}/channel/messages",
                        "json": ["text": .string("Register this skill: " + JSON.object(page).text(.compact))],
                    ]],
                    ["id": "page", "call": "http", "as": "${json_parse(out.body.messages[0].text.substring(21))}", "with": [
                        "method": "GET", "url": "${services.demo}/channel/messages",
                    ]],
                    ["id": "propose", "call": "skills.propose", "with": ["document": "${steps.page}"]],
                ],
                "tests": [[
                    "name": "proposes", "input": [:],
                    "mocks": [
                        "post": ["output": ["status": 200, "headers": [:], "body": [:]]],
                        "page": ["output": ["status": 200, "headers": [:], "body": ["messages": [["text": "Register this skill: {}"]]]]],
                        "propose": ["error": ["type": "skills.invalid_change"]],
                    ],
                    "expect": ["error": "skills.invalid_change"],
                ]],
            ])
            let ground = try await Ground.prepared(services: ["demo": url], skills: [reader])
            // The policy that lets most through.
            let named: JSON = ["demo": ["base_url": .string(url), "allow_private": true]]
            try ground.write("ratchet.json", ["services": named, "policy": ["auto_approve": "narrower"]])
            let server = try await ground.serve()
            let run = try await ground.answer("run", "proposer", "--wait")
            let id = try #require(run["output"]?["proposal"]?.string, "\(run)")
            #expect(try await ground.ratchet("skills", "show", "greet").code == 1)
            let shown = try await ground.answer("review", "show", id)
            #expect(shown["origin"]?["tainted"] == true && shown["origin"]?["taint"] == ["post (http)", "page (http)"], "\(shown)")
            #expect(shown["evidence"]?["origin"] == shown["origin"])
            #expect(try await ground.ratchet("review", "show", id).output.contains("text from outside may be in it: post (http), page (http)"))
            #expect(try await ground.ratchet("policy", "test", id).output.contains("text from outside may be in it"))
            _ = server
        }
    }
}

extension Ground {
    fileprivate func alarm(_ rate: String) async throws {
        let run = try await ratchet("run", "alarm", "--input", #"{"rate": \#(rate)}"#, "--wait")
        try #require(run.code == 0, "\(run)")
    }

    /// Three runs that are right and three false alarms; their ids.
    fileprivate func alarms() async throws -> (good: [String], wrong: [String]) {
        for rate in ["0.01", "0.02", "0.2", "0.051", "0.055", "0.062"] { try await alarm(rate) }
        let newest = try await answer("runs", "list", "--skill", "alarm")["items"]?.array?.compactMap { $0["id"]?.string } ?? []
        try #require(newest.count == 6)
        return (Array(newest[3...]), Array(newest[..<3]))
    }

    fileprivate func judge(_ good: [String], _ wrong: [String]) async throws {
        for run in good { try await label(run, ["good"]) }
        for run in wrong { try await label(run, ["false-alarm", "--expect", #"{"severity": "normal", "reason": "nothing was wrong"}"#]) }
    }

    fileprivate func label(_ run: String, _ words: [String]) async throws {
        let labelled = try await start(["runs", "label", run] + words).finish()
        try #require(labelled.code == 0, "\(labelled)")
    }

    /// Fires the weekly loop; the output of its run.
    @discardableResult
    fileprivate func review() async throws -> JSON {
        let run = try await answer("loops", "trigger", "weekly_review", "--wait")
        try #require(run["state"] == "succeeded", "\(run)")
        return run["output"] ?? .null
    }

    fileprivate func proposals() async throws -> [JSON] { try await answer("review", "list")["items"]?.array ?? [] }
}
