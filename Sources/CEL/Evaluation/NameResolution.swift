/// How names of variables and types are found (langdef, "Name Resolution").
extension Compiler {
    func name(_ name: String, _ absolute: Bool, at position: Int) -> any Code {
        if !absolute, let slot = slot(of: name) { return Local(slot: slot) }
        guard profile.qualifiedNames else { return Variable(name: name, position: position) }
        return QualifiedName(candidates: candidates([name], absolute), path: name, position: position)
    }

    /// The code of `a.b.c` when its start may be a name with dots; nil when it is a field of something else.
    func qualified(_ node: Node) -> (any Code)? {
        guard let (segments, absolute) = segments(node), absolute || slot(of: segments[0]) == nil else { return nil }
        let path = segments.joined(separator: ".")
        guard profile.qualifiedNames else {
            return TypeName.denoted[path].map { Constant(known: .type($0)) }
        }
        return QualifiedName(candidates: candidates(segments, absolute), path: path, position: node.position)
    }

    private func segments(_ node: Node) -> (names: [String], absolute: Bool)? {
        switch node.kind {
        case .name(let name, let absolute): return ([name], absolute)
        case .select(let operand, let field, optional: false):
            guard let (names, absolute) = segments(operand) else { return nil }
            return (names + [field], absolute)
        default: return nil
        }
    }

    private func candidates(_ segments: [String], _ absolute: Bool) -> [QualifiedName.Candidate] {
        var candidates: [QualifiedName.Candidate] = []
        for length in stride(from: segments.count, to: 0, by: -1) {
            let name = segments.prefix(length).joined(separator: ".")
            for qualified in absolute ? [name] : profile.qualified(name) {
                candidates.append(.init(name: qualified, fields: segments[length...]))
            }
        }
        return candidates
    }
}

extension Profile {
    /// A name in every container it may be in, the innermost first.
    func qualified(_ name: String) -> [String] {
        guard !container.isEmpty else { return [name] }
        let parts = container.split(separator: ".")
        return stride(from: parts.count, to: 0, by: -1).map { parts.prefix($0).joined(separator: ".") + "." + name } + [name]
    }
}
