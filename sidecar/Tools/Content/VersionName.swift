/// A skill as people and models name it: `health_check` or `health_check@1.0.3`.
struct VersionName: Sendable, Hashable {
    let skill: String
    let label: String?

    init(_ text: String) {
        let parts = text.split(separator: "@", maxSplits: 1)
        skill = parts.first.map(String.init) ?? text
        label = parts.count > 1 ? String(parts[1]) : nil
    }
}
