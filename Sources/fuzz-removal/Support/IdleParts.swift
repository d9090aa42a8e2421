import DAXModel
import RemovalFuzz

/// What of a case did not take place in one execution: it may be about another design, or its moment never came.
struct IdleParts {
    let preemptions: [Preemption]
    let faults: [Fault]
    private let preemptionCount: Int
    private let faultCount: Int

    init(of case: Case, in execution: Execution) {
        preemptions = execution.idlePreemptions(of: `case`)
        faults = execution.idleFaults(of: `case`)
        (preemptionCount, faultCount) = (`case`.preemptions.count, `case`.faults.count)
    }

    /// "2 of 3 preemptions took place; not: preempt t0 op 5 at …", and the same of faults; none where all took place.
    var lines: [String] {
        IdleParts.lines(preemptions.map(\.text), of: preemptionCount, "preemption", "took place")
            + IdleParts.lines(faults.map(\.text), of: faultCount, "fault", "struck")
    }

    private static func lines(_ idle: [String], of count: Int, _ noun: String, _ verb: String) -> [String] {
        guard let first = idle.first else { return [] }
        let head = "\(count - idle.count) of \(count) \(noun)\(count == 1 ? "" : "s") \(verb); not: "
        let indent = String(repeating: " ", count: head.count)
        return [head + first] + idle.dropFirst().map { indent + $0 }
    }
}
