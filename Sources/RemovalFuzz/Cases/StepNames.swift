import DAXModel

/// The steps of the model by name, for mutations of preemptions and for suggestions.
enum StepNames {
    static let all: [String] = StepTable.shared.all.map { StepTable.shared.qualified($0) }
}
