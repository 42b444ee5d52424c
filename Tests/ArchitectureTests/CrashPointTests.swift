import Testing

/// Where the tests can have the process die.
@Suite struct CrashPointNameTests {
    /// The names in the source, in the order of the files.
    private static let names = SourceTree.product.filter { !$0.path.hasPrefix("Sources/CrashPoints/") }.flatMap { file in
        file.lines.compactMap { line -> String? in
            let parts = line.split(separator: "\"", omittingEmptySubsequences: false)
            return line.contains("CrashPoint.reach(\"") && parts.count > 2 ? String(parts[1]) : nil
        }
    }

    @Test func `each name stands in one place, and there are at least sixty`() {
        #expect(Set(Self.names).count == Self.names.count)
        #expect(Self.names.count >= 60)
    }

    @Test(arguments: [
        "store.batch.", "store.open.", "store.migrate.", "store.create.", "store.apply.", "store.finish.", "store.wait.", "store.claim.", "store.fire.",
        "engine.child.", "engine.commit.", "engine.dispatch.", "engine.wakes.", "engine.recovery.", "engine.replay.", "loops.", "adopt.", "propose.", "publish.", "main.",
    ])
    func `every part that must not lose anything can be made to die`(_ prefix: String) {
        #expect(Self.names.contains { $0.hasPrefix(prefix) })
    }
}
