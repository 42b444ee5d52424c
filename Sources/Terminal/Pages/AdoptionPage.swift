package import JSON

/// What `ratchet adopt` did, would do, or could not do.
package enum AdoptionPage {
    package static func text(_ adoption: JSON, on screen: Screen) -> String {
        let commit = adoption.text("commit").map { " \($0.prefix(12))".harmlessLine } ?? ""
        let before = adoption.text("previous").map { " (before: \($0.prefix(12)))".harmlessLine } ?? ""
        let problems = adoption.items("problems")
        let title =
            switch adoption.text("status") {
            case "live": screen.paint("live", .good) + ":\(commit)\(before)"
            case "would_go_live": "would go live:\(commit)\(before)"
            case "unchanged": "nothing to adopt:\(commit) is live" + (adoption.items("changes").isEmpty ? " or changes no skill and no loop" : "")
            case "rejected":
                screen.paint("not adopted", .bad) + ":\(commit) has \(Amounts.count(Int64(problems.count), "problem")); what was live stays"
            case let other: other?.harmlessLine ?? "no answer"
            }
        return title + "\n" + changes(adoption.items("changes"), on: screen) + problems.map { FindingText.line($0) + "\n" }.joined()
    }

    package static func isRejected(_ adoption: JSON) -> Bool { adoption.text("status") == "rejected" || !adoption.items("problems").isEmpty }

    private static func changes(_ changes: [JSON], on screen: Screen) -> String {
        guard !changes.isEmpty else { return "" }
        var table = Table([.left("CHANGE"), .left("WHAT"), .left("NAME").shrinking(), .left("VERSION").leaving(1), .right("TESTS PASSED").leaving(2)])
        for change in changes {
            let kind = change.text("kind") ?? "", tests = change["tests_passed"]?.int ?? 0
            table.add([
                .init(kind, kind == "added" ? .good : kind == "removed" ? .caution : nil), .init(change.text("what") ?? ""),
                .init(change.text("name") ?? ""), .init(change.text("version") ?? ""), .init(tests > 0 ? Amounts.count(tests) : ""),
            ])
        }
        return table.text(on: screen)
    }
}
