import Testing

/// The commands that the documentation names are those that there are.
@Suite struct CommandTests {
    private let tree: CommandTree

    init() throws {
        tree = try CommandTree(sources: Page.files("Sources/ratchet/*.swift") + Page.files("Sources/ratchet/*/*.swift"))
    }

    @Test func `the sources tell their commands`() {
        #expect(tree.subcommands["serve"] == [])
        #expect(tree.subcommands["runs"]?.contains("list") == true)
        #expect(tree.leaves.count >= 18)
    }

    @Test(arguments: Page.all)
    func `every command named exists`(page: Page) {
        for command in Self.commands(in: page) { #expect(tree.knows(command), "ratchet \(command.joined(separator: " "))") }
    }

    @Test func `the README's table lists every command`() throws {
        let readme = try #require(Page.all.first { $0.path == "README.md" })
        for command in tree.leaves { #expect(readme.text.contains("\n| `\(command)` |"), "\(command)") }
    }

    @Test func `a command that is not there is noticed`() {
        let block = "```sh\nratchet runs list --all\nratchet loops dance NAME\n```"
        let page = Page(path: "x.md", text: "Use `ratchet fly` or\n\(block)\n`ratchet help runs list`")
        #expect(Self.commands(in: page).map(tree.knows) == [false, true, false, true])
    }

    /// The plain words that follow `ratchet` where code begins with it.
    private static func commands(in page: Page) -> [[Substring]] {
        page.text.matches(of: /(?:^|\n|`|\$ )ratchet((?: [a-z]+)+)(?![.\w])/).map { $0.1.split(separator: " ") }
    }
}
