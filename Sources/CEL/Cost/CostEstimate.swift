/// The most an expression can cost, told from the sizes of what it works on.
package struct CostEstimate: Sendable, Hashable {
    /// In the units of `CostMeter`. What depends on sizes that are not known is left out.
    package let units: Int
    /// No size was unknown: no evaluation that stays within the sizes given costs more.
    package let isComplete: Bool
    /// How large the value can get.
    package let extent: Extent
    /// The longest list or map that the expression goes through, if any.
    package let longest: Traversed?

    package struct Traversed: Sendable, Hashable {
        /// As it is written, when it is a name with fields: `input.items`.
        package let name: String?
        package let count: Int
        /// In UTF-8 bytes from the start of the source.
        package let position: Int
    }
}

extension Expression {
    /// - Parameter extents: of the variables; others are of unknown size.
    package func costEstimate(for extents: [String: Extent]) -> CostEstimate {
        var estimator = CostEstimator(library: library, variables: extents)
        let (cost, extent) = estimator.estimate(root)
        return CostEstimate(units: Int(min(cost, 1e15)), isComplete: estimator.isComplete, extent: extent, longest: estimator.longest)
    }
}
