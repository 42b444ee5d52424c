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
        guard let list = popen("cd '\(root)' && ls -d \(pattern) 2>/dev/null", "r") else { return [] }
        let paths = text(of: list).split(separator: "\n").map(String.init)
        pclose(list)
        return paths.compactMap { path in
            guard let file = fopen("\(root)/\(path)", "r") else { return nil }
            defer { fclose(file) }
            return Page(path: path, text: text(of: file))
        }
    }

    private static func text(of stream: UnsafeMutablePointer<FILE>) -> String {
        var bytes: [UInt8] = []
        var buffer = [UInt8](repeating: 0, count: 1 << 16)
        while case let count = fread(&buffer, 1, buffer.count, stream), count > 0 { bytes += buffer[..<count] }
        return String(decoding: bytes, as: UTF8.self)
    }
}
