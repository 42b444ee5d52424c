package import JSON

/// What is live, and what was to replace it and could not.
package enum StandingPage {
    /// - Parameter list: the answer of `GET /live`.
    package static func text(_ list: JSON, on screen: Screen) -> String {
        var table = Table([.left("NAME"), .left("KIND").leaving(2), .left("VERSION"), .left("LIVE"), .left("REJECTED")])
        for item in list.items("items") {
            let rejected = item.items("rejected")
            let commit = rejected.first?.text("commit") ?? ""
            table.add(
                [
                    .init(item.text("name") ?? ""), .init(item.text("kind") ?? ""), .init(item.text("version") ?? ""),
                    .init(String((item.text("commit") ?? "-").prefix(12)), .good), .init(String(commit.prefix(12)), .bad),
                ], notes: rejected.map { .init(note($0), .faint) })
        }
        let troubles = TroubleText.lines(list.items("repository"), on: screen)
        return (troubles.isEmpty ? "" : troubles + "\n") + table.text(on: screen)
    }

    private static func note(_ finding: JSON) -> String {
        let pointer = finding.text("pointer").map { $0.isEmpty ? "" : " at \($0)" } ?? ""
        return FindingText.line(finding) + pointer
    }
}

/// What is wrong with the repository, and what to do.
enum TroubleText {
    static func lines(_ troubles: [JSON], on screen: Screen) -> String {
        troubles.map { trouble in
            screen.paint((trouble.text("message") ?? "").harmlessLine, .bad) + "\n  " + (trouble.text("advice") ?? "").harmlessLine + "\n"
        }.joined()
    }
}
