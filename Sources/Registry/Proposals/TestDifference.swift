import JSON
import SkillLanguage

/// The tests that judged the live version and do not judge the new one as they were. Whoever writes a change must not also loosen what it is
/// judged by, so such a change waits for a person; more tests are always welcome.
enum TestDifference {
    /// Names of tests that are changed or gone, in the order of the live version. None where there is no live version.
    static func loosened(from old: Skill?, to new: Skill?) -> [String] {
        guard let old, let new else { return [] }
        let kept = Set(tests(of: new).map { $0.text(.canonical) })
        return tests(of: old).filter { !kept.contains($0.text(.canonical)) }.map { $0["name"]?.string ?? "" }
    }

    private static func tests(of skill: Skill) -> [JSON] { skill.document["tests"]?.array ?? [] }
}
