import JSON
import SkillLanguage

/// Skill documents: decoding, the static checks, and the attached tests of those that pass.
struct SkillTarget: Target {
    let name = "skill"
    let share = 4

    func input(_ dice: inout Dice) -> [UInt8] {
        let skills = Corpus.standard.skills
        var document = dice.chance(70) ? skills[dice.roll(Corpus.standard.soundSkills)] : dice.pick(skills)
        for _ in 0..<dice.pick(0, 1, 1, 1, 2, 3, 8) { document = DocumentMutation.changed(document, from: dice.pick(skills), &dice) }
        return document.bytes(.compact)
    }

    func examine(_ input: [UInt8]) throws(Broken) -> Verdict {
        // A server takes no larger or deeper ones.
        guard input.count <= 4 << 20, let document = try? JSON(parsing: input, depth: 128) else { return .refused }
        let examination = SkillExamination(of: document, among: Self.live)
        try FindingPromises.hold(examination.findings, in: document)
        try promise((examination.skill == nil) == examination.hasErrors, "a skill and errors do not exclude each other")
        guard examination.skill != nil else { return .refused }
        try promise(input.count <= 1 << 20 && examination.reports.allSatisfy { $0.passed }, "a skill whose tests fail was accepted")
        for report in examination.reports {
            try promise(!report.findings.contains { $0.message.contains("internal") }, "a test ended inside the interpreter: \(report.findings)")
        }
        let again = SkillExamination(of: document, among: Self.live)
        try promise(again.findings == examination.findings, "the second time the findings are others")
        return .accepted
    }

    static let live: LiveSkills = [
        "helper": SkillSignature(
            name: "helper", version: SemanticVersion(1, 2, 0), input: object(of: "topic"), output: object(of: "answer"), callees: [])
    ]

    private static func object(of name: String) -> JSON {
        ["type": "object", "properties": [name: ["type": "string"]], "required": [.string(name)], "additionalProperties": false]
    }
}

/// What must hold of findings.
enum FindingPromises {
    private static let codes = Set(FindingGuide.all.map(\.code))

    static func hold(_ findings: [Finding], in document: JSON) throws(Broken) {
        for finding in findings {
            try promise(codes.contains(finding.code), "the code is not explained: \(finding)")
            try promise(!finding.message.isEmpty, "a finding says nothing: \(finding.code)")
            guard let pointer = Pointer(parsing: finding.pointer) else { throw Broken("the pointer cannot be read: \(finding)") }
            try promise(document[pointer] != nil || pointer.parent.map { document[$0] != nil } ?? true, "the finding is nowhere: \(finding)")
            if let excerpt = finding.excerpt {
                try promise((0...excerpt.source.utf8.count).contains(excerpt.offset), "the excerpt's place is outside of it: \(finding)")
            }
        }
    }
}
