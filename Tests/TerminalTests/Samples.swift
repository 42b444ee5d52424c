import CivilTime
import JSON

@testable import Terminal

/// Answers of an API as tests need them. All on one morning; it is 12:10.
enum Samples {
    static let now = Instant(milliseconds: 1_795_263_000_000)
    static let id = "019ab6f0-4c1e-7a52-9d3b-0c55a1f0e001"

    static let usage: JSON = ["calls": 3, "input_tokens": 1200, "output_tokens": 300, "cost_usd": 0.0012]

    /// A run of a loop that succeeded, with `changes` made to it.
    static func run(_ changes: JSON = [:]) -> JSON {
        merged(
            [
                "id": .string(id), "skill": "health_check", "version": "1.0.0", "state": "succeeded", "trigger": "schedule", "loop": "check_checkout",
                "nominal_at": "2026-11-21T12:04:00Z", "parent": nil, "created_at": "2026-11-21T12:04:00.010Z",
                "started_at": "2026-11-21T12:04:00.020Z",
                "finished_at": "2026-11-21T12:04:02.320Z", "duration_ms": 2300, "error_type": nil, "usage": usage,
            ], changes)
    }

    static let failed = run([
        "id": "019ab6f0-4c1e-7a52-9d3b-0c55a1f0e003", "skill": "weekly_review", "version": "0.1.0", "state": "failed", "trigger": "manual",
        "loop": nil,
        "nominal_at": nil, "error_type": "http.timeout", "usage": nil, "created_at": "2026-11-20T09:00:00Z", "started_at": "2026-11-20T09:00:00Z",
        "finished_at": "2026-11-20T09:03:04Z", "duration_ms": 184_000,
    ])

    static let running = run([
        "id": "019ab6f0-4c1e-7a52-9d3b-0c55a1f0e004", "state": "running", "started_at": "2026-11-21T12:09:48Z", "finished_at": nil,
        "duration_ms": nil,
        "usage": nil,
    ])

    /// An entry of a run's journal, recorded `at` seconds into the run.
    static func step(_ sequence: Int64, _ path: String, _ callable: String, at: Int64, took: Int64, attempt: Int64 = 1, _ more: JSON = [:]) -> JSON {
        let end = Instant(milliseconds: now.milliseconds - 360_000 + 20 + at)
        return merged(
            [
                "sequence": .int(sequence), "path": .string(path), "step": .string(path), "callable": .string(callable), "attempt": .int(attempt),
                "kind": "outcome", "at": .string(end.rfc3339), "duration_ms": .int(took),
            ], more)
    }

    static let unavailable: JSON = ["type": "http.5xx.503", "message": "GET http://metrics/v1/summary answered 503"]

    /// Every kind of line a timeline has: a retry, iterations, a model's cost, a child.
    static let detail = run([
        "commit": "aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa", "wait": nil, "recoveries": 1, "error": nil,
        "input": ["service": "checkout"], "output": ["severity": "critical"],
        "steps": .array([
            step(1, "metrics", "http", at: 120, took: 120, ["error": unavailable, "input": ["url": "x"]]),
            step(2, "metrics", "http", at: 1220, took: 95, attempt: 2, ["output": ["status": 200]]),
            step(3, "sweep[0]/ping", "http", at: 1280, took: 33), step(4, "sweep[1]/ping", "http", at: 1300, took: 41),
            step(5, "classify", "llm", at: 1480, took: 150, ["usage": usage]),
            step(6, "triage", "skill:incident_triage", at: 2290, took: 805),
        ]),
        "children": [
            run([
                "id": "019ab6f0-4c1e-7a52-9d3b-0c55a1f0e002", "skill": "incident_triage", "duration_ms": 800,
                "parent": .string(id), "parent_path": "triage",
            ])
        ],
    ])

    static let loop: JSON = [
        "name": "check_checkout", "summary": "Check checkout.", "skill": "health_check", "range": "^1", "schedule": ["every": "15s"],
        "explanation": "every 15 seconds", "overlap": "skip", "catchup": "latest", "window": "1m", "input": ["service": "checkout"],
        "next_at": "2026-11-21T12:10:15Z", "paused": nil, "consecutive_failures": 2,
        "last_fire": ["nominal_at": "2026-11-21T12:04:00Z", "outcome": "started", "detail": nil, "run_id": .string(id), "run_state": "succeeded"],
    ]

    static let pausedLoop = merged(
        loop,
        [
            "name": "weekly_review", "skill": "weekly_review", "range": "^0.1", "schedule": ["cron": "0 7 * * 1", "zone": "Europe/Berlin"],
            "explanation": "at 07:00 on Monday, Europe/Berlin time", "next_at": "2026-11-23T06:00:00Z", "consecutive_failures": 0, "last_fire": nil,
            "paused": ["by": "owner", "at": "2026-11-21T12:00:00Z", "reason": "too noisy"],
        ])

    static let problem: JSON = [
        "path": "skills/a/skill.json", "line": 3, "column": 7, "code": "E03", "pointer": "/whn", "message": "unknown key \"whn\"",
        "hint": "did you mean \"when\"?",
    ]

    static let skill: JSON = [
        "name": "health_check", "version": "1.0.0", "version_id": "ffff", "summary": "Classify one service as normal, degraded or critical.",
        "permits": ["http": ["GET service:metrics/v1/*", "POST service:channel/messages"], "models": ["fast"], "skills": [], "mcp": []],
        "limits": ["duration": "10m", "calls": 40, "tokens": 50_000, "cost_usd": 0.3], "secrets": [], "callees": ["incident_triage@1.0.0"],
        "tests": 7,
    ]

    static func merged(_ json: JSON, _ changes: JSON) -> JSON {
        var object = json.object ?? [:]
        for (key, value) in changes.object ?? [:] { object[key] = value }
        return .object(object)
    }
}
