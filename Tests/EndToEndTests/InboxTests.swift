import JSON
import Testing

/// What waits for a person, answered with the command.
@Suite(.timeLimit(.minutes(5))) struct InboxTests {
    /// Asks a person, then tells what they said.
    static let ask: JSON = [
        "language": 1, "skill": "ask", "version": "1.0.0", "summary": "Ask before paying.",
        "input": ["type": "object", "properties": ["sum": ["type": "integer", "default": 5]]], "output": ["type": "object"],
        "limits": ["duration": "40m", "calls": 9],
        "steps": [
            [
                "id": "sign", "call": "human", "timeout": "30m",
                "with": [
                    "prompt": "Pay ${input.sum}?",
                    "response": [
                        "type": "object", "required": ["approve"],
                        "properties": ["approve": ["type": "boolean"], "note": ["type": "string", "default": "fine"]],
                    ],
                ],
            ]
        ], "result": "${steps.sign}",
        "tests": [["name": "asks", "input": [:], "mocks": ["sign": ["output": ["approve": true]]], "expect": ["output": ["approve": true]]]],
    ]

    private static func question(_ ground: Ground, of run: String) async throws -> String {
        try await ground.wait(for: "a question") {
            let items = try await ground.answer("inbox")["items"]?.array ?? []
            return items.first { $0["run_id"]?.string == run }?["id"]?.string
        }
    }

    @Test func `a question is found, answered with fields, and the run goes on`() async throws {
        let ground = try await Ground.prepared(skills: [Self.ask])
        let server = try await ground.serve()
        let run = try await ground.ratchet("run", "ask").output
        let id = try await Self.question(ground, of: run)
        let list = try await ground.ratchet("inbox")
        #expect(list.code == 0 && list.output.contains(id) && list.output.contains("Pay 5?"), "\(list)")
        let shown = try await ground.ratchet("inbox", "show", id)
        #expect(shown.output.contains("approve (yes or no)") && shown.output.contains("ratchet answer \(id)"), "\(shown)")
        let page = try await ground.ratchet("runs", "show", run)
        #expect(page.output.contains("waits for a person") && page.output.contains("ratchet answer \(id)"), "\(page)")

        let nothing = try await ground.ratchet("answer", id)
        #expect(nothing.code == 2 && nothing.errors.contains("--set approve="), "\(nothing)")
        let wrong = try await ground.ratchet("answer", id, "--set", "approve=maybe")
        #expect(wrong.code == 2 && wrong.errors.contains("yes or no"), "\(wrong)")
        let unfit = try await ground.ratchet("answer", id, "--value", #"{"note": "x"}"#)
        #expect(unfit.code == 1 && unfit.errors.contains("approve"), "\(unfit)")

        let answered = try await ground.ratchet("answer", id, "--set", "approve=yes")
        #expect(answered.code == 0 && answered.output.contains(run), "\(answered)")
        let output = try await ground.wait(for: "the end") {
            let detail = try await ground.answer("runs", "show", run)
            return detail["state"] == "succeeded" ? detail["output"] : nil
        }
        #expect(output == ["approve": true, "note": "fine"])
        let late = try await ground.ratchet("answer", id, "--decline")
        #expect(late.code == 1 && late.errors.contains("takes no answer"), "\(late)")
        #expect(try await ground.ratchet("inbox").output == "nothing waits for you")
        _ = server
    }

    @Test func `an answer is read from a file, and a question can be declined`() async throws {
        let ground = try await Ground.prepared(skills: [Self.ask])
        let server = try await ground.serve()
        let runs = [try await ground.ratchet("run", "ask").output, try await ground.ratchet("run", "ask").output]
        try ground.write("answer.json", ["approve": false, "note": "too much"] as JSON)
        let (first, second) = (try await Self.question(ground, of: runs[0]), try await Self.question(ground, of: runs[1]))
        #expect(try await ground.ratchet("answer", first, "--file", "answer.json").code == 0)
        #expect(try await ground.ratchet("answer", second, "--decline", "--reason", "not mine").code == 0)
        let ends = try await ground.wait(for: "both ends") {
            let details = [try await ground.answer("runs", "show", runs[0]), try await ground.answer("runs", "show", runs[1])]
            return details.allSatisfy { $0["finished_at"]?.string != nil } ? details : nil
        }
        #expect(ends[0]["output"] == ["approve": false, "note": "too much"])
        #expect(ends[1]["error_type"] == "human.cancelled" && ends[1]["error"]?["message"] == "not mine")
        _ = server
    }
}
