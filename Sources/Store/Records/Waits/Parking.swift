package import CivilTime

/// A run that leaves memory for as long as it only waits. It costs a row from then on.
package struct Parking: Sendable, Hashable {
    /// When it is taken up again at the latest; nil when only an answer, an event or a child can wake it.
    package var until: Instant?
    /// The called runs it waits for. If one has ended by the time this is committed the run is due at once.
    package var children: [CallKey]
    /// Whether it is put off for a reason that is not its own, which is counted.
    package var isDeferral: Bool
    /// Whether it leaves because somebody wants it to stand still. Due at once when nobody does any more.
    package var isPause: Bool

    package init(until: Instant?, children: [CallKey] = [], isDeferral: Bool = false, isPause: Bool = false) {
        self.until = until
        self.children = children
        self.isDeferral = isDeferral
        self.isPause = isPause
    }
}
