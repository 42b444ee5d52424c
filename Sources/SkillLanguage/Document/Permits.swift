/// What a skill may reach. Everything not named is refused where the call is made.
package struct Permits: Sendable, Hashable {
    package var http: [HTTPPermit]
    /// Model aliases.
    package var models: [String]
    /// `name@range`.
    package var skills: [String]
    /// `server/tool`, with `*` standing for any run of characters in the tool's name.
    package var mcp: [String]
    /// Names of skills that may be read, replayed and proposed changes of (`skills.*`), with `*` standing for any run of characters.
    package var tune: [String]

    package static let none = Permits(http: [], models: [], skills: [], mcp: [])

    /// The services that skills with these permits name, in their expressions and here; sorted.
    package var services: [String] {
        Set(http.compactMap { $0.origin.hasPrefix("service:") ? String($0.origin.dropFirst("service:".count)) : nil }).sorted()
    }

    package init(http: [HTTPPermit], models: [String], skills: [String], mcp: [String], tune: [String] = []) {
        self.http = http
        self.models = models
        self.skills = skills
        self.mcp = mcp
        self.tune = tune
    }

    /// Whether some line of `skills` names the skill; the versions it accepts are checked where the call is resolved.
    package func allowsSkill(_ name: String) -> Bool { skills.contains { $0.split(separator: "@").first.map(String.init) == name } }

    package func allowsTuning(_ name: String) -> Bool { tune.contains { Glob.matches($0, name) } }

    package func allowsModel(_ alias: String) -> Bool { models.contains(alias) }
}

/// One line of `permits.http`: `GET https://host/path*` or `GET service:metrics/v1/*`.
package struct HTTPPermit: Sendable, Hashable, CustomStringConvertible {
    package let method: String
    /// `https://host[:port]` or `service:name`.
    package let origin: String
    /// Path with `*` for any run of characters.
    package let path: String

    package init?(_ text: String) {
        let parts = text.split(separator: " ", omittingEmptySubsequences: false)
        guard parts.count == 2, ["GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "*"].contains(parts[0]) else { return nil }
        let target = parts[1]
        let start: Substring.Index
        if target.hasPrefix("service:") {
            start = target.startIndex
        } else if let scheme = ["https://", "http://"].first(where: target.hasPrefix) {
            start = target.index(target.startIndex, offsetBy: scheme.utf8.count)
        } else {
            return nil
        }
        let slash = target[start...].firstIndex(of: "/") ?? target.endIndex
        guard slash > start else { return nil }
        method = String(parts[0])
        origin = target[..<slash].lowercased()
        path = slash == target.endIndex ? "/" : String(target[slash...])
    }

    package var description: String { "\(method) \(origin)\(path)" }

    /// `origin` as in `HTTPPermit.origin`; `path` normalised, without a query.
    package func allows(method: String, origin: String, path: String) -> Bool {
        (self.method == "*" || self.method == method) && self.origin == origin.lowercased() && Glob.matches(self.path, path)
    }
}

/// `*` stands for any run of characters, everything else for itself.
package enum Glob {
    package static func matches(_ pattern: String, _ text: String) -> Bool {
        let p = Array(pattern.utf8), t = Array(text.utf8)
        var i = 0, j = 0
        var star: Int?, resume = 0
        while j < t.count {
            if i < p.count, p[i] == UInt8(ascii: "*") {
                star = i
                resume = j
                i += 1
            } else if i < p.count, p[i] == t[j] {
                i += 1
                j += 1
            } else if let at = star {
                i = at + 1
                resume += 1
                j = resume
            } else {
                return false
            }
        }
        return p[i...].allSatisfy { $0 == UInt8(ascii: "*") }
    }
}
