/// The services a skill names, in its expressions and its permits.
package enum Services {
    package static func named(in skill: Skill) -> [String] {
        let permitted = skill.permits.http.compactMap { permit in
            permit.origin.hasPrefix("service:") ? String(permit.origin.dropFirst("service:".count)) : nil
        }
        return Array(Set(permitted)).sorted()
    }
}
