import Registry
import Workspace

/// Who names a secret: live skills, and the services and models of `ratchet.json`.
enum SecretUse {
    /// `skill:NAME`, `service:NAME` and `model:NAME` by secret, in order.
    static func byName(_ snapshot: Snapshot, _ settings: Settings) -> [String: [String]] {
        var uses: [String: [String]] = [:]
        for (name, published) in snapshot.skills {
            for secret in published.skill.secrets { uses[secret, default: []].append("skill:\(name)") }
        }
        for (name, service) in settings.services {
            for secret in Set(service.headers.flatMap { names(in: $0.value) }) { uses[secret, default: []].append("service:\(name)") }
        }
        for (name, model) in settings.models {
            if let secret = model.keySecret { uses[secret, default: []].append("model:\(name)") }
        }
        return uses.mapValues { $0.sorted() }
    }

    /// The names in the `${secrets.NAME}` of a text.
    private static func names(in text: String) -> [String] {
        text.matches(of: /\$\{secrets\.([^}]*)\}/).map { String($0.1) }
    }
}
