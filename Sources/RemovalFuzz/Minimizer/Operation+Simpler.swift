import DAXModel

extension Operation {
    /// The same operation with simpler values of single arguments, the simplest first.
    var simpler: [Operation] {
        var result: [Operation] = []
        var simplification = Simplification(rest: 0)
        repeat {
            simplification = Simplification(rest: simplification.tried)
            var copy = self
            copy.call.visitArguments(&simplification)
            if copy != self && !result.contains(copy) { result.append(copy) }
        } while simplification.isDone
        return result
    }
}

/// Replaces one argument by a simpler value: of all the values there are, argument by argument, the one that `rest` others
/// come before.
private struct Simplification: ArgumentVisitor {
    private var rest: Int
    /// The values that it or one before it has tried.
    let tried: Int
    /// There was one.
    private(set) var isDone = false

    init(rest: Int) {
        self.rest = rest
        tried = rest + 1
    }

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
