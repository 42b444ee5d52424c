import Testing

@testable import Store

/// The power goes at any operation of the disk; of what was not synced, any part may be there afterwards.
///
/// `RATCHET_SOAK=1` makes more than 2,000 cuts instead of 64; `RATCHET_POWER_SEED=n` repeats the one machine a failure names.
@Suite(.timeLimit(.minutes(30))) struct PowerCutTests {
    private static let seeds: [UInt64] = Soak.seed.map { [$0] } ?? Array(1...(Soak.isOn ? 105 : 4))

    @Test func `nothing acknowledged is lost when the power goes, and nothing is there by half`() async throws {
        var cuts = 0, survivors = 0
        var methods: [String: Int] = [:]
        for seed in Self.seeds {
            let story = try await PowerCuts(seed: seed, cuts: Soak.isOn || Soak.seed != nil ? 20 : 16)
            #expect(story.machine.differences == [], "\(story.account)")
            #expect(story.machine.acknowledged > 100 && story.machine.checkpoints > 0, "\(story.account)")
            cuts += story.cuts.count
            methods.merge(story.machine.methods, uniquingKeysWith: +)
            survivors += story.machine.survivors
            if seed % 20 == 0 { print("power cuts: up to seed \(seed), \(cuts) cuts") }
        }
        let acknowledged = methods.values.reduce(0, +)
        print(
            """
            power cuts: seeds \(Self.seeds.first ?? 0) to \(Self.seeds.last ?? 0), \(cuts) cuts, \(acknowledged) writes acknowledged, \
            \(survivors) unacknowledged ones there as a whole
            """)
        let writes = try Self.writes()
        if Soak.seed == nil {
            #expect(writes.subtracting(methods.keys) == [], "writes that no power cut has met")
            #expect(Set(methods.keys).subtracting(writes) == [], "writes that the store does not have")
        }
    }

    /// Every method that writes, with its first parameter, by the protocols' source: whatever can be written has to be in the workload.
    private static func writes() throws -> Set<String> {
        let sources = #filePath.split(separator: "/").dropLast(4).reduce("") { $0 + "/" + $1 } + "/Sources/Store/"
        var methods: Set<String> = []
        for (file, name) in [("Store.swift", "Store: "), ("Proposals/ProposalStore.swift", "ProposalStore: ")] {
            let text = String(decoding: try contents(of: sources + file), as: UTF8.self)
            let declaration = try #require(text.split(separator: "package protocol \(name)").last)
            for signature in (declaration.split(separator: "\n}").first ?? "").split(separator: "\n    func ").dropFirst() {
                let name = signature.prefix { $0 != "(" }
                let label = signature.dropFirst(name.count + 1).prefix { $0 != ":" && $0 != ")" }
                methods.insert("\(name)(\(label.split { $0.isWhitespace }.last ?? "")")
            }
        }
        return methods.subtracting(["close(", "proposal(id", "proposal(key", "proposals(states", "reviews(id", "editors(id", "tokens("])
    }

    @Test func `the same seed makes the same cuts and the same writes`() async throws {
        let (one, two) = (try await PowerCuts(seed: 7, cuts: 5), try await PowerCuts(seed: 7, cuts: 5))
        #expect(one.cuts == two.cuts && one.machine.disk.operations == two.machine.disk.operations)
        #expect(try one.machine.ledger.rows == two.machine.ledger.rows && one.machine.methods == two.machine.methods)
    }

    @Test func `a disk that lies about its syncs is found out`() async throws {
        let story = try await PowerCuts(seed: 1, cuts: 40) { disk, _ in disk.lieAboutSyncs() }
        #expect(!story.machine.differences.isEmpty, "\(story.account)")
    }

    @Test func `a store that does not sync each commit is found out`() async throws {
        let story = try await PowerCuts(seed: 2, cuts: 40) { _, store throws(StoreError) in
            try await store.writer.write(size: 0) { connection throws(StoreError) in
                try connection.execute(script: "COMMIT; PRAGMA synchronous = NORMAL; BEGIN IMMEDIATE")
            }
        }
        #expect(story.machine.differences.contains { $0.contains("lost") || $0.contains("became") }, "\(story.account)")
    }
}
