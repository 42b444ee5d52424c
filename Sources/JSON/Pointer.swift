/// A place in a JSON value (RFC 6901): `/steps/0/name`. The empty pointer is the whole value.
package struct Pointer: Sendable {
    package private(set) var tokens: [String]

    /// The whole value.
    package static let root = Pointer()

    package init(_ tokens: [String] = []) { self.tokens = tokens }

    /// Reads the text form: empty, or tokens that each start with `/`, where `~1` means `/` and `~0` means `~`. Nil when it is none.
    package init?(parsing text: String) {
        tokens = []
        if text.isEmpty { return }
        let parts = text.unicodeScalars.split(separator: "/", omittingEmptySubsequences: false)
        guard parts[0].isEmpty else { return nil }
        for part in parts.dropFirst() {
            guard let token = Self.unescaped(part) else { return nil }
            tokens.append(token)
        }
    }

    package mutating func append(_ key: String) { tokens.append(key) }
    package mutating func append(_ index: Int) { tokens.append(String(index)) }

    package func appending(_ key: String) -> Pointer { Pointer(tokens + [key]) }
    package func appending(_ index: Int) -> Pointer { Pointer(tokens + [String(index)]) }

    /// The pointer to the container; nil of the root.
    package var parent: Pointer? { tokens.isEmpty ? nil : Pointer(tokens.dropLast()) }

    /// A token as an index into an array: digits without a leading zero.
    static func index(_ token: String) -> Int? {
        let digits = token.utf8
        guard digits.allSatisfy({ (0x30...0x39).contains($0) }), digits.count == 1 || digits.first != 0x30 else { return nil }
        return Int(token)
    }

    private static func unescaped(_ part: Substring.UnicodeScalarView) -> String? {
        var result = String.UnicodeScalarView()
        var rest = part
        while let scalar = rest.popFirst() {
            guard scalar == "~" else {
                result.append(scalar)
                continue
            }
            switch rest.popFirst() {
            case "0": result.append("~")
            case "1": result.append("/")
            default: return nil
            }
        }
        return String(result)
    }
}

extension Pointer: CustomStringConvertible {
    /// The text form.
    package var description: String {
        var text = String.UnicodeScalarView()
        for token in tokens {
            text.append("/")
            for scalar in token.unicodeScalars {
                switch scalar {
                case "~": text.append(contentsOf: "~0".unicodeScalars)
                case "/": text.append(contentsOf: "~1".unicodeScalars)
                default: text.append(scalar)
                }
            }
        }
        return String(text)
    }
}

/// By code point, as keys are.
extension Pointer: Hashable {
    package static func == (a: Pointer, b: Pointer) -> Bool { a.tokens.elementsEqual(b.tokens, by: same) }
    package func hash(into hasher: inout Hasher) {
        for token in tokens {
            var token = token
            token.withUTF8 { hasher.combine(bytes: UnsafeRawBufferPointer($0)) }
            hasher.combine(0xFF as UInt8)
        }
    }
}

extension JSON {
    /// The value at a place; nil when there is none. `-`, the place after an array's last element, has no value.
    package subscript(pointer: Pointer) -> JSON? {
        var value = self
        for token in pointer.tokens {
            guard let next = value.member(token) else { return nil }
            value = next
        }
        return value
    }

    private func member(_ token: String) -> JSON? {
        switch self {
        case .object(let object): object[token]
        case .array: Pointer.index(token).flatMap { self[$0] }
        default: JSON?.none
        }
    }
}
