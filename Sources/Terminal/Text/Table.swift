/// Rows in columns that fit a screen. Pure: the same rows on the same screen give the same text.
package struct Table: Sendable {
    package struct Column: Sendable {
        package let title: String
        var isRight = false
        /// Gives way, down to a few letters and `…`, when the screen is too narrow.
        var shrinks = false
        /// Set on a column that is left out when it is empty in every row, or when the screen is too narrow: the one with the highest
        /// number goes first.
        var leaving: Int?

        package static func left(_ title: String) -> Column { Column(title: title) }
        package static func right(_ title: String) -> Column { Column(title: title, isRight: true) }

        package func shrinking() -> Column { Column(title: title, isRight: isRight, shrinks: true, leaving: leaving) }
        package func leaving(_ order: Int) -> Column { Column(title: title, isRight: isRight, shrinks: shrinks, leaving: order) }
    }

    /// Text on one line, in a tone.
    package struct Cell: Sendable, Hashable, ExpressibleByStringLiteral {
        package let text: String
        package let tone: Tone?

        package init(_ text: String, _ tone: Tone? = nil) {
            self.text = text.harmlessLine
            self.tone = tone
        }

        package init(stringLiteral text: String) { self.init(text) }
    }

    private struct Row: Sendable {
        let cells: [Cell]
        /// Lines below the row.
        let notes: [Cell]
        let indentation: Int
    }

    private let columns: [Column]
    private var rows: [Row] = []

    package init(_ columns: [Column]) { self.columns = columns }

    package var isEmpty: Bool { rows.isEmpty }

    /// Adds a row with one cell a column.
    /// - Parameter notes: written below it over the whole width, wrapped, `indentation` columns in.
    package mutating func add(_ cells: [Cell], notes: [Cell] = [], indentation: Int = 2) {
        rows.append(Row(cells: cells, notes: notes, indentation: indentation))
    }

    /// A header and the rows, each line with its end. Lines are wider than the screen only when nothing is left that can give way.
    package func text(on screen: Screen) -> String {
        let layout = layout(in: screen.width)
        var lines = [screen.paint(line(layout) { column in Cell(columns[column].title) }, .faint)]
        for row in rows {
            lines.append(line(layout, screen) { column in row.cells.indices.contains(column) ? row.cells[column] : "" })
            for note in row.notes {
                for part in note.text.wrapped(to: max(screen.width - row.indentation, 20)) {
                    lines.append(String(repeating: " ", count: row.indentation) + screen.paint(part, note.tone))
                }
            }
        }
        return lines.map { $0 + "\n" }.joined()
    }

    private func line(_ layout: [(column: Int, width: Int)], _ screen: Screen = .plain, _ cell: (Int) -> Cell) -> String {
        var line = ""
        var blanks = 0
        for (place, (column, width)) in layout.enumerated() {
            let cell = cell(column)
            let text = cell.text.cut(to: width)
            let missing = width - text.columns
            blanks += (place > 0 ? 2 : 0) + (columns[column].isRight ? missing : 0)
            if !text.isEmpty {
                line += String(repeating: " ", count: blanks) + screen.paint(text, cell.tone)
                blanks = 0
            }
            blanks += columns[column].isRight ? 0 : missing
        }
        return line
    }
}

extension Table {
    /// What columns shrink to before others leave, and when none is left that could.
    private static let narrow = (readable: 14, last: 6)

    /// The columns that are shown, with their widths.
    private func layout(in width: Int) -> [(column: Int, width: Int)] {
        var shown = columns.indices.filter { column in
            columns[column].leaving == nil || rows.contains { $0.cells.indices.contains(column) && !$0.cells[column].text.isEmpty }
        }
        while true {
            let widths = shrunk(shown, to: width, atLeast: Self.narrow.readable)
            if Self.total(widths) <= width { return Array(zip(shown, widths)) }
            guard let leaving = shown.indices.filter({ columns[shown[$0]].leaving != nil }).max(by: { order(shown[$0]) < order(shown[$1]) })
            else { return Array(zip(shown, shrunk(shown, to: width, atLeast: Self.narrow.last))) }
            shown.remove(at: leaving)
        }
    }

    private func order(_ column: Int) -> Int { columns[column].leaving ?? .min }

    /// Natural widths, the widest of those that shrink made narrower first.
    private func shrunk(_ shown: [Int], to width: Int, atLeast narrowest: Int) -> [Int] {
        var widths = shown.map { column in
            rows.reduce(columns[column].title.columns) { max($0, $1.cells.indices.contains(column) ? $1.cells[column].text.columns : 0) }
        }
        while Self.total(widths) > width {
            let candidates = shown.indices.filter { columns[shown[$0]].shrinks && widths[$0] > max(narrowest, columns[shown[$0]].title.columns) }
            guard let widest = candidates.max(by: { widths[$0] < widths[$1] }) else { break }
            let next = candidates.filter { $0 != widest }.map { widths[$0] }.max() ?? 0
            let floor = max(narrowest, columns[shown[widest]].title.columns, min(next, widths[widest] - 1))
            widths[widest] = max(floor, widths[widest] - (Self.total(widths) - width))
        }
        return widths
    }

    private static func total(_ widths: [Int]) -> Int { widths.reduce(0, +) + 2 * max(0, widths.count - 1) }
}
