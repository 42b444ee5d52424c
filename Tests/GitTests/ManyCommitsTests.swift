import Testing

@testable import Git

@Suite struct ManyCommitsTests {
    @Test func `two hundred commits through the actor keep order and speed`() async throws {
        let space = try await Workspace.create()
        try await space.land([.write("README", "1\n")])
        var tip = try await space.repository.commit(
            on: nil, changes: (0..<50).map { .write("skills/s\($0)/skill.json", "{\"v\": \($0)}\n") }, message: "Start", author: .robot())
        try await space.repository.update(.live, from: nil, to: tip, by: .robot(), reason: "Start")
        let clock = ContinuousClock()
        let duration = try await clock.measure {
            for number in 0..<200 {
                let next = try await space.repository.commit(
                    on: tip, changes: [.write("skills/s\(number % 50)/skill.json", "{\"v\": \"\(number)\"}\n")], message: "Change \(number)",
                    author: .robot())
                try await space.repository.update(.live, from: tip, to: next, by: .robot(), reason: "Change")
                tip = next
            }
        }
        print("200 durable commits, each with its reference moved, on 50 skills: \(duration)")
        #expect(space.git("rev-list", "--count", "refs/ratchet/live") == "201\n")
        #expect(space.git("fsck", "--strict") == "")
    }
}
