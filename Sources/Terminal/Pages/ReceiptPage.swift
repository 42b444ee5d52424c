package import CivilTime
package import JSON

/// What exactly a run ran, and what exactly a version did.
package enum ReceiptPage {
    /// - Parameter receipt: as `GET /runs/{id}/receipt` gives it.
    package static func text(_ receipt: JSON, on screen: Screen) -> String {
        var facts = Facts()
        facts.add("run", receipt.text("id"), .strong)
        facts.add("state", receipt.text("state")?.spaced, Tone(state: receipt.text("state")))
        facts.add("input hash", receipt.text("input_hash"))
        facts.add("models", receipt.items("models").map { "\($0.text("model") ?? "") (\(Amounts.count($0["calls"]?.int ?? 0, "call")))" }.joined(separator: ", "))
        facts.add("used", UsageText.full(receipt["usage"]))
        var text = facts.text(on: screen)
        for version in [receipt.value("version")].compactMap(\.self) + receipt.items("callees") { text += "\n" + Self.version(version, on: screen) }
        return text + "\n" + writes(receipt.items("writes"), on: screen)
    }

    private static func version(_ version: JSON, on screen: Screen) -> String {
        var facts = Facts()
        facts.add("skill", "\(version.text("name") ?? "")@\(version.text("version") ?? "")", .strong)
        facts.add("version", version.text("version_id"))
        facts.add("commit", version.text("commit"))
        for (kind, permits) in version["permits"]?.object ?? [:] {
            facts.add("may \(kind)", (permits.array ?? []).map { $0.string ?? $0.text(.compact) }.joined(separator: ", "))
        }
        facts.add("secrets", version.items("secrets").compactMap(\.string).joined(separator: ", "))
        return facts.text(on: screen)
    }

    private static func writes(_ writes: [JSON], on screen: Screen) -> String {
        writes.isEmpty ? "wrote nothing outside\n" : writes.map { line($0, on: screen) + "\n" }.joined()
    }

    private static func line(_ write: JSON, on screen: Screen) -> String {
        let input = write["input"]
        let target = [input?.text("method"), input?.text("url") ?? input?.text("name") ?? input?.text("key")].compactMap(\.self).joined(separator: " ")
        let (result, tone): (String, Tone?) =
            if write.text("kind") == "intent" {
                ("outcome unknown", .caution)
            } else if let error = write.value("error") {
                (ErrorText.line(error), .bad)
            } else {
                ("done", .good)
            }
        let text = [write.instant("at")?.rfc3339, write.text("path"), write.text("callable"), target].compactMap(\.self).joined(separator: "  ")
        return "  " + text.harmlessLine + "  " + screen.paint(result.harmlessLine, tone)
    }

    /// - Parameter answer: all pages of `GET /versions/{id}/effects` as one.
    package static func effects(_ answer: JSON, on screen: Screen, now: Instant) -> String {
        let runs = answer.items("items")
        guard !runs.isEmpty else { return "no runs\n" }
        let written = runs.filter { !$0.items("writes").isEmpty }
        var text = RunTable.text(runs, on: screen, now: now) + "\n"
        text += "\(Amounts.count(Int64(runs.count), "run")), \(Amounts.count(Int64(written.count))) with writes\n"
        for run in written { text += "\nrun \(run.text("id") ?? "")\n" + writes(run.items("writes"), on: screen) }
        return text
    }
}
