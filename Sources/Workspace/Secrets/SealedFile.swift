import CivilTime
import JSON
import SkillLanguage

/// The file of sealed secrets: names, when and by whom they were set, and what AES-GCM made of the values.
struct SealedFile: Sendable {
    struct Entry: Sendable {
        /// Id of the key it is sealed with.
        let key: String
        let sealed: [UInt8]
        let setAt: Instant
        let setBy: String
    }

    var entries: [String: Entry] = [:]

    private static let format: JSON = 1

    init() {}

    /// - Throws: `SecretError.unusableFile`: a file that cannot be read whole is never written over.
    init(_ bytes: [UInt8], path: String) throws(SecretError) {
        let json: JSON
        do {
            json = try JSON(parsing: bytes)
        } catch {
            throw .unusableFile(path: path, problem: "it is not JSON: \(error)")
        }
        guard json["format"] == Self.format, let secrets = json["secrets"]?.object else {
            throw .unusableFile(path: path, problem: "it is not of format 1; a newer release may have written it")
        }
        for (name, entry) in secrets {
            guard let key = entry["key"]?.string, let sealed = entry["sealed"]?.string.flatMap({ Armour.bytes(base64: $0.utf8) }),
                let text = entry["set_at"]?.string, let setAt = try? Instant(rfc3339: text), let setBy = entry["set_by"]?.string
            else { throw .unusableFile(path: path, problem: "its entry \(name) is not whole") }
            entries[name] = Entry(key: key, sealed: sealed, setAt: setAt, setBy: setBy)
        }
    }

    var bytes: [UInt8] {
        let secrets = entries.sorted { $0.key < $1.key }.map { name, entry in
            let value: JSON = [
                "key": .string(entry.key), "sealed": .string(Armour.base64(entry.sealed)), "set_at": .string(entry.setAt.rfc3339),
                "set_by": .string(entry.setBy),
            ]
            return (name, value)
        }
        let file: JSON = ["format": Self.format, "secrets": .object(JSON.Object(secrets))]
        return file.bytes(.pretty) + [UInt8(ascii: "\n")]
    }
}
