import CivilTime
import Store
import Testing

/// The inbox over three tables, edits of proposals, and what an audit reads.
@Suite struct InboxConformance {
    private static func id(_ number: Int) -> String { runID(0xA0 + number) }

    private static func proposal(_ number: Int, at second: Int, by token: String = "t-agent") -> Proposal {
        Proposal(
            id: id(number), paths: ["skills/s\(number)/skill.json"], changes: json("[]"), reason: "", proposer: TokenHolder(id: token, name: "a", scope: "agent"),
            model: nil, baseCommit: "b", commit: "c", branch: "refs/heads/proposals/x", evidence: json("{}"), evidenceHash: versionID(number),
            openedAt: instant(second), expiresAt: instant(second + 1_000))
    }

    private static func incident(_ number: Int, at second: Int) -> Incident {
        Incident(id: id(number), kind: "repository", subject: "main", summary: "gone", openedAt: instant(second))
    }

    private static func id(of item: InboxItem) -> String {
        switch item {
        case .wait(let wait): wait.id
        case .proposal(let proposal): proposal.id
        case .incident(let incident): incident.id
        }
    }

    @Test(arguments: StoreFactory.all)
    func `all kinds are in one order, and pages of any size have each once`(_ factory: StoreFactory) async throws {
        try await factory.with { store in
            // Several at the same time, so that the order within it matters.
            for (number, second) in [(1, 5), (2, 5), (3, 1), (4, 9)] { _ = try await store.open(Self.proposal(number, at: second), most: 20) }
            for (number, second) in [(5, 5), (6, 5), (7, 2), (8, 9)] { try await store.open(Self.incident(number, at: second)) }
            let filter = InboxFilter(now: instant(10))
            let all = try await store.inbox(filter, after: nil, limit: 50).items
            #expect(all.map(\.openedAt) == [1, 2, 5, 5, 5, 5, 9, 9].map(instant))
            for limit in 1...9 {
                var paged: [String] = []
                var cursor: Cursor?
                repeat {
                    let page = try await store.inbox(filter, after: cursor, limit: limit)
                    paged += page.items.map(Self.id)
                    cursor = page.next
                } while cursor != nil
                #expect(paged == all.map(Self.id), "pages of \(limit)")
            }
        }
    }

    @Test(arguments: StoreFactory.all)
    func `what is decided, closed, expired or somebody else's is not in it`(_ factory: StoreFactory) async throws {
        try await factory.with { store in
            for number in 1...3 { _ = try await store.open(Self.proposal(number, at: number, by: number == 3 ? "t-other" : "t-agent"), most: 20) }
            try await store.open(Self.incident(5, at: 5))
            func ids(_ filter: InboxFilter) async throws -> [String] { try await store.inbox(filter, after: nil, limit: 9).items.map(Self.id) }
            #expect(try await ids(InboxFilter(now: instant(10))) == [1, 2, 3, 5].map(Self.id))
            #expect(try await ids(InboxFilter(kinds: [.proposal], proposer: "t-other", now: instant(10))) == [Self.id(3)])
            #expect(try await ids(InboxFilter(kinds: [.incident, .human], now: instant(10))) == [Self.id(5)])
            #expect(try await ids(InboxFilter(kinds: [.proposal], now: instant(1_002))) == [Self.id(3)])
            #expect(try await store.close(Self.id(1), as: .rejected, Proposal.Closing(at: instant(11), by: "kim")))
            try await store.closeIncident(Self.id(5), by: "kim", note: nil, at: instant(11))
            #expect(try await ids(InboxFilter(now: instant(12))) == [2, 3].map(Self.id))
        }
    }

    @Test(arguments: StoreFactory.all)
    func `an edit gives an open proposal other content and keeps who did it, once each`(_ factory: StoreFactory) async throws {
        try await factory.with { store in
            _ = try await store.open(Self.proposal(1, at: 1), most: 20)
            let holders = ["t-a", "t-b", "t-a"].map { TokenHolder(id: $0, name: "n", scope: "reviewer") }
            for (number, holder) in holders.enumerated() {
                let edit = Edit(
                    editor: holder, changes: json("[\(number)]"), commit: "c\(number)", baseCommit: "b2", evidence: json("{\"n\":\(number)}"),
                    evidenceHash: versionID(7 + number), at: instant(2))
                #expect(try await store.edit(Self.id(1), edit))
            }
            let edited = try await store.proposal(Self.id(1))
            #expect(edited.changes == json("[2]") && edited.commit == "c2" && edited.evidenceHash == versionID(9) && edited.baseCommit == "b2")
            #expect(try await store.editors(of: Self.id(1)) == Array(holders.prefix(2)))
            #expect(try await store.close(Self.id(1), as: .rejected, Proposal.Closing(at: instant(3), by: "kim")))
            let late = Edit(
                editor: holders[0], changes: json("[9]"), commit: "c9", baseCommit: "b", evidence: json("{}"), evidenceHash: versionID(3), at: instant(4))
            #expect(try await store.edit(Self.id(1), late) == false)
            #expect(try await store.proposal(Self.id(1)).changes == json("[2]"))
        }
    }

    @Test(arguments: StoreFactory.all)
    func `versions are listed by id, and a pin to one that is not known is found`(_ factory: StoreFactory) async throws {
        try await factory.with { store in
            let run = try await store.started(1)
            try await store.remember(sweep(2))
            #expect(try await store.versions(after: nil, limit: 1).map(\.id) == [versionID(1)])
            #expect(try await store.versions(after: versionID(1), limit: 9) == [sweep(2)])
            let dangling = try await store.danglingPins()
            #expect(dangling.map(\.run) == [run.id] && dangling.map(\.version) == ["1"])
        }
    }
}
