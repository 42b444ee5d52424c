package import CivilTime
package import JSON

/// The fires of a loop: each nominal time with its outcome.
package enum FireTable {
    package static func text(_ fires: [JSON], on screen: Screen, now: Instant) -> String {
        guard !fires.isEmpty else { return "no fires yet\n" }
        var table = Table([
            .left("DUE (UTC)"), .right("TIMES").leaving(1), .left("OUTCOME"), .left("RUN").leaving(2), .left("STATE").leaving(3),
            .left("DETAIL").shrinking().leaving(4),
        ])
        for fire in fires {
            let state = fire.text("run_state"), count = fire["count"]?.int ?? 1, outcome = fire.text("outcome") ?? ""
            table.add([
                .init(fire.instant("nominal_at")?.short(at: now) ?? ""), .init(count > 1 ? Amounts.count(count) : ""),
                .init(outcome.spaced, tone(outcome)), .init(fire.text("run_id") ?? ""), .init(state?.spaced ?? "", Tone(state: state)),
                .init(fire.text("detail") ?? ""),
            ])
        }
        return table.text(on: screen)
    }

    private static func tone(_ outcome: String) -> Tone? {
        switch outcome {
        case "started": .good
        case "refused", "failed_to_start": .bad
        case "coalesced", "buffered": nil
        default: .caution
        }
    }
}
