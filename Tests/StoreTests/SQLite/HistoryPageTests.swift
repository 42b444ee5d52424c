import Store
import Testing

#if canImport(Glibc)
    import Glibc
#else
    import Darwin
#endif

/// The page on the history tells what there is, and its examples work.
@Suite struct HistoryPageTests {
    private let text: String

    init() throws {
        let root = #filePath.split(separator: "/").dropLast(4).reduce("") { $0 + "/" + $1 }
        let file = try #require(fopen("\(root)/docs/history.md", "r"))
        defer { fclose(file) }
        var bytes = [UInt8](repeating: 0, count: 1 << 18)
        bytes.removeLast(bytes.count - fread(&bytes, 1, bytes.count, file))
        text = String(decoding: bytes, as: UTF8.self)
    }

    @Test func `every column of every view is on the page with its meaning`() {
        for view in HistoryView.all {
            let section = text.split(separator: "\n### `").first { $0.hasPrefix("\(view.name)`") } ?? ""
            let rows = section.split(separator: "\n## ").first?.split(separator: "\n").filter { $0.hasPrefix("| `") }.map(String.init)
            #expect(rows == view.columns.map { "| `\($0.name)` | \($0.meaning) |" }, "\(view.name)")
        }
    }

    @Test func `its statements are answered`() async throws {
        let directory = try TemporaryDirectory()
        let store = try SQLiteStore(path: directory.database)
        try await store.finish(store.started(1).key)
        let examples = text.matches(of: /```sql\n([^`]+)```/).map { String($0.1) }
        #expect(examples.count >= 5)
        for example in examples {
            _ = try await store.answer(example, SQLLimits())
        }
        await store.close()
    }
}
