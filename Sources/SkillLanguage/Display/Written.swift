import JSON

/// A JSON value as it was written: members in their order, numbers with their text, so that `1.50` does not become `1.5`.
indirect enum Written: Sendable {
    /// A number, true, false or null.
    case plain(String)
    case string(String)
    case array([Written])
    case object([Member])

    struct Member: Sendable {
        let key: String
        var value: Written
    }

    init(_ json: JSON) {
        switch json {
        case .string(let text): self = .string(text)
        case .array(let items): self = .array(items.map { Written($0) })
        case .object(let object): self = .object(object.map { Member(key: $0, value: Written($1)) })
        default: self = .plain(json.text(.compact))
        }
    }

    /// - Parameter text: what `json` was parsed from.
    init(_ json: JSON, from text: [UInt8]) {
        var numbers = NumberTexts(bytes: text)
        self.init(json, numbers: &numbers)
    }

    private init(_ json: JSON, numbers: inout NumberTexts) {
        switch json {
        case .int, .double: self = .plain(numbers.next())
        case .array(let items): self = .array(items.map { Written($0, numbers: &numbers) })
        case .object(let object): self = .object(object.map { Member(key: $0, value: Written($1, numbers: &numbers)) })
        default: self.init(json)
        }
    }

    var json: JSON {
        switch self {
        case .plain(let text): (try? JSON(parsing: text)) ?? .null
        case .string(let text): .string(text)
        case .array(let items): .array(items.map(\.json))
        case .object(let members): .object(JSON.Object(members.map { ($0.key, $0.value.json) }))
        }
    }
}

/// The numbers of a JSON text, in their order.
private struct NumberTexts {
    let bytes: [UInt8]
    private var at = 0

    init(bytes: [UInt8]) { self.bytes = bytes }

    mutating func next() -> String {
        while at < bytes.count {
            switch bytes[at] {
            case UInt8(ascii: "\""): skipString()
            case UInt8(ascii: "-"), UInt8(ascii: "0")...UInt8(ascii: "9"):
                let number = bytes[at...].prefix(while: Self.isPart)
                at = number.endIndex
                return String(decoding: number, as: UTF8.self)
            default: at += 1
            }
        }
        preconditionFailure("a text that was parsed has all its numbers in it")
    }

    private mutating func skipString() {
        at += 1
        while at < bytes.count, bytes[at] != UInt8(ascii: "\"") { at += bytes[at] == UInt8(ascii: "\\") ? 2 : 1 }
        at += 1
    }

    private static func isPart(_ byte: UInt8) -> Bool {
        switch byte {
        case UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "-"), UInt8(ascii: "+"), UInt8(ascii: "."): true
        default: byte | 0x20 == UInt8(ascii: "e")
        }
    }
}
