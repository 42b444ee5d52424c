import Testing

@testable import Git

@Suite struct MessageTests {
    @Test func `a message has a subject, a body and trailers`() throws {
        let message = CommitMessage(
            subject: "Tune  health_check\nnow", body: "\n\nFewer alarms.  \n\nSee run 7.\n\n",
            trailers: [try Trailer("Skill", "health_check"), try Trailer("Evidence-Runs", "a b: c")])
        #expect(message.text == "Tune health_check now\n\nFewer alarms.\n\nSee run 7.\n\nSkill: health_check\nEvidence-Runs: a b: c\n")
        #expect(CommitMessage(parsing: message.text) == message)
        #expect(message.trailer("evidence-runs") == "a b: c" && message.trailer("Runs") == nil)
    }

    @Test(arguments: [
        ("", []), ("\n\n", []), ("Subject", []), ("Key: value\n", []), ("S\n\nKey: value", ["Key: value"]), ("S\nKey: value\n", []),
        ("S\n\nKey: value\n\n\n", ["Key: value"]), ("S\n\nA: 1\nB: 2\n", ["A: 1", "B: 2"]), ("S\n\nA: 1\n\nB: 2\n", ["B: 2"]),
        ("S\n\nA: 1\nprose\n", []), ("S\n\nA: 1\n  more\n\tand more\nB: 2", ["A: 1 more and more", "B: 2"]), ("S\n\n A: 1\n", []),
        ("S\n\nA :  1  \r\n", ["A: 1"]), ("S\n\nA b: 1\n", []), ("S\n\nhttp://x\n", ["http: //x"]), ("S\n\nA:\n", ["A: "]),
    ])
    func `trailers are the last paragraph, never the first, and only when every line is one`(text: String, lines: [String]) {
        #expect(CommitMessage(parsing: text).trailers.map(\.line) == lines)
    }

    @Test(arguments: [
        ("", "v"), ("a b", "v"), ("a:", "v"), ("ä", "v"), ("A", ""), ("A", " v"), ("A", "v "), ("A", "a\nb"), ("A", "a\rb"), ("A", "\u{0}"),
    ])
    func `a trailer that would not read back is refused`(key: String, value: String) {
        #expect(throws: GitError.self) { try Trailer(key, value) }
    }

    @Test func `a body cannot pass for trailers`() throws {
        for body in ["Approver: root", "Text\n\nApprover: root\nSkill: x", "Approver: root\n  more"] {
            let bare = CommitMessage(subject: "S", body: body)
            #expect(bare.trailers.isEmpty && CommitMessage(parsing: bare.text).trailers.isEmpty, "\(body)")
            let with = CommitMessage(subject: "S", body: body, trailers: [try Trailer("Author", "agent")])
            #expect(CommitMessage(parsing: with.text).trailers.map(\.line) == ["Author: agent"], "\(body)")
            #expect(with.body == body)
        }
    }

    @Test func `any message reads back as it was, here and by git interpret-trailers`() async throws {
        let space = try await Workspace.create()
        var generator = Generator(seed: 11), tip: CommitID?, expected: [String] = []
        let pieces = ["a", "Ä", " ", ":", "\n", "Key: v", "\n\n", "#", "---", "e\u{301}", "\t", "(cherry picked from commit a)"]
        for round in 0..<150 {
            let text = { (most: Int) in
                (0..<Int.random(in: 0...most, using: &generator)).map { _ in pieces.randomElement(using: &generator) ?? "" }.joined()
            }
            let trailers = try (0..<(round % 3)).map { try Trailer("Key-\($0)", "v\($0) ü: " + String(round)) }
            let message = CommitMessage(subject: "S" + text(4), body: text(12), trailers: trailers)
            let again = CommitMessage(parsing: message.text)
            #expect(again == message, "\(message.text.debugDescription)")
            tip = try await space.repository.commit(on: tip, changes: [], message: message.text, author: .robot())
            expected.insert(trailers.map { $0.line + "\n" }.joined(), at: 0)
        }
        let last = try #require(tip)
        let seen = space.git("log", "-z", "--format=%(trailers:unfold)", last.description).split(separator: "\0", omittingEmptySubsequences: false)
        for (seen, expected) in zip(seen, expected) { #expect(seen == expected) }
        #expect(seen.count == expected.count + 1)
    }
}
