#if canImport(Glibc)
    import Glibc
#elseif canImport(Darwin)
    import Darwin
#endif

/// The Swift files of this repository, read once.
enum SourceTree {
    /// What is shipped: the modules and the sidecar.
    static let product = files(below: "Sources") + files(below: "sidecar")
    static let tests = files(below: "Tests")
    static let benchmarks = files(below: "bench")

    private static let root = #filePath.split(separator: "/").dropLast(3).reduce("") { $0 + "/" + $1 }

    /// Sorted by path; empty for a directory that does not exist.
    private static func files(below directory: String) -> [SourceFile] {
        entries(of: directory).flatMap { name, isDirectory -> [SourceFile] in
            let path = directory + "/" + name
            if isDirectory { return files(below: path) }
            return name.hasSuffix(".swift") ? [SourceFile(path: path, text: contents(of: path))] : []
        }
    }

    private static func entries(of directory: String) -> [(name: String, isDirectory: Bool)] {
        guard let stream = opendir(root + "/" + directory) else { return [] }
        defer { closedir(stream) }
        var found: [(name: String, isDirectory: Bool)] = []
        while let entry = readdir(stream) {
            let name = withUnsafeBytes(of: entry.pointee.d_name) { String(decoding: $0.prefix { $0 != 0 }, as: UTF8.self) }
            if !name.hasPrefix(".") { found.append((name, Int32(entry.pointee.d_type) == Int32(DT_DIR))) }
        }
        return found.sorted { $0.name < $1.name }
    }

    private static func contents(of path: String) -> String {
        guard let file = fopen(root + "/" + path, "r") else { return "" }
        defer { fclose(file) }
        var bytes: [UInt8] = []
        var buffer = [UInt8](repeating: 0, count: 1 << 16)
        while case let count = fread(&buffer, 1, buffer.count, file), count > 0 { bytes += buffer[..<count] }
        return String(decoding: bytes, as: UTF8.self)
    }
}
