import JSON

/// The members of a request's parameters, each checked as it is read.
struct Parameters {
    let members: JSON.Object
    /// Where they stand, for messages: `params`, or a member of it.
    private let place: String

    init(_ members: JSON.Object, of place: String = "") {
        self.members = members
        self.place = place.isEmpty ? "params" : "params." + place
    }

    /// Nil when it is missing.
    func text(_ name: String) throws(MCPError) -> String? {
        guard let member = members[name] else { return nil }
        guard let text = member.string else { throw wrong(name, "a text") }
        return text
    }

    func required(_ name: String) throws(MCPError) -> String {
        guard let text = try text(name) else { throw wrong(name, "given, as a text") }
        return text
    }

    /// Nil when it is missing; null is not an object.
    func object(_ name: String) throws(MCPError) -> JSON.Object? {
        guard let member = members[name] else { return nil }
        guard let object = member.object else { throw wrong(name, "an object") }
        return object
    }

    /// An object of texts; empty when it is missing.
    func texts(_ name: String) throws(MCPError) -> [String: String] {
        var texts: [String: String] = [:]
        for (key, value) in try object(name) ?? [:] {
            guard let text = value.string else { throw wrong(name, "an object of texts; \(key.debugDescription) is none") }
            texts[key] = text
        }
        return texts
    }

    private func wrong(_ name: String, _ what: String) -> MCPError { .invalidParameters("\(place).\(name) must be \(what)") }
}
