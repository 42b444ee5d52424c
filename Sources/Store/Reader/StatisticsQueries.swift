import CSQLite
import CivilTime

extension Connection {
    func statistics(since: Instant, skill: String?) throws(StoreError) -> [SkillStatistics] {
        var bySkill: [String: SkillStatistics] = [:]
        let groups = try all(
            """
            SELECT skill, state, error_type, count(*), sum(calls), sum(input_tokens), sum(output_tokens), sum(cost_micro_usd)
            FROM runs INDEXED BY runs_time WHERE created_at >= ?1 AND skill = coalesce(?2, skill) GROUP BY skill, state, error_type
            """, since, skill, read: StatisticsGroup.init)
        for group in groups { bySkill[group.skill, default: SkillStatistics(skill: group.skill)].add(group) }
        for (skill, slow) in try slowest(since: since, skill: skill) { bySkill[skill]?.slowest.append(slow) }
        for (skill, retried) in try mostRetried(since: since, skill: skill) { bySkill[skill]?.mostRetried.append(retried) }
        for (skill, median, high) in try percentiles(since: since, skill: skill) {
            bySkill[skill]?.median = median
            bySkill[skill]?.percentile95 = high
        }
        return bySkill.values.sorted { $0.skill < $1.skill }
    }

    private func slowest(since: Instant, skill: String?) throws(StoreError) -> [(String, SkillStatistics.Slow)] {
        try all(
            """
            SELECT skill, id, duration FROM (
                SELECT skill, run, id, finished_at - started_at AS duration,
                    row_number() OVER (PARTITION BY skill ORDER BY finished_at - started_at DESC, run) AS place
                FROM runs INDEXED BY runs_time
                WHERE created_at >= ?1 AND skill = coalesce(?2, skill) AND finished_at IS NOT NULL AND started_at IS NOT NULL)
            WHERE place <= 5 ORDER BY skill, place
            """, since, skill
        ) { ($0.text(), SkillStatistics.Slow(id: $0.text(), duration: .milliseconds($0.integer()))) }
    }

    /// By nearest rank: an actual run took each.
    private func percentiles(since: Instant, skill: String?) throws(StoreError) -> [(String, Duration, Duration)] {
        try all(
            """
            SELECT skill, max(CASE WHEN place = (runs * 50 + 99) / 100 THEN duration END), max(CASE WHEN place = (runs * 95 + 99) / 100 THEN duration END)
            FROM (SELECT skill, finished_at - started_at AS duration, count(*) OVER (PARTITION BY skill) AS runs,
                    row_number() OVER (PARTITION BY skill ORDER BY finished_at - started_at) AS place
                FROM runs INDEXED BY runs_time
                WHERE created_at >= ?1 AND skill = coalesce(?2, skill) AND finished_at IS NOT NULL AND started_at IS NOT NULL)
            GROUP BY skill
            """, since, skill
        ) { ($0.text(), .milliseconds($0.integer()), .milliseconds($0.integer())) }
    }

    private func mostRetried(since: Instant, skill: String?) throws(StoreError) -> [(String, SkillStatistics.Retried)] {
        try all(
            """
            SELECT skill, id, retries FROM (
                SELECT skill, id, retries, row_number() OVER (PARTITION BY skill ORDER BY retries DESC, run) AS place
                FROM (SELECT r.skill, r.run, r.id, count(*) AS retries FROM runs AS r INDEXED BY runs_time
                    CROSS JOIN journal AS j INDEXED BY journal_retries ON j.run = r.run AND j.attempt > 1 AND j.kind = 'outcome'
                    WHERE r.created_at >= ?1 AND r.skill = coalesce(?2, r.skill) GROUP BY r.run))
            WHERE place <= 5 ORDER BY skill, place
            """, since, skill
        ) { ($0.text(), SkillStatistics.Retried(id: $0.text(), retries: $0.count())) }
    }

    /// `logBytes` is not in the database: the caller looks at the file.
    func information(logBytes: Int64) throws(StoreError) -> DatabaseInformation {
        func number(_ sql: StaticString) throws(StoreError) -> Int { try first(sql) { $0.count() } ?? 0 }
        return DatabaseInformation(
            schemaVersion: try number("PRAGMA user_version"), sqliteVersion: String(cString: sqlite3_libversion()),
            engineEpoch: Int64(try number("SELECT epoch FROM engine")),
            bytes: Int64(try number("PRAGMA page_count") * number("PRAGMA page_size")), logBytes: logBytes,
            runs: try number("SELECT count(*) FROM runs INDEXED BY runs_time"),
            openRuns: try number("SELECT count(*) FROM runs INDEXED BY runs_open WHERE finished_at IS NULL"),
            journalEntries: try number("SELECT coalesce(max(entry), 0) FROM journal"),
            versions: try number("SELECT count(*) FROM versions"), loops: try number("SELECT count(*) FROM loops"))
    }
}

/// The runs of one skill that share a state and an error type.
private struct StatisticsGroup {
    let skill: String
    let state: RunState
    let errorType: String?
    let runs: Int
    let usage: UsageTotals

    init(_ row: inout Row) throws(StoreError) {
        skill = row.text()
        state = try row.word()
        errorType = row.optional { $0.text() }
        runs = row.count()
        usage = UsageTotals(calls: row.count(), inputTokens: row.count(), outputTokens: row.count(), costMicroUSD: row.count())
    }
}

extension SkillStatistics {
    fileprivate init(skill: String) {
        self.init(skill: skill, runs: 0, byState: [:], byErrorType: [:], usage: UsageTotals(), slowest: [], mostRetried: [])
    }

    fileprivate mutating func add(_ group: StatisticsGroup) {
        runs += group.runs
        byState[group.state, default: 0] += group.runs
        if let type = group.errorType { byErrorType[type, default: 0] += group.runs }
        usage = usage + group.usage
    }
}
