/// Division that rounds towards negative infinity, so that times before 1970 fall into the right day, hour and second.
extension Int {
    func floorQuotient(_ divisor: Int) -> Int {
        let (quotient, remainder) = quotientAndRemainder(dividingBy: divisor)
        return remainder < 0 ? quotient - 1 : quotient
    }

    /// Always in `0..<divisor`.
    func floorRemainder(_ divisor: Int) -> Int {
        let remainder = self % divisor
        return remainder < 0 ? remainder + divisor : remainder
    }
}

let secondsPerDay = 86_400
