import Testing

@testable import Terminal

@Suite struct AmountsTests {
    @Test(arguments: [(0, "0"), (999, "999"), (1000, "1,000"), (-1_234_567, "-1,234,567"), (Int64.min, "-9,223,372,036,854,775,808")])
    func `counts have commas`(number: Int64, text: String) {
        #expect(Amounts.count(number) == text)
    }

    @Test func `one is singular`() {
        #expect(Amounts.count(1, "call") == "1 call")
        #expect(Amounts.count(0, "call") == "0 calls")
        #expect(Amounts.count(1200, "call") == "1,200 calls")
    }

    @Test(arguments: [
        (0, ""), (-1, ""), (.nan, ""), (0.00001, "<$0.0001"), (0.0012, "$0.0012"), (0.3, "$0.30"), (0.125, "$0.125"), (0.01, "$0.01"),
        (0.99994, "$0.9999"), (0.99996, "$1.00"), (12.3, "$12.30"), (1234.5, "$1,234.50"),
    ])
    func `money has cents, and more below a dollar`(dollars: Double, text: String) {
        #expect(Amounts.money(dollars) == text)
    }
}
