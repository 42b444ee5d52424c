import CivilTime

/// A page of runs by any combination of conditions, newest first, in time that depends on the page and not on the history.
///
/// An index can be read newest first only for one value of each of its leading columns. So the list is a merge of streams
/// that each read one index in order: the open runs, which are few, and one stream for each terminal state, or each error
/// type, of the finished ones. SQLite merges the terms of a compound SELECT lazily when every term comes in order.
struct RunListing {
    private let filter: RunFilter
    private let cursor: Cursor?
    private let limit: Int
    /// As many are read and sorted without a second thought.
    private let few: Int
    private var values: [any Bindable] = []
    /// What every stream must satisfy.
    private var conditions: [String] = []
    /// One SELECT of `created_at, run` each.
    private var streams: [String] = []

    init(_ filter: RunFilter, after cursor: Cursor?, limit: Int, few: Int = 4_000) {
        self.few = few
        self.filter = filter
        self.cursor = cursor
        self.limit = max(1, limit)
    }

    mutating func page(from connection: Connection) throws(StoreError) -> Page<RunSummary> {
        guard let sql = try statement(on: connection) else { return Page() }
        let found = try connection.all(composed: sql, values, read: RunSummary.init)
        return Page(found, limit: limit) { Cursor(at: $0.createdAt, row: $0.key.rowID) }
    }

    /// The whole query; nil when nothing can match. Values are bound, so equal shapes share one prepared statement.
    mutating func statement(on connection: Connection) throws(StoreError) -> String? {
        guard let subject = try addConditions(connection) else { return nil }
        if filter.parent != nil || filter.root != nil {
            streams = [stream("INDEXED BY \(filter.parent != nil ? "runs_child" : "runs_root")", states(of: RunState.allCases))]
        } else if try !addStreamOfVerdict(connection), try !addStreamOfFewCosts(connection), try !addStreamsByError(subject, connection),
            try !addStreamsByCost(subject, connection)
        {
            addStreamsByState(subject)
        }
        if streams.isEmpty { return nil }
        let bound = parameter(limit + 1)
        return """
            \(RunSummary.select) JOIN (\(streams.joined(separator: " UNION ALL ")) ORDER BY 1 DESC, 2 DESC LIMIT \(bound)) AS k
                ON k.run = r.run
            ORDER BY k.created_at DESC, k.run DESC
            """
    }

    private mutating func parameter(_ value: any Bindable) -> String {
        values.append(value)
        return "?\(values.count)"
    }

    private func stream(_ index: String, _ narrowing: String) -> String {
        "SELECT created_at, run FROM runs \(index) WHERE \((conditions + [narrowing]).joined(separator: " AND "))"
    }

    /// `1` for all of them, else a list. States are a closed vocabulary, so their words may stand in the text.
    private func states(of allowed: [RunState]) -> String {
        if filter.states.isEmpty { return "1" }
        let words = allowed.filter(filter.states.contains).map { "'\($0.rawValue)'" }
        return "state IN (\(words.joined(separator: ", ")))"
    }
}

extension RunListing {
    /// What the list is narrowed down by first: a column with indexes named after it, and its parameter. Without a name,
    /// all runs.
    private struct Subject {
        var name: String?
        var parameter = ""
        var value: any Bindable = 1

        var index: String { "INDEXED BY runs_\(name ?? "state")" }
        var errorIndex: String { "INDEXED BY runs_\(name.map { $0 + "_" } ?? "")error" }
        var condition: String { name.map { "\($0) = \(parameter)" } ?? "1" }
    }

    /// Sets `conditions` and returns the subject among them; nil when a version is named that does not exist.
    private mutating func addConditions(_ connection: Connection) throws(StoreError) -> Subject? {
        var subject = Subject()
        if let id = filter.versionID {
            // A version is of one skill, so the skill says nothing more.
            let sql: StaticString = "SELECT version FROM versions WHERE id = ?1 AND skill = coalesce(?2, skill)"
            guard let version = try connection.first(sql, id, filter.skill, read: { $0.integer() }) else { return nil }
            subject = Subject(name: "version", parameter: parameter(version), value: version)
        } else if let skill = filter.skill {
            subject = Subject(name: "skill", parameter: parameter(skill), value: skill)
        }
        if let loop = filter.loop {
            let byLoop = Subject(name: "loop", parameter: parameter(loop), value: loop)
            if try isRare(subject, connection) {
                conditions.append(byLoop.condition)
            } else {
                // The loop's indexes hold the version, but not the skill.
                let skill = subject.name == "skill"
                conditions.append(skill ? "version IN (SELECT version FROM versions WHERE skill = \(subject.parameter))" : subject.condition)
                subject = byLoop
            }
        }
        conditions.append(subject.condition)
        if filter.rootsOnly { conditions.append("parent IS NULL") }
        if let parent = filter.parent { conditions.append("parent = \(parameter(parent))") }
        if let root = filter.root { conditions.append("root = \(parameter(root))") }
        if let since = filter.since { conditions.append("created_at >= \(parameter(since))") }
        if let until = filter.until { conditions.append("created_at < \(parameter(until))") }
        if let cursor { conditions.append("(created_at, run) < (\(parameter(cursor.at)), \(parameter(cursor.row)))") }
        if let prefix = filter.errorPrefix {
            // The signs keep SQLite from reading an index by this range: it would have to sort what comes out.
            conditions.append("+error_type >= \(parameter(prefix)) AND +error_type < \(parameter(Self.end(of: prefix)))")
        }
        if let verdict = filter.verdict {
            conditions.append("(SELECT verdict FROM labels WHERE labels.run = runs.run ORDER BY label DESC LIMIT 1) = \(parameter(verdict))")
        }
        // The sign is for SQLite, as above.
        if let cost = filter.costAtLeast { conditions.append("+cost_micro_usd >= \(parameter(cost))") }
        return subject
    }

