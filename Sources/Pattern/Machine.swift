/// Runs a program on a text: all threads in step, one scalar at a time (Pike's machine without captures). An instruction is visited
/// at most once between two scalars, so the work is bounded by instructions times scalars.
struct Machine {
    private let program: Program
    private let text: UnsafeBufferPointer<UInt8>
    /// Threads that wait for the next scalar, as instructions.
    private var live: UnsafeMutableBufferPointer<Int>
    private var liveCount = 0
    /// Where the threads that took the last scalar go on.
    private var seeds: UnsafeMutableBufferPointer<Int>
    private var seedCount = 0
    private var open: UnsafeMutableBufferPointer<Int>
    /// The last place each instruction was visited at.
    private var visited: UnsafeMutableBufferPointer<Int>
    private var place = 0
    private var steps = 0

    static func run(_ program: Program, on text: UnsafeBufferPointer<UInt8>) -> (found: Bool, steps: Int) {
        let size = program.instructions.count + 1
        return withUnsafeTemporaryAllocation(of: Int.self, capacity: 4 * size) { memory in
            func part(_ number: Int) -> UnsafeMutableBufferPointer<Int> { .init(rebasing: memory[number * size..<(number + 1) * size]) }
            part(3).initialize(repeating: 0)
            var machine = Machine(program: program, text: text, live: part(0), seeds: part(1), open: part(2), visited: part(3))
            let found = machine.search()
            return (found, machine.steps)
        }
    }

    private init(
        program: Program, text: UnsafeBufferPointer<UInt8>, live: UnsafeMutableBufferPointer<Int>, seeds: UnsafeMutableBufferPointer<Int>,
        open: UnsafeMutableBufferPointer<Int>, visited: UnsafeMutableBufferPointer<Int>
    ) {
        self.program = program
        self.text = text
        self.live = live
        self.seeds = seeds
        self.open = open
        self.visited = visited
    }

    private mutating func search() -> Bool {
        var before: UInt32?
        var position = 0
        while true {
            let (after, next) = scalar(at: position)
            if seedCount == 0, let first = program.first, let after, after < 128, !first.contains(after), !program.anchored {
                steps += 1
            } else {
                if follow(before: before, after: after) { return true }
                guard let after, liveCount > 0 || !program.anchored else { return false }
                consume(after)
            }
            guard after != nil else { return false }
            before = after
            position = next
        }
    }

    /// Lets all threads run up to where they need a scalar. True when one has matched.
    private mutating func follow(before: UInt32?, after: UInt32?) -> Bool {
        place += 1
        liveCount = 0
        for index in 0..<seedCount {
            if follow(from: seeds[index], before: before, after: after) { return true }
        }
        seedCount = 0
        return (before == nil || !program.anchored) && follow(from: 0, before: before, after: after)
    }

    private mutating func follow(from start: Int, before: UInt32?, after: UInt32?) -> Bool {
        var openCount = 0
        func push(_ at: Int) {
            guard visited[at] != place else { return }
            visited[at] = place
            open[openCount] = at
            openCount += 1
        }
        push(start)
        while openCount > 0 {
            openCount -= 1
            steps += 1
            let at = open[openCount]
            switch program.instructions[at] {
            case .match: return true
            case .scalar, .set:
                live[liveCount] = at
                liveCount += 1
            case .jump(let to): push(to)
            case .split(let a, let b):
                push(b)
                push(a)
            case .assertion(let assertion): if assertion.holds(before: before, after: after) { push(at + 1) }
            }
        }
        return false
    }

    private mutating func consume(_ scalar: UInt32) {
        for index in 0..<liveCount {
            let at = live[index]
            let taken =
                switch program.instructions[at] {
                case .scalar(let wanted): wanted == scalar
                case .set(let set): program.sets[set].contains(scalar)
                default: false
                }
            if taken {
                seeds[seedCount] = at + 1
                seedCount += 1
            }
        }
    }

    /// The scalar that starts at a byte, and where the next one does. The text of a `String` is valid UTF-8.
    private func scalar(at position: Int) -> (UInt32?, next: Int) {
        guard position < text.count else { return (nil, position) }
        let byte = UInt32(text[position])
        if byte < 0x80 { return (byte, position + 1) }
        let length = byte < 0xE0 ? 2 : byte < 0xF0 ? 3 : 4
        var value = byte & (0x7F >> UInt32(length))
        for index in 1..<length { value = value << 6 | UInt32(text[position + index] & 0x3F) }
        return (value, position + length)
    }
}
