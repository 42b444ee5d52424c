/// A set of changes sorted into directories: what happens at each name of one directory. Independent of the order of the changes.
struct TreeEdit {
    private(set) var names: [[UInt8]: Node] = [:]

    enum Node {
        case change(Change)
        case directory(TreeEdit)
    }

    /// Refuses unsafe paths, a path named twice, and a path that lies below another one.
    init(_ changes: [Change]) throws(GitError) {
        for change in changes { try insert(change, TreePath(change.path).components[...]) }
    }

    private init() {}

    private mutating func insert(_ change: Change, _ path: ArraySlice<[UInt8]>) throws(GitError) {
        guard let name = path.first else { return }
        switch (names[name], path.count) {
        case (nil, 1):
            names[name] = .change(change)
        case (nil, _):
            var directory = TreeEdit()
            try directory.insert(change, path.dropFirst())
            names[name] = .directory(directory)
        case (.directory(var directory), 2...):
            try directory.insert(change, path.dropFirst())
            names[name] = .directory(directory)
        default:
            throw .invalid("the path \"\(change.path)\"", reason: "the change set names it, or a directory on the way to it, twice")
        }
    }
}
