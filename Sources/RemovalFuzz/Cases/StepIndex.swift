import DAXModel

/// Steps by name. It stands outside the model because a dictionary probes differently on every run: inside, its edge
/// counters would make the coverage of equal executions differ.
enum StepIndex {
    /// Several steps share a name: the notify callbacks of different designs.
    private static let byName: [String: [StepID]] = {
        var index: [String: [StepID]] = [:]
        for step in StepTable.shared.all { index[StepTable.shared.qualified(step), default: []].append(step) }
        return index
    }()

    /// Every step with this qualified name, "path:step"; empty when there is none.
    static func steps(named name: String) -> [StepID] { byName[name] ?? [] }

    /// Who can come to a step of this name, on whichever design; nil when no path has one.
    static func performers(ofStepNamed name: String) -> Performers? {
        guard var result = byName[name]?.first.map(StepTable.shared.performers) else { return nil }
        for step in steps(named: name).dropFirst() { result.formUnion(StepTable.shared.performers(of: step)) }
        return result
    }
}
