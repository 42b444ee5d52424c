import ArgumentParser
import JSON

#if canImport(Glibc)
    import Glibc
#else
    import Darwin
#endif

/// The JSON values of a file, one a line.
enum Lines {
    static func of(_ path: String) throws -> [JSON] {
        guard let file = fopen(path, "r") else { throw ValidationError("cannot open \(path)") }
        defer { fclose(file) }
        var bytes: [UInt8] = []
        var buffer = [UInt8](repeating: 0, count: 1 << 20)
        while case let count = fread(&buffer, 1, buffer.count, file), count > 0 { bytes += buffer[..<count] }
        return try bytes.split(separator: UInt8(ascii: "\n")).map { try JSON(parsing: Array($0)) }
    }
}
