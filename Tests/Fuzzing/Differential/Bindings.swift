/// `cel.bind(x, v, e)` evaluates `v` at once here, and there only where `x` is reached, which the extension leaves open.
enum Bindings {
    /// Sources in which the values of some bindings are null: where the outcome is theirs, these values were not needed.
    static func variants(of source: String) -> [Explained.Class] {
        let places = values(of: Array(source.utf8))
        guard !places.isEmpty, places.count <= 5 else { return [] }
        return (1..<(1 << places.count)).map { chosen in
            let ranges = places.enumerated().filter { chosen & (1 << $0.offset) != 0 }.map(\.element)
            return Explained.Class(name: "a binding that is not used") { $0.rewrites.insert({ blanked($0, ranges) }, at: 0) }
        }
    }

    private static func blanked(_ source: String, _ ranges: [Range<Int>]) -> String {
        let bytes = Array(source.utf8)
        var result: [UInt8] = []
        var at = 0
        for range in ranges where range.lowerBound >= at {
            result += bytes[at..<range.lowerBound] + Array("null".utf8)
            at = range.upperBound
        }
        return String(decoding: result + bytes[at...], as: UTF8.self)
    }

    /// Where the second arguments of the bindings stand, in order of their starts.
    private static func values(of bytes: [UInt8]) -> [Range<Int>] {
        let opening = Array("cel.bind(".utf8)
        return bytes.indices.filter { bytes[$0...].starts(with: opening) }.compactMap { start in
            let commas = commas(in: bytes, from: start + opening.count)
            return commas.count == 2 ? commas[0] + 1..<commas[1] : nil
        }
    }

    /// The commas between the arguments of a call, up to its closing parenthesis.
    private static func commas(in bytes: [UInt8], from start: Int) -> [Int] {
        var commas: [Int] = []
        var depth = 0
        var quote: UInt8?
        var at = start
        while at < bytes.count {
            let byte = bytes[at]
            if let open = quote {
                if byte == UInt8(ascii: "\\") { at += 1 } else if byte == open { quote = nil }
            } else if bytes[at...].starts(with: [39, 39, 39]) {
                // Texts in three quotes are written with single ones here, and end with the next three.
                at += 3
                while at < bytes.count, !bytes[at...].starts(with: [39, 39, 39]) { at += 1 }
                at += 2
            } else {
                switch byte {
                case UInt8(ascii: "'"), UInt8(ascii: "\""): quote = byte
                case UInt8(ascii: "("), UInt8(ascii: "["), UInt8(ascii: "{"): depth += 1
                case UInt8(ascii: ")"), UInt8(ascii: "]"), UInt8(ascii: "}"):
                    if depth == 0 { return commas }
                    depth -= 1
                case UInt8(ascii: ",") where depth == 0: commas.append(at)
                default: break
                }
            }
            at += 1
        }
        return commas
    }
}
