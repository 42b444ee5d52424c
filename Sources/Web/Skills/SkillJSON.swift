import CivilTime
import Engine
import JSON
import SkillLanguage

/// A published skill as the API shows it.
enum SkillJSON {
    static func summary(_ published: PublishedSkill) -> JSON.Object {
        let skill = published.skill
        return [
            "name": .string(skill.name), "version": .string(published.label.description), "version_id": .string(published.id),
            "commit": .text(published.commit), "summary": .string(skill.summary), "permits": permits(skill.permits), "limits": limits(skill.limits),
            "secrets": strings(skill.secrets), "callees": strings(callees(skill)), "tests": .count(skill.tests.count),
        ]
    }

    /// The summary with the schemas, what its steps call, and whether the caller may run it.
    ///
    /// - Parameter allowed: nil when the caller may run all.
    static func offer(_ published: PublishedSkill, among allowed: [String]?) -> JSON.Object {
        let document = published.skill.document
        var object = summary(published)
        object["input"] = document["input"]
        object["output"] = document["output"]
        object["calls"] = strings((calls(in: document["steps"]).union(calls(in: document["finally"]))).sorted())
        object["may_run"] = .bool(allowed?.contains(published.skill.name) ?? true)
        return object
    }

    /// The callables named in calls and agents' tools, wherever they stand.
    private static func calls(in json: JSON?) -> Set<String> {
        switch json {
        case .array(let items)?: return items.reduce(into: []) { $0.formUnion(calls(in: $1)) }
        case .object(let object)?:
            return object.reduce(into: []) { calls, member in
                let (key, value) = member
                if ["call", "use"].contains(key), let name = value.string { calls.insert(name) } else { calls.formUnion(self.calls(in: value)) }
            }
        default: return []
        }
    }

    private static func permits(_ permits: Permits) -> JSON {
        [
            "http": strings(permits.http.map(\.description)), "models": strings(permits.models), "skills": strings(permits.skills),
            "mcp": strings(permits.mcp), "tune": strings(permits.tune),
        ]
    }

    private static func limits(_ limits: Limits) -> JSON {
        [
            "duration_ms": .milliseconds(limits.duration), "calls": .count(limits.calls), "tokens": .count(limits.tokens),
            "cost_usd": .double(limits.costUSD),
        ]
    }

    /// `name@range`, each once.
    private static func callees(_ skill: Skill) -> [String] { Set(skill.callees.map { "\($0.name)@\($0.range)" }).sorted() }

    private static func strings(_ texts: [String]) -> JSON { .array(texts.map(JSON.string)) }
}
