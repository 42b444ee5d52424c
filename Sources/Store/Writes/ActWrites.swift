import CivilTime
import CrashPoints

/// Calls whose whole effect is in the database.
extension Connection {
    func carryOut(_ act: Act, of run: RunKey, at: Instant, _ effects: inout WriteEffects) throws(StoreError) -> ActOutcome {
        switch act {
        case .emit(let id, let name, let payload):
            let emitted = try emit(id: id, name: name, payload: payload, from: run.rowID, at: at)
            effects += emitted
            return .emitted(reached: emitted.delivered.count)
        case .get(let scope, let key):
            return .found(try memory(scope, key))
        case .put(let scope, let key, let value, let expected):
            let current = try memory(scope, key)?.revision ?? 0
            if let expected, expected != current { return .conflict(revision: current) }
            try execute(
                """
                INSERT INTO memory (scope, key, value, revision, changed_at, run) VALUES (?1, ?2, ?3, 1, ?4, ?5)
                ON CONFLICT (scope, key) DO UPDATE SET value = ?3, revision = revision + 1, changed_at = ?4, run = ?5
                """, scope, key, value, at, run.rowID)
            CrashPoint.reach("store.memory.put")
            return .stored(revision: current + 1)
        }
    }

    /// Stores an event and resolves every open wait that it fits. An id that is known changes nothing.
    func emit(id: String, name: String, payload: [UInt8], from run: Int64?, at: Instant) throws(StoreError) -> WriteEffects {
        var effects = WriteEffects()
        let added = try execute(
            "INSERT INTO events (id, name, payload, at, run) VALUES (?1, ?2, ?3, ?4, ?5) ON CONFLICT (id) DO NOTHING", id, name, payload, at, run)
        guard added > 0 else { return effects }
        let event = lastRowID
        CrashPoint.reach("store.emit.stored")
        let waiting = try all("SELECT wait, request FROM waits INDEXED BY waits_event WHERE state = 'open' AND event_name = ?1 ORDER BY wait", name) {
            ($0.integer(), $0.bytes())
        }
        for (wait, request) in waiting where eventMatches(request, payload) {
            if let delivery = try resolve(wait, with: payload, event: event, by: id, at: at) {
                effects.delivered.append(delivery)
                effects.woke = true
            }
        }
        return effects
    }

    func memory(_ scope: String, _ key: String) throws(StoreError) -> MemoryValue? {
        try first("SELECT value, revision FROM memory WHERE scope = ?1 AND key = ?2", scope, key) {
            MemoryValue(value: $0.bytes(), revision: $0.count())
        }
    }
}
