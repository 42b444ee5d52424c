import JSON
import Testing

@Suite struct FuzzTests {
    static let samples = [
        #"{"name":"naïve","steps":[{"call":"http","input":{"n":-1.5e-3,"ok":true}},[],{},null],"t":"a\n\u00e9\ud83d\ude00"}"#,
        "[1,2.0,-0,1e10,\"\\\"\\\\\",[[[[\"deep\"]]]],{\"a\":{\"b\":{\"c\":false}}}, 9223372036854775807 ]",
        ##"{"type":"object","properties":{"a":{"$ref":"#/$defs/x"},"b":{"items":{"type":"integer"}}},"$defs":{"x":{"pattern":"^a+$"}}}"##,
        "\"plain text with é and 😀 and a \\t tab\"",
    ]

    /// Deletes, repeats, swaps, overwrites or truncates bytes.
    private func mutate(_ bytes: inout [UInt8], _ dice: inout Dice) {
        guard !bytes.isEmpty else { return bytes.append(UInt8(dice.roll(256))) }
        let at = dice.roll(bytes.count)
        let interesting = Array("\"\\{}[],:0-.eEtfnu \n\0".utf8) + [0x80, 0xC3, 0xED, 0xF4, 0xFF]
        switch dice.roll(6) {
        case 0: bytes.remove(at: at)
        case 1: bytes.insert(bytes[at], at: at)
        case 2: bytes.swapAt(at, dice.roll(bytes.count))
        case 3: bytes[at] = UInt8(dice.roll(256))
        case 4: bytes[at] = dice.pick(interesting)
        default: bytes.removeLast(dice.roll(bytes.count))
        }
    }

    @Test func `a damaged document is a value or an error with a sane place`() async throws {
        var dice = Dice(seed: 1)
        let schema = try Schema(compiling: ["properties": ["steps": ["maxItems": 3], "t": ["minLength": 4]], "items": true], keywords: .strict)
        var accepted = 0
        for round in 0..<20_000 {
            await Task.yield()
            var bytes = Array(Self.samples[round % Self.samples.count].utf8)
            for _ in 0...dice.roll(3) { mutate(&bytes, &dice) }
            do {
                let value = try JSON(parsing: bytes)
                accepted += 1
                #expect(try JSON(parsing: value.bytes(.compact)).isIdentical(to: value))
                #expect(schema.validate(value).isEmpty == schema.isValid(value))
                #expect(compiles(value))
            } catch {
                #expect((0...bytes.count).contains(error.position.offset))
                #expect(error.position.line >= 1 && error.position.column >= 1)
                #expect(!error.description.isEmpty)
            }
        }
        #expect(accepted > 500)
    }

    /// True when the value is a schema that gives a verdict, or is refused with a place in it.
    private func compiles(_ value: JSON) -> Bool {
        do throws(SchemaError) {
            let schema = try Schema(compiling: value, keywords: .lenient)
            return schema.validate(value).isEmpty == schema.isValid(value)
        } catch {
            return value[error.pointer] != nil || error.pointer == .root
        }
    }

    @Test func `every prefix of a document is refused at or before its end`() {
        for sample in Self.samples {
            let bytes = Array(sample.utf8)
            for end in 0..<bytes.count {
                let error = #expect(throws: JSON.ParseError.self) { try JSON(parsing: Array(bytes[..<end])) }
                #expect((0...end).contains(error?.position.offset ?? -1))
            }
        }
    }
}
