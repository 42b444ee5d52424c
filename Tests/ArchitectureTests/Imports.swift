/// What a file imports, and the rules on it.
extension SourceFile {
    /// Module names with their line numbers; `import struct A.B` and `package import A` count as `A`.
    var imports: [(module: String, line: Int)] {
        lines.indices.flatMap { index in
            lines[index].split(separator: ";").compactMap { imported(by: $0).map { ($0, index + 1) } }
        }
    }

    private func imported(by statement: Substring) -> String? {
        let words = statement.prefix(while: { $0 != "/" }).split(whereSeparator: \.isWhitespace)
        guard let keyword = words.firstIndex(of: "import"), words[..<keyword].allSatisfy(isModifier) else { return nil }
        let kinds: Set<Substring> = ["struct", "class", "enum", "protocol", "typealias", "func", "let", "var"]
        let name = words[(keyword + 1)...].first { !kinds.contains($0) }
        return name?.split(separator: ".").first.map(String.init)
    }

    private func isModifier(_ word: Substring) -> Bool {
        word.hasPrefix("@") || ["public", "package", "internal", "fileprivate", "private"].contains(word)
    }
}

/// Imports against the direction of `ModuleOrder`, and files of modules that have no row there.
func importsAgainstTheOrder(in files: [SourceFile]) -> [String] {
    let ours = Set(ModuleOrder.rows.map(\.module))
    return files.flatMap { file -> [String] in
        guard let allowed = ModuleOrder.allowed(for: file.module) else {
            return ["\(file.path):1: module \(file.module) has no row in ModuleOrder"]
        }
        return file.imports.filter { ours.contains($0.module) && !allowed.contains($0.module) }
            .map { "\(file.path):\($0.line): \(file.module) must not import \($0.module)" }
    }
}

/// Imports of a C library by anyone but its owner.
func importsOfForeignLibraries(in files: [SourceFile]) -> [String] {
    files.flatMap { file in
        file.imports.compactMap { name, line in
            guard let owner = ModuleOrder.owners[name], owner != file.module else { return nil }
            return "\(file.path):\(line): \(name) belongs to \(owner)"
        }
    }
}

/// Imports of full Foundation and its companions, which bring ICU into the binary. FoundationEssentials does not.
func importsOfFoundation(in files: [SourceFile]) -> [String] {
    let heavy: Set<String> = ["Foundation", "FoundationInternationalization", "FoundationNetworking", "FoundationXML"]
    return files.flatMap { file in
        file.imports.filter { heavy.contains($0.module) }.map { "\(file.path):\($0.line): imports \($0.module)" }
    }
}
