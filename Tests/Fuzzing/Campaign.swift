/// A run over many inputs: which they are, and what became of them.
package struct Campaign: Sendable {
    package let seed: UInt64
    /// Nil for all targets, each by its share.
    package let only: (any Target)?

    package init(seed: UInt64, only: (any Target)? = nil) {
        self.seed = seed
        self.only = only
    }

    /// One input, the same whatever was made before it.
    package func input(_ index: Int) -> (target: any Target, bytes: [UInt8]) {
        let target = only ?? Targets.target(of: index)
        var dice = Dice(seed: seed, stream: target.name, index: index)
        return (target, target.input(&dice))
    }

    /// - Parameters:
    ///   - each: told before an input is tried, and with its verdict after.
    /// - Returns: the inputs of which a promise did not hold.
    package func run(_ indices: Range<Int>, before: (Int, String) -> Void = { _, _ in }, after: (String, Verdict, Int) -> Void) -> [Failure] {
        var failures: [Failure] = []
        for index in indices {
            before(index, only?.name ?? Targets.target(of: index).name)
            let (target, bytes) = input(index)
            do throws(Broken) {
                after(target.name, try target.examine(bytes), index)
            } catch {
                failures.append(Failure(index: index, target: target.name, input: bytes, broken: error))
            }
        }
        return failures
    }

    package struct Failure: Sendable {
        package let index: Int
        package let target: String
        package let input: [UInt8]
        package let broken: Broken
    }
}
