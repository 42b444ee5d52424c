import CivilTime
import JSON
import Testing

@Suite(.timeLimit(.minutes(2))) struct LoopTests {
    @Test func `a paused loop starts nothing until it is resumed, and its coming times are told`() async throws {
        let ground = try await Ground.prepared(skills: [Documents.greet], loops: [Documents.loop("hello", skill: "greet")])
        let server = try await ground.serve()
        _ = try await ground.fire(of: "hello")
        let paused = try await ground.ratchet("loops", "pause", "hello", "--reason", "a test")
        #expect(paused.code == 0 && paused.output.contains("paused hello"), "\(paused)")
        let shown = try await ground.answer("loops", "show", "hello")
        #expect(shown["paused"]?["reason"] == "a test")
        let pausedAt = try Instant(rfc3339: #require(shown["paused"]?["at"]?.string))
        let next = try await ground.answer("loops", "next", "hello", "--count", "3")["items"]?.array?.count
        #expect(next == 3)
        let skipped = try await ground.wait(for: "a time that passed while the loop was paused") {
            try await ground.fires(of: "hello").first { $0.outcome == "skipped_paused" }
        }
        let resumed = try await ground.ratchet("loops", "resume", "hello")
        #expect(resumed.code == 0 && resumed.output.contains("resumed hello"), "\(resumed)")
        _ = try await ground.fire(of: "hello", after: skipped.nominalAt)
        let started = try await ground.fires(of: "hello").filter { $0.outcome == "started" }.map(\.nominalAt)
        #expect(!started.contains { $0 > pausedAt && $0 <= skipped.nominalAt }, "\(started)")
        _ = server
    }

    @Test func `a loop is fired by hand, and a loop that is not there is told with the nearest name`() async throws {
        let loop = Documents.loop("yearly", skill: "greet", schedule: ["cron": "0 0 1 1 *", "zone": "UTC"])
        let ground = try await Ground.prepared(skills: [Documents.greet], loops: [loop])
        let server = try await ground.serve()
        let fired = try await ground.ratchet("loops", "trigger", "yearly", "--wait")
        #expect(fired.code == 0 && fired.output.contains("hello you"), "\(fired)")
        let run = try await ground.answer("runs", "list")["items"]?.array?.first
        #expect(run?["loop"] == "yearly" && run?["trigger"] == "manual")
        for arguments in [["trigger", "yeary"], ["pause", "yeary"], ["resume", "yeary"], ["next", "yeary"], ["fires", "yeary"]] {
            let unknown = try await ground.start(["loops"] + arguments).finish()
            #expect(unknown.code == 1 && unknown.errors.contains("did you mean \"yearly\"?"), "\(unknown)")
        }
        _ = server
    }
}
