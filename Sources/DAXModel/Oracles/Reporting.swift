extension Machine {
    /// Records a violation, once an identity. The execution goes on.
    mutating func report(_ t: TaskID, _ violation: Violation) {
        var found = violation
        found.isConsequence = violations.oopsed
        found.atStep = stepCount
        found.task = t.index
        guard let identity = violations.record(found) else { return }
        digest.fold(identity)
        features.note(identity)
    }

    /// A violation about the state left by a removal: it carries the step that ended the walk early, if any did.
    mutating func reportRemoval(
        _ t: TaskID, _ oracle: Oracle, _ object: ObjectClass, _ detail: Violation.Detail, _ observable: Observable
    ) {
        var provenance = Provenance()
        if removal.abandoned != .none {
            provenance.reason = .notReached
            provenance.step = removal.abandoned
        }
        report(
            t,
            Violation(
                oracle: oracle, object: object, step: here(), provenance: provenance, detail: detail,
                observable: observable))
    }
}
