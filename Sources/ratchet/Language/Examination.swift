import CivilTime
import JSON
import SkillLanguage

/// What there is to say of one file.
struct Examination {
    let path: String
    private let bytes: [UInt8]
    let findings: [PlacedFinding]
    let skill: SkillExamination?

    var hasErrors: Bool { findings.contains { $0.finding.severity == .error } }

    /// A finding with its line and column.
    struct PlacedFinding {
        let finding: Finding
        let position: Position?
    }

    /// - Parameters:
    ///   - baseline: what the skill is the next version of.
    ///   - untested: how much an untested branch matters.
    init(
        _ loaded: Result<DocumentSource, UnreadableDocument>, among given: [DocumentSource], baseline: Baseline = .none, untested: Finding.Severity
    ) throws {
        let source: DocumentSource
        switch loaded {
        case .success(let read): source = read
        case .failure(let error):
            path = error.path
            bytes = error.bytes
            skill = nil
            findings = [PlacedFinding(finding: Finding("E01", "", error.message), position: error.position)]
            return
        }
        path = source.path
        bytes = source.bytes
        var found: [Finding] = []
        var examined: SkillExamination?
        do {
            let neighbours = NeighbouringSkills.skills(around: source.path, with: given)
            let live = neighbours?.mapValues { SkillSignature(of: $0) }
            if source.isLoop {
                let zones = ZoneDirectory(path: Environment.all["TZDIR"])
                let loop = try LoopDecoder.decode(source.document, file: source.nameInPath, zones: zones)
                let named = NeighbouringSkills.skills(of: given)[loop.skill].map { [loop.skill: SkillSignature(of: $0)] }
                found = LoopCheck.findings(of: loop, among: live ?? named)
            } else {
                let examination = SkillExamination(of: try source.inlined(), among: live, untested: untested)
                examined = examination
                found = Self.folder(source) + examination.findings
                if let skill = examination.skill { found += baseline.findings(of: skill, among: neighbours ?? [:]) }
            }
        } catch let error as InvalidDocument {
            found = error.findings
        }
        skill = examined
        findings = found.map { PlacedFinding(finding: $0, position: source.position(of: $0)) }
    }

    /// One for each file.
    /// - Parameter baselines: for each path, what its skill is the next version of.
    static func all(of paths: [String], baselines: [String: Baseline] = [:], untested: Finding.Severity) throws -> [Examination] {
        let loaded = try DocumentSource.load(paths)
        let sources = loaded.compactMap { try? $0.get() }
        return try zip(paths, loaded).map { path, document in
            try Examination(document, among: sources, baseline: baselines[path] ?? .none, untested: untested)
        }
    }

    /// E06, which only the path shows.
    private static func folder(_ source: DocumentSource) -> [Finding] {
        guard let name = source.document["skill"]?.string, let folder = source.nameInPath, SkillName.isValid(folder), name != folder else {
            return []
        }
        return [Finding("E06", "/skill", "the skill is called \"\(name)\", its folder \"\(folder)\"", hint: "give both the same name")]
    }

    /// A line of the file, from 1.
    func line(_ number: Int) -> String? {
        let lines = bytes.split(separator: UInt8(ascii: "\n"), omittingEmptySubsequences: false)
        guard lines.indices.contains(number - 1) else { return nil }
        return String(decoding: lines[number - 1], as: UTF8.self)
    }

    var json: JSON {
        .array(
            findings.map { placed in
                var object: JSON.Object = [
                    "file": .string(path), "code": .string(placed.finding.code), "severity": .string(placed.finding.severity.rawValue),
                    "pointer": .string(placed.finding.pointer), "message": .string(placed.finding.message),
                    "hint": placed.finding.hint.map(JSON.string) ?? .null,
                ]
                object["line"] = placed.position.map { .int(Int64($0.line)) } ?? .null
                object["column"] = placed.position.map { .int(Int64($0.column)) } ?? .null
                return .object(object)
            })
    }
}
