import CivilTime
import JSON
import Testing

@testable import Terminal

@Suite struct RunPagesTests {
    private let wide = Screen(width: 140)

    @Test func `runs are listed with what is known of each`() {
        let text = """
            RUN                                   SKILL                STATE      LOOP            STARTED (UTC)   TOOK     COST  ERROR
            019ab6f0-4c1e-7a52-9d3b-0c55a1f0e004  health_check@1.0.0   running    check_checkout  12:09:48        12 s
            019ab6f0-4c1e-7a52-9d3b-0c55a1f0e001  health_check@1.0.0   succeeded  check_checkout  12:04:00       2.3 s  $0.0012
            019ab6f0-4c1e-7a52-9d3b-0c55a1f0e003  weekly_review@0.1.0  failed                     Nov 20 09:00   3m 4s           http.timeout

            """
        #expect(RunTable.text([Samples.running, Samples.run(), Samples.failed], on: wide, now: Samples.now) == text)
        #expect(RunTable.text([], on: wide, now: Samples.now) == "no runs\n")
    }

    @Test func `a run that its caller let go of says so, and so does its caller`() {
        let abandoned: JSON = ["abandoned_at": "2026-11-21T12:05:00Z"]
        let page = RunPage.text(Samples.run(abandoned), on: wide, now: Samples.now, isFull: false)
        #expect(page.contains("abandoned  by its caller, 5m ago; nobody hears of its end\n"), "\(page)")
        let child = Samples.run(["id": "x", "parent_path": "triage", "state": "running", "duration_ms": nil, "abandoned_at": "2026-11-21T12:05:00Z"])
        let caller = Samples.run(["steps": [Samples.step(1, "triage", "skill:health_check", at: 1, took: 1)], "children": [child]])
        #expect(RunPage.text(caller, on: wide, now: Samples.now, isFull: false).contains("run x of health_check@1.0.0 running, abandoned\n"))
    }

    @Test func `on a narrow screen ids and states stay whole`() {
        let lines = RunTable.text([Samples.running, Samples.failed], on: Screen(width: 80), now: Samples.now).split(separator: "\n")
        #expect(lines.allSatisfy { $0.count <= 80 })
        #expect(lines[2].hasPrefix("019ab6f0-4c1e-7a52-9d3b-0c55a1f0e003  weekly_rev…  failed   Nov 20 09:00"))
    }

    @Test func `a run shows its steps with tries, iterations, cost and children`() {
        let text = """
            run 019ab6f0-4c1e-7a52-9d3b-0c55a1f0e001  health_check@1.0.0  succeeded
              trigger   schedule, loop check_checkout, due Sat 2026-11-21 12:04:00 UTC
              commit    aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa
              created   Sat 2026-11-21 12:04:00 UTC, 5m ago
              started   Sat 2026-11-21 12:04:00 UTC
              finished  Sat 2026-11-21 12:04:02 UTC
              took      2.3 s
              used      3 calls, 1,200 tokens in, 300 out, $0.0012
              resumed   1 time after its process ended

            STEP               CALL                       AT    TOOK  USED
            ↻ metrics (try 1)  http                    +0 ms  120 ms
                http.5xx.503: GET http://metrics/v1/summary answered 503
            ✓ metrics (try 2)  http                   +1.1 s   95 ms
            · sweep[0]
              ✓ ping           http                   +1.2 s   33 ms
            · sweep[1]
              ✓ ping           http                   +1.3 s   41 ms
            ✓ classify         llm                    +1.3 s  150 ms  1,200 tokens in, 300 out, $0.0012
            ✓ triage           skill:incident_triage  +1.5 s  805 ms
                run 019ab6f0-4c1e-7a52-9d3b-0c55a1f0e002 of incident_triage@1.0.0 succeeded in 800 ms

            input
              {
                "service": "checkout"
              }

            output
              {
                "severity": "critical"
              }

            """
        #expect(RunPage.text(Samples.detail, on: .plain, now: Samples.now, isFull: false) == text)
    }

    @Test func `only the full page has the bodies of steps`() {
        let full = RunPage.text(Samples.detail, on: .plain, now: Samples.now, isFull: true)
        #expect(full.contains("    in {\"url\":\"x\"}\n"))
        #expect(full.contains("    out {\"status\":200}\n"))
    }

    @Test func `a failed run tells its error, step and details`() {
        let error: JSON = [
            "type": "http.timeout", "step": "metrics", "details": ["host": "127.0.0.1:7421"],
            "message": "no complete response from 127.0.0.1:7421 within 20 seconds (the server may have acted on the request); raise the timeout",
        ]
        let text = """

            error http.timeout in step metrics
              no complete response from 127.0.0.1:7421 within 20 seconds (the server may have acted on the
              request); raise the timeout
              {
                "host": "127.0.0.1:7421"
              }

            """
        #expect(RunPage.text(Samples.merged(Samples.failed, ["error": error]), on: .plain, now: Samples.now, isFull: false).contains(text))
    }

    @Test func `a waiting run says for what and until when`() {
        let wait: JSON = ["kind": "retry", "detail": "metrics", "until": "2026-11-21T12:10:40Z"]
        let text = RunPage.text(Samples.run(["state": "waiting", "wait": wait]), on: .plain, now: Samples.now, isFull: false)
        #expect(text.contains("\n  waits     for retry (metrics), goes on in 40s\n"))
    }

    @Test func `each try of a call that starts runs has its own, when there are as many`() {
        let steps = [
            Samples.step(1, "triage", "skill:x", at: 10, took: 10, ["error": Samples.unavailable]),
            Samples.step(2, "triage", "skill:x", at: 20, took: 10, attempt: 2),
        ]
        func page(_ children: [String]) -> String {
            let runs = children.map { Samples.run(["id": .string($0), "parent_path": "triage"]) }
            return RunPage.text(Samples.run(["steps": .array(steps), "children": .array(runs)]), on: .plain, now: Samples.now, isFull: false)
        }
        let lines = page(["first", "second"]).split(separator: "\n").filter { $0.contains("triage") || $0.contains("run ") }.dropFirst()
        #expect(lines.map { $0.contains("triage") ? "try" : $0.contains("first") ? "first" : "second" } == ["try", "first", "try", "second"])
        #expect(page(["only"]).split(separator: "\n").last?.contains("run only of") == true)
    }

    @Test func `runs whose call is not known are listed by themselves`() {
        let child = Samples.run(["id": "child", "parent": .string(Samples.id)])
        let text = RunPage.text(Samples.run(["children": .array([child])]), on: .plain, now: Samples.now, isFull: false)
        #expect(text.contains("\nruns it started\nRUN "))
        #expect(text.contains("\nchild "))
    }

    @Test func `an answer without any member is still a page`() {
        #expect(RunPage.text([:], on: .plain, now: Samples.now, isFull: true) == "run     \n")
    }

    @Test func `long documents are cut unless they are asked for in full`() {
        let long: JSON = .array((0..<40).map { .int($0) })
        let cut = Document.text(long, on: .plain, isFull: false)
        #expect(cut.split(separator: "\n").count == 24)
        #expect(cut.hasSuffix("  … 19 more lines; --full shows all\n"))
        #expect(Document.text(long, on: .plain, isFull: true).split(separator: "\n").count == 42)
        #expect(Document.text(.string(String(repeating: "x", count: 500)), on: Screen(width: 40), isFull: false).columns == 41)
    }
}
