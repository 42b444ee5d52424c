package import JSON

/// All about one skill.
package enum SkillPage {
    package static func text(_ skill: JSON, on screen: Screen) -> String {
        var facts = Facts()
        facts.add("summary", skill.text("summary"))
        facts.add("version", skill.text("version_id"))
        facts.add("commit", skill.text("commit"))
        for (kind, permits) in permits(skill["permits"]) {
            for (number, permit) in permits.enumerated() { facts.add(number == 0 ? "permits \(kind)" : "", permit) }
        }
        facts.add("limits", limits(skill["limits"]))
        facts.add("secrets", list(skill["secrets"]))
        facts.add("callees", list(skill["callees"]))
        facts.add("tests", SkillTable.tests(skill))
        let title = "skill \(skill.text("name") ?? "")" + (skill.text("version").map { "@" + $0 } ?? "")
        return screen.paint(title.harmlessLine, .strong) + "\n" + facts.text(on: screen)
    }

    private static func permits(_ permits: JSON?) -> [(kind: String, permits: [String])] {
        (permits?.object.map { Array($0) } ?? []).map { kind, values in (kind, values.array?.compactMap(\.string) ?? []) }
    }

    /// `10m, 40 calls, 50,000 tokens, $0.3000`; members that are not known are named.
    private static func limits(_ limits: JSON?) -> String {
        (limits?.object.map { Array($0) } ?? []).map { name, value in
            switch name {
            case "duration": value.string ?? value.text(.compact)
            case "duration_ms": Duration.milliseconds(value.int ?? 0).approximate
            case "cost_usd": value.double == 0 ? "no money" : Amounts.money(value.double ?? 0)
            case "calls", "tokens": value.int == 0 ? "no \(name)" : "\(Amounts.count(value.int ?? 0)) \(name)"
            default: "\(name) \(value.string ?? value.text(.compact))"
            }
        }
        .joined(separator: ", ")
    }

    /// Names, in an array or as the keys of an object; `name@version` where the elements say both.
    private static func list(_ names: JSON?) -> String {
        if let object = names?.object { return object.keys.joined(separator: ", ") }
        return (names?.array ?? []).map { name in
            name.string ?? ((name.text("name") ?? "") + ((name.text("version") ?? name.text("range")).map { "@" + $0 } ?? ""))
        }
        .joined(separator: ", ")
    }
}
