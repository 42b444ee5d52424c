/// What a frame may cost before anything is known about who sent it.
package struct FrameLimits: Sendable, Hashable {
    /// The most bytes of one message.
    package var bytes: Int
    /// The most levels of nesting.
    package var depth: Int

    package init(bytes: Int = 4 * 1024 * 1024, depth: Int = 128) {
        self.bytes = bytes
        self.depth = depth
    }
}
