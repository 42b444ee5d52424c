import CivilTime
import JSON
import Registry
import Store
import Workspace

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
