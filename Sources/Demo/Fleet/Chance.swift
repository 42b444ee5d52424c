/// Numbers that look random but are a function of the seed and of what they are for, so that any moment of the fleet's life can be
/// computed by itself and always comes out the same.
struct Chance: Sendable {
    /// Keeps numbers for different uses apart.
    enum Use: UInt64 {
        case traffic, spike, errors, latency, processor, memory
        case incidentStart, incidentLength, incidentForce, incidentCause
        case deployLead, deployMinute, deployChoice, deployName
    }

    let seed: UInt64

    func bits(_ use: Use, _ service: Int, _ moment: Int) -> UInt64 {
        let subject = mixed(seed &+ use.rawValue << 32 &+ UInt64(service))
        return mixed(subject ^ mixed(UInt64(bitPattern: Int64(moment))))
    }

    /// From 0 up to, not including, 1.
    func fraction(_ use: Use, _ service: Int, _ moment: Int) -> Double {
        Double(bits(use, service, moment) >> 11) * 0x1p-53
    }

    func whole(in range: ClosedRange<Int>, _ use: Use, _ service: Int, _ moment: Int) -> Int {
        range.lowerBound + Int(bits(use, service, moment) % UInt64(range.count))
    }

    /// A value from 0 to 1 that wanders smoothly, with a new direction every two minutes.
    func drift(_ use: Use, _ service: Int, second: Int) -> Double {
        let (bend, into) = second.divided(by: 120)
        let share = Double(into) / 120
        let eased = share * share * (3 - 2 * share)
        let from = fraction(use, service, bend)
        return from + (fraction(use, service, bend + 1) - from) * eased
    }

    /// The finalizer of SplitMix64.
    private func mixed(_ value: UInt64) -> UInt64 {
        var z = value &+ 0x9E37_79B9_7F4A_7C15
        z = (z ^ (z >> 30)) &* 0xBF58_476D_1CE4_E5B9
        z = (z ^ (z >> 27)) &* 0x94D0_49BB_1331_11EB
        return z ^ (z >> 31)
    }
}

extension Int {
    /// Division that rounds down, so that the time before the start is cut into the same pieces as the time after it.
    func divided(by divisor: Int) -> (quotient: Int, remainder: Int) {
        let (quotient, remainder) = quotientAndRemainder(dividingBy: divisor)
        return remainder < 0 ? (quotient - 1, remainder + divisor) : (quotient, remainder)
    }
}
