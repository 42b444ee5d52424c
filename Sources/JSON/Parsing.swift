extension JSON {
    /// What becomes of integers that do not fit 64 bits.
    package enum Numbers: Sendable {
        /// They are an error: nothing is changed behind anybody's back.
        case exact
        /// They become the nearest double, as most other software reads them.
        case roundLargeIntegers
    }

    /// The most levels of nesting the parser takes by default.
    package static let deepest = 512

    /// Parses one JSON text (RFC 8259), strictly: valid UTF-8 without byte order mark, nothing after the value, no duplicate key
    /// (compared by code point), no lone surrogate, no number out of range. `-0` is the double -0.0 and `1.0` is a double.
    ///
    /// - Parameters:
    ///   - depth: the most levels of nesting, at most `deepest`.
    ///   - size: the most bytes.
    package init(
        parsing bytes: UnsafeRawBufferPointer, numbers: Numbers = .exact, depth: Int = deepest, size: Int = .max
    ) throws(ParseError) {
        var parser = Parser(bytes, numbers: numbers, depth: min(depth, Self.deepest))
        do throws(Parser.Failure) {
            guard bytes.count <= size else { throw Parser.Failure(.tooLong(limit: size), at: size) }
            self = try parser.document()
        } catch {
            throw ParseError(reason: error.reason, position: Position(offset: error.offset, in: bytes))
        }
    }

    package init(parsing bytes: [UInt8], numbers: Numbers = .exact, depth: Int = deepest, size: Int = .max) throws(ParseError) {
        self = try bytes.withUnsafeBytes { Self.parse($0, numbers, depth, size) }.get()
    }

    package init(parsing text: String, numbers: Numbers = .exact, depth: Int = deepest, size: Int = .max) throws(ParseError) {
        var text = text
        self = try text.withUTF8 { Self.parse(UnsafeRawBufferPointer($0), numbers, depth, size) }.get()
    }

    private static func parse(_ bytes: UnsafeRawBufferPointer, _ numbers: Numbers, _ depth: Int, _ size: Int) -> Result<JSON, ParseError> {
        do {
            return .success(try JSON(parsing: bytes, numbers: numbers, depth: depth, size: size))
        } catch {
            return .failure(error)
        }
    }
}
