import CivilTime
import JSON
import SkillLanguage

/// Loop files: decoding, and the next times of those that are accepted.
struct LoopTarget: Target {
    let name = "loop"
    let share = 3
    private static let zones = ZoneDirectory()

    func input(_ dice: inout Dice) -> [UInt8] {
        let loops = Corpus.standard.loops
        var document = dice.pick(loops)
        if dice.chance(40) {
            let fields = (0..<5).map { _ in
                dice.pick("*", "0", "*/5", "1-5", "31", "2", "59", "1,2,3", "L", "*/0", "MON-FRI", "7", "60", "1-", "29", "?", "5/7")
            }
            document = [
                "loop": "report",
                "schedule": [
                    "cron": .string(fields.joined(separator: " ")),
                    "zone": .string(dice.pick("UTC", "Europe/Paris", "America/New_York", "Asia/Kathmandu")),
                ],
                "skill": "report@^1",
            ]
        }
        for _ in 0..<dice.roll(4) { document = DocumentMutation.changed(document, from: dice.pick(loops), &dice) }
        return document.bytes(.compact)
    }

    func examine(_ input: [UInt8]) throws(Broken) -> Verdict {
        guard let document = try? JSON(parsing: input, depth: 128) else { return .refused }
        let loop: LoopDocument
        do throws(InvalidDocument) {
            loop = try LoopDecoder.decode(document, file: nil, zones: Self.zones)
        } catch {
            try promise(!error.findings.isEmpty, "refused without a finding")
            try FindingPromises.hold(error.findings, in: document)
            return .refused
        }
        for start in [0, 1_767_225_600_000, 1_774_746_000_000] as [Int64] {
            var time = Instant(milliseconds: start)
            for _ in 0..<3 {
                guard let next = loop.schedule.next(after: time) else { break }
                try promise(next > time, "the next time is not later")
                time = next
            }
        }
        try promise(!loop.schedule.explanation.isEmpty, "a schedule that cannot be explained")
        return .accepted
    }
}
