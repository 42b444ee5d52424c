import CivilTime
import JSON
import Loops
import SkillLanguage
import Store

/// Loops and their fires as the API shows them.
enum LoopJSON {
    static func status(_ status: LoopStatus, at now: Instant) -> JSON {
        let loop = status.document
        let next = status.next(3, after: now)
        return [
            "name": .string(loop.name), "version_id": .string(ContentHash.of(loop.document)),
            "summary": .text(loop.summary), "skill": .string(loop.skill), "range": .string(loop.range.description),
            "schedule": loop.document["schedule"] ?? .null, "explanation": .string(loop.schedule.explanation),
            "overlap": .string(loop.overlap.rawValue), "catchup": .string(loop.catchup.rawValue), "window": .string(loop.window.text),
            "input": loop.input, "next_at": .time(status.record?.nextAt ?? next.first), "next": .array(next.map { .time($0) }),
            "paused": status.record?.pause.map(pause) ?? .null, "consecutive_failures": .count(status.record?.consecutiveFailures ?? 0),
            "last_fire": status.lastFire.map(lastFire) ?? .null,
        ]
    }

    static func fire(_ record: FireRecord) -> JSON {
        [
            "nominal_at": .time(record.fire.nominalAt), "through_at": .time(record.fire.throughAt), "count": .count(record.fire.count),
            "outcome": .string(record.fire.outcome.rawValue), "detail": .text(record.fire.detail), "decided_at": .time(record.decidedAt),
            "run_id": .text(record.run?.id), "run_state": .text(record.run?.state.rawValue),
        ]
    }

    private static func lastFire(_ record: FireRecord) -> JSON {
        [
            "nominal_at": .time(record.fire.nominalAt), "outcome": .string(record.fire.outcome.rawValue), "detail": .text(record.fire.detail),
            "run_id": .text(record.run?.id), "run_state": .text(record.run?.state.rawValue),
        ]
    }

    private static func pause(_ pause: LoopRecord.Pause) -> JSON {
        ["by": .string(pause.by), "at": .time(pause.at), "reason": .text(pause.reason)]
    }
}
