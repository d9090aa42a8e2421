import DAXModel

/// How much there is to read in a case. The minimizer accepts a candidate only if its cost is smaller, so it ends.
///
/// Compared part by part, the first difference decides: operations, faults, preemptions, tasks, then the sum of all
/// arguments (pages, counts beyond one, slots, names, rounds, occurrences; a flag or a later choice of words is one;
/// a task numbered other than by first appearance is its distance; mkfs options other than the default are one), then
/// changes of task from one operation to the next, then ids other than 1 to n.
public struct CaseCost: Comparable, Hashable, Sendable {
    public private(set) var operations: Int
    public private(set) var faults: Int
    public private(set) var preemptions: Int
    public private(set) var tasks = 0
    public private(set) var arguments = 0
    public private(set) var switches = 0
    public private(set) var identities = 0

    /// The cost of a case.
    public init(_ subject: Case) {
        operations = subject.operations.count
        faults = subject.faults.count
        preemptions = subject.preemptions.count
        arguments = subject.mkfs.rmapbt ? 0 : 1
        var seen: UInt16 = 0
        var previous: UInt8?
        for (index, operation) in subject.operations.enumerated() {
            if seen & 1 << operation.task == 0 {
                arguments += abs(Int(operation.task) - seen.nonzeroBitCount)
                seen |= 1 << operation.task
            }
            arguments += operation.argumentCost
            if let previous, previous != operation.task { switches += 1 }
            previous = operation.task
            identities += abs(Int(operation.id) - (index + 1))
        }
        tasks = seen.nonzeroBitCount
        for fault in subject.faults { arguments += Int(fault.occurrence) + Int(fault.file) + Int(fault.page) }
        for preemption in subject.preemptions { arguments += Int(preemption.occurrence) + Int(preemption.run) }
    }

    public static func < (a: CaseCost, b: CaseCost) -> Bool {
        if a.operations != b.operations { return a.operations < b.operations }
        if a.faults != b.faults { return a.faults < b.faults }
        if a.preemptions != b.preemptions { return a.preemptions < b.preemptions }
        if a.tasks != b.tasks { return a.tasks < b.tasks }
        if a.arguments != b.arguments { return a.arguments < b.arguments }
        if a.switches != b.switches { return a.switches < b.switches }
        return a.identities < b.identities
    }

    /// Something with a smaller cost could have this many preemptions at most.
    func preemptionAllowance(under best: CaseCost) -> Int {
        (operations, faults) < (best.operations, best.faults) ? Case.preemptionLimit : best.preemptions
    }
}

extension Operation {
    /// What the operation's arguments contribute to the cost of a case.
    var argumentCost: Int {
        var cost = 0
        for argument in kind.form.arguments {
            switch argument {
            case .number(let number): cost += Int(self[number.field]) - number.range.lowerBound
            case .pages: cost += Int(page) + Int(count) - 1
            case .word: break
            case .choice(let words): cost += OperationArgument.selected(words, by: flags)
            case .option(_, let flag): cost += flags.contains(flag) ? 1 : 0
            }
        }
        return cost
    }

    /// The same operation with simpler values of single arguments, the simplest first.
    var simpler: [Operation] {
        var result: [Operation] = []
        func add(_ change: (inout Operation) -> Void) {
            var copy = self
            change(&copy)
            if copy != self && !result.contains(copy) { result.append(copy) }
        }
        for argument in kind.form.arguments {
            switch argument {
            case .number(let number):
                let value = self[number.field]
                for simpler in value.simpler(from: UInt8(number.range.lowerBound)) {
                    add { $0[number.field] = simpler }
                }
            case .pages:
                add { ($0.page, $0.count) = (0, 1) }
                for simpler in page.simpler(from: 0) { add { $0.page = simpler } }
                for simpler in count.simpler(from: 1) { add { $0.count = simpler } }
            case .word: break
            case .choice(let words):
                for word in words.prefix(OperationArgument.selected(words, by: flags)) {
                    add { copy in
                        for other in words { copy.flags.subtract(other.flags) }
                        copy.flags.formUnion(word.flags)
                    }
                }
            case .option(_, let flag): add { $0.flags.subtract(flag) }
            }
        }
        return result
    }
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
