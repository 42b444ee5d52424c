package import JSON

/// Skills, one a line, and what is wrong in the live commit.
package enum SkillTable {
    /// - Parameter list: the answer of `GET /skills`, with `items` and `problems`.
    package static func text(_ list: JSON, on screen: Screen) -> String {
        let skills = list.items("items")
        var table = Table([.left("SKILL"), .left("VERSION"), .right("TESTS").leaving(1), .left("SUMMARY").shrinking()])
        for skill in skills {
            table.add([
                .init(skill.text("name") ?? ""), .init(skill.text("version") ?? ""), .init(tests(skill) ?? ""), .init(skill.text("summary") ?? ""),
            ])
        }
        let rows = skills.isEmpty ? "no skills are live; write skills/NAME/skill.json, commit it, and `ratchet adopt`\n" : table.text(on: screen)
        return rows + problems(list.items("problems"), on: screen)
    }

    /// How many tests the skill has, however the answer tells it.
    static func tests(_ skill: JSON) -> String? {
        (skill["tests"]?.int ?? skill["tests"]?.array.map { Int64($0.count) }).map(Amounts.count)
    }

    private static func problems(_ problems: [JSON], on screen: Screen) -> String {
        guard !problems.isEmpty else { return "" }
        let title = screen.paint("problems in the live commit", .bad) + "\n"
        return "\n" + title + problems.map { "  " + FindingText.line($0) + "\n" }.joined()
    }
}
