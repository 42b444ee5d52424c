import JSON
import Store

/// Questions in SQL over the documented views.
struct SQLRoutes: Sendable {
    let backend: Backend

    var routes: [Route] { [Route(.post, "/sql", needs: .viewer, fields: ["sql", "limit", "timeout_ms"], answer: answer)] }

    private func answer(_ question: Question) async throws -> Answer {
        guard let sql = try question.fields.text("sql", upTo: 100_000) else { throw Fields.refusal("sql", "is missing") }
        let rows = try question.fields.whole("limit", in: 1...10_000) ?? 1_000
        let time = try question.fields.whole("timeout_ms", in: 1...30_000) ?? 5_000
        let start = ContinuousClock.now
        let answer = try await backend.store.answer(sql, SQLLimits(rows: rows, time: .milliseconds(time)))
        return Answer(
            .ok,
            [
                "columns": .array(answer.columns.map(JSON.string)), "rows": .array(answer.rows.map { .array($0.map(JSON.init(sql:))) }),
                "cut": .bool(answer.isCut), "took_ms": .milliseconds(ContinuousClock.now - start),
            ])
    }
}

extension JSON {
    /// A value of SQL. Bytes are written as SQL would, and what is no number of JSON as text.
    init(sql value: SQLValue) {
        switch value {
        case .null: self = .null
        case .integer(let number): self = .int(number)
        case .real(let number): self = number.isFinite ? .double(number) : .string("\(number)")
        case .text(let text): self = .string(text)
        case .bytes(let bytes):
            let digits = bytes.map { ($0 < 16 ? "0" : "") + String($0, radix: 16) }
            self = .string("x'\(digits.joined())'")
        }
    }
}
