/// A file is one idea and is read in one sitting.
enum Size {
    static let longest = 400
    static let median = 130
}

func filesTooLong(in files: [SourceFile]) -> [String] {
    files.filter { $0.lines.count > Size.longest }.map { "\($0.path): \($0.lines.count) lines, at most \(Size.longest)" }
}

/// The middle length; of two middle ones the longer.
func medianLength(of files: [SourceFile]) -> Int {
    let lengths = files.map(\.lines.count).sorted()
    return lengths.isEmpty ? 0 : lengths[lengths.count / 2]
}
