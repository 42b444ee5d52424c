/// The bytes of SSH's own formats: big-endian numbers, and strings with their length before them (RFC 4251, section 5).
struct WireWriter {
    private(set) var bytes: [UInt8]

    init(_ bytes: [UInt8] = []) { self.bytes = bytes }

    mutating func number(_ value: UInt32) { bytes += [UInt8(value >> 24), UInt8(value >> 16 & 255), UInt8(value >> 8 & 255), UInt8(value & 255)] }

    mutating func string(_ value: [UInt8]) {
        number(UInt32(value.count))
        bytes += value
    }

    mutating func string(_ text: String) { string(Array(text.utf8)) }

    mutating func raw(_ value: [UInt8]) { bytes += value }
}

/// Reads the same. Nil wherever the bytes end too early.
struct WireReader {
    private var rest: ArraySlice<UInt8>

    init(_ bytes: [UInt8]) { rest = bytes[...] }

    mutating func raw(_ count: Int) -> [UInt8]? {
        guard count >= 0, rest.count >= count else { return nil }
        defer { rest = rest.dropFirst(count) }
        return Array(rest.prefix(count))
    }

    mutating func number() -> UInt32? { raw(4).map { $0.reduce(0) { $0 << 8 | UInt32($1) } } }

    mutating func string() -> [UInt8]? { number().flatMap { raw(Int($0)) } }
}

/// Base64 (RFC 4648, section 4) between a line that begins and one that ends it.
enum Armour {
    private static let alphabet = Array("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/".utf8)

    static func base64(_ bytes: [UInt8]) -> String {
        var text: [UInt8] = []
        for start in stride(from: 0, to: bytes.count, by: 3) {
            let group = bytes[start..<min(start + 3, bytes.count)]
            let bits = group.reduce(UInt32(0)) { $0 << 8 | UInt32($1) } << UInt32(8 * (3 - group.count))
            for place in 0..<4 { text.append(place <= group.count ? alphabet[Int(bits >> UInt32(18 - 6 * place) & 63)] : UInt8(ascii: "=")) }
        }
        return String(decoding: text, as: UTF8.self)
    }

    /// Nil for what is not base64 of whole groups.
    static func bytes(base64 text: some Sequence<UInt8>) -> [UInt8]? {
        var bytes: [UInt8] = []
        var bits: UInt32 = 0, held = 0, padding = 0
        for letter in text {
            if letter == UInt8(ascii: "=") {
                padding += 1
            } else {
                guard padding == 0, let value = alphabet.firstIndex(of: letter) else { return nil }
                bits = bits << 6 | UInt32(value)
                held += 6
                if held >= 8 {
                    held -= 8
                    bytes.append(UInt8(bits >> UInt32(held) & 255))
                }
            }
        }
        return padding <= 2 && held == 2 * padding ? bytes : nil
    }

    /// In lines of 70 columns, as ssh-keygen writes them.
    static func wrap(_ bytes: [UInt8], as label: String) -> String {
        let text = Array(base64(bytes).utf8)
        let lines = stride(from: 0, to: text.count, by: 70).map { String(decoding: text[$0..<min($0 + 70, text.count)], as: UTF8.self) }
        return (["-----BEGIN \(label)-----"] + lines + ["-----END \(label)-----"]).joined(separator: "\n") + "\n"
    }

    static func unwrap(_ text: [UInt8], label: String) -> [UInt8]? {
        let lines = text.split(separator: UInt8(ascii: "\n")).map { $0.last == 13 ? $0.dropLast() : $0 }
        guard lines.first.map({ $0.elementsEqual("-----BEGIN \(label)-----".utf8) }) == true,
            lines.last.map({ $0.elementsEqual("-----END \(label)-----".utf8) }) == true
        else { return nil }
        return bytes(base64: lines.dropFirst().dropLast().joined())
    }
}
