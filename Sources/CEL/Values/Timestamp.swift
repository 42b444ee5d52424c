import CivilTime

/// A point in time with nanoseconds, from 0001-01-01T00:00:00Z to 9999-12-31T23:59:59.999999999Z.
package struct Timestamp: Sendable, Hashable, Comparable {
    /// Seconds since 1970-01-01T00:00:00Z, rounded down.
    package let seconds: Int64
    /// 0 to 999,999,999.
    package let nanoseconds: Int32

    static let range: ClosedRange<Int64> = -62_135_596_800...253_402_300_799

    init(seconds: Int64, nanoseconds: Int32) {
        self.seconds = seconds
        self.nanoseconds = nanoseconds
    }

    /// Nil outside the years 1 to 9999.
    package init?(seconds: Int64, adding nanoseconds: Int64) {
        let carry = nanoseconds >= 0 ? nanoseconds / 1_000_000_000 : (nanoseconds - 999_999_999) / 1_000_000_000
        let (whole, overflow) = seconds.addingReportingOverflow(carry)
        guard !overflow, Self.range.contains(whole) else { return nil }
        self.init(seconds: whole, nanoseconds: Int32(nanoseconds - carry * 1_000_000_000))
    }

    package static func < (a: Timestamp, b: Timestamp) -> Bool { (a.seconds, a.nanoseconds) < (b.seconds, b.nanoseconds) }

    /// Nil when the sum leaves the years 1 to 9999.
    func adding(_ duration: Duration) -> Timestamp? {
        let (whole, fraction) = duration.components
        let (sum, overflow) = seconds.addingReportingOverflow(whole)
        return overflow ? nil : Timestamp(seconds: sum, adding: Int64(nanoseconds) + fraction / 1_000_000_000)
    }

    /// The time from `earlier` to this; nil when it is longer than a duration can be.
    func since(_ earlier: Timestamp) -> Duration? {
        let span = Duration.seconds(seconds - earlier.seconds) + .nanoseconds(Int64(nanoseconds - earlier.nanoseconds))
        return span.nanoseconds == nil ? nil : span
    }

    /// RFC 3339 in UTC, with as many digits of the second as it has.
    package var text: String {
        "\(CivilDateTime(secondsSince1970: Int(seconds)))\(DurationText.fraction(Int64(nanoseconds)))Z"
    }
}

extension Duration {
    /// The whole length in nanoseconds; nil beyond 64 bits, which CEL's durations must not pass.
    var nanoseconds: Int64? {
        let (whole, fraction) = components
        let (product, first) = whole.multipliedReportingOverflow(by: 1_000_000_000)
        let (sum, second) = product.addingReportingOverflow(fraction / 1_000_000_000)
        return first || second ? nil : sum
    }
}
