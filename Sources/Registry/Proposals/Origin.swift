package import JSON

/// The run that made a proposal, what speaks for it, and whose text may be in it. Part of the evidence, so an approval is bound to it.
package struct Origin: Sendable, Hashable {
    /// Id of the run.
    package let run: String
    /// The skill of the run, its label and version id.
    package let skill: String
    package let version: String
    package let versionID: String
    /// The key of the call that proposed, `RUN/PATH`: the call made again finds the proposal by it.
    package let call: String
    /// What came from outside into the run before it proposed, such as `page (http)`: the proposal may hold text of it. Empty when nothing did.
    package let taint: [String]
    /// The change as operations on the live document (RFC 6902); nil for a whole document.
    package let patch: JSON?
    /// Ids of the runs that speak for the change, and against it, as the run says.
    package let supporting: [String]
    package let opposing: [String]

    package init(
        run: String, skill: String, version: String, versionID: String, call: String, taint: [String], patch: JSON?, supporting: [String],
        opposing: [String]
    ) {
        self.run = run
        self.skill = skill
        self.version = version
        self.versionID = versionID
        self.call = call
        self.taint = taint
        self.patch = patch
        self.supporting = supporting
        self.opposing = opposing
    }

    package var isTainted: Bool { !taint.isEmpty }

    package var json: JSON {
        func list(_ texts: [String]) -> JSON { .array(texts.map(JSON.string)) }
        return [
            "run": .string(run), "skill": .string(skill), "version": .string(version), "version_id": .string(versionID), "call": .string(call),
            "tainted": .bool(isTainted), "taint": list(taint), "patch": patch ?? .null, "for": list(supporting), "against": list(opposing),
        ]
    }

    /// Reads back what `json` wrote; nil when that is not what it is.
    package init?(_ json: JSON) {
        func list(_ key: String) -> [String] { (json[key]?.array ?? []).compactMap(\.string) }
        guard let run = json["run"]?.string, let skill = json["skill"]?.string, let version = json["version"]?.string,
            let versionID = json["version_id"]?.string, let call = json["call"]?.string
        else { return nil }
        self.init(
            run: run, skill: skill, version: version, versionID: versionID, call: call, taint: list("taint"),
            patch: json["patch"].flatMap { $0.isNull ? nil : $0 }, supporting: list("for"), opposing: list("against"))
    }
}
