import JSON

extension JSON {
    /// A text that is there and not empty.
    func text(_ key: String) -> String? { self[key]?.string.flatMap { $0.isEmpty ? nil : $0 } }

    func items(_ key: String) -> [JSON] { self[key]?.array ?? [] }

    /// A member that is there and not null.
    func value(_ key: String) -> JSON? { self[key].flatMap { $0.isNull ? nil : $0 } }

    static func text(_ text: String?) -> JSON { text.map(JSON.string) ?? .null }

    static func count(_ number: Int) -> JSON { .int(Int64(number)) }

    /// The named members in this order; those that are missing or null are left out.
    func members(_ keys: [String]) -> JSON.Object {
        var object: JSON.Object = [:]
        for key in keys { object[key] = value(key) }
        return object
    }

    /// `name@version` of a skill or a run's skill.
    func versionName(_ key: String) -> String {
        let name = text(key) ?? ""
        return text("version").map { "\(name)@\($0)" } ?? name
    }

    /// The value itself when it is short, else the beginning of its text and how much there is.
    func shortened(to most: Int) -> JSON {
        let text = text(.compact)
        guard text.utf8.count > most else { return self }
        return ["cut": .string(String(text.prefix(most))), "bytes": .count(text.utf8.count)]
    }
}
