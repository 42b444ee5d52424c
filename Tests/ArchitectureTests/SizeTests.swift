import Testing

@Suite struct SizeTests {
    @Test func `no file is longer than 400 lines`() {
        #expect(filesTooLong(in: SourceTree.product + SourceTree.tests + SourceTree.benchmarks) == [])
    }

    @Test func `half the product's files have at most 130 lines`() {
        #expect(medianLength(of: SourceTree.product) <= Size.median)
    }

    @Test(arguments: [(400, 0), (401, 1)])
    func `the limit is exact`(length: Int, found: Int) {
        #expect(filesTooLong(in: [file(lines: length)]).count == found)
    }

    @Test func `the median is of lengths, in any order`() {
        #expect(medianLength(of: [file(lines: 300), file(lines: 1), file(lines: 131)]) == 131)
        #expect(medianLength(of: [file(lines: 2), file(lines: 4)]) == 4)
        #expect(medianLength(of: []) == 0)
    }

    @Test func `a last line counts with or without its newline`() {
        #expect(SourceFile(path: "Sources/JSON/A.swift", text: "a\nb").lines.count == 2)
        #expect(SourceFile(path: "Sources/JSON/A.swift", text: "a\nb\n").lines.count == 2)
    }

    private func file(lines: Int) -> SourceFile {
        SourceFile(path: "Sources/JSON/A.swift", text: String(repeating: "x\n", count: lines))
    }
}
