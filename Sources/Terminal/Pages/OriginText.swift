import JSON

/// Who made a proposal: a person, an agent, or a run; and what a run says for itself.
enum OriginText {
    /// One line, without when.
    static func author(_ proposal: JSON) -> String {
        let name = proposal["proposer"]?.text("name") ?? "?", scope = proposal["proposer"]?.text("scope") ?? "?"
        let model = proposal.text("model").map { ", written by \($0)" } ?? ""
        let author =
            switch proposal.text("author") {
            case "run": "made by run \(proposal["origin"]?.text("run") ?? "?") of \(name)"
            case "agent": "written by agent \(name) (token \(proposal["proposer"]?.text("token") ?? "?"))"
            default: "by \(name) (\(scope))"
            }
        return (author + model).harmlessLine
    }

    /// The runs that speak for the change and against it, and whose text may be in it. Empty for what no run made.
    static func lines(_ origin: JSON?, on screen: Screen) -> [String] {
        guard let origin, origin.object != nil else { return [] }
        func runs(_ key: String) -> String {
            let ids = origin.items(key).compactMap(\.string)
            return ids.isEmpty ? "no runs" : ids.joined(separator: " ")
        }
        let taint = origin.items("taint").compactMap(\.string)
        let tainted = "text from outside may be in it: \(taint.joined(separator: ", "))".harmlessLine
        return [
            "  for     \(runs("for"))".harmlessLine, "  against \(runs("against"))".harmlessLine,
            "  taint   " + (taint.isEmpty ? "none: nothing from outside came into the run before" : screen.paint(tainted, .bad)),
        ]
    }
}
