import CivilTime
import Store
import Testing

@Suite struct CheckpointWatchTests {
    private static let failure = StoreError.full("the disk is full")

    private func at(_ seconds: Int64) -> Instant { Instant(milliseconds: 1_790_000_000_000 + seconds * 1000) }

    @Test func `a failure that lasts is told once`() {
        var watch = CheckpointWatch()
        let told = [0, 30, 299, 300, 330, 9000].map { watch.look(Self.failure, at: at($0)) }
        #expect(told.map { $0 != nil } == [false, false, false, true, false, false])
        #expect(told[3]?.contains(at(0).rfc3339) == true && told[3]?.contains("the disk is full") == true)
    }

    @Test func `one that ends in between is forgotten, and told again when it comes back for long`() {
        var watch = CheckpointWatch()
        #expect(watch.look(Self.failure, at: at(0)) == nil && watch.look(nil, at: at(290)) == nil)
        #expect(watch.look(Self.failure, at: at(310)) == nil && watch.look(Self.failure, at: at(609)) == nil)
        #expect(watch.look(Self.failure, at: at(610)) != nil)
        #expect(watch.look(nil, at: at(700)) == nil && watch.look(Self.failure, at: at(710)) == nil)
        #expect(watch.look(Self.failure, at: at(1010)) != nil)
    }
}
