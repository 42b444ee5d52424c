/// A view that people and agents may ask with SQL: names and meanings that stay while the tables behind them change.
package struct HistoryView: Sendable {
    package struct Column: Sendable {
        package let name: String
        /// What it means, for the documentation.
        package let meaning: String
        let expression: String

        init(_ name: String, _ expression: String, _ meaning: String) {
            self.name = name
            self.expression = expression
            self.meaning = meaning
        }
    }

    package let name: String
    package let columns: [Column]
    /// What follows the columns. Tables are named as `main.x`: a view of the same name would be found before.
    let source: String

    /// Every view, by the name it is asked by.
    package static let all = [runs, steps, fires, versions, costs]

    /// Begins the name of the view that reads the tables; no statement that is asked may hold it.
    static let innerMark = "\u{1}"

    /// What reads the tables, and what is asked, one above the other.
    ///
    /// SQLite tells who reads a table by the name of the view it is read for. A `WITH` could take a name that is documented, so that
    /// name proves nothing; the inner one cannot be written.
    var definition: String {
        let list = columns.map { "\($0.expression) AS \($0.name)" }.joined(separator: ", ")
        let inner = "\"\(Self.innerMark)\(name)\""
        return "CREATE TEMP VIEW \(inner) AS SELECT \(list) FROM \(source); CREATE TEMP VIEW \(name) AS SELECT * FROM temp.\(inner);"
    }
}

extension HistoryView {
    /// RFC 3339 of a column of milliseconds; NULL stays NULL.
    private static func time(_ column: String) -> String { "strftime('%Y-%m-%dT%H:%M:%fZ', \(column) / 1000.0, 'unixepoch')" }

    /// The text of a body that lies in its row or in a blob.
    private static func document(_ column: String) -> String {
        """
        (SELECT coalesce(d.\(column), CAST((SELECT bytes FROM main.blobs WHERE blob = d.\(column)_blob) AS TEXT))
            FROM main.documents AS d WHERE d.run = r.run)
        """
    }

    private static let body = "coalesce(j.body, (SELECT CAST(bytes AS TEXT) FROM main.blobs WHERE blob = j.blob))"

    private static func member(_ path: String) -> String { "json_extract(\(body), '$.\(path)')" }

    /// JSON text, whatever the member is; NULL without one.
    private static func json(_ path: String) -> String { "(\(body) -> '$.\(path)')" }

    private static let runs = HistoryView(
        name: "runs",
        columns: [
            Column("id", "r.id", "the run's id"), Column("skill", "r.skill", "the skill's name"),
            Column("version", "v.label", "the version's label, such as `1.2.3`"), Column("version_id", "v.id", "the version's id, 64 digits"),
            Column("commit_id", "r.commit_id", "the commit the version came from"),
            Column("state", "r.state", "`running`, `waiting`, `succeeded`, `failed` and so on"),
            Column("trigger", "r.trigger_kind", "`schedule`, `manual`, `api` or `child`"), Column("loop", "r.loop", "the loop that started it"),
            Column("nominal_at", time("r.nominal_at"), "the time it stands for"),
            Column("parent_id", "(SELECT p.id FROM main.runs AS p WHERE p.run = r.parent)", "the run that called it"),
            Column("abandoned_at", time("r.abandoned_at"), "when the run that called it let go of it"),
            Column("root_id", "(SELECT p.id FROM main.runs AS p WHERE p.run = r.root)", "the run at the top, in runs below it"),
            Column("created_at", time("r.created_at"), "when it was created"),
            Column("created_ms", "r.created_at", "the same in milliseconds since 1970; the quick way to a period"),
            Column("started_at", time("r.started_at"), "when it first ran"), Column("finished_at", time("r.finished_at"), "when it ended"),
            Column("duration_ms", "r.finished_at - r.started_at", "from its start to its end, waits included"),
            Column("error_type", "r.error_type", "such as `http.timeout`"), Column("calls", "r.calls", "calls made, those of called runs included"),
            Column("input_tokens", "r.input_tokens", "tokens sent to models"), Column("output_tokens", "r.output_tokens", "tokens models gave"),
            Column("cost_usd", "r.cost_micro_usd / 1000000.0", "US dollars, called runs included"),
            Column("recoveries", "r.recoveries", "how often its process went away"),
            Column("deferrals", "r.deferrals", "how often it was put off: no place was free, or it could not be loaded"),
            Column(
                "label", "(SELECT l.verdict FROM main.labels AS l WHERE l.run = r.run ORDER BY l.label DESC LIMIT 1)",
                "the latest verdict: `good`, `bad`, `false_alarm`, `missed`"),
            Column(
                "repeats", "(SELECT p.id FROM main.lineage AS l JOIN main.runs AS p ON p.run = l.origin WHERE l.run = r.run)", "the run it repeats"),
            Column("input", document("input"), "JSON"), Column("output", document("output"), "JSON"), Column("error", document("error"), "JSON"),
        ],
        source: "main.runs AS r JOIN main.versions AS v USING (version)")

