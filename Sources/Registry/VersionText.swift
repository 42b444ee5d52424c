import JSON
import SkillLanguage

/// Sets the version in a skill file's text and leaves every other byte as the author wrote it.
enum VersionText {
    static func setting(_ label: SemanticVersion, in bytes: [UInt8], skill name: String) throws -> String {
        let places = try SourceMap(parsing: bytes)
        let json = try JSON(parsing: bytes)
        if let start = places.position(of: Pointer(["version"]))?.offset, let old = json["version"]?.string {
            return splice(bytes, start..<(start + old.utf8.count + 2), "\"\(label)\"")
        }
        guard let start = places.position(of: Pointer(["skill"]))?.offset else { return String(decoding: bytes, as: UTF8.self) }
        let end = start + name.utf8.count + 2
        let indent = bytes[..<start].lastIndex(of: UInt8(ascii: "\n")).map { newline in
            "\n" + String(decoding: bytes[(newline + 1)...].prefix { $0 == UInt8(ascii: " ") || $0 == UInt8(ascii: "\t") }, as: UTF8.self)
        }
        return splice(bytes, end..<end, ",\(indent ?? " ")\"version\": \"\(label)\"")
    }

    private static func splice(_ bytes: [UInt8], _ range: Range<Int>, _ text: String) -> String {
        String(decoding: bytes[..<range.lowerBound], as: UTF8.self) + text + String(decoding: bytes[range.upperBound...], as: UTF8.self)
    }
}
