import Engine
import JSON

/// What runs do, as it happens.
struct StreamRoutes: Sendable {
    let backend: Backend

    var routes: [Route] { [Route(.get, "/events/stream", needs: .viewer, query: ["run", "skill"], answer: stream)] }

    private func stream(_ question: Question) async throws -> Answer {
        var run: String?
        if let text = question.query.text("run") { run = try await backend.store.run(text.lowercased()).id }
        let skill = question.query.text("skill")
        guard backend.events.readers < EventLog.mostReaders else {
            throw Refusal(.unavailable, "too_many_readers", "\(EventLog.mostReaders) readers of the event stream are connected already; close one")
        }
        backend.events.listen(to: backend.engine.feed)
        let stream = RunEventStream(
            log: backend.events, time: backend.time, admits: { [run] in (run ?? $0.run) == $0.run && (skill ?? $0.skill) == $0.skill },
            lastEventID: question.lastEventID)
        var answer = Answer(.ok, .null)
        answer.events = stream
        return answer
    }
}
