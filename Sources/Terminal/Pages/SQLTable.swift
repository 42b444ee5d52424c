package import JSON

/// The answer to a question in SQL.
package enum SQLTable {
    /// - Parameter answer: `{columns, rows, cut}` as `POST /sql` gives it.
    package static func text(_ answer: JSON, on screen: Screen) -> String {
        let names = columns(answer), rows = rows(answer)
        guard !rows.isEmpty else { return "no rows\n" }
        var table = Table(
            names.indices.map { column in
                let isNumber = rows.allSatisfy { $0.indices.contains(column) && ($0[column].isNull || $0[column].double != nil) }
                let title = names[column].harmlessLine
                return isNumber ? .right(title) : .left(title).shrinking()
            })
        for row in rows { table.add(row.map { Table.Cell($0.string ?? ($0.isNull ? "" : $0.text(.compact))) }) }
        return table.text(on: screen)
    }

    /// What to say beside the rows when there was more; nil when all is there.
    package static func note(_ answer: JSON) -> String? {
        guard answer["cut"]?.bool == true else { return nil }
        return "only the first \(Amounts.count(Int64(rows(answer).count), "row")); --limit asks for more, up to 10,000"
    }

    package static func csv(_ answer: JSON) -> String { CSV.text(columns(answer), rows(answer)) }

    private static func columns(_ answer: JSON) -> [String] { answer.items("columns").map { $0.string ?? "" } }
    private static func rows(_ answer: JSON) -> [[JSON]] { answer.items("rows").map { $0.array ?? [] } }
}
