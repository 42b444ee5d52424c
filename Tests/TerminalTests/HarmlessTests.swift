import JSON
import Testing

@testable import Terminal

@Suite struct HarmlessTests {
    @Test(arguments: [
        ("\u{1B}[2Jgone", "�[2Jgone"), ("a\u{7}b", "a�b"), ("\u{9B}31m", "�31m"), ("user\u{202E}txt", "user�txt"), ("a\u{7F}", "a�"),
        ("a\nb\tc\rd", "a b c d"), ("l\u{2028}m", "l�m"), ("👩‍💻 ünï漢", "👩‍💻 ünï漢"), ("plain", "plain"),
    ])
    func `what would steer the terminal is replaced`(text: String, shown: String) {
        #expect(text.harmlessLine == shown)
    }

    @Test func `a text of lines keeps its lines`() {
        #expect("a\n\tb\r\u{1B}[0m".harmlessText == "a\n\tb��[0m")
    }

    @Test func `cells, facts, documents and findings are harmless`() {
        let attack = "\u{1B}]0;owned\u{7}"
        var table = Table([.left("A")])
        table.add([.init(attack)], notes: [.init(attack)])
        var facts = Facts()
        facts.add(attack.harmlessLine, attack)
        var diagnosis = Diagnosis()
        diagnosis.checks = [.init("files", .fail, attack, advice: attack)]
        var progress = RunProgress()
        let step = Samples.step(1, attack, attack, at: 0, took: 0, ["error": ["type": .string(attack)]])
        let shown = [
            diagnosis.text(on: .plain), progress.lines(["steps": [step]], on: .plain).joined(),
            RunProgress.status(["state": .string(attack)], on: .plain, now: Samples.now), RunPage.ending(["state": .string(attack)], on: .plain),
            LoopPage.text(["name": .string(attack)], on: .plain, now: Samples.now), SkillPage.text(["name": .string(attack)], on: .plain),
            AdoptionPage.text(["status": .string(attack)], on: .plain), AdoptionPage.text(["status": "live", "commit": .string(attack)], on: .plain),
            table.text(on: .plain), facts.text(on: .plain), Document.text(["\u{9B}2J": .string(attack)], on: .plain, isFull: true),
            FindingText.line(["message": .string(attack)]), "\(APIFailure.unusable("fine"))",
            RunPage.text(Samples.run(["state": .string(attack), "error": ["type": .string(attack)]]), on: .plain, now: Samples.now, isFull: false),
        ]
        #expect(
            shown.allSatisfy {
                !$0.unicodeScalars.contains("\u{1B}") && !$0.unicodeScalars.contains("\u{9B}") && !$0.unicodeScalars.contains("\u{7}")
            })
    }
}
