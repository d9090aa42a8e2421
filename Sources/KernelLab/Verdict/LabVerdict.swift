import RemovalFuzz

/// What runs of a case on a kernel say about the model.
public enum LabVerdict: String, CaseIterable, Hashable, Sendable, Codable {
    /// Every run showed one of the predicted outcomes.
    case agrees
    /// A run showed something that no schedule of the model shows.
    case disagrees
    /// The case needs more than user space can enforce, and not every run happened to show its outcome.
    case notForced = "not-forced"
    /// Nothing that can be seen tells the case's outcome from those without what cannot be forced.
    case notObservable = "not-observable"
    /// No run came to its end.
    case noResult = "no-result"
}

/// One round on a kernel beside the prediction.
public struct LabComparison: Sendable {
    /// What the kernel showed.
    public let seen: Outcome
    /// The predicted outcome that it is nearest to.
    public let nearest: Outcome
    /// Where it differs from that; empty when it is that.
    public let differences: [ComparedEvent]
    /// It is the outcome that cannot be forced, and none of the others.
    public let isForced: Bool

    public init(_ seen: Outcome, with prediction: Prediction) {
        self.seen = seen
        var best: (outcome: Outcome, differences: [ComparedEvent])?
        for outcome in prediction.outcomes + (prediction.forced.map { [$0] } ?? []) {
            let differences = outcome.differences(from: seen)
            if best.map({ differences.count < $0.differences.count }) ?? true { best = (outcome, differences) }
        }
        guard let best else { preconditionFailure("a prediction without an outcome") }
        nearest = best.outcome
        differences = best.differences
        isForced =
            prediction.forced.map { forced in
                forced.differences(from: seen).isEmpty
                    && !prediction.unforced.contains { $0.differences(from: seen).isEmpty }
            } ?? false
    }

    public var agrees: Bool { differences.isEmpty }
}

/// All rounds of a case on one kernel.
public struct LabResult: Sendable {
    public let prediction: Prediction
    public private(set) var comparisons: [LabComparison] = []

    public init(prediction: Prediction) { self.prediction = prediction }

    public mutating func add(_ seen: Outcome) { comparisons.append(LabComparison(seen, with: prediction)) }

    /// Rounds that showed the outcome that cannot be forced.
    public var forcedRounds: Int { comparisons.count { $0.isForced } }

    public var verdict: LabVerdict {
        guard !comparisons.isEmpty else { return .noResult }
        guard comparisons.allSatisfy(\.agrees) else { return .disagrees }
        guard prediction.forced != nil else { return .agrees }
        if prediction.isIndistinct { return .notObservable }
        return forcedRounds == comparisons.count ? .agrees : .notForced
    }
}
