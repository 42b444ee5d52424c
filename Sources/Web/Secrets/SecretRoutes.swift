import JSON
import Registry
import Workspace

/// Setting secrets, and what may be told of them. No answer holds a value.
struct SecretRoutes: Sendable {
    let backend: Backend

    static let largestValue = 64 << 10

    var routes: [Route] {
        [
            Route(.get, "/secrets", needs: .admin, answer: list),
            Route(.post, "/secrets", needs: .admin, fields: ["name", "value"], answer: set),
            Route(.post, "/secrets/{name}/remove", needs: .admin, fields: ["dry_run"], answer: remove),
            Route(.post, "/secrets/reseal", needs: .admin, answer: reseal),
        ]
    }

    private var secrets: SecretStore { backend.secrets }

    /// Those that are kept, and those that something names and nobody has set.
    private var items: [SecretItem] {
        let uses = SecretUse.byName(backend.registry.snapshot, backend.settings())
        let sealed = Dictionary(secrets.entries.map { ($0.name, $0) }) { first, _ in first }, given = Set(secrets.given)
        return Set(uses.keys).union(sealed.keys).union(given).sorted().map { name in
            SecretItem(name: name, entry: sealed[name], isGiven: given.contains(name), usedBy: uses[name] ?? [])
        }
    }

    private func item(_ name: String) -> JSON { items.first { $0.name == name }?.json ?? .null }

    private func list(_ question: Question) async throws -> Answer { .list(items.map(\.json)) }

    private func set(_ question: Question) async throws -> Answer {
        let name = try question.fields.required("name")
        guard let value = try question.fields.text("value", upTo: Self.largestValue) else { throw Fields.refusal("value", "is missing") }
        try secrets.set(name, to: value, by: question.holder.signature, at: backend.now)
        return Answer(.ok, item(name))
    }

    /// The item as it was, so that the caller sees who named it.
    private func remove(_ question: Question) async throws -> Answer {
        let name = question["name"]
        guard secrets.entries.contains(where: { $0.name == name }) else { throw SecretError.unknown(name) }
        let old = item(name)
        if try !question.fields.flag("dry_run") { try secrets.remove(name) }
        return Answer(.ok, old)
    }

    private func reseal(_ question: Question) async throws -> Answer {
        let key = try secrets.reseal()
        return Answer(.ok, ["key": .string(key), "secrets": .count(secrets.entries.count)])
    }
}

/// What is told of one secret.
private struct SecretItem {
    let name: String
    let entry: SecretStore.Entry?
    let isGiven: Bool
    let usedBy: [String]

    /// Where the value comes from, or why there is none.
    private var state: String {
        if isGiven { return "environment" }
        guard let entry else { return "missing" }
        return entry.isOpen ? "sealed" : "locked"
    }

    var json: JSON {
        [
            "name": .string(name), "state": .string(state), "sealed": .bool(entry != nil), "key": .text(entry?.key), "set_at": .time(entry?.setAt),
            "set_by": .text(entry?.setBy), "used_by": .array(usedBy.map(JSON.string)),
        ]
    }
}
