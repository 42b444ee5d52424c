import JSON
import Store
import Testing
import Workspace

/// What is known when all changes and runs are over, and what must hold of it.
struct SwapAccount {
    /// The number that stands in each version, by version id.
    let numbers: [String: Int]
    private let runs: [RunRecord]

    init(of ground: Ground, numbers: [String: Int]) async throws {
        let store = try SQLiteStore(path: ground.layout.database)
        var runs: [RunRecord] = []
        var cursor: Cursor?
        repeat {
            let page = try await store.runs(RunFilter(), after: cursor, limit: 500)
            for run in page.items { runs.append(try await store.run(row: run.key.rowID)) }
            cursor = page.next
        } while cursor != nil
        await store.close()
        (self.runs, self.numbers) = (runs, numbers)
    }

    /// Runs that were started and are still there, each with the version that it names: the number in its output is that of the version in its
    /// row, and that of its callee is the same.
    func judge(started: [String: String]) throws {
        let known = Dictionary(uniqueKeysWithValues: runs.map { ($0.id, $0) })
        for (run, version) in started { #expect(known[run]?.versionID == version, "\(run) was started with \(version)") }
        for run in runs {
            let number = try #require(numbers[run.versionID], "\(run.id) has a version that was never proposed")
            let output = try run.output.map { try JSON(parsing: $0) }
            #expect(run.state == .succeeded, "\(run.id): \(run.state) \(run.errorType ?? "")")
            #expect(output == ["n": .int(Int64(number)), "callee": .int(Int64(number))], "\(run.id) of \(run.skill)@\(run.version), number \(number): \(output ?? .null)")
            for (name, pin) in try JSON(parsing: run.pins).object ?? [:] {
                #expect(pin.string.flatMap { numbers[$0] } == number, "\(run.id) is pinned to another \(name)")
            }
        }
    }

    var versionsUsed: Int { Set(runs.map(\.versionID)).count }
    var count: Int { runs.count }
}
