/// What a service of the demo goes through, over and over.
package enum Condition: String, Sendable, CaseIterable {
    case normal, degraded, critical, recovering
}
