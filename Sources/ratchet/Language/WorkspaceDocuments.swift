import Workspace

#if canImport(Glibc)
    import Glibc
#else
    import Darwin
#endif

/// The skill and loop files in the working tree of a workspace.
enum WorkspaceDocuments {
    /// Paths of the skills, sorted.
    static func skills(in root: String) -> [String] {
        names(in: root + "/skills").map { root + "/" + WorkspaceLayout.skillPath($0) }.filter(Files.exists)
    }

    /// Paths of the loops, sorted.
    static func loops(of workspace: WorkspaceLayout) -> [String] {
        names(in: workspace.root + "/cron").filter { $0.hasSuffix(".json") }.map { workspace.root + "/cron/" + $0 }
    }

    private static func names(in path: String) -> [String] {
        guard let folder = opendir(path) else { return [] }
        defer { closedir(folder) }
        var names: [String] = []
        while let entry = readdir(folder) {
            let name = withUnsafePointer(to: &entry.pointee.d_name) { pointer in
                pointer.withMemoryRebound(to: CChar.self, capacity: 256) { String(cString: $0) }
            }
            if !name.hasPrefix(".") { names.append(name) }
        }
        return names.sorted()
    }
}
