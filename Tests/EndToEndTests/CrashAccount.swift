import Demo
import JSON
import Testing

/// Everything known when all is over, and what must hold of it.
struct CrashAccount: Sendable {
    let runs: [String: JSON]
    /// Newest first, by loop.
    let fires: [String: [LedgerRow]]
    let calls: [MadeCall: [Ledger.Entry]]
    let messages: [ChatMessage]
    let images: [CrashImage]

    func judge() {
        judgeRuns()
        judgeFinishedCalls()
        judgeRepetitions()
        judgeMessages()
        judgeFires()
    }

    /// A run fails exactly when its unrepeatable write was cut off; every other run succeeds.
    private func judgeRuns() {
        let told = Set(images.flatMap(\.cut).filter { $0.step == "tell" }.map(\.run))
        for (id, run) in runs {
            if told.contains(id) {
                #expect(run["state"] == "failed" && run["error_type"] == "unknown_outcome", "\(run)")
            } else {
                #expect(run["state"] == "succeeded", "\(run)")
            }
        }
        #expect(told.isSubset(of: runs.keys))
        #expect(Set(calls.keys.map(\.run)).isSubset(of: runs.keys), "requests of runs that nobody remembers")
    }

    /// No call is made again once its outcome is in the journal.
    private func judgeFinishedCalls() {
        let told = Set(images.flatMap(\.cut))
        for image in images {
            for call in image.finished {
                let (then, now) = (image.seen[call] ?? 0, calls[call]?.count ?? 0)
                // An outcome that is unknown was recorded without looking whether the request had left.
                #expect(
                    (then >= 1 || told.contains(call)) && then == now,
                    "(after \(image.count) requests) \(call) was finished at stop \(image.number) after \(then) requests and has \(now) now"
                )
            }
        }
    }

    /// A call is made once, and once more for each kill that found it under way; one that must not be repeated, once.
    private func judgeRepetitions() {
        for (call, entries) in calls {
            let kills = images.count { $0.mayBeUnderWay(call) }
            let most = call.step == "tell" ? 1 : 1 + kills
            #expect(entries.count <= most, "\(call): \(entries.count) requests, at most \(most) are justified")
            let keys = Set(entries.map(\.idempotencyKey))
            #expect(keys == [entries[0].method == "POST" ? call.description : nil], "\(call): \(keys)")
        }
        for (id, run) in runs {
            let isWhole = run["state"] == "succeeded"
            for step in CrashSweep.steps {
                let count = calls[MadeCall(run: id, step: step)]?.count ?? 0
                if isWhole { #expect(count >= 1, "\(id) succeeded without \(step)") }
                if !isWhole, step == "look" { #expect(count == 0, "\(id) went on after a write whose outcome nobody knows") }
            }
        }
    }

    /// What was posted stands in the channel once.
    private func judgeMessages() {
        let counts = Dictionary(grouping: messages, by: \.text).mapValues(\.count)
        for (text, count) in counts { #expect(count == 1, "\(text) was posted \(count) times") }
        for (id, run) in runs where run["state"] == "succeeded" {
            for step in ["note", "tell"] { #expect(counts["\(id)/\(step)"] == 1, "\(id)/\(step) is not in the channel") }
        }
    }

    /// Every second from the first to the last has one row, and every run has one fire.
    private func judgeFires() {
        var started: [String] = []
        for (loop, rows) in fires {
            let ordered = Array(rows.reversed())
            let seconds = ordered.flatMap(\.seconds)
            #expect(!seconds.isEmpty && seconds == Array((seconds.first ?? 0)...(seconds.last ?? 0)), "\(loop): \(seconds)")
            for row in ordered { #expect(row.count == row.seconds.count && (row.outcome == "started") == (row.run != nil), "\(row)") }
            // The loop is paused at the end, and only then.
            let working = ordered.prefix { $0.outcome != "skipped_paused" }
            #expect(working.allSatisfy { ["started", "coalesced", "missed"].contains($0.outcome) }, "\(working.map(\.outcome))")
            #expect(ordered.dropFirst(working.count).allSatisfy { $0.outcome == "skipped_paused" })
            started += ordered.compactMap(\.run)
        }
        #expect(Set(started).count == started.count, "a run of two fires")
        #expect(Set(started) == Set(runs.keys))
    }
}
