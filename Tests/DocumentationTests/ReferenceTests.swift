import Testing

#if canImport(Glibc)
    import Glibc
#elseif canImport(Darwin)
    import Darwin
#endif

/// The documentation points to what is there, and lists all there is.
@Suite struct ReferenceTests {
    @Test(arguments: Page.all)
    func `relative links lead to files`(page: Page) {
        for match in page.text.matches(of: /\]\(([^)#]+)[^)]*\)/) where !match.1.contains("://") {
            let path = [Page.root, page.folder, String(match.1)].joined(separator: "/")
            #expect(access(path, F_OK) == 0, "\(match.1)")
        }
    }

    @Test func `the API page lists every route, and no other`() throws {
        let page = try #require(Page.all.first { $0.path == "docs/api.md" })
        let listed = Set(page.text.matches(of: /\n\| `((?:GET|POST) [^`]+)` \|/).map { String($0.1) })
        let sources = Page.files("Sources/Web/*.swift") + Page.files("Sources/Web/*/*.swift")
        let served = sources.flatMap { source in
            source.text.matches(of: /Route\(\s*\.(get|post), "([^"]+)"/).map { "\($0.1.uppercased()) \($0.2)" }
        }
        #expect(served.count >= 15)
        #expect(listed == Set(served))
    }

    @Test(arguments: [("E", "docs/writing-skills.md"), ("L", "docs/loops.md")])
    func `every code of a finding is explained`(letter: String, path: String) throws {
        let page = try #require(Page.all.first { $0.path == path })
        let sources = Page.files("Sources/SkillLanguage/*/*.swift") + Page.files("Sources/Registry/*.swift") + Page.files("Sources/Engine/*.swift")
        let codes = Set(sources.flatMap { $0.text.matches(of: /"([EL][0-9][0-9])"/).map { String($0.1) } }.filter { $0.hasPrefix(letter) })
        #expect(codes.count >= 8)
        let rows = page.text.split(separator: "\n").filter { $0.hasPrefix("| `\(letter)") }
        for code in codes.sorted() { #expect(rows.contains { $0.contains("`\(code)`") }, "\(code)") }
    }
}
