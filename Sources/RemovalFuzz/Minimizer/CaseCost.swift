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
        (operations, faults) < (best.operations, best.faults) ? Limits.preemptions : best.preemptions
    }
}

extension Operation {
    /// What the operation's arguments contribute to the cost of a case.
    var argumentCost: Int {
        var cost = ArgumentCost()
        call.readArguments(&cost)
        return cost.sum
    }
}

/// Adds up how far arguments are from the simplest ones.
private struct ArgumentCost: ArgumentVisitor {
    private(set) var sum = 0

    mutating func number<Number: WrittenNumber>(_ number: inout Number) {
        sum += number.number - Number.range.lowerBound
    }

    mutating func pages(_ pages: inout PageRange) { sum += Int(pages.first) + Int(pages.count) - 1 }
    mutating func choice(_ words: [String], _ index: inout Int) { sum += index }
    mutating func option(_ word: String, _ isSet: inout Bool) { sum += isSet ? 1 : 0 }
}
