import DAXModel

extension Operation {
    /// The same operation with simpler values of single arguments, the simplest first.
    var simpler: [Operation] {
        var result: [Operation] = []
        for skipped in 0... {
            var simplification = Simplification(skipping: skipped)
            var copy = self
            copy.call.visitArguments(&simplification)
            guard simplification.isDone else { break }
            if copy != self && !result.contains(copy) { result.append(copy) }
        }
        return result
    }
}

/// Replaces one argument by a simpler value: of all the values there are, argument by argument, the one that so many
/// others come before.
private struct Simplification: ArgumentVisitor {
    private var rest: Int
    /// There was one.
    private(set) var isDone = false

    init(skipping count: Int) { rest = count }

    private mutating func offer<Value>(_ value: inout Value, _ simpler: [Value]) {
        if simpler.indices.contains(rest) {
            value = simpler[rest]
            isDone = true
        }
        rest -= simpler.count
    }

    mutating func number<Number: WrittenNumber>(_ number: inout Number) {
        offer(&number, number.rawValue.simpler(from: UInt8(Number.range.lowerBound)).map { Number($0) })
    }

    mutating func pages(_ pages: inout PageRange) {
        let (first, count) = (pages.first, pages.count)
        offer(
            &pages,
            [PageRange(0, count: 1)] + first.simpler(from: 0).map { PageRange($0, count: count) }
                + count.simpler(from: 1).map { PageRange(first, count: $0) })
    }

    mutating func choice(_ words: [String], _ index: inout Int) { offer(&index, Array(0..<index)) }
    mutating func option(_ word: String, _ isSet: inout Bool) { offer(&isSet, [false]) }
}

extension FixedWidthInteger {
    /// Smaller values to try: the least, the middle, and one less.
    func simpler(from least: Self) -> [Self] {
        guard self > least else { return [] }
        var result = [least]
        let middle = least + (self - least) / 2
        if middle > least { result.append(middle) }
        if self - 1 > middle { result.append(self - 1) }
        return result
    }
}
