package import JSON

/// What an audit found.
package enum AuditPage {
    /// - Parameter answer: of `POST /audit/verify`.
    package static func text(_ answer: JSON, on screen: Screen) -> String {
        let counts = [("commits", "commit"), ("proposals", "proposal"), ("versions", "version")].map { Amounts.count(answer[$0]?.int ?? 0, $1) }
        let mismatches = answer.items("mismatches")
        guard !mismatches.isEmpty else { return "\(screen.paint("all agrees", .good)): \(counts.joined(separator: ", "))\n" }
        let lines = mismatches.map { found in
            let place = "\(found.text("what") ?? "") \(found.text("id") ?? "")".harmlessLine
            return "\(screen.paint(place, .bad)): \((found.text("message") ?? "").harmlessLine)\n  \((found.text("meaning") ?? "").harmlessLine)\n"
        }
        return lines.joined() + "\n\(Amounts.count(Int64(mismatches.count))) that do not agree, in \(counts.joined(separator: ", "))\n"
    }

    package static func isWhole(_ answer: JSON) -> Bool { answer["ok"] == true }
}
