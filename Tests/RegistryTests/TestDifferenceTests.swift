import JSON
import SkillLanguage
import Testing

@testable import Registry

@Suite struct TestDifferenceTests {
    private static func test(_ name: String, expecting text: String = "hello") -> JSON {
        ["name": .string(name), "input": [:], "mocks": [:], "expect": ["output": ["text": .string(text)]]]
    }

    private static func skill(_ tests: [JSON]) throws -> Skill {
        try SkillDecoder.decode(Ground.skill("greet", version: "1.0.0", more: ["tests": .array(tests)]))
    }

    @Test func `a test that is changed or gone is named, and one that is new or moved is not`() throws {
        let old = try Self.skill([Self.test("a"), Self.test("b")])
        func loosened(_ tests: [JSON]) throws -> [String] { TestDifference.loosened(from: old, to: try Self.skill(tests)) }
        #expect(try loosened([Self.test("b"), Self.test("c"), Self.test("a")]) == [])
        #expect(try loosened([Self.test("a")]) == ["b"])
        #expect(try loosened([Self.test("a", expecting: "bye"), Self.test("b")]) == ["a"])
        #expect(try loosened([Self.test("other"), Self.test("b")]) == ["a"])
        #expect(TestDifference.loosened(from: nil, to: old) == [])
    }
}
