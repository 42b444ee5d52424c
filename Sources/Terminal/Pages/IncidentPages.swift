package import CivilTime
package import JSON

/// Incidents, one a line with what happened below it.
package enum IncidentTable {
    /// - Parameter incidents: as `GET /incidents` lists them.
    package static func text(_ incidents: [JSON], on screen: Screen, now: Instant) -> String {
        guard !incidents.isEmpty else { return "no incidents\n" }
        var table = Table([.left("INCIDENT"), .left("KIND"), .left("SUBJECT").shrinking(), .left("OPENED"), .left("CLOSED").leaving(1)])
        for incident in incidents {
            table.add(
                [
                    .init(incident.text("id") ?? ""), .init(incident.text("kind") ?? "", incident.value("closed_at") == nil ? .bad : .faint),
                    .init(incident.text("subject") ?? ""), .init(incident.instant("opened_at")?.relative(to: now) ?? ""),
                    .init(incident.instant("closed_at")?.relative(to: now) ?? ""),
                ], notes: [.init(incident.text("summary") ?? "")])
        }
        return table.text(on: screen)
    }
}

/// All about one incident.
package enum IncidentPage {
    package static func text(_ incident: JSON, on screen: Screen, now: Instant) -> String {
        var facts = Facts()
        facts.add("kind", incident.text("kind"))
        facts.add("subject", incident.text("subject"))
        facts.add("run", incident.text("run_id"))
        facts.add("opened", incident.instant("opened_at").map { "\($0.long), \($0.relative(to: now))" })
        facts.add("closed", incident.instant("closed_at").map { "\($0.long) by \(incident.text("closed_by") ?? "")" })
        facts.add("note", incident.text("note"))
        facts.add("what", incident.text("summary"))
        return screen.paint("incident \(incident.text("id") ?? "")".harmlessLine, .strong) + "\n" + facts.text(on: screen)
    }
}
