import JSON
import SkillLanguage
import Testing

/// What holds of the display form of every document, right or wrong.
@Suite struct DisplayPropertyTests {
    /// The examples, the good skill, and everything the tables make of it.
    static let documents: [JSON] = {
        let examples = ExampleSkillTests.examples.compactMap { try? JSON(parsing: $0.bytes) }
        let patches = InvalidSkillTests.cases.map(\.patch) + SoundSkillTests.changes.map(\.patch)
        return examples + [InvalidSkillTests.good] + patches.compactMap { try? Patch($0).apply(to: InvalidSkillTests.good) }
    }()

    static func shown(_ text: [UInt8]) throws -> [UInt8] { try DisplayForm.bytes(of: text) }

    @Test func `there are documents to look at`() { #expect(Self.documents.count >= 160) }

    @Test(arguments: 0..<8) func `any document: showing it again changes nothing, and nothing of it is lost`(part: Int) throws {
        var dice = Dice(seed: UInt64(part) &* 104_729 &+ 3)
        for index in stride(from: part, to: Self.documents.count, by: 8) {
            for document in [Self.documents[index], dice.damaged(dice.damaged(Self.documents[index]))] {
                let text = try Self.shown(document.bytes(.pretty))
                #expect(try Self.shown(text) == text)
                #expect(text.last == UInt8(ascii: "\n"))
                let read = try JSON(parsing: text)
                #expect(read == DisplayForm.rewritten(document))
                #expect(Self.rewritten(from: document, to: read) == [])
            }
        }
    }

    /// Places that differ, but for conditions that lost their `${}` and expressions with newlines.
    private static func rewritten(from old: JSON, to new: JSON) -> [String] {
        var rest = old
        var places: [String] = []
        while let difference = firstDifference(rest, new) {
            let conditions: Set = ["when", "until", "assert", "match", "stop_when"]
            let isCondition = difference.pointer.tokens.suffix(2).contains(where: conditions.contains)
            let text = difference.expected?.string ?? ""
            if !(isCondition && text.hasPrefix("${")) && !(text.contains("${") && text.contains("\n")) { places.append("\(difference)") }
            let patch: JSON = [["op": "replace", "path": .string(difference.pointer.description), "value": difference.got ?? .null]]
            guard let next = try? Patch(patch).apply(to: rest) else { return places + ["\(difference)"] }
            rest = next
        }
        return places
    }

    @Test(arguments: 0..<8) func `any document: the findings are the same before and after`(part: Int) throws {
        for index in stride(from: part, to: Self.documents.count, by: 8) {
            let findings = [Self.documents[index], DisplayForm.rewritten(Self.documents[index])].map { document in
                SkillChecker.check(document: document, among: InvalidSkillTests.live).findings.map { "\($0.code) \($0.pointer)" }.sorted()
            }
            #expect(findings[0] == findings[1])
        }
    }

    @Test func `a skill is the same skill before and after, with its conditions bare or in braces`() throws {
        for document in Self.documents.prefix(4) {
            let meaning = Meaning.of(try SkillDecoder.decode(document))
            var dice = Dice(seed: 23)
            let written = Self.braced(dice.shuffled(document))
            try #require(written.text(.compact) != document.text(.compact))
            #expect(try Meaning.of(SkillDecoder.decode(written)) == meaning)
            #expect(try Meaning.of(SkillDecoder.decode(JSON(parsing: Self.shown(written.bytes(.pretty))))) == meaning)
            #expect(DisplayForm.rewritten(written) == document)
        }
        let other = try Patch([["op": "add", "path": "/steps/0/when", "value": "1 == 2"]]).apply(to: InvalidSkillTests.good)
        #expect(try Meaning.of(SkillDecoder.decode(other)) != Meaning.of(SkillDecoder.decode(InvalidSkillTests.good)))
    }

    /// The document with every `when` and `until` in `${}`.
    private static func braced(_ json: JSON) -> JSON {
        switch json {
        case .array(let items): return .array(items.map(braced))
        case .object(let object):
            return .object(JSON.Object(object.map { key, value in
                guard ["when", "until"].contains(key), let text = value.string else { return (key, braced(value)) }
                return (key, .string("${ \(text) }"))
            }))
        default: return json
        }
    }

    @Test func `the order in which keys were written leaves no trace`() throws {
        var dice = Dice(seed: 41)
        for document in Self.documents {
            #expect(try Self.shown(dice.shuffled(document).bytes(.compact)) == Self.shown(document.bytes(.compact)))
        }
    }

    @Test func `a version is known by the same id before and after, unless an expression was rewritten`() throws {
        for example in ExampleSkillTests.examples {
            let document = try JSON(parsing: example.bytes)
            var dice = Dice(seed: 5)
            let shuffled = dice.shuffled(document).bytes(.pretty)
            #expect(try ContentHash.of(JSON(parsing: Self.shown(shuffled))) == ContentHash.of(document))
        }
        let wrapped: JSON = ["steps": [["id": "a", "when": "${x}", "call": "echo"]]]
        #expect(ContentHash.of(DisplayForm.rewritten(wrapped)) != ContentHash.of(wrapped))
    }

    @Test(arguments: ExampleSkillTests.examples.map(\.name) + ["good"]) func `an example is in display form`(name: String) throws {
        let bytes = ExampleSkillTests.examples.first { $0.name == name }?.bytes ?? PackageResources.good_skill_json
        #expect(String(decoding: try Self.shown(bytes), as: UTF8.self) == String(decoding: bytes, as: UTF8.self))
    }
}
