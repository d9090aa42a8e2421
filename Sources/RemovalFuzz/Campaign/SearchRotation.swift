import DAXModel

/// Several searches that share one process fairly.
///
/// The next slice goes to the search that has executed the fewest steps of the model. Steps stand for time, so that
/// the rotation, like the searches, is a function of the build, the seed and the executions.
public struct SearchRotation {
    /// In the order of the targets.
    public let searches: [Search]

    /// A search for each target, all seeded from `seed`.
    /// - Precondition: there is a target.
    public init(
        targets: [Target], seed: UInt64, isIgnored: @escaping @Sendable (Violation) -> Bool = { _ in false }
    ) {
        precondition(!targets.isEmpty)
        searches = targets.map { target in
            Search(target: target, seed: seed ^ Digest.hash(target.name), isIgnored: isIgnored)
        }
    }

    /// Executions of all searches.
    public var executions: UInt64 { searches.reduce(0) { $0 + $1.executions } }

    /// Offers a case to every search.
    public func offer(_ case: Case) {
        for search in searches { search.offer(`case`) }
    }

    /// Index of the search whose turn it is.
    public var next: Int { searches.indices.min { searches[$0].steps < searches[$1].steps } ?? 0 }

    /// Runs so many executions of the search whose turn it is. What it finds interesting is offered to the others.
    /// - Returns: The index of that search: what it adds to `events` is about its target.
    public func advance(executions: Int, into events: inout SearchEvents) -> Int {
        let current = next
        let before = events.interesting.count
        searches[current].advance(executions: executions, into: &events)
        for index in searches.indices where index != current {
            for offered in events.interesting[before...] { searches[index].offer(offered) }
        }
        return current
    }
}
