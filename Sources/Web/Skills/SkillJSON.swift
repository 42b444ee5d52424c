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
