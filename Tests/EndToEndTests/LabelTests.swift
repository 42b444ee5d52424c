import JSON
import Testing

/// Verdicts on runs, through the command.
@Suite(.timeLimit(.minutes(2))) struct LabelTests {
    @Test func `a run is labelled, and what is expected must be possible`() async throws {
        let ground = try await Ground.prepared(skills: [Documents.greet])
        let server = try await ground.serve()
        let run = try await ground.answer("run", "greet")["id"]?.string ?? ""
        let labelled = try await ground.ratchet("runs", "label", run, "false-alarm", "--expect", #"{"text": "hi"}"#, "--note", "nobody was there")
        #expect(labelled.code == 0, "\(labelled)")
        let labels = try await ground.answer("runs", "show", run)["labels"]?.array ?? []
        #expect(labels.count == 1 && labels.first?["verdict"] == "false_alarm" && labels.first?["expected"] == ["text": "hi"])
        let page = try await ground.ratchet("runs", "show", run)
        #expect(page.output.contains("false alarm, by owner") && page.output.contains("nobody was there"), "\(page)")
        let impossible = try await ground.ratchet("runs", "label", run, "bad", "--expect", #"{"text": 7}"#)
        #expect(impossible.code == 1 && impossible.errors.contains("/text"), "\(impossible)")
        let unknown = try await ground.ratchet("runs", "label", run, "great")
        #expect(unknown.code == 2, "\(unknown)")
        _ = server
    }
}
