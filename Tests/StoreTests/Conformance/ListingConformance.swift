import CivilTime
import Store
import Testing

extension RunFilter {
    /// What the filter means, said plainly.
    fileprivate func admits(_ run: RunSummary) -> Bool {
        (skill ?? run.skill) == run.skill && (versionID ?? run.versionID) == run.versionID && (loop == nil || loop == run.loop)
            && (states.isEmpty || states.contains(run.state)) && (since.map { run.createdAt >= $0 } ?? true)
            && (until.map { run.createdAt < $0 } ?? true) && (parent == nil || parent == run.parent?.row) && (root == nil || root == run.root)
            && (errorPrefix.map { run.errorType?.hasPrefix($0) ?? false } ?? true)
    }
}

@Suite struct ListingConformance {
    private static let errors = ["http.timeout", "http.status.503", "httpx", "llm.refused", "schema"]

    /// A history of 300 runs of all sorts; many share an instant. Returns them newest first.
    private static func fill(_ store: any Store, _ dice: inout Dice) async throws -> [RunSummary] {
        for number in 1...4 { try await store.remember(sweep(number, skill: number < 3 ? "sweep" : "digest")) }
        var rows: [Int64] = []
        var open: [Int64] = []
        for number in 0..<300 {
            let version = Int.random(in: 1...4, using: &dice)
            var run = newRun(number, skill: version < 3 ? "sweep" : "digest", state: Bool.random(using: &dice) ? .running : .queued)
            run.versionID = versionID(version)
            run.createdAt = instant(Int.random(in: 0..<60, using: &dice))
            run.loop = [nil, "night", "day"].randomElement(using: &dice) ?? nil
            if let parent = open.randomElement(using: &dice), Bool.random(using: &dice) {
                run.parent = .init(row: parent, path: "c\(number)", attempt: 1)
                run.root = rows[0]
            }
            let key = try await store.createRun(run).key
            rows.append(key.rowID)
            switch Int.random(in: 0..<5, using: &dice) {
            case 0: open.append(key.rowID)
            case 1: try await store.finish(key)
            case 2:
                open.append(key.rowID)
                try await store.apply(RunTransition(run: key, entries: [], change: .waiting(on: "human", detail: nil, until: nil), at: instant(70)))
            default:
                let state: RunState = [.failed, .cancelled, .timedOut].randomElement(using: &dice) ?? .failed
                try await store.finish(key, state, error: errors.randomElement(using: &dice))
            }
        }
        var all: [RunSummary] = []
        for row in rows { all.append(try await store.run(row: row).summary) }
        return all.sorted { ($0.createdAt, $0.key.rowID) > ($1.createdAt, $1.key.rowID) }
    }

    private static func filter(_ dice: inout Dice, rows: [Int64]) -> RunFilter {
        func sometimes<Value>(_ value: Value?) -> Value? { Int.random(in: 0..<3, using: &dice) == 0 ? value : nil }
        return RunFilter(
            skill: sometimes(["sweep", "digest", "none"].randomElement(using: &dice)),
            versionID: sometimes(versionID(Int.random(in: 1...5, using: &dice))),
            loop: sometimes(["night", "day", "none"].randomElement(using: &dice)),
            states: Set(sometimes((0..<3).compactMap { _ in RunState.allCases.randomElement(using: &dice) }) ?? []),
            since: sometimes(instant(Int.random(in: 0..<60, using: &dice))), until: sometimes(instant(Int.random(in: 0..<60, using: &dice))),
            parent: Int.random(in: 0..<6, using: &dice) == 0 ? rows.randomElement(using: &dice) : nil,
            root: Int.random(in: 0..<6, using: &dice) == 0 ? rows[0] : nil,
            errorPrefix: sometimes(["http.", "http", "schema", "s", "llm.refused", "x", ""].randomElement(using: &dice)))
    }

    @Test(arguments: StoreFactory.all)
    func `any filter gives what its conditions say, newest first, over pages of any size`(_ factory: StoreFactory) async throws {
        try await factory.with { store in
            var dice = Dice(seed: 7)
            let all = try await Self.fill(store, &dice)
            let rows = all.map(\.key.rowID).sorted()
            for _ in 0..<400 {
                let filter = Self.filter(&dice, rows: rows)
                let size = [1, 7, 50, 300].randomElement(using: &dice) ?? 50
                var found: [RunSummary] = []
                var cursor: Cursor?
                repeat {
                    let page = try await store.runs(filter, after: cursor, limit: size)
                    #expect(page.items.count == size || page.next == nil)
                    found += page.items
                    // A cursor survives the way through its text.
                    cursor = try page.next.map { try Cursor($0.description) }
                } while cursor != nil && found.count < 100
                let expected = all.filter(filter.admits)
                #expect(found == (cursor == nil ? expected : Array(expected.prefix(found.count))), "\(filter)")
            }
        }
    }

    @Test(arguments: StoreFactory.all)
    func `pages do not shift while runs are created`(_ factory: StoreFactory) async throws {
        try await factory.with { store in
            for number in 0..<40 { try await store.started(number) }
            var seen: [String] = []
            var cursor: Cursor?
            repeat {
                let page = try await store.runs(RunFilter(), after: cursor, limit: 7)
                seen += page.items.map(\.id)
                cursor = page.next
                for number in 0..<9 { try await store.started(1000 + seen.count * 10 + number) }
            } while cursor != nil
            #expect(seen == (0..<40).reversed().map(runID))
        }
    }

    @Test(arguments: ["", "x", "1.", ".1", "1.2.3", "zzzzzzzzzzzzzzzzzz.1", "1.-"])
    func `a text that is no cursor is refused`(_ text: String) {
        #expect(throws: StoreError.invalidCursor(text)) { try Cursor(text) }
    }

    @Test(arguments: StoreFactory.all)
    func `more error types than streams are still one list`(_ factory: StoreFactory) async throws {
        try await factory.with { store in
            for number in 0..<70 {
                let run = try await store.started(number)
                try await store.finish(run.key, .failed, error: "e.\(number)")
            }
            let page = try await store.runs(RunFilter(errorPrefix: "e."), after: nil, limit: 100)
            #expect(page.items.map(\.errorType) == (0..<70).reversed().map { "e.\($0)" })
        }
    }
}
