import JSON
import Store

/// The shapes of answers. Every key is always there; unknown ones may come with later releases.
enum OpenAPISchemas {
    /// An object that has all of the properties.
    static func object(_ properties: JSON.Object) -> JSON {
        ["type": "object", "properties": .object(properties), "required": .array(properties.keys.map(JSON.string))]
    }

    /// The properties of others and more.
    private static func object(_ base: JSON.Object, _ more: JSON.Object) -> JSON {
        var all = base
        for (key, value) in more { all[key] = value }
        return object(all)
    }

    static let time: JSON = ["type": ["string", "null"], "format": "date-time"]
    private static let text: JSON = ["type": "string"]
    private static let textOrNull: JSON = ["type": ["string", "null"]]
    private static let whole: JSON = ["type": "integer"]
    private static let wholeOrNull: JSON = ["type": ["integer", "null"]]
    private static let number: JSON = ["type": "number"]
    private static let numberOrNull: JSON = ["type": ["number", "null"]]
    private static let flag: JSON = ["type": "boolean"]
    private static let thing: JSON = ["type": "object"]
    private static let thingOrNull: JSON = ["type": ["object", "null"]]
    private static let anything: JSON = [:]
    private static func list(_ items: JSON = [:]) -> JSON { ["type": "array", "items": items] }
    private static func reference(_ name: String) -> JSON { OpenAPI.reference(name) }

    private static let run: JSON.Object = [
        "id": text, "skill": text, "version": text, "version_id": text, "commit": textOrNull,
        "state": ["type": "string", "enum": .array(RunState.allCases.map { .string($0.rawValue) })], "trigger": text, "loop": textOrNull,
        "nominal_at": time, "parent": textOrNull, "parent_path": textOrNull, "parent_close": textOrNull, "abandoned_at": time, "root": textOrNull, "created_at": time,
        "started_at": time, "finished_at": time, "duration_ms": wholeOrNull, "error_type": textOrNull, "wait": thingOrNull, "usage": reference("Usage"), "recoveries": whole,
        "deferrals": whole,
    ]

    private static let skill: JSON.Object = [
        "name": text, "version": text, "version_id": text, "commit": textOrNull, "summary": text, "permits": thing, "limits": thing,
        "secrets": list(text), "callees": list(text), "tests": whole,
    ]

    private static let version: JSON.Object = [
        "name": text, "version": text, "version_id": text, "commit": textOrNull, "permits": thing, "secrets": list(text),
    ]

    /// A dry run, of a proposal's skill or of one that it calls.
    private static let dryRun: JSON.Object = [
        "skill": text, "version": text, "version_id": text, "state": ["enum": ["succeeded", "failed", "timed_out", "cancelled", "cut_off"]],
        "output": anything, "error": thingOrNull, "calls": list(reference("DryRunCall")), "refused": whole, "usage": reference("Usage"),
        "duration_ms": whole,
    ]

    static let all: JSON.Object = [
        "Error": object(["error": ["type": "object", "properties": ["code": text, "message": text, "findings": list()], "required": ["code", "message"]]]),
        "Usage": object(["calls": whole, "input_tokens": whole, "output_tokens": whole, "cost_usd": number]), "Run": object(run),
        "RunDetail": object(
            run, ["input": anything, "output": anything, "error": thingOrNull, "pins": thing, "steps": list(reference("Step")), "children": list(reference("Run")),
                "pause": thingOrNull,
            ]),
        "Step": object([
            "sequence": whole, "kind": text, "path": text, "attempt": whole, "step": textOrNull, "callable": textOrNull, "at": time,
            "duration_ms": number, "input": anything, "output": anything, "error": thingOrNull, "usage": thingOrNull,
        ]),
        "Statistics": object([
            "skill": text, "runs": whole, "states": thing, "errors": list(object(["type": text, "count": whole])), "usage": reference("Usage"),
            "median_ms": numberOrNull, "p95_ms": numberOrNull, "slowest": list(object(["id": text, "duration_ms": number])),
            "most_retried": list(object(["id": text, "retries": whole])),
        ]),
        "Version": object(version), "VersionDetail": object(version, ["document": thing]),
        "Receipt": object([
            "id": text, "skill": text, "version": reference("Version"), "callees": list(reference("Version")), "trigger": text, "loop": textOrNull,
            "nominal_at": time, "parent": textOrNull, "root": textOrNull, "created_at": time, "finished_at": time, "state": text,
            "error_type": textOrNull, "input_hash": text,
            "models": list(object(["model": text, "calls": whole, "input_tokens": whole, "output_tokens": whole, "cost_usd": number])),
            "writes": list(reference("Step")), "usage": reference("Usage"),
        ]),
        "Effects": object(run, ["writes": list(reference("Step"))]),
        "SQLAnswer": object(["columns": list(text), "rows": list(list()), "cut": flag, "took_ms": whole]),
        "Backup": object(["path": text, "bytes": whole, "runs": whole]),
        "Verification": object(["ok": flag, "problems": list(text), "runs": whole, "journal_entries": whole, "blobs": whole]),
        "Compaction": object(["freed_bytes": whole]), "Pruning": object(["runs": whole, "dry_run": flag, "more": flag]),
        "DryRun": object(dryRun, ["proposal": text]), "DryRunPart": object(dryRun),
        "DryRunCall": object([
            "path": text, "attempt": whole, "step": text, "callable": text, "state": ["enum": ["made", "refused", "failed", "abandoned"]], "input": anything,
            "output": anything, "output_bytes": wholeOrNull, "error": thingOrNull, "usage": thingOrNull, "duration_ms": whole,
            "called": ["anyOf": [reference("DryRunPart"), ["type": "null"]]],
        ]),
        "Skill": object(skill), "SkillDetail": object(skill, ["document": thing]),
        "Loop": object([
            "name": text, "summary": textOrNull, "skill": text, "range": text, "schedule": anything, "explanation": textOrNull, "overlap": text, "catchup": text,
            "window": anything, "input": anything, "next_at": time, "next": list(time), "paused": thingOrNull, "consecutive_failures": whole,
            "last_fire": thingOrNull,
        ]),
        "Fire": object([
            "nominal_at": time, "through_at": time, "count": whole, "outcome": text, "detail": textOrNull, "decided_at": time, "run_id": textOrNull,
            "run_state": textOrNull,
        ]),
        "Status": object([
            "version": text, "workspace": text, "process_id": whole, "started_at": time, "uptime_ms": whole, "live_commit": textOrNull, "skills": whole,
            "loops": whole, "problems": list(), "repository": list(reference("Trouble")), "live_runs": whole, "models": list(text), "services": list(text), "database": thing,
        ]),
        "Trouble": object(["kind": text, "message": text, "advice": text]),
        "Standing": object([
            "kind": text, "name": text, "version": textOrNull, "version_id": textOrNull, "commit": textOrNull, "rejected": list(thing),
        ]),
        "Audit": object([
            "ok": flag, "commits": whole, "proposals": whole, "versions": whole,
            "mismatches": list(object(["what": text, "id": text, "message": text, "meaning": text])),
        ]),
        "Adoption": object(["status": text, "previous": textOrNull, "commit": text, "changes": list(thing), "problems": list(thing)]),
    ]
}
