import JSON

/// What a changed skill makes of recorded runs, and for each that does not come out the same, how.
enum ShadowText {
    /// How many runs are told one by one.
    private static let mostRuns = 10

    /// Empty where there is nothing to play it on.
    static func lines(_ shadow: JSON?, on screen: Screen) -> [String] {
        guard let shadow, let status = shadow.text("status"), status != "not_run" else { return [] }
        let counts = ["same", "changed", "diverged", "refused"].compactMap { word in
            shadow[word]?.int.flatMap { $0 > 0 ? "\(Amounts.count($0)) \(word)" : nil }
        }
        guard !counts.isEmpty else { return ["  shadow  no recorded runs"] }
        var lines = ["  shadow  " + counts.joined(separator: ", ") + use(shadow)]
        let others = shadow.items("runs").filter { $0.text("verdict") != "same" }
        lines += others.prefix(mostRuns).map { "          \(run($0))".harmlessLine }
        if others.count > mostRuns { lines.append("          and \(others.count - mostRuns) more, see --json") }
        if let hash = shadow.text("hash") { lines.append("          report \(hash)".harmlessLine) }
        return lines
    }

    /// What the runs that are known to their end cost and took, and would have.
    private static func use(_ shadow: JSON) -> String {
        func pair(_ key: String, _ text: (Double) -> String) -> String? {
            guard let was = shadow[key]?["was"]?.double, let now = shadow[key]?["now"]?.double, was > 0 || now > 0 else { return nil }
            return was == now ? "\(text(was)) as before" : "\(text(was)) -> \(text(now))"
        }
        let parts = [pair("cost_usd", Amounts.money), pair("duration_ms") { Duration.milliseconds(Int64($0)).approximate }].compactMap(\.self)
        return parts.isEmpty ? "" : "; " + parts.joined(separator: ", ")
    }

    private static func run(_ run: JSON) -> String {
        let id = run.text("run") ?? "", verdict = run.text("verdict") ?? ""
        switch verdict {
        case "changed":
            let places = run.items("differences").map { place in
                let at = place.text("at") ?? ""
                return "\(at)\(at.isEmpty ? "" : " ")\((place["was"] ?? .null).excerpt(40)) -> \((place["now"] ?? .null).excerpt(40))"
            }
            return "\(id)  changed   " + places.joined(separator: ", ")
        case "diverged": return "\(id)  diverged  at \(run.text("step") ?? "?"): \(run.text("asked") ?? "the call") was not recorded so"
        default: return "\(id)  \(verdict)"
        }
    }
}
