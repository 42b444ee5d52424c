import JSON
import Testing

#if canImport(Glibc)
    import Glibc
#else
    import Darwin
#endif

/// The real server dies at every labelled place of its own code and at random moments; an outside ledger and the database are the judges.
///
/// `RATCHET_SOAK=1` kills at all places and at 500 moments; `RATCHET_CRASH_ONLY=a,b` only at the places named.
@Suite(.timeLimit(.minutes(60)), .serialized) struct CrashPointTests {
    private static let isSoak = variable("RATCHET_SOAK") == "1"

    /// Places that this workload does not pass.
    private static let beyond: Set = ["engine.recovery.quarantine", "store.cancel.requested", "landing.committed", "landing.live.moved"]

    private static func variable(_ name: String) -> String? { getenv(name).map { String(cString: $0) } }

    @Test func `killed at any labelled place, a server loses no run and repeats no recorded outcome and no plain write`() async throws {
        let all = try await KillSweep.points().filter { !Self.beyond.contains($0) }
        #expect(all.count >= 60)
        let named = Self.variable("RATCHET_CRASH_ONLY").map { Set($0.split(separator: ",").map(String.init)) }
        // A different tenth each day would find more, and would not be the same test twice.
        let points = named.map { named in all.filter(named.contains) } ?? (Self.isSoak ? all : stride(from: 3, to: all.count, by: all.count / 10).map { all[$0] })
        try await RunningDemo.run { demo, url in
            var sweep = try await KillSweep(demo, url: url)
            var dice = Dice(seed: 0x60)
            for (number, point) in points.enumerated() {
                try await sweep.kill(at: point, turn: Self.isSoak && KillSweep.isRepeated(point) ? dice.roll(1...3) : 1)
                if number % 8 == 7 { try await sweep.breathe() }
            }
            let account = try await sweep.drain()
            print("killed at \(points.count - sweep.unreached.count) of \(points.count) places: \(account.summary); not reached: \(sweep.unreached)")
            account.judge()
            #expect(sweep.unreached.count * 10 <= points.count, "not reached: \(sweep.unreached)")
        }
    }

    @Test func `killed at random moments, a server loses no run and repeats no recorded outcome and no plain write`() async throws {
        try await RunningDemo.run { demo, url in
            var sweep = try await KillSweep(demo, url: url)
            var dice = Dice(seed: 0x500)
            for _ in 0..<(Self.isSoak ? 500 : 10) { try await sweep.kill(after: .milliseconds(dice.roll(0...900))) }
            let account = try await sweep.drain()
            print("killed at moments: \(account.summary)")
            account.judge()
        }
    }

    @Test func `a server that stands still for a while goes on as if nothing had been, and accounts for the time`() async throws {
        try await RunningDemo.run { demo, url in
            var sweep = try await KillSweep(demo, url: url)
            try await sweep.pause(for: .seconds(Self.isSoak ? 60 : 3))
            let account = try await sweep.drain()
            print("stood still: \(account.summary)")
            account.judge()
        }
    }
}
