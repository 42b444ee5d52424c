package import CivilTime
package import JSON

/// Turns a JSON document into a `LoopDocument`, or says everything that is wrong with it. Codes: L01 missing or of the wrong kind,
/// L02 unknown key, L03 schedule, L04 time zone, L05 skill reference, L06 policy, L07 name and file disagree.
/// Whether the skill is there and takes the input is `LoopCheck`'s.
package enum LoopDecoder {
    private static let keys = ["$schema", "loop", "summary", "schedule", "skill", "input", "overlap", "catchup", "window"]
    /// Policies that are specified and not built yet; the message says so instead of calling them unknown.
    private static let later = ["buffer_one", "buffer_latest", "buffer_all", "cancel_other", "terminate_other", "all"]

    /// - Parameter file: the name the file gives the loop; nil skips L07.
    package static func decode(_ document: JSON, file: String?, zones: ZoneDirectory) throws(InvalidDocument) -> LoopDocument {
        let log = FindingLog()
        let loop = read(DocumentNode(value: document, pointer: "", log: log), file, zones)
        guard let loop, !log.hasErrors else {
            let findings = log.findings.map { Finding(code($0.code), $0.pointer, $0.message, hint: $0.hint) }
            throw InvalidDocument(findings: DocumentOrder.sorted(findings, in: document))
        }
        return loop
    }

    /// The shared reader reports in the codes of skill documents.
    private static func code(_ code: String) -> String {
        switch code {
        case "E01": "L01"
        case "E03": "L02"
        default: code
        }
    }

    private static func read(_ root: DocumentNode, _ file: String?, _ zones: ZoneDirectory) -> LoopDocument? {
        guard root.isObject else { return nil }
        root.allow(keys)
        let name = root.required("loop")?.text
        if let name, !SkillName.isValid(name) {
            root.report("L01", "\"\(name)\" is not a loop's name", hint: "a lower-case letter, then up to 47 letters, digits or _", at: "loop")
        }
        if let name, let file, name != file {
            root.report("L07", "the loop is called \"\(name)\", its file \"\(file).json\"", hint: "give both the same name", at: "loop")
        }
        let schedule = root.required("schedule").flatMap { self.schedule($0, zones) }
        let target = root.required("skill").flatMap(skill)
        let input = root.child("input")
        if let input, !input.isObject { return nil }
        let overlap = policy(root, "overlap", LoopDocument.Overlap.self) ?? .skip
        let catchup = policy(root, "catchup", LoopDocument.Catchup.self) ?? .latest
        let window = root.child("window")?.duration() ?? LoopDocument.standardWindow
        if window < .seconds(10) { root.report("L06", "the window is shorter than 10s", at: "window") }
        guard let name, let schedule, let target else { return nil }
        return LoopDocument(
            name: name, summary: root.child("summary")?.text, schedule: schedule, skill: target.name, range: target.range, input: input?.value ?? [:],
            overlap: overlap, catchup: catchup, window: window, document: root.value)
    }

    private static func schedule(_ node: DocumentNode, _ zones: ZoneDirectory) -> Schedule? {
        guard node.isObject else { return nil }
        node.allow(["cron", "zone", "every"])
        switch (node.child("cron"), node.child("every")) {
        case (let cron?, nil): return cronSchedule(cron, node, zones)
        case (nil, let every?):
            if let zone = node.child("zone") { zone.report("L03", "\"every\" takes no zone: it counts from 1970-01-01T00:00:00Z") }
            guard let duration = every.duration() else { return nil }
            do {
                return .every(try Interval(every: duration))
            } catch {
                every.report("L03", "\(error)")
                return nil
            }
        default:
            node.report(
                "L03", "a schedule has either \"cron\" or \"every\"", hint: "{\"cron\": \"0 9 * * 1-5\", \"zone\": \"Europe/Paris\"} or {\"every\": \"5m\"}")
            return nil
        }
    }

    private static func cronSchedule(_ node: DocumentNode, _ schedule: DocumentNode, _ zones: ZoneDirectory) -> Schedule? {
        guard let text = node.text else { return nil }
        let cron: Cron?
        do {
            cron = try Cron(text)
        } catch {
            node.report("L03", "\(error)")
            cron = nil
        }
        guard let zoneNode = schedule.child("zone") else {
            schedule.report("L04", "a cron schedule names its \"zone\"", hint: "an IANA name such as \"Europe/Paris\", or \"UTC\"")
            return nil
        }
        guard let name = zoneNode.text else { return nil }
        do {
            let zone = try zones.zone(named: name)
            return cron.map { .cron($0, zone) }
        } catch {
            zoneNode.report("L04", "\(error)")
            return nil
        }
    }

    private static func skill(_ node: DocumentNode) -> (name: String, range: VersionRange)? {
        guard let text = node.text else { return nil }
        guard case .skill(let name, let range)? = CallableName("skill:" + text) else {
            node.report("L05", "\"\(text)\" is not a skill reference", hint: "write \"name@^1\"")
            return nil
        }
        return (name, range)
    }

    private static func policy<Policy: RawRepresentable & CaseIterable>(
        _ root: DocumentNode, _ key: String, _ kind: Policy.Type
    ) -> Policy? where Policy.RawValue == String {
        guard let node = root.child(key), let text = node.text else { return nil }
        if let policy = Policy(rawValue: text) { return policy }
        let names = Policy.allCases.map(\.rawValue).joined(separator: ", ")
        node.report("L06", later.contains(text) ? "\"\(text)\" is not supported yet" : "\"\(text)\" is not one of \(names)", hint: "use one of \(names)")
        return nil
    }
}