    private static let steps = HistoryView(
        name: "steps",
        columns: [
            Column("run_id", "r.id", "the run"), Column("skill", "r.skill", "the run's skill"), Column("sequence", "j.sequence", "its place in the journal"),
            Column("kind", "j.kind", "`outcome`; `intent` of a write without an outcome; `late`; `cancel_request`; `signal`"),
            Column("path", "j.path", "where in the skill, such as `sweep[2]/ping`"), Column("attempt", "j.attempt", "the try, from 1"),
            Column("step", member("step"), "the step's id"), Column("callable", member("callable"), "what was called, such as `http`"),
            Column("at", time("j.at"), "when it ended"), Column("at_ms", "j.at", "the same in milliseconds since 1970"),
            Column("duration_ms", "j.duration_us / 1000.0", "how long the call took"),
            Column("input", json("input"), "JSON, resolved, secrets taken out"), Column("output", json("ok"), "JSON; NULL when it failed"),
            Column("error_type", member("error.type"), "why it failed"), Column("error", json("error"), "JSON"),
            Column("input_tokens", member("usage.input_tokens"), "tokens sent"), Column("output_tokens", member("usage.output_tokens"), "tokens got"),
            Column("cost_usd", member("usage.cost_usd"), "US dollars; of a called skill, all it cost"),
        ],
        source: """
            main.journal AS j JOIN main.runs AS r USING (run)
            WHERE NOT (j.kind = 'intent' AND EXISTS (SELECT 1 FROM main.journal AS o
                WHERE o.run = j.run AND o.path = j.path AND o.attempt = j.attempt AND o.kind IN ('outcome', 'late')))
            """)

    private static let fires = HistoryView(
        name: "fires",
        columns: [
            Column("loop", "f.loop", "the loop"), Column("nominal_at", time("f.nominal_at"), "the time that was due"),
            Column("nominal_ms", "f.nominal_at", "the same in milliseconds since 1970"),
            Column("outcome", "f.outcome", "`started`, `skipped_overlap`, `skipped_paused`, `missed`, `coalesced`, `refused` and so on"),
            Column("run_id", "(SELECT p.id FROM main.runs AS p WHERE p.run = f.run)", "the run it started"),
            Column("detail", "f.detail", "why"), Column("count", "f.count", "how many times the row stands for"),
            Column("through_at", time("f.through_at"), "the last of them"), Column("decided_at", time("f.decided_at"), "when that was decided"),
        ],
        source: "main.fires AS f")

    private static let versions = HistoryView(
        name: "versions",
        columns: [
            Column("id", "v.id", "the version's id, 64 digits"), Column("skill", "v.skill", "the skill's name"),
            Column("label", "v.label", "such as `1.2.3`"), Column("commit_id", "v.commit_id", "the commit it came from"),
            Column("seen_at", time("v.seen_at"), "when a run first named it"), Column("document", "CAST(v.document AS TEXT)", "the skill, JSON"),
        ],
        source: "main.versions AS v")

    /// A called skill is left out, as its own calls are there; so is what a repeated run took over. Runs that used nothing are passed over
    /// before any body is read.
    private static let costs = HistoryView(
        name: "costs",
        columns: [
            Column("run_id", "r.id", "the run that made the call"), Column("skill", "r.skill", "its skill"),
            Column("version", "(SELECT v.label FROM main.versions AS v WHERE v.version = r.version)", "its version's label"),
            Column("loop", "r.loop", "the loop that started it"), Column("step", member("step"), "the step's id"),
            Column("callable", member("callable"), "what was called"), Column("model", member("input.model"), "the model, where one was asked"),
            Column("at", time("j.at"), "when the call ended"), Column("at_ms", "j.at", "the same in milliseconds since 1970"),
            Column("day", "date(j.at / 1000.0, 'unixepoch')", "its day in UTC, `2026-11-21`"),
            Column("input_tokens", member("usage.input_tokens"), "tokens sent"), Column("output_tokens", member("usage.output_tokens"), "tokens got"),
            Column("cost_usd", member("usage.cost_usd"), "US dollars"),
        ],
        source: """
            main.journal AS j JOIN main.runs AS r USING (run)
            WHERE (r.input_tokens + r.output_tokens + r.cost_micro_usd > 0 OR r.finished_at IS NULL)
                AND j.kind IN ('outcome', 'late') AND \(member("usage")) IS NOT NULL AND \(member("callable")) NOT LIKE 'skill:%'
                AND NOT EXISTS (SELECT 1 FROM main.lineage AS l WHERE l.run = j.run AND j.sequence <= l.kept)
            """)
}