    /// True when so few finished runs have the subject that reading all of them is quick.
    private func isRare(_ subject: Subject, _ connection: Connection) throws(StoreError) -> Bool {
        guard let name = subject.name else { return false }
        let sql = "SELECT count(*) FROM (SELECT 1 FROM runs \(subject.index) WHERE finished_at IS NOT NULL AND \(name) = ?1 LIMIT 1000)"
        return try connection.first(composed: sql, [subject.value]) { $0.count() } ?? 0 < 1000
    }

    /// Sorts after every text that begins with the prefix.
    private static func end(of prefix: String) -> String { prefix + "\u{10FFFF}" }

    /// Open runs, and each wanted terminal state of the subject.
    private mutating func addStreamsByState(_ subject: Subject) {
        if subject.name == nil, filter.states.isEmpty {
            streams = [stream("INDEXED BY runs_time", "1")]
            return
        }
        let wanted = filter.states.isEmpty ? Set(RunState.allCases) : filter.states
        if wanted.contains(where: { !$0.isTerminal }) {
            streams.append(stream("INDEXED BY runs_open", "finished_at IS NULL AND \(states(of: RunState.allCases.filter { !$0.isTerminal }))"))
        }
        for state in RunState.allCases where state.isTerminal && wanted.contains(state) {
            streams.append(stream(subject.index, "finished_at IS NOT NULL AND state = '\(state.rawValue)'"))
        }
    }

    /// One stream for each error type that begins with the prefix. False without a prefix, or when it fits too many types.
    private mutating func addStreamsByError(_ subject: Subject, _ connection: Connection) throws(StoreError) -> Bool {
        guard let prefix = filter.errorPrefix else { return false }
        var types: [String] = []
        var next: (text: String, comparison: String) = (prefix, ">=")
        while true {
            // Each seek jumps over all runs of the type before.
            let sql = """
                SELECT min(error_type) FROM runs \(subject.errorIndex) WHERE error_type IS NOT NULL AND \(subject.name.map { "\($0) = ?3" } ?? "?3")
                    AND error_type \(next.comparison) ?1 AND error_type < ?2
                """
            let parameters: [any Bindable] = [next.text, Self.end(of: prefix), subject.value]
            guard let type = try connection.first(composed: sql, parameters, read: { $0.optional { $0.text() } }) ?? nil else { break }
            types.append(type)
            if types.count > 64 { return false }
            next = (type, ">")
        }
        for type in types {
            streams.append(stream(subject.errorIndex, "error_type = \(parameter(type)) AND \(states(of: RunState.allCases))"))
        }
        return true
    }

    /// The runs with the verdict, sorted as they are: verdicts are given by hand. False without one, and when there are too many.
    private mutating func addStreamOfVerdict(_ connection: Connection) throws(StoreError) -> Bool {
        guard let verdict = filter.verdict else { return false }
        let sql: StaticString = "SELECT count(*) FROM (SELECT 1 FROM labels INDEXED BY labels_verdict WHERE verdict = ?1 LIMIT 2000)"
        guard try connection.first(sql, verdict, read: { $0.count() }) ?? 0 < 2000 else { return false }
        let labelled = "run IN (SELECT run FROM labels INDEXED BY labels_verdict WHERE verdict = \(parameter(verdict)))"
        streams.append(stream("NOT INDEXED", "\(labelled) AND \(states(of: RunState.allCases))"))
        return true
    }

    /// The runs that cost so much, sorted as they are, when they are few: in the order of time they could be anywhere.
    private mutating func addStreamOfFewCosts(_ connection: Connection) throws(StoreError) -> Bool {
        guard let cost = filter.costAtLeast, cost > 0 else { return false }
        let sql: StaticString = """
            SELECT count(*) FROM (SELECT 1 FROM runs INDEXED BY runs_cost_value WHERE nullif(cost_micro_usd, 0) >= ?1 LIMIT ?2)
            """
        guard try connection.first(sql, cost, few, read: { $0.count() }) ?? 0 < few else { return false }
        streams.append(
            stream(
                "INDEXED BY runs_cost_value", "nullif(cost_micro_usd, 0) >= \(parameter(cost)) AND \(states(of: RunState.allCases))"))
        return true
    }

    /// One stream for each number of digits that the cost can have. False without a least cost, and when few runs have the subject.
    private mutating func addStreamsByCost(_ subject: Subject, _ connection: Connection) throws(StoreError) -> Bool {
        guard let cost = filter.costAtLeast, try !isRare(subject, connection) else { return false }
        for digits in String(max(1, cost)).count...String(Int64.max).count {
            let narrowing = "cost_micro_usd > 0 AND length(cost_micro_usd) = \(digits) AND \(states(of: RunState.allCases))"
            streams.append(stream("INDEXED BY runs_cost", narrowing))
        }
        return true
    }
}
