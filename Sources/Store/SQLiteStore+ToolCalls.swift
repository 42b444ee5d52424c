extension SQLiteStore {
    package func record(_ call: ToolCallRecord) async throws(StoreError) {
        try await writer.write(size: 512) { connection throws(StoreError) in try connection.record(call) }
    }

    package func toolCalls(after cursor: Cursor?, limit: Int) async throws(StoreError) -> Page<ToolCallRecord> {
        try await history.toolCalls(after: cursor, limit: limit)
    }
}
