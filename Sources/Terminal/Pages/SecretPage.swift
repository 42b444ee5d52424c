package import CivilTime
package import JSON

/// Secrets by name, without their values.
package enum SecretPage {
    package static func text(_ secrets: [JSON], on screen: Screen, now: Instant) -> String {
        guard !secrets.isEmpty else { return "no secrets; `ratchet secret set NAME` sets one\n" }
        var table = Table([
            .left("SECRET"), .left("STATE"), .left("SET").leaving(2), .left("BY").shrinking().leaving(1), .left("KEY").leaving(3),
            .left("USED BY").shrinking(),
        ])
        for secret in secrets {
            let state = secret.text("state") ?? ""
            table.add([
                .init(secret.text("name") ?? ""), .init(state, ["missing", "locked"].contains(state) ? .bad : .good),
                .init(secret.instant("set_at")?.relative(to: now) ?? ""), .init(secret.text("set_by") ?? ""), .init(secret.text("key") ?? ""),
                .init(users(secret)),
            ])
        }
        return table.text(on: screen)
    }

    /// What became of setting one.
    package static func line(_ secret: JSON) -> String {
        let name = secret.text("name") ?? "", users = users(secret)
        let use = users.isEmpty ? "nothing live uses it yet" : "used by \(users)"
        guard secret.text("state") != "environment" else {
            return "\(name) is sealed, but RATCHET_SECRET_\(name) in the server's environment wins\n"
        }
        return "\(name) is sealed with \(secret.text("key") ?? ""); \(use)\n"
    }

    /// `skill a, service b`.
    package static func users(_ secret: JSON) -> String {
        secret.items("used_by").compactMap(\.string).map { $0.replacing(":", with: " ", maxReplacements: 1) }.joined(separator: ", ").harmlessLine
    }

    /// What stands in the way of those who use secrets.
    package static func checks(_ secrets: [JSON]) -> [Diagnosis.Check] {
        let troubles = secrets.compactMap { secret -> Diagnosis.Check? in
            let name = secret.text("name") ?? ""
            switch secret.text("state") {
            case "missing":
                return .init("secrets", .warn, "\(name) is used by \(users(secret)) and has no value", advice: "ratchet secret set \(name)")
            case "locked":
                let advice = "give the server that key, or `ratchet secret set \(name)` again"
                let problem = "\(name) is sealed with \(secret.text("key") ?? ""), and the server's keys do not open it"
                return .init("secrets", .fail, problem, advice: advice)
            default: return nil
            }
        }
        return troubles.isEmpty ? [.init("secrets", .ok, Amounts.count(Int64(secrets.count), "secret"))] : troubles
    }
}
