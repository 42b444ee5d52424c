package import JSON

/// Something in the repository that a person has to put right. What is live stays live meanwhile.
package struct RepositoryTrouble: Sendable, Hashable {
    package enum Kind: String, Sendable, Hashable, CaseIterable {
        /// The live ref names a commit that Ratchet did not put there.
        case liveUnattested = "live_unattested"
        case liveMissing = "live_missing"
        /// The commit that the live ref names, or one of its files, cannot be read.
        case liveUnreadable = "live_unreadable"
        case mainMissing = "main_missing"
        /// `main` has nothing in common with what is live.
        case mainUnrelated = "main_unrelated"
        /// `main` was moved back to before what is live.
        case mainBehind = "main_behind"
        /// `main` and what is live both have commits of their own.
        case mainDiverged = "main_diverged"
        case headDetached = "head_detached"
        /// Another program holds one of git's locks.
        case locked
        /// Something else about `main` or the working tree that git does not do.
        case unreadable

        /// Whether somebody has to be told, over and above whoever asks.
        var isIncident: Bool {
            switch self {
            case .liveUnattested, .liveMissing, .liveUnreadable, .mainMissing, .mainUnrelated: true
            case .mainBehind, .mainDiverged, .headDetached, .locked, .unreadable: false
            }
        }

        /// Whether it is about what the live ref names.
        var isAboutLive: Bool { self == .liveUnattested || self == .liveMissing || self == .liveUnreadable }
    }

    package let kind: Kind
    package let message: String
    /// What to do.
    package let advice: String

    package var json: JSON { ["kind": .string(kind.rawValue), "message": .string(message), "advice": .string(advice)] }
}
