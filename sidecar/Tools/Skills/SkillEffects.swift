import JSON
import MCP

/// What live skills can do outside, from their permits and calls: hints for the dialogs of clients. When in doubt, more.
struct SkillEffects {
    private struct Reach {
        var reads = true
        var destroys = false
        var leaves = false

        static let anything = Reach(reads: false, destroys: true, leaves: true)

        mutating func add(_ other: Reach) {
            reads = reads && other.reads
            destroys = destroys || other.destroys
            leaves = leaves || other.leaves
        }
    }

    private let skills: [String: JSON]

    /// - Parameter skills: as the server tells them in full.
    init(of skills: [JSON]) {
        self.skills = Dictionary(skills.map { ($0.text("name") ?? "", $0) }) { first, _ in first }
    }

    func annotations(of skill: String) -> Tool.Annotations {
        var seen: Set<String> = []
        let reach = reach(of: skill, &seen)
        return Tool.Annotations(readOnly: reach.reads, destructive: reach.destroys, idempotent: reach.reads, openWorld: reach.leaves)
    }

    /// With that of the skills it calls, each looked at once.
    private func reach(of name: String, _ seen: inout Set<String>) -> Reach {
        guard seen.insert(name).inserted else { return Reach() }
        guard let skill = skills[name], let permits = skill["permits"] else { return .anything }
        var reach = Reach()
        for line in permits.items("http").compactMap(\.string) {
            let isRead = ["GET", "HEAD", "OPTIONS"].contains(line.prefix { $0 != " " })
            reach.add(Reach(reads: isRead, destroys: !isRead, leaves: true))
        }
        if !permits.items("mcp").isEmpty { reach = .anything }
        if !permits.items("models").isEmpty { reach.leaves = true }
        if skill.items("calls").contains(where: { ["emit", "memory.put"].contains($0.string) }) { reach.reads = false }
        for callee in skill.items("callees").compactMap(\.string) { reach.add(self.reach(of: VersionName(callee).skill, &seen)) }
        return reach
    }
}
