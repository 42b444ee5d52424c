import JSON

/// JSON objects in a text that may have other things around them: a code fence, an introduction, a thought.
enum ObjectExtraction {
    /// How many opening braces are tried, so that a text full of them costs little.
    private static let mostStarts = 64

    /// The whole text when it is one object, else the outermost objects in the text, in order.
    static func objects(in text: String) -> [JSON] {
        let bytes = Array(text.utf8)
        if let whole = parse(bytes[...]) { return [whole] }
        var found: [JSON] = []
        var position = 0, starts = 0
        while starts < mostStarts, let start = bytes[position...].firstIndex(of: UInt8(ascii: "{")) {
            starts += 1
            if let end = end(of: start, in: bytes), let object = parse(bytes[start...end]) {
                found.append(object)
                position = end + 1
            } else {
                position = start + 1
            }
        }
        return found
    }

    private static func parse(_ bytes: ArraySlice<UInt8>) -> JSON? {
        guard let json = try? JSON(parsing: Array(bytes), numbers: .roundLargeIntegers), json.object != nil else { return nil }
        return json
    }

    /// The brace that closes the one at `start`, braces in strings not counted.
    private static func end(of start: Int, in bytes: [UInt8]) -> Int? {
        var depth = 0, position = start, isInString = false
        while position < bytes.count {
            switch bytes[position] {
            case UInt8(ascii: "\\") where isInString: position += 1
            case UInt8(ascii: "\""): isInString.toggle()
            case UInt8(ascii: "{") where !isInString: depth += 1
            case UInt8(ascii: "}") where !isInString:
                depth -= 1
                if depth == 0 { return position }
            default: break
            }
            position += 1
        }
        return nil
    }
}
