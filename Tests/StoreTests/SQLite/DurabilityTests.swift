import CivilTime
import Testing

@testable import Store

#if canImport(Glibc)
    import Glibc
#else
    import Darwin
#endif

@Suite struct DurabilityTests {
    private let directory: TemporaryDirectory
    private var path: String { directory.database }

    init() throws { directory = try TemporaryDirectory() }

    @Test func `a copy of the files taken while writes go on opens with all that was acknowledged`() async throws {
        let store = try SQLiteStore(path: path)
        let run = try await store.started(1).key
        let copy = try TemporaryDirectory()
        try await withThrowingTaskGroup(of: Void.self) { group in
            for lane in 0..<8 {
                group.addTask { for step in 1...40 { try await store.append(run, outcome("lane\(lane)", attempt: step)) } }
            }
            for round in 0..<5 {
                let acknowledged = try await store.journal(of: run.rowID)
                // The log first: pages do not leave it while no checkpoint runs, and the test is shorter than the idle time.
                try write(contents(of: path), to: copy.database)
                try write(contents(of: path + "-wal"), to: copy.database + "-wal")
                let survivor = try SQLiteStore(path: copy.database)
                let journal = try await survivor.journal(of: run.rowID)
                #expect(Array(journal.prefix(acknowledged.count)) == acknowledged, "round \(round)")
                #expect(journal.map(\.sequence) == Array(1..<(journal.count + 1)))
                await survivor.close()
                copy.remove()
                mkdir(copy.path, 0o700)
            }
            try await group.waitForAll()
        }
        await store.close()
    }

    @Test func `nothing acknowledged is lost when the process is killed`() async throws {
        let receipts = directory.path + "/receipts"
        await #expect(processExitsWith: .signal(SIGKILL)) { [path = path as String, receipts = receipts as String] in
            let store = try SQLiteStore(path: path)
            let run = try await store.started(1).key
            let file = open(receipts, O_WRONLY | O_CREAT | O_APPEND, 0o600)
            try await withThrowingTaskGroup(of: Void.self) { group in
                for lane in 0..<16 {
                    group.addTask {
                        for step in 1... {
                            try await store.append(run, outcome("lane\(lane)", attempt: step))
                            let line = Array("lane\(lane) \(step)\n".utf8)
                            _ = line.withUnsafeBytes { appendLine(file, $0) }
                            if lane == 7, step == 60 { kill(getpid(), SIGKILL) }
                        }
                    }
                }
                try await group.waitForAll()
            }
        }
        let acknowledged = String(decoding: try contents(of: receipts), as: UTF8.self).split(separator: "\n")
        #expect(acknowledged.count > 60)
        // What the process left behind can be read before any server has opened it again.
        let before = try (contents(of: path), contents(of: path + "-wal"))
        let history = try SQLiteHistory(path: path)
        #expect(try await history.journal(of: 1).count >= acknowledged.count)
        await history.close()
        #expect(try before == (contents(of: path), contents(of: path + "-wal")))
        let store = try SQLiteStore(path: path)
        let journal = try await store.journal(of: 1)
        let recorded = Set(journal.map { "\($0.entry.path) \($0.entry.attempt)" })
        #expect(acknowledged.allSatisfy { recorded.contains(String($0)) })
        #expect(recorded.count == journal.count && journal.map(\.sequence) == Array(1...journal.count))
        await store.close()
    }

    @Test func `a full database refuses writes, keeps what it has, and works again with room`() async throws {
        var options = SQLiteStore.Options()
        options.maximumPages = 120
        let store = try SQLiteStore(path: path, options: options)
        let run = try await store.started(1).key
        let body = String(repeating: "1", count: 4_000)
        let acknowledged = await withTaskGroup(of: (recorded: Int, errors: [StoreError]).self) { group in
            for lane in 0..<8 {
                group.addTask {
                    var result: (recorded: Int, errors: [StoreError]) = (0, [])
                    for _ in 0..<20 {
                        do throws(StoreError) {
                            try await store.append(run, outcome("lane\(lane)", body: body))
                            result.recorded += 1
                        } catch { result.errors.append(error) }
                    }
                    return result
                }
            }
            return await group.reduce(into: (recorded: 0, errors: [StoreError]())) {
                $0.recorded += $1.recorded
                $0.errors += $1.errors
            }
        }
        #expect(acknowledged.recorded > 10 && acknowledged.recorded < 110)
        #expect(acknowledged.errors.allSatisfy { if case .full = $0 { true } else { false } })
        #expect(acknowledged.errors.allSatisfy { "\($0)".contains("\(path): ") }, "the file that needs room is named")
        #expect(try await store.journal(of: run.rowID).map(\.sequence) == Array(1...acknowledged.recorded))
        await store.close()
        let larger = try SQLiteStore(path: path)
        #expect(try await larger.journal(of: run.rowID).count == acknowledged.recorded)
        try await larger.append(run, outcome())
        await larger.close()
    }

    @Test func `a file that cannot grow is an error of its own, and the store goes on when it can`() async throws {
        await #expect(processExitsWith: .success) { [path = path as String] in
            signal(SIGXFSZ, SIG_IGN)
            let store = try SQLiteStore(path: path)
            let run = try await store.started(1).key
            let free = fileSizeLimit(of: 1_000_000)
            var recorded = 0
            var failure: StoreError?
            let body = String(repeating: "1", count: 4_000)
            while failure == nil, recorded < 500 {
                do throws(StoreError) {
                    try await store.append(run, outcome(body: body))
                    recorded += 1
                } catch { failure = error }
            }
            if case .io? = failure {} else { Issue.record("expected an error of the file, not \(String(describing: failure))") }
            #expect(recorded > 10)
            #expect(try await store.journal(of: run.rowID).count == recorded)
            _ = fileSizeLimit(of: free)
            try await store.append(run, outcome())
            #expect(try await store.journal(of: run.rowID).map(\.sequence) == Array(1...(recorded + 1)))
            await store.close()
        }
    }
}

private func appendLine(_ file: Int32, _ bytes: UnsafeRawBufferPointer) -> Int { write(file, bytes.baseAddress, bytes.count) }

/// Sets how large a file of this process may become, and returns what it was.
private func fileSizeLimit(of bytes: rlim_t) -> rlim_t {
    #if canImport(Glibc)
        let resource = __rlimit_resource_t(RLIMIT_FSIZE.rawValue)
    #else
        let resource = RLIMIT_FSIZE
    #endif
    var limit = rlimit()
    getrlimit(resource, &limit)
    let before = limit.rlim_cur
    limit.rlim_cur = bytes
    setrlimit(resource, &limit)
    return before
}
