import CivilTime
import Engine
import JSON
import Store

/// A version as receipts name it: enough to find it in the repository and to know what it may do.
enum VersionJSON {
    static func summary(_ version: Version) throws(JSON.ParseError) -> JSON.Object {
        let document = try JSON(stored: version.document)
        return [
            "name": .string(version.skill), "version": .string(version.label), "version_id": .string(version.id), "commit": .text(version.commit),
            "permits": document["permits"] ?? [:], "secrets": document["secrets"] ?? [],
        ]
    }
}

extension PublishedSkill {
    /// As the store would keep it.
    func stored(_ now: Instant) -> Version {
        Version(
            id: id, skill: skill.name, label: label.description, document: skill.document.bytes(.canonical), commit: commit, seenAt: now)
    }
}
