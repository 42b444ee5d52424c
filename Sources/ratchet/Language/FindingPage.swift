import JSON
import SkillLanguage
import Terminal

/// Findings in words: `path:line:column: CODE message — hint`, then the line with a caret under the place.
enum FindingPage {
    static func text(_ examination: Examination, on screen: Screen) -> String {
        examination.findings.map { text($0, examination, screen) }.joined()
    }

    private static func text(_ placed: Examination.PlacedFinding, _ examination: Examination, _ screen: Screen) -> String {
        let finding = placed.finding
        let tone: Tone = finding.severity == .error ? .bad : .caution
        let place = placed.position.map { "\(examination.path):\($0.line):\($0.column)" } ?? examination.path
        let mark = finding.severity == .error ? finding.code : "\(finding.code) warning:"
        let hint = finding.hint.map { " — " + $0 } ?? ""
        var text = "\(place.harmlessLine): \(screen.paint(mark, tone)) \((finding.message + hint).harmlessLine)\n"
        if let position = placed.position, let line = examination.line(position.line) { text += excerpt(line, position.column, screen) }
        return text
    }

    /// The part of the line around the column that fits, and the caret below it.
    private static func excerpt(_ line: String, _ column: Int, _ screen: Screen) -> String {
        let characters = Array(line.unicodeScalars)
        let room = max(20, screen.width - 6)
        let place = min(column - 1, characters.count)
        let indentation = characters.prefix { $0 == " " || $0 == "\t" }.count
        let start = place - min(indentation, place) < room ? min(indentation, place) : place - room / 2
        let shown = String(String.UnicodeScalarView(characters[start...].prefix(room))).harmlessLine
        let caret = String(repeating: " ", count: place - start) + screen.paint("^", .strong)
        return "    \(shown)\n    \(caret)\n"
    }
}
