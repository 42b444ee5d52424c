package import JSON

extension APIClient {
    /// A list from its cursor to its end, as one page: `{"items": [...], "next": null}`.
    package func all(_ path: [String], _ query: [(name: String, value: String?)]) async throws(APIFailure) -> JSON {
        var page = try await get(path, query)
        var items = page["items"]?.array ?? []
        var seen: Set<String> = []
        while let cursor = page["next"]?.string {
            guard seen.insert(cursor).inserted else { throw .unusable("\(address) gives the same page of the list again and again") }
            page = try await get(path, query.filter { $0.name != "cursor" } + [("cursor", cursor)])
            items += page["items"]?.array ?? []
        }
        return ["items": .array(items), "next": nil]
    }
}
