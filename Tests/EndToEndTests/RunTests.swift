import JSON
import Testing

@Suite(.timeLimit(.minutes(2))) struct RunTests {
    @Test func `run waits, prints the output and tells by its exit code how the run ended`() async throws {
        let ground = try await Ground.prepared(skills: [Documents.greet, Documents.refuse])
        let server = try await ground.serve()
        let good = try await ground.ratchet("run", "greet", "--input", #"{"name": "Kim"}"#, "--wait")
        #expect(good.code == 0 && good.output.contains("hello Kim"), "\(good)")
        let bad = try await ground.ratchet("run", "refuse", "--wait")
        #expect(bad.code == 1 && bad.output.contains("custom.refused") && bad.output.contains("not today"), "\(bad)")
        let states = try await ground.answer("runs", "list")["items"]?.array?.compactMap { $0["state"]?.string }
        #expect(states == ["failed", "succeeded"])
        _ = server
    }

    @Test func `the same idempotency key starts one run`() async throws {
        let ground = try await Ground.prepared(skills: [Documents.greet])
        let server = try await ground.serve()
        let first = try await ground.ratchet("run", "greet", "--idempotency-key", "k1")
        let second = try await ground.ratchet("run", "greet", "--idempotency-key", "k1")
        #expect(first.code == 0 && second.code == 0 && first.output == second.output && !first.output.isEmpty, "\(first) \(second)")
        _ = server
    }

    @Test func `input that is not JSON is refused with its line and column, before any server is asked`() async throws {
        let ground = try await Ground.prepared()
        let inline = try await ground.ratchet("run", "greet", "--input", #"{"name": }"#)
        #expect(inline.code == 2 && inline.errors.contains("line 1, column 10"), "\(inline)")
        try ground.write("input.json", "{\n  \"name\": \"Kim\",,\n}\n")
        let file = try await ground.ratchet("run", "greet", "--input", "@input.json")
        #expect(file.code == 2 && file.errors.contains("input.json") && file.errors.contains("line 2, column 17"), "\(file)")
    }

    @Test func `input that does not fit and a skill that is not there are refused and start nothing`() async throws {
        let ground = try await Ground.prepared(skills: [Documents.greet])
        let server = try await ground.serve()
        let misfit = try await ground.ratchet("run", "greet", "--input", #"{"name": 3}"#)
        #expect(misfit.code == 1 && misfit.errors.contains("/name"), "\(misfit)")
        let unknown = try await ground.ratchet("run", "gret")
        #expect(unknown.code == 1 && unknown.errors.contains("did you mean \"greet\"?"), "\(unknown)")
        #expect(try await ground.answer("runs", "list")["items"] == [])
        _ = server
    }
}
