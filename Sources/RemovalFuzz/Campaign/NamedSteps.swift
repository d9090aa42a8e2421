import DAXModel

/// The steps that a table means by a name, looked up once. A name that no step has any more is a mistake in the table:
/// it is noticed at the first look, and not by findings that are filed elsewhere.
enum NamedSteps {
    /// Every step that is this kernel function's, on whichever path.
    static func step(_ name: String) -> Set<StepID> { steps(name) { StepTable.shared.step($0) } }

    /// Every step of the paths of this name: the designs have one each for their callback.
    static func path(_ name: String) -> Set<StepID> { steps(name) { StepTable.shared.path($0) } }

    private static func steps(_ name: String, by naming: (StepID) -> String) -> Set<StepID> {
        let steps = Set(StepTable.shared.all.filter { naming($0) == name })
        precondition(!steps.isEmpty, "no step of the model has the name \(name)")
        return steps
    }
}
