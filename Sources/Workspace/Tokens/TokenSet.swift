import SkillLanguage
import Synchronization

/// The tokens a server accepts. Tokens come and go while it runs.
package final class TokenSet: Sendable {
    /// Who a token was given to.
    package struct Holder: Sendable, Hashable {
        /// Of the token; it tells nothing of it.
        package let id: String
        package let name: String
        package let scope: Scope
        /// Requests a minute.
        package let rate: Int

        /// What a rate may be.
        package static let rates = 1...600_000

        /// - Parameter rate: nil for what the scope has.
        package init(id: String, name: String, scope: Scope, rate: Int? = nil) {
            self.id = id
            self.name = name
            self.scope = scope
            self.rate = rate ?? scope.requestsPerMinute
        }
    }

    private let holders: Mutex<[(hash: [UInt8], holder: Holder)]>

    /// The tokens that lie in files: the admin's holder is called `owner`, the others as their scope.
    package init(_ tokens: [(Token, Scope)]) {
        holders = Mutex(tokens.map { token, scope in
            (Array(token.hash.utf8), Holder(id: token.id, name: scope == .admin ? "owner" : scope.rawValue, scope: scope))
        })
    }

    /// Accepts one more token, known by its hash.
    package func add(hash: String, _ holder: Holder) { holders.withLock { $0.append((Array(hash.utf8), holder)) } }

    /// Accepts a token no more.
    package func remove(_ id: String) { holders.withLock { $0.removeAll { $0.holder.id == id } } }

    /// Who presents a token; nil for one that is not known. Compares with every one, in constant time each.
    package func holder(of presented: String) -> Holder? {
        let hash = Array(ContentHash.of(Array(presented.utf8)).utf8)
        var found: Holder?
        for (known, holder) in holders.withLock({ $0 }) {
            var difference: UInt8 = known.count == hash.count ? 0 : 1
            for (a, b) in zip(known, hash) { difference |= a ^ b }
            if difference == 0 { found = holder }
        }
        return found
    }

    /// The holder with this id; nil when no such token is accepted (any more).
    package func holder(id: String) -> Holder? { holders.withLock { $0.first { $0.holder.id == id }?.holder } }

    package func scope(of presented: String) -> Scope? { holder(of: presented)?.scope }
}
