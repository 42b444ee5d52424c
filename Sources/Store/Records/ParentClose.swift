/// What becomes of a called run when nobody waits for it any more: its caller has ended, however it did, or gave the call up.
package enum ParentClose: String, Sendable, Hashable, CaseIterable {
    /// It is asked to end, clean-up included.
    case cancel
    /// It ends at once and without clean-up.
    case terminate
    /// It goes on by itself, with the versions, permits and limits it was given. Its outcome reaches nobody.
    case abandon
}
