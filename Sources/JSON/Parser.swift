/// Reads JSON from bytes. The containers that are open wait on stacks of its own, so nesting costs no call stack. Strings and numbers are in
/// files of their own.
struct Parser: ~Copyable {
    let bytes: UnsafeBufferPointer<UInt8>
    let numbers: JSON.Numbers
    var at = 0
    private let depth: Int
    private var room: Int
    private var values = Stack<JSON>()
    private var keys = Stack<String>()
    private var keyStarts = Stack<Int>()
    private var containers = Stack<Container>()

    /// A container that is open, and how many values and keys came before it.
    struct Container {
        let isObject: Bool
        let values: Int
        let keys: Int

        var closing: UInt8 { isObject ? UInt8(ascii: "}") : UInt8(ascii: "]") }
    }

    /// An error before its line and column are known.
    struct Failure: Error {
        let reason: JSON.ParseError.Reason
        let offset: Int

        init(_ reason: JSON.ParseError.Reason, at offset: Int) {
            self.reason = reason
            self.offset = offset
        }
    }

    init(_ bytes: UnsafeRawBufferPointer, numbers: JSON.Numbers, depth: Int) {
        self.bytes = bytes.bindMemory(to: UInt8.self)
        self.numbers = numbers
        self.depth = depth
        room = depth
    }

    mutating func document() throws(Failure) -> JSON {
        try start()
        let result = try value()
        try end()
        return result
    }

    func start() throws(Failure) {
        if bytes.starts(with: [0xEF, 0xBB, 0xBF]) { throw Failure(.byteOrderMark, at: 0) }
    }

    mutating func end() throws(Failure) {
        skipSpace()
        if at < bytes.count { throw unexpected(wanted: "the end of the text") }
    }

    mutating func value() throws(Failure) -> JSON {
        let outside = containers.count
        repeat {
            try valueOrOpening()
            while containers.count > outside, try endsContainer() { try closeContainer() }
        } while containers.count > outside
        return values.pop()
    }

    /// Pushes values up to and with the next one that is no container, or an empty one.
    private mutating func valueOrOpening() throws(Failure) {
        while true {
            skipSpace()
            switch peek() {
            case UInt8(ascii: "\""): return values.push(.string(try string()))
            case UInt8(ascii: "-"), UInt8(ascii: "0")...UInt8(ascii: "9"): return values.push(try number())
            case UInt8(ascii: "t"): return values.push(try literal("true", .bool(true)))
            case UInt8(ascii: "f"): return values.push(try literal("false", .bool(false)))
            case UInt8(ascii: "n"): return values.push(try literal("null", .null))
            case UInt8(ascii: "["):
                try open()
                if close(UInt8(ascii: "]")) { return values.push(.array([])) }
                containers.push(Container(isObject: false, values: values.count, keys: keys.count))
            case UInt8(ascii: "{"):
                try open()
                if close(UInt8(ascii: "}")) { return values.push(.object(JSON.Object())) }
                containers.push(Container(isObject: true, values: values.count, keys: keys.count))
                try pushKey()
            default: throw unexpected(wanted: "a value")
            }
        }
    }

    /// Goes past the comma, and the key, to the next value of the innermost container; true past its closing bracket.
    private mutating func endsContainer() throws(Failure) -> Bool {
        let container = containers.last
        guard try comma(or: container.closing, wanted: container.isObject ? ", or }" : ", or ]") else { return true }
        if container.isObject { try pushKey() }
        return false
    }

    private mutating func closeContainer() throws(Failure) {
        let container = containers.pop()
        guard container.isObject else { return values.push(.array(values.take(from: container.values))) }
        let starts = keyStarts.take(from: container.keys)
        do throws(JSON.Object.DuplicateKey) {
            let object = try JSON.Object(distinct: keys.take(from: container.keys), values.take(from: container.values))
            values.push(.object(object))
        } catch {
            throw Failure(.duplicateKey(error.key), at: starts[error.position])
        }
    }

    private mutating func pushKey() throws(Failure) {
        let (key, start) = try key()
        keys.push(key)
        keyStarts.push(start)
    }

    private mutating func literal(_ text: StaticString, _ value: JSON) throws(Failure) -> JSON {
        for index in 0..<text.utf8CodeUnitCount {
            guard at + index < bytes.count, bytes[at + index] == text.utf8Start[index] else { throw unexpected(wanted: "a value") }
        }
        at += text.utf8CodeUnitCount
        return value
    }
}

/// The punctuation, shared with `SourceMap`.
extension Parser {
    /// The byte at the cursor; 0, which starts nothing in JSON, at the end of the text.
    func peek() -> UInt8 { at < bytes.count ? bytes[at] : 0 }

    mutating func skipSpace() {
        while at < bytes.count {
            switch bytes[at] {
            case 0x20, 0x0A, 0x0D, 0x09: at += 1
            default: return
            }
        }
    }

    /// Goes past the bracket at the cursor, one level deeper.
    mutating func open() throws(Failure) {
        guard room > 0 else { throw Failure(.tooDeep(limit: depth), at: at) }
        room -= 1
        at += 1
    }

    /// Goes past the closing bracket if it comes next.
    mutating func close(_ bracket: UInt8) -> Bool {
        skipSpace()
        guard peek() == bracket else { return false }
        at += 1
        room += 1
        return true
    }

    /// True past a comma, false past the closing bracket.
    mutating func comma(or bracket: UInt8, wanted: String) throws(Failure) -> Bool {
        if close(bracket) { return false }
        guard peek() == UInt8(ascii: ",") else { throw unexpected(wanted: wanted) }
        at += 1
        return true
    }

    /// A key, where it starts, and past its colon.
    mutating func key() throws(Failure) -> (key: String, start: Int) {
        skipSpace()
        guard peek() == UInt8(ascii: "\"") else { throw unexpected(wanted: "a key in double quotes") }
        let start = at
        let key = try string()
        skipSpace()
        guard peek() == UInt8(ascii: ":") else { throw unexpected(wanted: "a : after the key") }
        at += 1
        return (key, start)
    }

    func unexpected(wanted: String) -> Failure {
        let rest = UnsafeBufferPointer(rebasing: bytes[at..<min(at + 16, bytes.count)])
        return Failure(.expected(wanted, found: String(decoding: rest, as: UTF8.self).first), at: at)
    }
}
