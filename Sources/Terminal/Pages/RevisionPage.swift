package import CivilTime
package import JSON

/// The versions that a skill had, and the tokens that decide on them.
package enum RevisionPage {
    package static func text(_ revisions: [JSON], on screen: Screen, now: Instant) -> String {
        var table = Table([
            .left("VERSION"), .left("LIVE SINCE"), .left("COMMIT").leaving(2), .left("AUTHOR").shrinking(), .left("APPROVER").shrinking().leaving(1),
            .left("SIGNATURE"),
        ])
        for revision in revisions {
            let signature = revision.text("signature") ?? ""
            var notes = [revision.text("subject") ?? ""]
            if let reason = revision.text("reason") { notes.append(reason) }
            if let restored = revision.text("restores") { notes.append("the content of \(restored.prefix { $0 != " " })") }
            table.add(
                [
                    .init(revision.text("version") ?? "removed", .strong), .init(revision.instant("at")?.relative(to: now) ?? ""),
                    .init(String((revision.text("commit") ?? "").prefix(12))), .init(revision.text("author") ?? ""),
                    .init(revision.text("approver") ?? ""), .init(signature, signature == "good" ? .good : signature == "bad" ? .bad : .caution),
                ], notes: notes.map { .init($0, .faint) })
        }
        return table.text(on: screen)
    }

    package static func tokens(_ tokens: [JSON], on screen: Screen, now: Instant) -> String {
        guard !tokens.isEmpty else { return "no tokens were made; the owner's and the agent's lie in files\n" }
        var table = Table([
            .left("TOKEN"), .left("NAME").shrinking(), .left("SCOPE"), .right("A MINUTE").leaving(3), .left("MADE"),
            .left("BY").shrinking().leaving(1), .left("REVOKED").leaving(2),
        ])
        for token in tokens {
            table.add([
                .init(token.text("id") ?? ""), .init(token.text("name") ?? ""), .init(token.text("scope") ?? ""),
                .init(token["rate_per_minute"]?.int.map { Amounts.count($0) } ?? ""),
                .init(token.instant("created_at")?.relative(to: now) ?? ""), .init(token.text("created_by") ?? ""),
                .init(token.instant("revoked_at")?.relative(to: now) ?? "", .caution),
            ])
        }
        return table.text(on: screen)
    }
}
