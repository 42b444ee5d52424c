extension WorkspaceLayout {
    /// The workspace to use: the one named, else the nearest folder at or above `folder` that holds a `ratchet.json`.
    package static func find(named path: String?, from folder: String) -> WorkspaceLayout? {
        if let path {
            let root = Files.absolute(path)
            return Files.exists(root + "/ratchet.json") ? WorkspaceLayout(root: root) : nil
        }
        var current = Files.absolute(folder)
        while !Files.exists(current + "/ratchet.json") {
            guard current != "/", current != "." else { return nil }
            current = Files.parent(of: current)
        }
        return WorkspaceLayout(root: current)
    }
}
