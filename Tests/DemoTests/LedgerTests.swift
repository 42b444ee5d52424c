import CivilTime
import Testing

@testable import Demo

@Suite struct LedgerTests {
    @Test func `entries are numbered from 1, and can be read on from a number`() {
        let ledger = Ledger()
        record(5, in: ledger)
        #expect(ledger.entries().map(\.number) == [1, 2, 3, 4, 5])
        #expect(ledger.entries(after: 3).map(\.path) == ["/4", "/5"])
        #expect(ledger.entries(after: 1, limit: 2).map(\.number) == [2, 3])
        #expect(ledger.entries(after: 5).isEmpty && ledger.entries(after: 99).isEmpty)
    }

    @Test func `a full ledger drops its oldest tenth and counts on`() {
        let ledger = Ledger(capacity: 20)
        record(21, in: ledger)
        #expect(ledger.entries().map(\.number) == Array(3...21))
        #expect(ledger.entries(after: 1, limit: 1).map(\.number) == [3])
        #expect(ledger.entries(after: 20).map(\.number) == [21])
        #expect(ledger.count == 21)
    }

    private func record(_ count: Int, in ledger: Ledger) {
        for number in 1...count {
            ledger.record(at: Instant(milliseconds: 0), method: "GET", path: "/\(number)", idempotencyKey: nil, headers: [:])
        }
    }
}
