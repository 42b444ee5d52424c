#if canImport(Glibc)
    import Glibc
#else
    import Darwin
#endif

struct FileFailure: Error, Hashable {
    /// `errno`, or 0 when the file is too large.
    let code: Int32
}

/// The whole of a file of at most a mebibyte, some hundred times the largest zone.
func readSmallFile(_ path: String) throws(FileFailure) -> [UInt8] {
    guard let file = fopen(path, "rb") else { throw FileFailure(code: errno) }
    defer { fclose(file) }
    var bytes = [UInt8](repeating: 0, count: 1 << 20 + 1)
    let count = fread(&bytes, 1, bytes.count, file)
    if ferror(file) != 0 { throw FileFailure(code: errno) }
    guard count < bytes.count else { throw FileFailure(code: 0) }
    return Array(bytes[..<count])
}

/// The names of all files in a zone directory that have the form of a zone name, in no order.
func zoneNames(in directory: String) -> [String] {
    var names: [String] = []
    var pending = entries(of: directory) ?? []
    while let name = pending.popLast() {
        // A name of one part may be an area, never a zone; of two parts, either; of four, neither.
        let isZoneName = ZoneName(name) != nil
        guard isZoneName || ZoneName(name + "/X") != nil else { continue }
        if let inner = entries(of: directory + "/" + name) {
            pending += inner.map { name + "/" + $0 }
        } else if isZoneName {
            names.append(name)
        }
    }
    return names
}

/// Nil when the path is no directory that can be read.
private func entries(of path: String) -> [String]? {
    guard let directory = opendir(path) else { return nil }
    defer { closedir(directory) }
    let nameOffset = MemoryLayout<dirent>.offset(of: \.d_name) ?? 0
    var names: [String] = []
    while let entry = readdir(directory) {
        // Read in place: the record may be shorter than the declared length of its name.
        let name = (UnsafeRawPointer(entry) + nameOffset).assumingMemoryBound(to: CChar.self)
        names.append(String(cString: name))
    }
    return names
}
