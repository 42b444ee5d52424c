import JSON
import Testing

#if canImport(Glibc)
    import Glibc
#else
    import Darwin
#endif

/// The official cases of JSON Schema 2020-12, from the file that the environment variable `JSON_SCHEMA_SUITE` names.
@Suite struct JSONSchemaSuite {
    static let path = getenv("JSON_SCHEMA_SUITE").map { String(cString: $0) }

    @Test(.enabled(if: path != nil, "set JSON_SCHEMA_SUITE to the file of the official cases to run them"))
    func `every official case comes out as the suite says`() throws {
        let suite = try JSON(parsing: try Self.read(#require(Self.path)), numbers: .roundLargeIntegers)
        let groups = try #require(suite["groups"]?.array)
        var cases = 0
        for group in groups {
            let name = "\(group["file"]?.string ?? ""): \(group["description"]?.string ?? "")"
            let tests = try #require(group["tests"]?.array)
            do {
                let schema = try Schema(compiling: try #require(group["schema"]), keywords: .lenient)
                for test in tests {
                    cases += 1
                    check(schema, try #require(test["data"]), expected: test["valid"]?.bool, "\(name): \(test["description"]?.string ?? "")")
                }
            } catch {
                Issue.record("\(name): the schema does not compile: \(error)")
            }
        }
        #expect(cases > 0)
        if let stated = suite["cases"]?.int { #expect(Int64(cases) == stated) }
    }

    private func check(_ schema: Schema, _ value: JSON, expected: Bool?, _ name: String) {
        let violations = schema.validate(value)
        #expect(violations.isEmpty == expected, "\(name): \(violations)")
        #expect(schema.isValid(value) == expected, "\(name)")
    }

    private static func read(_ path: String) throws -> [UInt8] {
        let file = try #require(fopen(path, "rb"), "\(path) cannot be opened")
        defer { fclose(file) }
        var bytes: [UInt8] = []
        var buffer = [UInt8](repeating: 0, count: 65536)
        while case let count = fread(&buffer, 1, buffer.count, file), count > 0 { bytes += buffer[..<count] }
        return bytes
    }
}
