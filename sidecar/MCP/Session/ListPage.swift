import JSON

/// A part of a list. A cursor names the last item that was delivered, so what is added or removed elsewhere neither repeats nor hides items.
struct ListPage<Item> {
    let items: ArraySlice<Item>
    /// Nil on the last page.
    let next: String?

    /// - Parameter key: tells the items apart.
    /// - Throws: `invalidParameters` for a cursor that is none, or whose item has left the list.
    init(of list: [Item], after cursor: String?, size: Int, by key: (Item) -> String) throws(MCPError) {
        var start = list.startIndex
        if let cursor {
            guard let bytes = Base64.decode(cursor), let last = list.firstIndex(where: { key($0).utf8.elementsEqual(bytes) }) else {
                throw .invalidParameters("the cursor is not valid any more; list again from the start")
            }
            start = last + 1
        }
        items = list[start...].prefix(max(size, 1))
        next = items.endIndex < list.endIndex ? items.last.map { Base64.encode(Array(key($0).utf8)) } : nil
    }

    func json(_ name: String, _ describe: (Item) -> JSON) -> JSON.Object {
        var object: JSON.Object = [name: .array(items.map(describe))]
        object["nextCursor"] = next.map(JSON.string)
        return object
    }
}
