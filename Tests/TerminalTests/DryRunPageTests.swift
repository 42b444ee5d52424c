import JSON
import Testing

@testable import Terminal

@Suite struct DryRunPageTests {
    private static let screen = Screen(width: 100)

    private static func call(_ path: String, _ state: String, _ more: JSON.Object = [:]) -> JSON {
        var call: JSON.Object = [
            "path": .string(path), "attempt": 1, "step": .string(path), "callable": "http", "state": .string(state), "output": nil, "error": nil,
            "duration_ms": 12, "called": nil,
        ]
        for (key, value) in more { call[key] = value }
        return .object(call)
    }

    private static let refused = call(
        "alert", "refused",
        [
            "input": ["method": "POST", "url": "service:pager/alerts", "json": ["text": "d\u{1B}own"]],
            "error": ["type": "dry_run.refused", "message": "http POST service:pager/alerts was not made: a dry run sends nothing that writes"],
        ])

    private static func page(_ state: String, calls: [JSON], refused: Int64 = 0, isFull: Bool = false, _ more: JSON.Object = [:]) -> String {
        var report: JSON.Object = [
            "skill": "page_check", "version": "1.1.0", "state": .string(state), "calls": .array(calls), "refused": .int(refused), "duration_ms": 1_200_000,
            "usage": ["calls": 2, "input_tokens": 0, "output_tokens": 0, "cost_usd": 0],
        ]
        for (key, value) in more { report[key] = value }
        return DryRunPage.text(.object(report), on: screen, isFull: isFull)
    }

    @Test func `what was made and what would have been sent are told apart`() {
        let made = Self.call("look", "made", ["input": ["method": "GET", "url": "service:shop/"], "output": ["status": 200]])
        let error: JSON = ["type": "dry_run.refused", "message": "x"]
        let text = Self.page("failed", calls: [made, Self.refused], refused: 1, ["error": error])
        #expect(text.hasPrefix("dry run of page_check 1.1.0  ended at a call that writes\n"), "\(text)")
        #expect(text.contains("1 made, 1 not made because they write or cost") && text.contains("20m 0s by its own clock"))
        #expect(text.contains("✓ look") && text.contains("http GET service:shop/") && !text.contains("200"))
        #expect(text.contains("⊘ alert") && text.contains("not made: a dry run sends nothing that writes"))
        #expect(text.contains(#"would have sent {"method":"POST","url":"service:pager/alerts","json":{"text":"d\u001bown"}}"#), "\(text)")
        #expect(Self.page("failed", calls: [made], isFull: true).contains(#"out {"status":200}"#))
    }

    @Test func `a called skill's calls stand below its call and count in its place`() {
        let sub = Self.call("sub", "failed", ["callable": "skill:other@^1", "called": ["calls": [Self.refused]], "error": ["type": "skill.failed", "message": "m"]])
        let text = Self.page("succeeded", calls: [sub], refused: 1, ["output": ["ok": true]])
        #expect(text.contains("\n  ⊘ alert") && text.contains("✗ sub") && text.contains("skill.failed: m"), "\(text)")
        #expect(text.contains("1 made, 1 not made") && text.contains("output, as its schema says\n  {"))
    }

    @Test func `the end is told in words`() {
        #expect(Self.page("cut_off", calls: []).contains("cut off after a minute") && Self.page("cut_off", calls: []).contains("none"))
        let failed = Self.page("failed", calls: [], ["error": ["type": "http.5xx.503", "message": "down", "step": "look"]])
        #expect(failed.contains("http.5xx.503") && failed.contains("down"))
        #expect(Self.page("timed_out", calls: []).contains("timed out"))
        #expect(Self.page("failed", calls: [Self.call("a", "abandoned")]).contains("not waited for any more"))
    }
}
