import JSON
import Testing

#if canImport(Glibc)
    import Glibc
#else
    import Darwin
#endif

@Suite(.timeLimit(.minutes(5))) struct CrashTests {
    /// After how many requests each server is killed: 1 to 30, always the same. A few by default, 20 when RATCHET_SOAK is 1.
    private static let kills: [Int] = {
        var state: UInt64 = 0x5eed
        let all = (0..<20).map { _ in
            // Knuth's multiplier (MMIX); the high bits are the good ones.
            state = state &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
            return Int(state >> 33) % 30 + 1
        }
        let isSoak = getenv("RATCHET_SOAK").map { String(cString: $0) } == "1"
        return isSoak ? all : Array(all.prefix(6))
    }()

    @Test func `killed at any request and started again, a server finishes every run, repeats no finished call and loses no fire`() async throws {
        try await RunningDemo.run { demo, url in
            var sweep = try await CrashSweep(demo, url: url)
            for count in Self.kills { try await sweep.kill(afterRequests: count) }
            let account = try await sweep.drain()
            print("kills after \(Self.kills) requests: \(account.summary)")
            // A sweep that never met a call under way would prove nothing.
            #expect(!account.images.flatMap(\.openRuns).isEmpty && account.runs.count > Self.kills.count, "\(account.summary)")
            account.judgeRuns()
            account.judgeFinishedCalls()
            account.judgeRepetitions()
            account.judgeMessages()
            account.judgeFires()
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
