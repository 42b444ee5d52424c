import Testing

@testable import Terminal

@Suite struct TableTests {
    private func sample() -> Table {
        var table = Table([
            .left("NAME").shrinking(), .right("SIZE"), .left("EMPTY").leaving(3), .left("KIND").shrinking().leaving(1), .right("COST").leaving(2),
        ])
        table.add(["a name of some length, for shrinking", "7", "", "file", "$1.00"])
        table.add(["漢字", "1,200", "", "directory"], notes: ["a note that is longer than a narrow screen"], indentation: 4)
        return table
    }

    @Test func `columns are as wide as their widest cell, numbers at the right`() {
        let text = """
            NAME                                   SIZE  KIND        COST
            a name of some length, for shrinking      7  file       $1.00
            漢字                                  1,200  directory
                a note that is longer than a narrow screen

            """
        #expect(sample().text(on: Screen(width: 100)) == text)
    }

    @Test func `the widest column shrinks first`() {
        let text = """
            NAME                 SIZE  KIND        COST
            a name of some le…      7  file       $1.00
            漢字                1,200  directory
                a note that is longer than a narrow
                screen

            """
        #expect(sample().text(on: Screen(width: 43)) == text)
    }

    @Test func `when shrinking is not enough the columns leave in their order`() {
        #expect(sample().text(on: Screen(width: 36)).hasPrefix("NAME                 SIZE  KIND\n"))
        #expect(sample().text(on: Screen(width: 24)).hasPrefix("NAME                SIZE\n"))
        #expect(sample().text(on: Screen(width: 14)).hasPrefix("NAME      SIZE\na name…      7\n"))
    }

    @Test(arguments: 14...100)
    func `no line is wider than the screen`(width: Int) {
        for line in sample().text(on: Screen(width: width)).split(separator: "\n") where !line.hasPrefix("    ") {
            #expect(String(line).columns <= width)
        }
    }

    @Test func `lines end where their text ends`() {
        #expect(sample().text(on: .plain).split(separator: "\n").allSatisfy { !$0.hasSuffix(" ") })
    }

    @Test func `colours are there only where the screen has them, and outside of the widths`() {
        var table = Table([.left("A"), .left("B")])
        table.add([.init("ok", .good), "x"])
        #expect(table.text(on: .plain) == "A   B\nok  x\n")
        #expect(table.text(on: Screen(width: 80, isTerminal: true, hasColour: true)) == "\u{1B}[2mA   B\u{1B}[0m\n\u{1B}[32mok\u{1B}[0m  x\n")
    }

    @Test func `a row may have fewer cells than there are columns`() {
        var table = Table([.left("A"), .left("B").leaving(1)])
        table.add(["only"])
        #expect(table.text(on: .plain) == "A\nonly\n")
    }
}
