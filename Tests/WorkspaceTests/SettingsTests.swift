import JSON
import SkillLanguage
import Testing
import Workspace

@Suite struct SettingsTests {
    @Test func `the settings of a new workspace are read`() throws {
        let file = try #require(NewWorkspace.files.first { $0.path == "ratchet.json" })
        let settings = try SettingsFile.read(file.bytes, "ratchet.json")
        #expect(settings.services.keys.sorted() == ["channel", "deploys", "metrics"])
    }

    /// Text, line, code.
    static let mistakes: [(text: String, line: Int, code: String)] = [
        ("{\n  \"services\": {\n", 3, "S01"), ("{\n  \"servces\": {}\n}", 2, "S02"), ("{\"services\": {\"m\": {}}}", 1, "S01"),
        ("{\n\"services\": {\n\"m\": {\"base_url\": \"ftp://x\"}}}", 3, "S01"), ("{\"models\": {\"fast\": {\"base_url\": \"http://x\"}}}", 1, "S01"),
        ("{\"policy\": {\n\"owner_may_adopt\": 1}}", 2, "S01"), ("[]", 1, "S01"),
    ]

    @Test(arguments: mistakes.indices) func `a mistake is named with its line`(index: Int) throws {
        let mistake = Self.mistakes[index]
        let problem = #expect(throws: SettingsProblem.self) { try SettingsFile.read(Array(mistake.text.utf8), "ratchet.json") }
        #expect(problem?.line == mistake.line && problem?.finding.code == mistake.code, "\(problem.map(String.init(describing:)) ?? "")")
    }
}

@Suite struct ScopeTests {
    /// The table of who may do what.
    @Test(arguments: Scope.allCases, Scope.allCases) func `a scope includes those below it, and an agent only reads and proposes`(held: Scope, needed: Scope) {
        let order: [Scope] = [.agent, .viewer, .operator, .reviewer, .admin]
        let rank = { (scope: Scope) in order.firstIndex(of: scope) ?? 0 }
        let expected = held == .agent ? rank(needed) <= 1 : rank(held) >= rank(needed)
        #expect(held.includes(needed) == expected)
    }

    @Test func `a token is found by its text and by nothing else`() {
        let token = Token(random: Array(0..<32))
        let tokens = TokenSet([(token, .operator)])
        #expect(tokens.scope(of: token.text) == .operator)
        #expect(tokens.scope(of: token.text + "x") == nil && tokens.scope(of: "") == nil && tokens.scope(of: token.hash) == nil)
    }
}
