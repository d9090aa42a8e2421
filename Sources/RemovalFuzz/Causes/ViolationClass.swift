import DAXModel

/// What is wrong, and about what: an oracle and an object. Wherever it is noticed, a cure takes the class away.
public struct ViolationClass: Hashable, Sendable, CustomStringConvertible {
    public let oracle: Oracle
    public let object: ObjectClass

    public init(_ violation: Violation) {
        oracle = violation.oracleKind
        object = violation.object
    }

    /// As signatures begin: "access/struct-page".
    public var description: String { oracle.name + "/" + object.name }
}

extension Execution {
    /// What is to be explained of a violation: its own class, or that of the oops that it follows.
    public func cause(of violation: Violation) -> ViolationClass {
        guard violation.isConsequence,
            let oops = violations.first(where: { $0.observable == .oops && !$0.isConsequence })
        else { return ViolationClass(violation) }
        return ViolationClass(oops)
    }
}
