extension Connection {
    /// Bodies over this size lie in `blobs`.
    static let inlineBytes = 16 * 1024

    /// Where a body goes: into its row, or into a blob that is written here and now.
    func place(_ body: [UInt8]) throws(StoreError) -> (inline: [UInt8]?, blob: Int64?) {
        if body.count <= Self.inlineBytes { return (body, nil) }
        try execute("INSERT INTO blobs (bytes) VALUES (?1)", Blob(bytes: body))
        return (nil, lastRowID)
    }

    func place(_ body: [UInt8]?) throws(StoreError) -> (inline: [UInt8]?, blob: Int64?) {
        if let body { try place(body) } else { (nil, nil) }
    }
}
