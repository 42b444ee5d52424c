import JSON
import Testing

@testable import Fuzzing

/// A slice of `make fuzz`, and what it once found.
@Suite struct CampaignTests {
    /// Fewer of those that take long.
    private static let counts = ["document": 300, "expression": 1500, "template": 600, "pattern": 800, "schema": 600, "skill": 40, "loop": 200]

    @Test(arguments: counts.keys.sorted()) func `what strangers write is answered as promised`(name: String) throws {
        let target = try #require(Targets.named(name))
        let count = try #require(Self.counts[name])
        var accepted = 0
        let failures = Campaign(seed: 1, only: target).run(0..<count, after: { _, verdict, _ in accepted += verdict == .accepted ? 1 : 0 })
        for failure in failures {
            Issue.record("\(failure.index): \(failure.broken)\n\(String(decoding: failure.input.prefix(2000), as: UTF8.self))")
        }
        #expect(accepted >= count / 50, "\(accepted) of \(count) were good: that tries little")
    }

    @Test func `what once broke a promise keeps it`() throws {
        let cases = try #require(try JSON(parsing: PackageResources.inputs_json).array)
        #expect(!cases.isEmpty)
        for each in cases {
            let target = try #require(each["target"]?.string.flatMap(Targets.named))
            let input = try #require(each["input"]?.string)
            #expect(throws: Never.self, "\(each["why"] ?? .null)") { try target.examine(Array(input.utf8)) }
        }
    }

    @Test func `every target has a share and all of them make a hundred`() {
        #expect(Set(Self.counts.keys) == Set(Targets.all.map(\.name)))
        #expect(Targets.all.reduce(0) { $0 + $1.share } == 100)
        #expect(Set((0..<100).map { Targets.target(of: $0).name }).count == Targets.all.count)
    }

    @Test func `an input is the same alone as in its run`() {
        var seen: [Int: [UInt8]] = [:]
        let campaign = Campaign(seed: 5, only: Recorder { seen[seen.count] = $0 })
        _ = campaign.run(0..<20, after: { _, _, _ in })
        #expect((0..<20).allSatisfy { campaign.input($0).bytes == seen[$0] })
        #expect(Campaign(seed: 6).input(0).bytes != Campaign(seed: 5).input(0).bytes)
    }

    @Test func `a broken promise is told with its input`() {
        let failures = Campaign(seed: 1, only: Breaker()).run(0..<10, after: { _, _, _ in })
        #expect(failures.map(\.index) == [7])
        #expect(failures.first?.input == Array("7".utf8) && failures.first?.broken.description == "seven")
    }

    @Test func `the corpus is found`() {
        let corpus = Corpus.standard
        #expect(corpus.soundSkills >= 10 && corpus.skills.count >= 100 && corpus.loops.count == 3)
        #expect(corpus.schemas.count >= 100 && corpus.expressions.count >= 50 && corpus.templates.count >= 50)
    }

    /// Notes the inputs. It is called by one test on one task only.
    private struct Recorder: Target, @unchecked Sendable {
        let name = "document"
        let share = 0
        let note: ([UInt8]) -> Void

        func input(_ dice: inout Dice) -> [UInt8] { (0..<8).map { _ in UInt8(dice.roll(256)) } }
        func examine(_ input: [UInt8]) -> Verdict {
            note(input)
            return .accepted
        }
    }

    private struct Breaker: Target {
        let name = "breaker"
        let share = 0
        private static let seven = Dice(seed: 1, stream: "breaker", index: 7)

        func input(_ dice: inout Dice) -> [UInt8] {
            var (given, seven) = (dice, Self.seven)
            return given.next() == seven.next() ? Array("7".utf8) : []
        }
        func examine(_ input: [UInt8]) throws(Broken) -> Verdict {
            try promise(input.isEmpty, "seven")
            return .refused
        }
    }
}
