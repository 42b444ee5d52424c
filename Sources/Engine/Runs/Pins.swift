package import JSON
package import SkillLanguage

/// The version of every skill a run can reach through `skill:` calls, fixed when its root starts.
package struct Pins: Sendable, Equatable {
    /// Skill name to version id.
    package let versions: [String: String]

    package init(versions: [String: String]) { self.versions = versions }

    package init(_ versions: [String: PublishedSkill]) { self.versions = versions.mapValues(\.id) }

    /// Why no pins can be made.
    package enum Unresolved: Error, Sendable, CustomStringConvertible {
        case missing(skill: String, caller: String)
        case outOfRange(skill: String, live: SemanticVersion, wanted: VersionRange, caller: String)

        package var description: String {
            switch self {
            case .missing(let skill, let caller): "the skill \(skill), which \(caller) calls, is not live"
            case .outOfRange(let skill, let live, let wanted, let caller): "\(caller) calls \(skill)@\(wanted), live is \(live)"
            }
        }
    }

    /// Pins `root` and, transitively, all that it calls.
    /// - Parameter source: one that stands still, so that all pinned versions were live together.
    /// - Returns: the pinned versions by the skill's name, `root` among them.
    package static func resolve(_ root: PublishedSkill, in source: any SkillSource) throws(Unresolved) -> [String: PublishedSkill] {
        var versions = [root.skill.name: root]
        var pending = [root]
        while let caller = pending.popLast() {
            for (name, range) in caller.skill.callees {
                guard let callee = name == root.skill.name ? root : source.live(name) else { throw .missing(skill: name, caller: caller.skill.name) }
                guard range.accepts(callee.label) else {
                    throw .outOfRange(skill: name, live: callee.label, wanted: range, caller: caller.skill.name)
                }
                if versions.updateValue(callee, forKey: name) == nil { pending.append(callee) }
            }
        }
        return versions
    }

    package var json: JSON { .object(JSON.Object(versions.sorted { $0.key < $1.key }.map { ($0.key, .string($0.value)) })) }

    package init(json: JSON) {
        versions = Dictionary((json.object ?? [:]).compactMap { key, value in value.string.map { (key, $0) } }) { first, _ in first }
    }
}
