import CivilTime
package import Engine
package import JSON
package import Registry
package import SkillLanguage
package import Store

/// `skills.shadow`: a changed version of a live skill, played on runs that were recorded. Nothing is sent and nothing is written.
package struct SkillsShadow: Callable {
    package let name = "skills.shadow"
    private let registry: Registry
    private let store: any Store
    private let time: any TimeSource
    private static let most = 200

    package init(registry: Registry, store: any Store, time: any TimeSource) {
        self.registry = registry
        self.store = store
        self.time = time
    }

    package func reach(of arguments: JSON) -> Reach { .read }

    package func perform(_ invocation: Invocation) async -> Outcome {
        await .of(name) {
            let subject = try Subject(of: invocation, among: registry), arguments = TuningArguments(invocation)
            let document = try (try arguments.variation() ?? .config([:])).document(of: subject.skill)
            let candidate: Skill
            do {
                candidate = try SkillDecoder.decode(document)
            } catch {
                throw Failure("skills.invalid_change", "\(error)", retryable: false)
            }
            var runs: [JSON] = []
            var counts: [String: Int] = [:]
            for record in try await records(arguments, of: subject.name) {
                try Task.checkCancellation()
                guard let recording = try await CaseReader(history: store).recording(of: record, for: candidate) else { continue }
                let shadow = ShadowRun(of: candidate, on: recording)
                counts[shadow.verdict.word, default: 0] += 1
                runs.append(try await json(shadow, of: record, on: recording, candidate))
            }
            func count(_ word: String) -> JSON { .int(Int64(counts[word] ?? 0)) }
            return [
                "skill": .string(subject.name), "version_id": .string(subject.published.id), "same": count("same"), "changed": count("changed"),
                "diverged": count("diverged"), "refused": count("refused"), "runs": .array(runs),
            ]
        }
    }

    private func records(_ arguments: TuningArguments, of skill: String) async throws -> [RunRecord] {
        let ids = try arguments.texts("runs")
        guard ids.count <= Self.most else { throw arguments.wrong("at most \(Self.most) runs are taken at once") }
        var records: [RunRecord] = []
        for id in ids {
            let record = try await run(id)
            guard record.skill == skill else {
                throw Failure("skills.unknown_run", "run \(id) is one of \(record.skill), not of \(skill)", retryable: false)
            }
            records.append(record)
        }
        if arguments.json["runs"] != nil { return records }
        let limit = arguments.json["limit"]?.int.flatMap { Int(exactly: $0) } ?? 20
        guard (1...Self.most).contains(limit) else { throw arguments.wrong("\"limit\" must be from 1 to \(Self.most)") }
        let filter = RunFilter(skill: skill, states: [.succeeded, .failed], since: try arguments.since(now: time.now()))
        for summary in try await store.runs(filter, after: nil, limit: limit).items { records.append(try await store.run(row: summary.key.rowID)) }
        return records
    }

    private func run(_ id: String) async throws -> RunRecord {
        do {
            return try await store.run(id)
        } catch {
            if case .notFound = error { throw Failure("skills.unknown_run", "there is no run \(id)", retryable: false) }
            throw error
        }
    }

    /// How it ends, and how that compares with the label: `expected` is true, false, or null where nobody said what would be right.
    private func json(_ shadow: ShadowRun, of record: RunRecord, on recording: Recording, _ candidate: Skill) async throws -> JSON {
        let label = try await store.labels(of: record.key.rowID).last
        var isExpected: Bool?
        if label?.verdict == .good {
            isExpected = shadow.verdict == .same
        } else if let expected = try label?.expected.map({ try JSON(parsing: $0) }) {
            isExpected = Expectation(expected, correcting: recording.output, schema: candidate.output.source)?.isMet(by: shadow.output)
        }
        let run = ShadowReport.Run(shadow, of: record.id, on: recording)
        return [
            "run": .string(record.id), "verdict": .string(shadow.verdict.word), "step": shadow.verdict.step.map(JSON.string) ?? .null,
            "label": label.map { .string($0.verdict.rawValue) } ?? .null, "expected": isExpected.map(JSON.bool) ?? .null,
            "differences": .array(run.differences.map(\.json)),
        ]
    }
}
