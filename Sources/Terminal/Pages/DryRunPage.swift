package import JSON

/// What a dry run did, and what it would have done.
package enum DryRunPage {
    /// - Parameters:
    ///   - report: as `POST /proposals/{id}/try` gives it.
    ///   - isFull: whether the arguments and results of the calls that were made are shown, and all of the output.
    package static func text(_ report: JSON, on screen: Screen, isFull: Bool) -> String {
        let state = report.text("state") ?? ""
        let refusal = report["error"]?.text("type") == "dry_run.refused"
        let title = "dry run of \(report.text("skill") ?? "") \(report.text("version") ?? "")".harmlessLine
        let ending = state == "cut_off" ? "cut off after a minute" : refusal ? "ended at a call that writes" : state.spaced.harmlessLine
        let tone: Tone? = state == "cut_off" || refusal ? .caution : Tone(state: state)
        var sections = ["\(screen.paint(title, .strong))  \(screen.paint(ending, tone))\n" + facts(report, on: screen)]
        if !refusal, let error = report.value("error") { sections.append(RunPage.error(error, on: screen, isFull: isFull)) }
        var table = Table([.left("STEP").shrinking(), .left("CALL").shrinking(), .right("TOOK"), .left("USED").leaving(1)])
        add(report.items("calls"), to: &table, depth: 0, isFull: isFull)
        if !table.isEmpty { sections.append(table.text(on: screen)) }
        if state == "succeeded", let output = report.value("output") {
            sections.append(screen.paint("output", .strong) + ", as its schema says\n" + Document.text(output, on: screen, isFull: isFull))
        }
        return sections.joined(separator: "\n")
    }

    private static func facts(_ report: JSON, on screen: Screen) -> String {
        let all = counted(report.items("calls")), refused = report["refused"]?.int ?? 0
        var facts = Facts()
        facts.add("calls", all == 0 ? "none" : "\(Amounts.count(all - refused)) made, \(Amounts.count(refused)) not made because they write or cost")
        facts.add("used", UsageText.short(report["usage"]))
        facts.add("took", report.duration("duration_ms").map { "\($0.approximate) by its own clock" })
        facts.add("recorded", "nothing")
        return facts.text(on: screen)
    }

    /// Calls of other skills count by what those did.
    private static func counted(_ calls: [JSON]) -> Int64 { calls.reduce(0) { $0 + 1 + counted($1["called"]?.items("calls") ?? []) } }

    private static func add(_ calls: [JSON], to table: inout Table, depth: Int, isFull: Bool) {
        for call in calls {
            let mark = Mark(rawValue: call.text("state") ?? "") ?? .abandoned
            let attempt = call["attempt"]?.int ?? 1
            let name = "\(call.text("path") ?? "")\(attempt > 1 ? " (try \(attempt))" : "")"
            table.add(
                [
                    .init("\(String(repeating: "  ", count: depth))\(mark.sign) \(name)", mark.tone), .init(target(call)),
                    .init(mark == .refused ? "" : call.duration("duration_ms")?.approximate ?? ""), .init(UsageText.short(call["usage"])),
                ], notes: notes(call, mark, isFull: isFull), indentation: 2 * depth + 4)
            if let called = call.value("called") { add(called.items("calls"), to: &table, depth: depth + 1, isFull: isFull) }
        }
    }

    /// `http POST service:pager/v1/alerts`.
    private static func target(_ call: JSON) -> String {
        let input = call["input"]
        let object = ["url", "name", "key", "for", "model"].lazy.compactMap { input?.text($0) }.first
        return [call.text("callable"), input?.text("method"), object].compactMap(\.self).joined(separator: " ")
    }

    private static func notes(_ call: JSON, _ mark: Mark, isFull: Bool) -> [Table.Cell] {
        func body(_ label: String, _ key: String) -> [Table.Cell] {
            call.value(key).map { [.init("\(label) \($0.text(.compact))", .faint)] } ?? []
        }
        switch mark {
        case .refused:
            let reason = call["error"]?.text("message")?.split(separator: ": ").last.map(String.init) ?? "not made"
            return [.init("not made: \(reason)", .caution)] + body("would have sent", "input")
        case .failed: return [.init(call.value("error").map(ErrorText.line) ?? "", .bad)] + (isFull ? body("in", "input") : [])
        case .abandoned: return [.init("not waited for any more", .faint)]
        case .made: return isFull ? body("in", "input") + body("out", "output") : []
        }
    }

    private enum Mark: String {
        case made, refused, failed, abandoned

        var sign: String {
            switch self {
            case .made: "✓"
            case .refused: "⊘"
            case .failed: "✗"
            case .abandoned: "~"
            }
        }

        var tone: Tone {
            switch self {
            case .made: .good
            case .refused: .caution
            case .failed: .bad
            case .abandoned: .faint
            }
        }
    }
}
