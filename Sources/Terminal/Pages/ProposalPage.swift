package import CivilTime
package import JSON

/// Proposed changes: what would change, and what is known of it.
package enum ProposalPage {
    package static func list(_ proposals: [JSON], on screen: Screen, now: Instant) -> String {
        guard !proposals.isEmpty else { return "no proposals\n" }
        var table = Table([
            .left("PROPOSAL"), .left("STATE"), .left("CHANGES").shrinking(), .left("BY"), .left("OPENED").leaving(1),
            .left("REASON").shrinking().leaving(2),
        ])
        for proposal in proposals {
            let state = proposal.text("state") ?? ""
            table.add([
                .init(proposal.text("id") ?? ""), .init(state, tone(state)),
                .init(proposal.items("paths").compactMap(\.string).joined(separator: " ")),
                .init(proposal["proposer"]?.text("name") ?? ""), .init(proposal.instant("opened_at")?.relative(to: now) ?? ""),
                .init(proposal.text("reason") ?? ""),
            ])
        }
        return table.text(on: screen)
    }

    /// The evidence first, then the difference.
    package static func text(_ proposal: JSON, on screen: Screen, now: Instant) -> String {
        let state = proposal.text("state") ?? ""
        var lines = [
            "\(screen.paint("proposal \(proposal.text("id") ?? "")".harmlessLine, .strong))  \(screen.paint(state.harmlessLine, tone(state)))",
            OriginText.author(proposal) + (proposal.instant("opened_at").map { ", \($0.relative(to: now))" } ?? ""),
        ]
        lines += OriginText.lines(proposal["origin"], on: screen)
        if let reason = proposal.text("reason") { lines.append(reason.harmlessText) }
        for change in proposal["evidence"]?.items("changes") ?? [] { lines += self.change(change, on: screen) }
        lines += (proposal["evidence"]?.items("findings") ?? []).map(FindingText.line)
        for editor in proposal.items("editors") { lines.append("changed by \(editor.text("name") ?? "?")".harmlessLine) }
        for review in proposal.items("reviews") {
            let note = review.text("note").map { ": \($0)" } ?? ""
            let stale = review["counts"] == false ? " (of earlier evidence)" : ""
            lines.append("\(review.text("verdict") ?? "") by \(review.text("by") ?? "")\(stale)\(note)".harmlessLine)
        }
        lines.append("evidence \(proposal.text("evidence_hash") ?? "")".harmlessLine)
        return lines.map { $0 + "\n" }.joined() + "\n" + difference(proposal.items("diff"), on: screen)
    }

    private static func change(_ change: JSON, on screen: Screen) -> [String] {
        let tests = change.items("tests"), passed = tests.count { $0["passed"] == true }
        var lines = ["", "\(change.text("kind") ?? "") \(change.text("path") ?? "") \(change.text("version") ?? "")".harmlessLine]
        if !tests.isEmpty { lines.append("  tests   \(passed) of \(tests.count) passed") }
        let loosened = change.items("tests_loosened").compactMap(\.string)
        if !loosened.isEmpty { lines.append("  tests   changed or gone: \(loosened.joined(separator: ", "))".harmlessLine) }
        let capabilities = change.items("capabilities")
        if change.value("capabilities") != nil, capabilities.isEmpty { lines.append("  reach   the same") }
        for line in capabilities {
            let direction = line.text("direction") ?? ""
            let text = "\(direction): \(line.text("kind") ?? "") \(line.text("text") ?? "")".harmlessLine
            lines.append("  reach   " + screen.paint(text, direction == "wider" ? .bad : .good))
        }
        lines += ShadowText.lines(change.value("shadow"), on: screen)
        for kind in ["added", "removed", "changed"] {
            let steps = (change["steps"]?.items(kind) ?? []).compactMap(\.string)
            if !steps.isEmpty { lines.append("  steps   \(kind): \(steps.joined(separator: ", "))".harmlessLine) }
        }
        for kind in ["skills", "loops"] {
            let names = (change["affects"]?.items(kind) ?? []).compactMap(\.string)
            if !names.isEmpty { lines.append("  used by \(kind) \(names.joined(separator: ", "))".harmlessLine) }
        }
        return lines
    }

    package static func difference(_ files: [JSON], on screen: Screen) -> String {
        files.flatMap { file in (file.text("text") ?? "").split(separator: "\n") }.map { line in
            let tone: Tone? =
                line.hasPrefix("+++") || line.hasPrefix("---") || line.hasPrefix("diff ") ? .strong
                : line.hasPrefix("+") ? .good : line.hasPrefix("-") ? .bad : line.hasPrefix("@@") ? .active : nil
            return screen.paint(String(line).harmlessLine, tone) + "\n"
        }.joined()
    }

    /// What became of a proposal when it was made.
    package static func result(_ answer: JSON, on screen: Screen) -> String {
        let dry = answer["dry_run"] == true
        let versions = answer.items("versions").map { "\($0.text("path") ?? "") \($0.text("version") ?? "")".harmlessLine }.joined(separator: ", ")
        let title =
            switch answer.text("status") {
            case "live": screen.paint(dry ? "would go live" : "live", .good) + " \(versions)"
            case "pending": "\(dry ? "would wait" : "waits") for a person: \(versions)"
            case "unchanged": "nothing differs from what is live"
            case "rejected": screen.paint("rejected", .bad) + "; nothing was recorded"
            case let other: other?.harmlessLine ?? "no answer"
            }
        let reasons = answer.text("status") == "pending" ? (answer["decision"]?.items("reasons") ?? []).compactMap(\.string) : []
        let id = answer.text("proposal").map { "proposal \($0)\n".harmlessText } ?? ""
        return title + "\n" + id + reasons.map { "  \($0.harmlessLine)\n" }.joined() + problems(answer.items("problems"), on: screen)
    }

    package static func problems(_ problems: [JSON], on screen: Screen) -> String { problems.map { FindingText.line($0) + "\n" }.joined() }

    private static func tone(_ state: String) -> Tone? {
        switch state {
        case "open": .active
        case "live": .good
        case "rejected": .bad
        default: .faint
        }
    }
}
