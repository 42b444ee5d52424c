import CivilTime
package import JSON
package import SkillLanguage

/// What a new version of a skill may reach and use, compared with the live one, line by line.
///
/// Of what is reached over the network it is exact: a line is wider when it allows a request that no old line allows. Of models, skills and
/// secrets every new name is wider.
package struct CapabilityDifference: Sendable, Hashable {
    package enum Direction: String, Sendable, Comparable {
        case same, narrower, wider

        private var rank: Int { self == .wider ? 2 : self == .narrower ? 1 : 0 }
        package static func < (a: Self, b: Self) -> Bool { a.rank < b.rank }
    }

    package struct Line: Sendable, Hashable {
        /// `http`, `models`, `skills`, `mcp`, `tune`, `secrets`, `limits` or `callees`.
        package let kind: String
        package let text: String
        package let direction: Direction
    }

    package let lines: [Line]

    /// Whether any line is wider.
    package var isWider: Bool { lines.contains { $0.direction == .wider } }

    /// Wider than nothing where there is no old version: whatever the skill asks for.
    package init(from old: Skill?, to new: Skill?) {
        let before = Reach(of: old), now = Reach(of: new)
        var lines: [Line] = []
        func compare(_ kind: String, _ a: [String], _ b: [String], covered: (String, [String]) -> Bool) {
            for line in b { lines.append(Line(kind: kind, text: line, direction: a.contains(line) ? .same : covered(line, a) ? .narrower : .wider)) }
            for line in a where !b.contains(line) { lines.append(Line(kind: kind, text: "no more: \(line)", direction: .narrower)) }
        }
        compare("http", before.http, now.http) { line, lines in
            guard let permit = HTTPPermit(line) else { return false }
            return Self.covers(lines.compactMap(HTTPPermit.init), permit)
        }
        compare("models", before.models, now.models) { _, _ in false }
        compare("skills", before.skills, now.skills) { _, _ in false }
        compare("mcp", before.mcp, now.mcp) { line, lines in Self.covers(lines, line) }
        compare("tune", before.tune, now.tune) { line, lines in Self.covers(lines, line) }
        compare("secrets", before.secrets, now.secrets) { _, _ in false }
        compare("callees", before.callees, now.callees) { _, _ in false }
        for (name, a, b, show) in before.limits.enumerated().map({ ($1.name, $1.value, now.limits[$0].value, now.limits[$0].text) }) {
            lines.append(Line(kind: "limits", text: "\(name) \(show)", direction: b > a ? .wider : b < a ? .narrower : .same))
        }
        self.lines = lines
    }

    /// Whether every request that `inner` allows is one that some line of `outers` allows.
    static func covers(_ outers: [HTTPPermit], _ inner: HTTPPermit) -> Bool {
        let paths = outers.filter { outer in
            (outer.method == "*" || outer.method == inner.method) && place(outer.origin) == place(inner.origin)
        }.map(\.path)
        return covers(paths, inner.path)
    }

    /// Whether every text that the pattern `inner` matches is matched by one of `outers`.
    static func covers(_ outers: [String], _ inner: String) -> Bool { PatternInclusion(inner, in: outers).answer == .covered }

    /// The scheme's own port may be written or not.
    private static func place(_ origin: String) -> String {
        for (scheme, port) in [("https://", ":443"), ("http://", ":80")] where origin.hasPrefix(scheme) && origin.hasSuffix(port) {
            return String(origin.dropLast(port.count))
        }
        return origin
    }
}

/// What a skill asks for, each list without repetitions and in order. Nothing at all where there is no skill.
private struct Reach {
    var http: [String] = [], models: [String] = [], skills: [String] = [], mcp: [String] = [], tune: [String] = []
    var secrets: [String] = [], callees: [String] = []
    var limits: [(name: String, value: Double, text: String)]

    init(of skill: Skill?) {
        let limits = skill?.limits ?? .standard
        self.limits = [
            ("duration", Double(limits.duration.milliseconds), limits.duration.text), ("calls", Double(limits.calls), "\(limits.calls)"),
            ("tokens", Double(limits.tokens), "\(limits.tokens)"), ("cost_usd", limits.costUSD, "\(limits.costUSD)"),
        ]
        guard let skill else { return }
        http = Set(skill.permits.http.map(\.description)).sorted()
        models = Set(skill.permits.models).sorted()
        skills = Set(skill.permits.skills).sorted()
        mcp = Set(skill.permits.mcp).sorted()
        tune = Set(skill.permits.tune).sorted()
        secrets = Set(skill.secrets).sorted()
        callees = Set(SkillSignature(of: skill).callees).sorted()
    }
}

extension CapabilityDifference {
    /// Lines that are the same are left out.
    package var json: JSON {
        .array(lines.filter { $0.direction != .same }.map { line in
            ["kind": .string(line.kind), "text": .string(line.text), "direction": .string(line.direction.rawValue)]
        })
    }
}
