import Testing

#if canImport(Glibc)
    import Glibc
#elseif canImport(Darwin)
    import Darwin
#endif

/// A page of the documentation: a Markdown file of this repository.
struct Page: CustomTestStringConvertible {
    /// A fenced block.
    struct Block: CustomTestStringConvertible {
        let page: String
        /// Of its first line of text, counted from 1.
        let line: Int
        let language: String
        let text: String

        var testDescription: String { "\(page):\(line)" }
    }

    static let root = #filePath.split(separator: "/").dropLast(3).reduce("") { $0 + "/" + $1 }

    /// Every page that people read.
    static let all: [Page] = files("*.md") + files("docs/*.md") + files("docs/*/*.md") + files("Sources/*/Template/*.md")

    /// Relative to the repository.
    let path: String
    let text: String

    var testDescription: String { path }

    var folder: String { path.split(separator: "/").dropLast().joined(separator: "/") }

    var blocks: [Block] {
        var blocks: [Block] = []
        var open: (line: Int, language: String, lines: [Substring])?
        for (index, line) in text.split(separator: "\n", omittingEmptySubsequences: false).enumerated() {
            if line.hasPrefix("```"), let block = open {
                blocks.append(Block(page: path, line: block.line, language: block.language, text: block.lines.joined(separator: "\n")))
                open = nil
            } else if line.hasPrefix("```") {
                open = (index + 2, String(line.dropFirst(3)), [])
            } else {
                open?.lines.append(line)
            }
        }
        return blocks
    }

    /// The pages, or other files, that a pattern of the shell names.
    static func files(_ pattern: String) -> [Page] {
        var found = glob_t()
        defer { globfree(&found) }
        guard glob("\(root)/\(pattern)", 0, nil, &found) == 0 else { return [] }
        return (0..<Int(found.gl_pathc)).compactMap { index in
            guard let name = found.gl_pathv[index] else { return nil }
            let path = String(cString: name)
            return text(ofFile: path).map { Page(path: String(path.dropFirst(root.utf8.count + 1)), text: $0) }
        }
    }

    private static func text(ofFile path: String) -> String? {
        guard let file = fopen(path, "r") else { return nil }
        defer { fclose(file) }
        var bytes: [UInt8] = []
        var buffer = [UInt8](repeating: 0, count: 1 << 16)
        while case let count = fread(&buffer, 1, buffer.count, file), count > 0 { bytes += buffer[..<count] }
        return String(decoding: bytes, as: UTF8.self)
    }
}
