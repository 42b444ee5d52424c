package import CivilTime

/// Which ended runs may go. A run goes with everything below it, and with the fire that started it.
///
/// Kept whatever the rule says: what is open, or has an open run below it; a run with a verdict, which reviews learn from, and one above
/// such a run; one that another repeats; one with an open incident.
package struct Retention: Sendable, Hashable {
    /// Runs that ended before may go; nil for none.
    package var endedBefore: Instant?
    /// Of each skill's runs that nobody called, all but this many of the latest may go; nil for none.
    package var perSkill: Int?

    package init(endedBefore: Instant? = nil, perSkill: Int? = nil) {
        self.endedBefore = endedBefore
        self.perSkill = perSkill
    }
}

/// What a step of pruning took out.
package struct Pruned: Sendable, Hashable {
    package var runs = 0
    package var journalEntries = 0
    package var fires = 0

    package init() {}

    package static func += (sum: inout Pruned, more: Pruned) {
        sum.runs += more.runs
        sum.journalEntries += more.journalEntries
        sum.fires += more.fires
    }
}

extension Store {
    /// Takes out what the rule lets go, in transactions of a few runs each, so that other writes pass between them.
    /// - Parameter most: runs that nobody called, at most.
    /// - Returns: what went, and whether there may be more.
    package func prune(_ retention: Retention, most: Int = .max) async throws(StoreError) -> (Pruned, isMore: Bool) {
        var sum = Pruned()
        var left = most
        for skill in try await prunableSkills(retention) {
            var cursor: Cursor?
            repeat {
                let page = try await prunable(retention, skill: skill, after: cursor, limit: min(20, left))
                if !page.items.isEmpty { sum += try await prune(page.items) }
                left -= page.items.count
                cursor = page.next
                if left == 0 { return (sum, true) }
            } while cursor != nil && !Task.isCancelled
        }
        return (sum, false)
    }

    /// How many runs that nobody called the rule lets go.
    package func countPrunable(_ retention: Retention) async throws(StoreError) -> Int {
        var found: Set<Int64> = []
        for skill in try await prunableSkills(retention) {
            var cursor: Cursor?
            repeat {
                let page = try await prunable(retention, skill: skill, after: cursor, limit: 1_000)
                found.formUnion(page.items)
                cursor = page.next
            } while cursor != nil
        }
        return found.count
    }

    /// Nil stands for all skills at once, by age.
    private func prunableSkills(_ retention: Retention) async throws(StoreError) -> [String?] {
        (retention.endedBefore == nil ? [] : [nil]) + (retention.perSkill == nil ? [] : try await skills())
    }
}
