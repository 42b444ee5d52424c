import JSON
import SkillLanguage
import Workspace

#if canImport(Glibc)
    import Glibc
#else
    import Darwin
#endif

/// The skills a document is checked among: those of the workspace it is in, and those given with it.
enum NeighbouringSkills {
    /// Nil outside of a workspace: what is called may exist elsewhere.
    static func signatures(around path: String, with given: [DocumentSource]) -> LiveSkills? {
        let folder = path == "-" ? "." : Files.parent(of: path)
        guard let workspace = WorkspaceLayout.find(named: nil, from: folder) else { return nil }
        var signatures: LiveSkills = [:]
        for name in folders(in: workspace.root + "/skills") {
            guard let source = try? DocumentSource(workspace.root + "/" + WorkspaceLayout.skillPath(name)) else { continue }
            add(source, to: &signatures)
        }
        for source in given where !source.isLoop { add(source, to: &signatures) }
        return signatures
    }

    private static func add(_ source: DocumentSource, to signatures: inout LiveSkills) {
        guard let document = try? source.inlined(), let skill = try? SkillDecoder.decode(document) else { return }
        signatures[skill.name] = SkillSignature(of: skill)
    }

    private static func folders(in path: String) -> [String] {
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
