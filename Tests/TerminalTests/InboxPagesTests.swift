import CivilTime
import JSON
import Testing

@testable import Terminal

@Suite struct InboxPagesTests {
    private let wide = Screen(width: 140)
    private static let human: JSON = [
        "id": "019ab6f0-4c1e-7a52-9d3b-0c55a1f0e0aa", "kind": "human", "state": "open", "run_id": "019ab6f0-4c1e-7a52-9d3b-0c55a1f0e001",
        "skill": "refund", "step": "sign", "path": "orders[2]/sign", "attempt": 1, "opened_at": "2026-11-21T12:04:00.000Z",
        "until": "2026-11-21T14:10:00.000Z", "prompt": "Refund $40?\u{1B}[2J", "assign": "olga", "callable": nil,
        "response": ["type": "object", "required": ["approve"], "properties": ["approve": ["type": "boolean"]]], "answer": nil,
    ]
    private static let unknown: JSON = [
        "id": "019ab6f0-4c1e-7a52-9d3b-0c55a1f0e0bb", "kind": "unknown", "state": "open", "run_id": "019ab6f0-4c1e-7a52-9d3b-0c55a1f0e001",
        "skill": "refund", "step": "pay", "path": "pay", "attempt": 1, "opened_at": "2026-11-21T12:04:00.000Z", "callable": "http",
        "request": ["method": "POST"],
    ]

    @Test func `the inbox lists what is asked and of whom, and nothing that steers the terminal`() {
        let text = InboxTable.text([Self.human, Self.unknown], on: wide, now: Samples.now)
        let lines = text.split(separator: "\n")
        #expect(lines[0].hasPrefix("ID ") && lines[0].contains("FOR"))
        #expect(lines[1].contains("019ab6f0-4c1e-7a52-9d3b-0c55a1f0e0aa  human    refund  orders[2]/sign"))
        #expect(lines[2].contains("Refund $40?\u{FFFD}[2J") && lines[4].contains("may or may not have happened"))
        #expect(!text.contains("\u{1B}"))
        #expect(InboxTable.text([], on: wide, now: Samples.now) == "nothing waits for you\n")
    }

    @Test func `a question shows its form and the command, an unknown call what was sent and its three answers`() {
        let human = InboxPage.text(Self.human, on: wide, now: Samples.now)
        #expect(human.contains("the form\n  approve (yes or no)\n") && human.contains("  ratchet answer 019ab6f0-4c1e-7a52-9d3b-0c55a1f0e0aa\n"))
        let unknown = InboxPage.text(Self.unknown, on: wide, now: Samples.now)
        #expect(unknown.contains("\"method\": \"POST\"") && unknown.contains("calls  http"))
        for answer in ["--retry", "--failed", "--done"] { #expect(unknown.contains("0e0bb \(answer)")) }
        #expect(!human.contains("the call"))
    }

    @Test func `a run shows who it waits for, what it repeats, and what was said of it`() {
        let run: JSON = [
            "id": "019ab6f0-4c1e-7a52-9d3b-0c55a1f0e001", "skill": "refund", "version": "1.0.0", "state": "waiting", "waits": [Self.human],
            "repeats": ["run_id": "019ab6f0-4c1e-7a52-9d3b-0c55a1f0e000", "kept": 3, "from": "pay", "attempt": 2],
            "repetitions": [["run_id": "019ab6f0-4c1e-7a52-9d3b-0c55a1f0e00c", "state": "timed_out"]],
            "labels": [["verdict": "false_alarm", "by": "admin", "at": "2026-11-21T12:04:00.000Z", "note": "calm", "expected": ["n": 1]]],
        ]
        let text = RunPage.text(run, on: wide, now: Samples.now, isFull: false)
        #expect(text.contains("repeats      run 019ab6f0-4c1e-7a52-9d3b-0c55a1f0e000, kept 3 calls, from step pay, attempt 2\n"))
        #expect(text.contains("repeated by  run 019ab6f0-4c1e-7a52-9d3b-0c55a1f0e00c, timed out\n"))
        #expect(text.contains("false alarm, by admin, 6m ago, calm, expected {\"n\":1}\n"))
        #expect(text.contains("waits for a person\n  orders[2]/sign: Refund $40?"))
        #expect(text.contains("    ratchet answer 019ab6f0-4c1e-7a52-9d3b-0c55a1f0e0aa\n"))
    }

    @Test func `a plan tells what is kept, done again, and may have happened`() {
        let call: JSON = ["path": "a", "attempt": 1, "callable": "http"]
        let again: JSON = ["path": "b", "attempt": 2, "callable": "http"]
        let plan: JSON = [
            "origin": "019ab6f0", "skill": "refund", "version": "1.0.1", "kept": [call], "again": [again], "unknown": [again],
            "problem": ["call": call, "message": "the outcome is not waited for"],
        ]
        let text = """
            a repetition of run 019ab6f0 with refund@1.0.1
            keeps
              a, http
            does again
              b (try 2), http
            may have happened already, and is done again
              b (try 2), http
            cannot go on: at a, http the outcome is not waited for

            """
        #expect(RetryPage.text(plan, on: wide) == text)
        #expect(RetryPage.warnings(plan) == ["b (try 2), http may have happened already; it is done again"])
    }
}
