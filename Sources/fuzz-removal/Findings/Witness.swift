import DAXModel
import RemovalFuzz

/// A case that stands for its group: it shows one of the group's signatures.
struct Witness: Sendable {
    var signature: String
    var observable: Observable
    /// The violation came after an oops of the same execution.
    var isConsequence: Bool
    var `case`: Case

    /// The smaller, the better it stands for its group: what a kernel would show most clearly, then fewest operations,
    /// faults and preemptions.
    var rank: Rank { Rank(severity: Severity(observable, isConsequence: isConsequence), weight: `case`.weight) }

    struct Rank: Comparable {
        var severity: Severity
        var weight: Int

        static func < (a: Rank, b: Rank) -> Bool { (a.severity, a.weight) < (b.severity, b.weight) }
    }
}

/// How bad a violation is: causes before consequences, the clearest observable first. The smallest is the worst.
struct Severity: Comparable, Hashable, Sendable {
    private let value: Int

    init(_ observable: Observable, isConsequence: Bool) {
        value = Int(observable.rawValue) + (isConsequence ? Observable.allCases.count : 0)
    }

    static func < (a: Severity, b: Severity) -> Bool { a.value < b.value }

    /// What a real kernel would show.
    var observable: Observable { Observable.allCases[value % Observable.allCases.count] }
}

extension Case {
    /// What a reader has to understand: operations, faults and preemptions.
    var weight: Int { operations.count + 2 * faults.count + 2 * preemptions.count }
}
