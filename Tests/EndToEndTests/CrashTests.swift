import JSON
import Testing

#if canImport(Glibc)
    import Glibc
#else
    import Darwin
#endif

/// Servers are stopped after the n-th request that arrives outside, n from 1 to 30 and always the same.
@Suite(.timeLimit(.minutes(5)), .serialized) struct CrashTests {
    private static let counts: [Int] = {
        var dice = Dice(seed: 0x5eed)
        return (0..<20).map { _ in dice.roll(1...30) }
    }()
    /// RATCHET_SOAK=1 asks for all of them, and for a pause that is too long to be made up for time by time.
    private static let isSoak = getenv("RATCHET_SOAK").map { String(cString: $0) } == "1"

    @Test func `killed at any request and started again, a server finishes every run, repeats no finished call and loses no fire`() async throws {
        try await RunningDemo.run { demo, url in
            var sweep = try await CrashSweep(demo, url: url)
            // A sweep that never cut off a write would prove little: it goes on until one was.
            for (index, count) in Self.counts.enumerated() where Self.isSoak || index < 6 || sweep.images.allSatisfy(\.cut.isEmpty) {
                try await sweep.stop(afterRequests: count, by: SIGKILL)
                // Some outages last over several nominal times. The length of an outage is what is tested here, on the real clock of a
                // real server; nothing is waited for.
                if index % 3 == 1 { try await Task.sleep(for: .milliseconds(2200)) }
            }
            // One outage is longer than the ten seconds for which a time counts as due.
            if Self.isSoak { try await Task.sleep(for: .seconds(12)) }
            let account = try await sweep.drain()
            print("killed after \(account.images.map(\.count)) requests: \(account.summary)")
            #expect(account.images.contains { !$0.cut.isEmpty } && account.calls.values.contains { $0.count > 1 }, "\(account.summary)")
            #expect(account.fires.values.joined().contains { $0.outcome == "coalesced" } == Self.isSoak)
            account.judge()
        }
    }

    @Test func `stopped by SIGTERM at any request, a server ends the calls under way, so no write is cut off and none is repeated`() async throws {
        try await RunningDemo.run { demo, url in
            var sweep = try await CrashSweep(demo, url: url)
            for count in Self.counts.prefix(4) { try await sweep.stop(afterRequests: count, by: SIGTERM) }
            let account = try await sweep.drain()
            #expect(!account.images.flatMap(\.openRuns).isEmpty, "\(account.summary)")
            #expect(account.images.flatMap(\.cut).isEmpty && account.calls.values.allSatisfy { $0.count == 1 }, "\(account.summary)")
            account.judge()
        }
    }
}

extension CrashAccount {
    var summary: String {
        let repeated = calls.values.count { $0.count > 1 }, failed = runs.values.count { $0["state"] == "failed" }
        let open = images.map(\.openRuns.count), cut = images.map(\.cut.count)
        return """
            \(runs.count) runs, \(failed) of them failed with a write cut off, \(calls.values.map(\.count).reduce(0, +)) requests, \
            \(repeated) calls repeated, \(fires.values.map(\.count).reduce(0, +)) fires; open runs at each kill \(open), writes cut \(cut)
            """
    }
}
