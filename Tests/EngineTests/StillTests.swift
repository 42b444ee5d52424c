import Engine
import JSON
import Logging
import SkillLanguage
import Synchronization
import Testing

/// While what is live changes, a run is pinned to versions that were live together.
@Suite struct StillTests {
    /// Every look at it finds another version of everything; only what it was at one moment stands still.
    private final class Restless: SkillSource {
        private let looks = Mutex(0)

        static func versions(_ number: Int) throws -> StubSkills {
            let steps: JSON = [["id": "say", "call": "echo", "with": ["n": .int(Int64(number))]]]
            return try StubSkills([
                skill("outer", version: "\(number).0.0", steps: [["id": "say", "call": .string("skill:inner@^\(number)")]]),
                skill("inner", version: "\(number).0.0", steps: steps),
            ])
        }

        var still: any SkillSource {
            let number = looks.withLock { looks in
                looks += 1
                return looks
            }
            return (try? Self.versions(number)) ?? self
        }
        var names: [String] { ["outer", "inner"] }
        func live(_ name: String) -> PublishedSkill? { still.live(name) }
        /// Nothing that was live is live any more.
        func version(_ id: String) throws -> PublishedSkill? { throw Failure("test", "no version \(id)") }
    }

    @Test func `a caller and its callee are pinned at one look, and the start needs no second one`() async throws {
        let bench = try Workbench([])
        try await bench.session([]) { first in
            let engine = Engine(
                store: first.store, skills: Restless(), callables: CallableSet([]), time: bench.time, random: { 7 },
                logger: Logger(label: "test") { _ in SwiftLogNoOpLogHandler() })
            for number in 1...3 {
                let prepared = try await engine.prepare(StartRequest(skill: "outer", input: [:], trigger: .manual))
                let pins = Pins(json: try JSON(parsing: prepared.run.pins))
                let together = try Restless.versions(number)
                #expect(pins.versions == ["outer": together.live("outer")?.id ?? "", "inner": together.live("inner")?.id ?? ""])
                for id in pins.versions.values { #expect(try await first.store.version(id).id == id) }
            }
        }
    }
}
