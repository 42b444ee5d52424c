import CivilTime
import JSON
import Registry
import Store
import Workspace

/// A change that a run proposed and a person rejected.
struct Rejection {
    let proposal: String
    /// Operations on the document; null for a whole one.
    let patch: JSON
    /// As it was sent: an array of `{path, document, base}`.
    let changes: JSON
    let at: Instant
    let note: String?

    /// The config values that it would have changed.
    var settings: [String] {
        (patch.array ?? []).compactMap { operation in
            let tokens = operation["path"]?.string.flatMap { Pointer(parsing: $0) }?.tokens ?? []
            return tokens.count >= 3 && tokens[0] == "config" && tokens[1] == "properties" ? tokens[2] : nil
        }
    }

    /// Whether this is the same change, or makes the same document of another base.
    func isSame(_ other: JSON?, _ changes: JSON) -> Bool { other == patch || Self.bare(changes) == Self.bare(self.changes) }

    /// The document without its label.
    private static func bare(_ changes: JSON) -> JSON {
        var document = changes[0]?["document"]?.object ?? [:]
        document["version"] = nil
        return .object(document)
    }

    var json: JSON {
        ["proposal": .string(proposal), "patch": patch, "at": .string(at.rfc3339), "note": note.map(JSON.string) ?? .null]
    }
}

/// What was rejected of what runs of a skill proposed. Whoever proposes has to know it.
struct Rejections {
    /// How long the very same change is not proposed again.
    static let memory = Duration.seconds(90 * 24 * 3600)
    /// How long a search leaves a config value alone after a change of it was rejected.
    static let rest = Duration.seconds(28 * 24 * 3600)

    let store: any Store

    /// Of changes of `skill` that runs of `proposer` made, the latest first.
    func of(_ skill: String, by proposer: String, now: Instant) async throws -> [Rejection] {
        var found: [Rejection] = []
        var cursor: Cursor?
        repeat {
            let page = try await store.proposals([.rejected], proposer: RunProposer.id(of: proposer), after: cursor, limit: 100)
            for proposal in page.items where proposal.paths == [WorkspaceLayout.skillPath(skill)] {
                guard let closing = proposal.closing, closing.at > now - Self.memory else { continue }
                guard let origin = try proposal.origin.flatMap({ Origin(try JSON(parsing: $0)) }) else { continue }
                let changes = try JSON(parsing: proposal.changes)
                found.append(
                    Rejection(proposal: proposal.id, patch: origin.patch ?? .null, changes: changes, at: closing.at, note: closing.note))
            }
            // A proposal waits for a week at most, so none older was rejected within the time that counts.
            cursor = (page.items.last?.openedAt).map { $0 > now - Self.memory - .seconds(7 * 24 * 3600) } == true ? page.next : nil
        } while cursor != nil
        return found
    }
}

/// A run as the one who proposes: no token, and no right to approve anything.
enum RunProposer {
    static func id(of skill: String) -> String { "skill:\(skill)" }

    static func holder(skill: String, version: String) -> TokenHolder {
        TokenHolder(id: id(of: skill), name: "\(skill) \(version)", scope: Scope.agent.rawValue)
    }
}
