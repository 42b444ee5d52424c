import JSON
import Testing

@testable import Terminal

@Suite struct LoopPagesTests {
    @Test func `loops are listed with their next and last time`() {
        let text = """
            LOOP            SKILL               SCHEDULE                      NEXT    LAST              FAILURES
            check_checkout  health_check@^1     every 15 seconds              in 15s  succeeded 6m ago         2
            weekly_review   weekly_review@^0.1  at 07:00 on Monday, Europe/…  paused

            """
        #expect(LoopTable.text([Samples.loop, Samples.pausedLoop], on: .plain, now: Samples.now) == text)
    }

    @Test func `a loop that is due or has no next time says so`() {
        #expect(LoopTable.next(["next_at": "2026-11-21T12:10:00Z"], Samples.now).text == "due")
        #expect(LoopTable.next(["next_at": nil], Samples.now).text == "never")
    }

    @Test func `a loop is shown with its pause`() {
        let text = """
            loop weekly_review
              summary   Check checkout.
              skill     weekly_review@^0.1
              schedule  {"cron":"0 7 * * 1","zone":"Europe/Berlin"}
                        at 07:00 on Monday, Europe/Berlin time
              overlap   skip
              catch-up  latest, within 1m
              next      Mon 2026-11-23 06:00:00 UTC, in 1d
              paused    by owner, 10m ago, too noisy

            input
              {
                "service": "checkout"
              }

            """
        #expect(LoopPage.text(Samples.pausedLoop, on: .plain, now: Samples.now) == text)
    }

    @Test func `next times are one a line`() {
        let text = "Sat 2026-11-21 12:10:15 UTC  in 15s\nMon 2026-11-23 06:00:00 UTC  in 1d\n"
        #expect(LoopPage.times(["2026-11-21T12:10:15Z", ["at": "2026-11-23T06:00:00Z"]], now: Samples.now) == text)
        #expect(LoopPage.times([], now: Samples.now) == "the loop has no next time\n")
    }

    @Test func `fires are listed with their outcomes`() {
        let fires: [JSON] = [
            ["nominal_at": "2026-11-21T12:04:00Z", "outcome": "started", "count": 1, "run_id": "r1", "run_state": "succeeded"],
            ["nominal_at": "2026-11-21T12:03:00Z", "outcome": "skipped_overlap", "count": 12, "detail": "a run is open"],
        ]
        let text = """
            DUE (UTC)  TIMES  OUTCOME          RUN  STATE      DETAIL
            12:04:00          started          r1   succeeded
            12:03:00      12  skipped overlap                  a run is open

            """
        #expect(FireTable.text(fires, on: .plain, now: Samples.now) == text)
    }
}
