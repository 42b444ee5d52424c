import Store

/// Pages of root runs. The store lists runs of every kind, so the called ones are passed over here.
struct RootRuns: Sendable {
    let store: any History

    /// Rows looked at for one page at most: a page may be short, even empty, and still say where to go on.
    private static let most = 20_000
    private static let largestPart = 1_000

    func page(_ filter: RunFilter, after cursor: Cursor?, limit: Int) async throws(StoreError) -> (items: [RunSummary], next: Cursor?) {
        var items: [RunSummary] = []
        var cursor = cursor
        var size = limit
        var seen = 0
        while seen < Self.most {
            let part = try await store.runs(filter, after: cursor, limit: size)
            let roots = part.items.indices.filter { part.items[$0].parent == nil }
            let missing = limit - items.count
            if roots.count > missing {
                // Read once more up to the root that fills the page, to learn the cursor behind it.
                let exact = try await store.runs(filter, after: cursor, limit: roots[missing - 1] + 1)
                return (items + exact.items.filter { $0.parent == nil }, exact.next)
            }
            items += roots.map { part.items[$0] }
            guard let next = part.next, items.count < limit else { return (items, part.next) }
            cursor = next
            seen += part.items.count
            size = min(size * 2, Self.largestPart)
        }
        return (items, cursor)
    }
}
