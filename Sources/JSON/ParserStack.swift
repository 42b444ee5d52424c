extension Parser {
    /// The values of the containers that are still open. A closed container takes its part in one move, into an array of the right size.
    struct Stack<Element>: ~Copyable {
        private var base: UnsafeMutablePointer<Element>
        private var capacity = 64
        private(set) var count = 0

        init() { base = .allocate(capacity: capacity) }

        deinit {
            base.deinitialize(count: count)
            base.deallocate()
        }

        mutating func push(_ element: consuming Element) {
            if count == capacity { grow() }
            (base + count).initialize(to: element)
            count += 1
        }

        /// The stack is not empty.
        mutating func pop() -> Element {
            precondition(count > 0, "a value is popped after it was pushed")
            count -= 1
            return (base + count).move()
        }

        /// The stack is not empty.
        var last: Element {
            precondition(count > 0, "a container is looked at while it is open")
            return base[count - 1]
        }

        /// Takes everything pushed since the stack had `start` elements.
        mutating func take(from start: Int) -> [Element] {
            let taken = count - start
            guard taken > 0 else { return [] }
            count = start
            return Array(unsafeUninitializedCapacity: taken) { buffer, initialized in
                _ = buffer.moveInitialize(fromContentsOf: UnsafeMutableBufferPointer(start: base + start, count: taken))
                initialized = taken
            }
        }

        private mutating func grow() {
            let larger = UnsafeMutablePointer<Element>.allocate(capacity: 2 * capacity)
            larger.moveInitialize(from: base, count: count)
            base.deallocate()
            base = larger
            capacity *= 2
        }
    }
}
