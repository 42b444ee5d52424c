/// The lists under way by their numbers, which only grow. There are few at a time, and they are changed where they are: a run is at this
/// table several times a step.
struct FrameTable: Sendable {
    private var ids: [Int] = []
    private var frames: [Frame] = []

    /// In the order in which the lists began.
    var keys: [Int] { ids }

    /// Lists that no step holds.
    var roots: [Int] { zip(ids, frames).compactMap { id, frame in frame.parent == nil ? id : nil } }

    func contains(_ id: Int) -> Bool { place(of: id) != nil }

    subscript(_ id: Int) -> Frame? { place(of: id).map { frames[$0] } }

    /// Adds a list. Its number is higher than any before.
    mutating func open(_ id: Int, _ frame: Frame) {
        ids.append(id)
        frames.append(frame)
    }

    /// Takes a list out; without effect when it is not there.
    mutating func close(_ id: Int) {
        guard let place = place(of: id) else { return }
        ids.remove(at: place)
        frames.remove(at: place)
    }

    /// Changes a list where it is; without effect when it is not there.
    @inline(__always)
    mutating func change(_ id: Int, _ change: (inout Frame) -> Void) {
        if let place = place(of: id) { change(&frames[place]) }
    }

    /// What `read` makes of a list, without a copy of it; nil when it is not there.
    @inline(__always)
    func read<Value>(_ id: Int, _ read: (borrowing Frame) -> Value?) -> Value? {
        guard let place = place(of: id) else { return nil }
        return read(frames[place])
    }

    private func place(of id: Int) -> Int? {
        var (low, high) = (0, ids.count)
        while low < high {
            let middle = (low + high) / 2
            if ids[middle] < id { low = middle + 1 } else { high = middle }
        }
        return low < ids.count && ids[low] == id ? low : nil
    }
}
