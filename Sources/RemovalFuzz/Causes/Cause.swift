import DAXModel

/// Why a target has a violation: all of the smallest sets of guarantees that would cure it. None of them is a part of
/// another.
///
/// One cure would not do as a key: a guarantee that holds everything back cures everything.
public struct Cause: Hashable, Sendable, CustomStringConvertible {
    /// In the order of the fewest, then of the table.
    public let cures: [GuaranteeSet]

    /// - Precondition: there is a cure, and none contains another.
    public init(_ cures: [GuaranteeSet]) {
        precondition(!cures.isEmpty, "a cause without a cure")
        precondition(
            cures.allSatisfy { a in cures.allSatisfy { b in a == b || !a.isSubset(of: b) } },
            "a cure that is not minimal")
        self.cures = Set(cures).sorted(by: GuaranteeSet.precedes)
    }

    /// "insertion-gate", "a+b" for both, "a|b" for either.
    public var description: String { cures.map(\.text).joined(separator: "|") }

    /// The name with its design: "merged/insertion-gate".
    public func name(on target: Target) -> String { TargetName(target).designPart + "/" + description }
}

extension GuaranteeSet {
    /// "a+b", in the order of the table.
    public var text: String { members.map(\.name).joined(separator: "+") }

    /// Fewer first, then in the order of the table.
    static func precedes(_ a: GuaranteeSet, _ b: GuaranteeSet) -> Bool {
        let (left, right) = (a.members.map(\.rawValue), b.members.map(\.rawValue))
        return left.count == right.count ? left.lexicographicallyPrecedes(right) : left.count < right.count
    }
}

/// Sets that meet each of several sets.
enum HittingSets {
    /// The minimal ones, in the order of `GuaranteeSet.precedes`; at most so many.
    /// - Parameter limit: Most sets that are kept while they grow.
    static func minimal(of sets: [GuaranteeSet], limit: Int = 4096) -> [GuaranteeSet] {
        var hitting: [GuaranteeSet] = [[]]
        for set in sets {
            var grown: [GuaranteeSet] = []
            for partial in hitting {
                if partial.isDisjoint(with: set) {
                    grown += set.members.map { partial.union([$0]) }
                } else {
                    grown.append(partial)
                }
            }
            hitting = Array(minimalOnes(grown).prefix(limit))
        }
        return hitting
    }

    /// Those of which no other is a part, each once.
    static func minimalOnes(_ sets: [GuaranteeSet]) -> [GuaranteeSet] {
        var kept: [GuaranteeSet] = []
        for set in Set(sets).sorted(by: GuaranteeSet.precedes) where !kept.contains(where: { $0.isSubset(of: set) }) {
            kept.append(set)
        }
        return kept
    }
}
