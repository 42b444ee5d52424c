package import CivilTime
package import JSON

/// What waits for a person, one a line.
package enum InboxTable {
    /// - Parameter items: as `GET /inbox` lists them.
    package static func text(_ items: [JSON], on screen: Screen, now: Instant) -> String {
        guard !items.isEmpty else { return "nothing waits for you\n" }
        var table = Table([
            .left("ID"), .left("KIND"), .left("ABOUT").shrinking(), .left("STEP").shrinking().leaving(2), .left("SINCE").leaving(1),
            .left("UNTIL").leaving(3), .left("FOR").shrinking().leaving(4),
        ])
        for item in items {
            table.add(
                [
                    .init(item.text("id") ?? ""), .init(item.text("kind")?.spaced ?? ""), .init(item.text("subject") ?? item.text("skill") ?? ""),
                    .init(item.text("path") ?? ""),
                    .init(item.instant("opened_at")?.relative(to: now) ?? ""), .init(item.instant("until")?.relative(to: now) ?? ""),
                    .init(item.text("assign") ?? ""),
                ], notes: [.init(InboxPage.question(item))] + (item.text("command").map { [.init($0, .faint)] } ?? []))
        }
        return table.text(on: screen)
    }
}

/// One thing that waits for a person, and how to answer it.
package enum InboxPage {
    /// - Parameter item: the detail of `GET /inbox/{id}`.
    package static func text(_ item: JSON, on screen: Screen, now: Instant) -> String {
        let title = "\(item.text("kind")?.spaced ?? "question") \(item.text("id") ?? "")"
        var facts = Facts()
        facts.add("run", item.text("run_id").map { "\($0) of \(item.text("subject") ?? item.text("skill") ?? "")" })
        facts.add("step", item.text("path"))
        facts.add("calls", item.text("callable"))
        facts.add("since", item.instant("opened_at").map { "\($0.long), \($0.relative(to: now))" })
        facts.add("until", item.instant("until").map { "\($0.long), \($0.relative(to: now))" })
        facts.add("for", item.text("assign"))
        facts.add("to be told", item.text("notify"))
        facts.add("answered", item.value("answer").map { answered($0, now) })
        var sections = [screen.paint(title.harmlessLine, .strong) + "\n" + facts.text(on: screen)]
        sections.append(question(item).harmlessText.wrapped(to: max(screen.width - 2, 20)).map { "  \($0)\n" }.joined())
        if item.text("kind") == "human" {
            if let fields = FormField.fields(of: item["response"]), !fields.isEmpty {
                sections.append(screen.paint("the form", .strong) + "\n" + fields.map { "  \($0.label)\n" }.joined())
            } else if let response = item.value("response") {
                sections.append(screen.paint("the form", .strong) + "\n" + Document.text(response, on: screen, isFull: true))
            }
        } else if let request = item.value("request") {
            sections.append(screen.paint("the call", .strong) + "\n" + Document.text(request, on: screen, isFull: true))
        }
        if item.text("state") == "open" { sections.append(commands(for: item).map { "  \($0)\n" }.joined()) }
        return sections.filter { !$0.isEmpty }.joined(separator: "\n")
    }

    /// What is asked, in a sentence.
    static func question(_ item: JSON) -> String {
        switch item.text("kind") {
        case "human": item.text("prompt") ?? "an answer is asked for"
        case "unknown": "the server ended while this call was under way: it may or may not have happened"
        case "tool_approval": "an agent asks for leave to make this call"
        default: item.text("summary") ?? ""
        }
    }

    /// The commands that answer it.
    package static func commands(for item: JSON) -> [String] {
        let answer = "ratchet answer \(item.text("id") ?? "")".harmlessLine
        switch item.text("kind") {
        case "human": return [answer]
        case "unknown":
            return [
                "\(answer) --retry     it did not happen: make the call", "\(answer) --failed    fail the call",
                "\(answer) --done      it happened",
            ]
        case "tool_approval": return ["\(answer) --approve", "\(answer) --decline"]
        case "proposal":
            return ["show", "approve", "reject"].map { "ratchet review \($0) \(item.text("id") ?? "")".harmlessLine }
        case "incident": return ["ratchet incidents close \(item.text("id") ?? "")".harmlessLine]
        default: return []
        }
    }

    private static func answered(_ answer: JSON, _ now: Instant) -> String {
        [answer.text("by").map { "by \($0)" }, answer.instant("at")?.relative(to: now), answer.value("body")?.text(.compact)].compactMap { $0 }
            .joined(separator: ", ")
    }
}
