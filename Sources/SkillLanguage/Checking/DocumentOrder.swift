import JSON

/// Puts findings in the order of their places in the document.
enum DocumentOrder {
    static func sorted(_ findings: [Finding], in document: JSON) -> [Finding] {
        guard findings.count > 1 else { return findings }
        var positions: [String: Int] = [:]
        number(document, "", &positions)
        let placed = findings.enumerated().map { (finding: $1, place: position(of: $1.pointer, positions), order: $0) }
        var seen: Set<Finding> = []
        return placed.sorted { ($0.place, $0.order) < ($1.place, $1.order) }.map(\.finding).filter { seen.insert($0).inserted }
    }

    private static func number(_ json: JSON, _ pointer: String, _ positions: inout [String: Int]) {
        positions[pointer] = positions.count
        switch json {
        case .array(let items): for (i, item) in items.enumerated() { number(item, "\(pointer)/\(i)", &positions) }
        case .object(let object): for (key, value) in object { number(value, pointer + "/" + escape(key), &positions) }
        default: break
        }
    }

    /// Of the value, or of the nearest one around it that is there.
    private static func position(of pointer: String, _ positions: [String: Int]) -> Int {
        var rest = Substring(pointer)
        while true {
            if let found = positions[String(rest)] { return found }
            guard let slash = rest.lastIndex(of: "/") else { return 0 }
            rest = rest[..<slash]
        }
    }
}
