import DAXModel
import RemovalFuzz

/// Asks of groups what their target lacks, where nobody has asked yet.
struct CauseBook {
    private let replayer = Replayer()
    /// Executions that it took.
    private(set) var executions = 0

    /// - Parameters:
    ///   - budget: Executions after which no group is begun; what is left stays as it is.
    ///   - isCancelled: Asked before each group.
    mutating func attribute(
        _ records: inout [GroupRecord], budget: Int = .max, isCancelled: () -> Bool = { false }
    ) {
        for index in records.indices where records[index].lacks == nil {
            guard executions < budget, !isCancelled() else { return }
            let record = records[index]
            executions += 1
            guard let wanted = record.wanted(replayer) else { continue }
            // A cause that another group has is tried first, the most frequent one before others.
            let known = CauseBook.causes(of: records, on: record.target)
            let attribution = Attribution(of: record.witness.case, wanted, on: record.target, known: known)
            executions += attribution.executions
            records[index].lacks = attribution.outcome
        }
    }

    private static func causes(of records: [GroupRecord], on target: Target) -> [Cause] {
        var counts: [(cause: Cause, count: Int)] = []
        for record in records where record.target.name == target.name {
            guard case .cause(let cause) = record.lacks else { continue }
            if let place = counts.firstIndex(where: { $0.cause == cause }) {
                counts[place].count += 1
            } else {
                counts.append((cause, 1))
            }
        }
        return counts.enumerated().sorted { ($1.element.count, $0.offset) < ($0.element.count, $1.offset) }
            .map(\.element.cause)
    }
}
