import Testing

#if canImport(Glibc)
    import Glibc
#else
    import Darwin
#endif

/// The real server dies on the way from a proposal to what is live, at every labelled place and at random moments.
///
/// `RATCHET_SOAK=1` kills at all places and at 100 moments; `RATCHET_CRASH_ONLY=a,b` only at the places named.
@Suite(.timeLimit(.minutes(60)), .serialized) struct ChangeKillTests {
    private static let isSoak = variable("RATCHET_SOAK") == "1"

    private static func variable(_ name: String) -> String? { getenv(name).map { String(cString: $0) } }

    @Test func `killed anywhere between a proposal and what is live, a server comes back with the old state or the new one, whole`() async throws {
        let all = try await KillSweep.points().filter { point in ChangeSweep.places.contains { point.hasPrefix($0) } }
        #expect(all.count >= 25)
        let named = Self.variable("RATCHET_CRASH_ONLY").map { Set($0.split(separator: ",").map(String.init)) }
        let slice = ["approve.recorded", "main.moved", "propose.branch.made", "publish.live.moved"]
        let points = all.filter { named?.contains($0) ?? (Self.isSoak || slice.contains($0)) }
        var sweep = try await ChangeSweep()
        for point in points { try await sweep.kill(at: point) }
        print("killed at \(sweep.kills) places; not reached: \(sweep.unreached)")
        #expect(sweep.unreached.isEmpty)
    }

    @Test func `killed at random moments while skills change, a server comes back with the old state or the new one, whole`() async throws {
        var sweep = try await ChangeSweep()
        var dice = Dice(seed: 0x5ab)
        for _ in 0..<(Self.isSoak ? 100 : 2) { try await sweep.kill(after: .milliseconds(dice.roll(0...1500))) }
        print("killed at \(sweep.kills) moments, \(sweep.number) changes")
    }
}
