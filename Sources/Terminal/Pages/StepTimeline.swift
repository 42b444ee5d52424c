import CivilTime
import JSON

/// The steps of a run as an indented table: each try with its mark, start and duration, what failed, and the runs it started.
struct StepTimeline {
    private let children: [JSON]
    private let start: Instant?
    private let showsBodies: Bool
    private var table = Table([
        .left("STEP").shrinking(), .left("CALL").shrinking().leaving(1), .right("AT").leaving(3), .right("TOOK"), .left("USED").leaving(2),
    ])

    /// - Parameters:
    ///   - run: the run's detail, with `steps` and `children`.
    ///   - showsBodies: whether the input and output of each call are shown.
    init(_ run: JSON, showsBodies: Bool) {
        children = run.items("children")
        start = run.instant("started_at") ?? run.instant("created_at")
        self.showsBodies = showsBodies
        for node in StepTree(run.items("steps")).roots { add(node, depth: 0) }
    }

    /// Empty when the run made no call.
    func text(on screen: Screen) -> String { table.isEmpty ? "" : table.text(on: screen) }

    private mutating func add(_ node: StepTree.Node, depth: Int) {
        let indentation = String(repeating: "  ", count: depth)
        let outcomes = node.entries.filter { $0.text("kind") != "intent" }
        let shown = node.entries.filter { entry in
            entry.text("kind") != "intent" || !outcomes.contains { $0["attempt"]?.int == entry["attempt"]?.int }
        }
        if shown.isEmpty { table.add([.init("\(indentation)· \(node.name)", .faint)]) }
        for (number, entry) in shown.enumerated() {
            let mark = StepMark(entry, isLast: number == shown.count - 1)
            table.add(
                [
                    .init("\(indentation)\(mark.rawValue) \(name(node, entry, tries: shown.count))", mark.tone), .init(entry.text("callable") ?? ""),
                    .init(offset(entry) ?? ""), .init(entry.duration("duration_ms")?.approximate ?? ""), .init(UsageText.short(entry["usage"])),
                ], notes: notes(entry, started: started(by: number, of: shown.count, node), isLast: number == shown.count - 1),
                indentation: 2 * depth + 4)
        }
        for child in node.children { add(child, depth: depth + 1) }
    }

    private func name(_ node: StepTree.Node, _ entry: JSON, tries: Int) -> String {
        if node.name.isEmpty { return entry.text("kind")?.spaced ?? "event" }
        let attempt = entry["attempt"]?.int ?? 1
        return node.name + (attempt > 1 || tries > 1 ? " (try \(attempt))" : "")
    }

    /// From the run's start to the entry's: `+1.2 s`.
    private func offset(_ entry: JSON) -> String? {
        guard let start, let end = entry.instant("at") else { return nil }
        return "+" + max(end - (entry.duration("duration_ms") ?? .zero) - start, .zero).approximate
    }

    private func notes(_ entry: JSON, started: [JSON], isLast: Bool) -> [Table.Cell] {
        var notes: [Table.Cell] = []
        switch entry.text("kind") {
        case "intent": notes.append(.init("sent, and no outcome is known", .active))
        case "late": notes.append(.init("came when nobody waited for it any more", .faint))
        case "cancel_request": notes += entry["input"]?.text("reason").map { [.init($0, .caution)] } ?? []
        default: break
        }
        if let error = entry.value("error") { notes.append(.init(ErrorText.line(error), isLast ? .bad : .caution)) }
        notes += started.map(Self.line)
        if showsBodies {
            for (label, body) in [("in", entry.value("input")), ("out", entry.value("output"))] {
                if let body { notes.append(.init("\(label) \(body.text(.compact))", .faint)) }
            }
        }
        return notes
    }

    /// The runs that a try started: one each where every try of the step has one, else all with the last try.
    private func started(by number: Int, of tries: Int, _ node: StepTree.Node) -> [JSON] {
        let runs = children.filter { $0.text("parent_path") == node.path }
        if runs.count == tries { return [runs[number]] }
        return number == tries - 1 ? runs : []
    }

    private static func line(_ child: JSON) -> Table.Cell {
        let state = child.text("state")
        let took = child.duration("duration_ms").map { " in \($0.approximate)" } ?? ""
        let abandoned = child.value("abandoned_at") == nil ? "" : ", abandoned"
        return .init("run \(child.text("id") ?? "") of \(RunTable.label(child)) \(state?.spaced ?? "")\(took)\(abandoned)", Tone(state: state))
    }
}

extension String {
    /// `timed out` for `timed_out`.
    var spaced: String { String(map { $0 == "_" ? " " : $0 }) }
}
