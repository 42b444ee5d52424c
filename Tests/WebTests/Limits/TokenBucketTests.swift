import CivilTime
import Testing

@testable import Web

@Suite struct TokenBucketTests {
    private static let start = Instant(milliseconds: 1_000_000)

    @Test(arguments: [(1, 1), (6, 1), (60, 10), (600, 100), (90, 15), (60_000, 10_000)])
    func `ten seconds' requests get through at once, and then one at its time`(rate: Int, atOnce: Int) {
        var bucket = TokenBucket(rate: rate, at: Self.start)
        for _ in 0..<atOnce { #expect(bucket.take(at: Self.start) == nil) }
        guard let wait = bucket.take(at: Self.start) else {
            Issue.record("one too many got through")
            return
        }
        #expect(wait == .milliseconds((60_000 + rate - 1) / rate))
        #expect(bucket.take(at: Self.start + wait - .milliseconds(1)) != nil)
        #expect(bucket.take(at: Self.start + wait) == nil)
        #expect(bucket.isFull(at: Self.start + wait) == false)
        #expect(bucket.isFull(at: Self.start + .seconds(200)))
    }

    @Test(arguments: 0..<50) func `whoever asks at whatever times gets no more than the rate and what fits`(seed: UInt64) {
        var numbers = seed &* 0x9E37_79B9_7F4A_7C15 | 1
        func next(_ below: Int) -> Int {
            numbers = numbers &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
            return Int(numbers >> 33) % below
        }
        let rate = 1 + next(2000)
        var bucket = TokenBucket(rate: rate, at: Self.start)
        var now = Self.start, passed = 0
        for _ in 0..<500 {
            now = now + .milliseconds(next(3) == 0 ? next(60_000 / rate * 3 + 2) : 0)
            if bucket.take(at: now) == nil { passed += 1 }
            let elapsed = (now - Self.start).milliseconds
            #expect(Int64(passed) * 60_000 <= max(Int64(rate) * 10_000, 60_000) + elapsed * Int64(rate))
        }
        #expect(passed > 0)
    }

    @Test func `a clock that is set back or far ahead neither blocks for long nor gives more than fits`() {
        var bucket = TokenBucket(rate: 60, at: Self.start)
        while bucket.take(at: Self.start) == nil {}
        let before = Instant(milliseconds: 0)
        #expect(bucket.take(at: before) == .seconds(1))
        #expect(bucket.take(at: before + .seconds(1)) == nil)
        let late = Instant(milliseconds: .max / 2)
        for _ in 0..<10 { #expect(bucket.take(at: late) == nil) }
        #expect(bucket.take(at: late) != nil)
    }
}
