import CivilTime

/// The record of what agents' tools were called for: written once, never changed.
extension Connection {
    func record(_ call: ToolCallRecord) throws(StoreError) {
        try execute(
            """
            INSERT INTO tool_calls (at, token, client, client_version, tool, arguments_hash, outcome, duration_ms, token_id)
            VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9)
            """, call.at, call.token, call.client, call.clientVersion, call.tool, call.argumentsHash, call.outcome, call.duration.milliseconds,
            call.tokenID)
    }

    func toolCalls(after cursor: Cursor?, limit: Int) throws(StoreError) -> Page<ToolCallRecord> {
        let after = cursor ?? Cursor(at: Instant(milliseconds: .max), row: .max)
        let found = try all(
            """
            SELECT at, token, client, client_version, tool, arguments_hash, outcome, duration_ms, token_id, call FROM tool_calls
            WHERE (at, call) < (?1, ?2) ORDER BY at DESC, call DESC LIMIT ?3
            """, after.at, after.row, max(1, limit) + 1
        ) { row in
            let call = ToolCallRecord(
                at: row.instant(), token: row.text(), client: row.optional { $0.text() }, clientVersion: row.optional { $0.text() }, tool: row.text(),
                argumentsHash: row.text(), outcome: row.text(), duration: .milliseconds(row.integer()),
                tokenID: row.optional { $0.text() })
            return (call, row.integer())
        }
        return Page(found, limit: max(1, limit)) { Cursor(at: $0.0.at, row: $0.1) }.map(\.0)
    }
}
