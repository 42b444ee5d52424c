import Testing

@Suite struct HabitTests {
    @Test func `nothing in the product crashes on purpose or is left for later`() {
        #expect(forbiddenWords(in: SourceTree.product) == [])
    }

    @Test func `unchecked sendability is rare`() {
        #expect(uncheckedSendables(in: SourceTree.product).count <= 8, "\(uncheckedSendables(in: SourceTree.product))")
    }

    @Test func `unchecked sendability is explained`() {
        #expect(unexplainedSendables(in: SourceTree.product) == [])
    }

    @Test(arguments: [
        "let a = try! parse()", "let b = c as! D", "fatalError(\"no\")", "    // TODO: later", "/// FIXME", "f() // TODO",
    ])
    func `a forbidden word is caught with its line`(line: String) {
        let found = forbiddenWords(in: [file("\n" + line)])
        #expect(found.count == 1)
        #expect(found.allSatisfy { $0.hasPrefix("Sources/JSON/A.swift:2: ") })
    }

    @Test(arguments: ["let a = try? parse()", "b as? D", "has!", "// never fatalError(…) here", "TODOS", "retry!"])
    func `a harmless line is let pass`(line: String) {
        #expect(forbiddenWords(in: [file(line)]) == [])
    }

    @Test(arguments: [
        ("final class A: @unchecked Sendable {}", 1),
        ("// The lock guards it.\n\n\nfinal class A: @unchecked Sendable {}", 1),
        ("let a = 1\nextension A: @unchecked Sendable {}", 1),
        ("// The lock guards it.\nfinal class A: @unchecked Sendable {}", 0),
        ("/// The lock guards it.\n@frozen\nfinal class A: @unchecked Sendable {}", 0),
    ])
    func `unchecked sendability needs a comment on the two lines above`(text: String, found: Int) {
        #expect(unexplainedSendables(in: [file(text)]).count == found)
        #expect(uncheckedSendables(in: [file(text)]).count == 1)
    }

    @Test func `a comment that mentions it does not count`() {
        #expect(uncheckedSendables(in: [file("// no @unchecked Sendable here")]) == [])
    }

    private func file(_ text: String) -> SourceFile { SourceFile(path: "Sources/JSON/A.swift", text: text) }
}
