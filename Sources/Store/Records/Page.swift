package import CivilTime

/// A piece of a list, and where to go on. `next` is nil at the end.
package struct Page<Item: Sendable>: Sendable {
    package let items: [Item]
    package let next: Cursor?

    /// A page of at most `limit` of the rows found; one row more was asked for, to know whether the list goes on.
    init(_ found: [Item], limit: Int, place: (Item) -> Cursor) {
        items = Array(found.prefix(limit))
        next = found.count > limit ? items.last.map(place) : nil
    }

    func map<Other: Sendable>(_ transform: (Item) -> Other) -> Page<Other> {
        Page<Other>(items: items.map(transform), next: next)
    }

    private init(items: [Item], next: Cursor?) {
        self.items = items
        self.next = next
    }

    /// A page without items.
    init() {
        items = []
        next = nil
    }
}

extension Page: Equatable where Item: Equatable {}

/// A place in a list, newest first. Its text is for handing back, not for reading; rows that arrive meanwhile do not
/// shift it.
package struct Cursor: Sendable, Hashable, CustomStringConvertible {
    let at: Instant
    let row: Int64

    init(at: Instant, row: Int64) {
        self.at = at
        self.row = row
    }

    /// Reads a cursor back from its text.
    package init(_ text: String) throws(StoreError) {
        let parts = text.split(separator: ".", omittingEmptySubsequences: false)
        guard parts.count == 2, let at = Int64(parts[0], radix: 36), let row = Int64(parts[1], radix: 36) else {
            throw .invalidCursor(text)
        }
        self.init(at: Instant(milliseconds: at), row: row)
    }

    package var description: String { String(at.milliseconds, radix: 36) + "." + String(row, radix: 36) }
}

/// Which runs a list shows. All conditions hold together; nil and empty mean any.
package struct RunFilter: Sendable, Hashable {
    package var skill: String?
    /// A version id.
    package var versionID: String?
    package var loop: String?
    package var states: Set<RunState>
    /// Created at this instant or later.
    package var since: Instant?
    /// Created before this instant.
    package var until: Instant?
    /// The row of the calling run.
    package var parent: Int64?
    /// The row of the run at the top; it is not part of the list itself.
    package var root: Int64?
    /// What the error type begins with, such as `http.`.
    package var errorPrefix: String?
    /// Only runs that no other run called.
    package var rootsOnly: Bool
    /// The latest verdict on the run.
    package var verdict: Label.Verdict?
    /// In millionths of a US dollar, at least 1.
    package var costAtLeast: Int?

    package init(
        skill: String? = nil, versionID: String? = nil, loop: String? = nil, states: Set<RunState> = [], since: Instant? = nil,
        until: Instant? = nil, parent: Int64? = nil, root: Int64? = nil, errorPrefix: String? = nil, rootsOnly: Bool = false,
        verdict: Label.Verdict? = nil, costAtLeast: Int? = nil
    ) {
        self.skill = skill
        self.versionID = versionID
        self.loop = loop
        self.states = states
        self.since = since
        self.until = until
        self.parent = parent
        self.root = root
        self.errorPrefix = errorPrefix
        self.rootsOnly = rootsOnly
        self.verdict = verdict
        self.costAtLeast = costAtLeast
    }
}
