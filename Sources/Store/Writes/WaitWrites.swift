import CivilTime
import CrashPoints

/// Waits for people and events: opened, answered, closed.
extension Connection {
    func checkUnanswered(_ call: CallKey, of run: RunKey) throws(StoreError) {
        let answered = try first(
            "SELECT 1 FROM waits WHERE run = ?1 AND path = ?2 AND attempt = ?3 AND state = 'resolved'", run.rowID, call.path, call.attempt
        ) { _ in true }
        if answered != nil { throw .answered(call) }
    }

    func apply(_ change: WaitChange, of run: RunKey, at: Instant, _ effects: inout WriteEffects) throws(StoreError) {
        switch change {
        case .open(let wait): try open(wait, of: run, at: at, &effects)
        case .close(let call), .abandon(let call):
            try execute(
                "UPDATE waits SET state = 'closed' WHERE run = ?1 AND path = ?2 AND attempt = ?3", run.rowID, call.path, call.attempt)
        }
    }

    /// A resumed run opens its waits again; what is there already stays, answered or not. A question that was closed is asked anew: a call
    /// that was made again on somebody's word can be cut off again.
    private func open(_ wait: NewWait, of run: RunKey, at: Instant, _ effects: inout WriteEffects) throws(StoreError) {
        let added = try execute(
            """
            INSERT INTO waits (id, run, path, attempt, kind, step, event_name, request, opened_at, until)
            VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10) ON CONFLICT (run, path, attempt) DO UPDATE SET
                id = ?1, kind = ?5, step = ?6, request = ?8, opened_at = ?9, until = ?10, state = 'open', resolved_at = NULL, resolved_by = NULL,
                resolution = NULL
            WHERE state = 'closed' AND ?7 IS NULL AND event_name IS NULL
            """, wait.id, run.rowID, wait.call.path, wait.call.attempt, wait.kind, wait.step, wait.eventName, wait.request, at, wait.until)
        CrashPoint.reach("store.wait.opened")
        guard added > 0, let name = wait.eventName else { return }
        let row = lastRowID
        let earlier = try all(
            """
            SELECT event, id, payload FROM events WHERE name = ?1 AND event > (SELECT events_before FROM runs WHERE run = ?2)
                AND event NOT IN (SELECT event FROM waits WHERE run = ?2 AND event IS NOT NULL) ORDER BY event
            """, name, run.rowID
        ) { ($0.integer(), $0.text(), $0.bytes()) }
        for (event, id, payload) in earlier where eventMatches(wait.request, payload) {
            if let delivery = try resolve(row, with: payload, event: event, by: id, at: at) { effects.delivered.append(delivery) }
            return
        }
    }

    /// - Returns: nil when the wait was not open.
    func resolve(_ wait: Int64, with body: [UInt8], event: Int64?, by: String, at: Instant) throws(StoreError) -> Delivery? {
        let resolved = try first(
            """
            UPDATE waits SET state = 'resolved', resolved_at = ?2, resolved_by = ?3, resolution = ?4, event = ?5
            WHERE wait = ?1 AND state = 'open' RETURNING run, path, attempt, kind
            """, wait, at, by, body, event
        ) { row throws(StoreError) in (row.integer(), row.text(), row.count(), try row.word(WaitKind.self)) }
        guard let (run, path, attempt, kind) = resolved else { return nil }
        CrashPoint.reach("store.wait.resolved")
        _ = try wake(run, at: at)
        CrashPoint.reach("store.wait.run-woken")
        return Delivery(run: run, call: CallKey(path: path, attempt: attempt), kind: kind, by: by, body: body, at: at)
    }

    /// A person's answer. The second answer to a wait is refused.
    func answer(_ id: String, with body: [UInt8], by: String, at: Instant) throws(StoreError) -> WriteEffects {
        let found = try first("SELECT wait, state FROM waits WHERE id = ?1 AND event_name IS NULL", id) { row throws(StoreError) in
            (row.integer(), try row.word(WaitRecord.State.self))
        }
        guard let (wait, state) = found else { throw .notFound(what: "question", name: id) }
        guard state == .open, let delivery = try resolve(wait, with: body, event: nil, by: by, at: at) else {
            throw .notWaiting(wait: id, state: state)
        }
        var effects = WriteEffects()
        effects.delivered = [delivery]
        effects.woke = true
        return effects
    }
}
