/// Where each value and each key of a JSON text stands: for messages about files that people edit. Built by a pass of its own, only when
/// there is something to report.
package struct SourceMap: Sendable {
    private let bytes: [UInt8]
    private var values: [Pointer: Int] = [:]
    private var keys: [Pointer: Int] = [:]

    /// Throws what `JSON(parsing:)` would throw, except that integers beyond 64 bits go by, and duplicate keys of one object: the last one
    /// is mapped.
    package init(parsing bytes: [UInt8], depth: Int = JSON.deepest) throws(JSON.ParseError) {
        self.bytes = bytes
        let mapped: Result<Void, JSON.ParseError> = bytes.withUnsafeBytes { raw in
            var parser = Parser(raw, numbers: .roundLargeIntegers, depth: min(depth, JSON.deepest))
            do throws(Parser.Failure) {
                try parser.start()
                try map(.root, &parser)
                try parser.end()
                return .success(())
            } catch {
                return .failure(JSON.ParseError(reason: error.reason, position: Position(offset: error.offset, in: raw)))
            }
        }
        try mapped.get()
    }

    package init(parsing text: String, depth: Int = JSON.deepest) throws(JSON.ParseError) {
        try self.init(parsing: Array(text.utf8), depth: depth)
    }

    /// Where the value starts.
    package func position(of pointer: Pointer) -> Position? { position(values[pointer]) }

    /// Where the key of the member starts, with its quote; nil for the root and for elements of arrays.
    package func keyPosition(of pointer: Pointer) -> Position? { position(keys[pointer]) }

    /// Where the value starts, or the nearest container of it that exists: for messages about something missing.
    package func nearestPosition(to pointer: Pointer) -> Position? {
        var pointer: Pointer? = pointer
        while let place = pointer {
            if let found = position(of: place) { return found }
            pointer = place.parent
        }
        return nil
    }

    private func position(_ offset: Int?) -> Position? {
        offset.map { offset in bytes.withUnsafeBytes { Position(offset: offset, in: $0) } }
    }

    private mutating func map(_ pointer: Pointer, _ parser: inout Parser) throws(Parser.Failure) {
        parser.skipSpace()
        values[pointer] = parser.at
        switch parser.peek() {
        case UInt8(ascii: "["):
            try parser.open()
            if parser.close(UInt8(ascii: "]")) { return }
            var index = 0
            repeat {
                try map(pointer.appending(index), &parser)
                index += 1
            } while try parser.comma(or: UInt8(ascii: "]"), wanted: ", or ]")
        case UInt8(ascii: "{"):
            try parser.open()
            if parser.close(UInt8(ascii: "}")) { return }
            repeat {
                let (key, start) = try parser.key()
                keys[pointer.appending(key)] = start
                try map(pointer.appending(key), &parser)
            } while try parser.comma(or: UInt8(ascii: "}"), wanted: ", or }")
        default: _ = try parser.value()
        }
    }
}
