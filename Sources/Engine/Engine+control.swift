import CivilTime
package import JSON
package import SkillLanguage
package import Store

/// What operators and people do with runs.
extension Engine {
    /// Asks an open run to end, clean-up included. Durable when it returns; a run that has ended stays as it is.
    package func cancel(_ run: RunSummary, by: String, reason: String) async throws(StoreError) {
        notice(try await store.cancel(run.key.rowID, Cancellation(at: time.now(), by: by, reason: reason)))
    }

    /// Asks an open run to stand still. Durable when it returns: the run ends its calls under way and makes no other until it is resumed.
    /// A run that has ended, or is to end, stays as it is.
    package func pause(_ run: RunSummary, by: String, reason: String) async throws(StoreError) {
        notice(try await store.pause(run.key.rowID, Pause(at: time.now(), by: by, reason: reason)))
    }

    /// Lets a paused run go on. Durable when it returns.
    package func resume(_ run: RunSummary, by: String) async throws(StoreError) {
        notice(try await store.resume(run.key.rowID, by: by, at: time.now()))
    }

    /// Ends an open run at once and without clean-up. What it was doing is dropped.
    package func terminate(_ run: RunSummary, by: String, reason: String) async throws(StoreError) {
        let failure = Failure("terminated", reason, retryable: false)
        notice(
            try await store.terminate(
                run.key.rowID, Cancellation(at: time.now(), by: by, reason: reason), errorBody: OutcomeRecord.encode(failure).bytes(.compact)))
    }

    /// Answers what a run waits for. The first answer counts.
    /// - Parameter outcome: what the call gives its run.
    package func answer(_ wait: String, with outcome: Result<JSON, Failure>, by: String) async throws(StoreError) {
        var body: JSON.Object = [:]
        switch outcome {
        case .success(let value): body["ok"] = value
        case .failure(let failure): body["error"] = OutcomeRecord.encode(failure)
        }
        notice(try await store.answer(wait, with: JSON.object(body).bytes(.compact), by: by, at: time.now()))
    }

    /// Answers the question what became of a call whose outcome is unknown: it is made again.
    package func repeatCall(_ wait: String, by: String) async throws(StoreError) {
        notice(try await store.answer(wait, with: Array(#"{"decision":"retry"}"#.utf8), by: by, at: time.now()))
    }

    /// Stores an event from outside and wakes the runs that wait for it. An id that is known changes nothing.
    /// - Returns: how many waiting calls it reached.
    @discardableResult
    package func emit(id: String?, name: String, payload: JSON) async throws(StoreError) -> Int {
        let now = time.now()
        let effects = try await store.emit(id: id ?? newID(at: now), name: name, payload: payload.bytes(.compact), at: now)
        notice(effects)
        return effects.delivered.count
    }
}
