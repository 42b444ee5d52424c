package import CivilTime

extension Timestamp {
    /// The instant as a timestamp, to the millisecond; an instant outside the years 1 to 9999 becomes the nearest timestamp.
    package init(_ instant: Instant) {
        let seconds = instant.milliseconds >= 0 ? instant.milliseconds / 1000 : (instant.milliseconds - 999) / 1000
        let bounded = min(max(seconds, Self.range.lowerBound), Self.range.upperBound)
        self.init(seconds: bounded, nanoseconds: bounded == seconds ? Int32(instant.milliseconds - seconds * 1000) * 1_000_000 : 0)
    }
}
