import DAXModel

/// A decision at each step that its task tries in an execution.
struct DecisionPlaces {
    /// In the order of the steps.
    let all: [Preemption]
    /// Which of them is the decision itself; nil: its step does not occur.
    let own: Int?

    init(of decision: Preemption, in trace: [TaskPosition]) {
        let table = StepTable.shared
        var counts: [TaskPosition: Int] = [:]
        var places: [Preemption] = []
        for position in trace where position.task == Int(decision.task) {
            var place = decision
            place.operation = position.operation
            place.step = table.qualified(position.step)
            place.occurrence = UInt16(clamping: counts[position, default: 0])
            counts[position, default: 0] += 1
            places.append(place)
        }
        all = places
        own = places.firstIndex(of: decision)
    }

    /// The decision so many steps of its task earlier or later, and all between, but not where it is.
    func near(_ distance: Int) -> [Preemption] {
        guard let own else { return [] }
        return (max(0, own - distance)...min(all.count - 1, own + distance)).filter { $0 != own }.map { all[$0] }
    }
}
