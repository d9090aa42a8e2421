import DAXModel

extension Fault {
    /// The same fault with every field that its site does not use at its default.
    public var canonical: Fault {
        var result = Fault(site: site, task: task, operation: operation, occurrence: occurrence)
        switch site.form.detail {
        case .none: break
        case .filePage: (result.file, result.page) = (file, page)
        case .until: result.until = until
        }
        return result
    }
}

extension Case {
    /// The same execution written in one way: unused fields of faults are at their defaults, and of several preemptions
    /// with the same key (moment, task, operation, step, occurrence) only the first remains.
    ///
    /// Every stored form holds the canonical case, and the hash is the canonical case's.
    public var canonical: Case {
        Case(
            mkfs: mkfs, operations: operations, faults: faults.map(\.canonical), preemptions: distinctPreemptions)
    }

    /// The preemptions without those whose key an earlier one has.
    var distinctPreemptions: [Preemption] {
        guard preemptions.count > 1 else { return preemptions }
        var keys = Set<Preemption.Key>()
        return preemptions.filter { keys.insert($0.key).inserted }
    }
}

extension Preemption {
    /// What a schedule looks a preemption up by.
    struct Key: Hashable {
        let moment: Moment
        let task: UInt8
        let operation: UInt16
        let step: String
        let occurrence: UInt16
    }

    var key: Key { Key(moment: moment, task: task, operation: operation, step: step, occurrence: occurrence) }

    /// Most bytes in the name of a step.
    public static var stepLimit: Int { 96 }

    /// Whether a step's name has the shape "path:step": letters, digits, `_`, `.`, `-` around one colon.
    public static func isStepName(_ step: String) -> Bool {
        guard step.utf8.count <= stepLimit else { return false }
        let halves = step.utf8.split(separator: UInt8(ascii: ":"), omittingEmptySubsequences: false)
        return halves.count == 2 && halves.allSatisfy { !$0.isEmpty && $0.allSatisfy(\.isNameByte) }
    }
}

extension UInt8 {
    /// Letters, digits, `_`, `.` and `-`: what names of steps, designs and profiles are made of.
    var isNameByte: Bool {
        switch self {
        case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"),
            UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "_"), UInt8(ascii: "."), UInt8(ascii: "-"):
            true
        default: false
        }
    }
}
