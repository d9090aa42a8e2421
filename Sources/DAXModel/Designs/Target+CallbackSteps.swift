extension Target {
    /// A step of the notify callback on a target, for readers.
    public struct ListedStep: Hashable, Sendable {
        /// The kernel's function.
        public let name: String
        /// It belongs to a part that the target does not have, and does nothing.
        public let isIdle: Bool
        /// It is run only when the walk has failed or asks for a shutdown.
        public let isOnError: Bool
        /// The guarantee that it belongs to, where it belongs to one.
        public let guarantee: Guarantee?
    }

    /// The steps of the notify callback in their order, those that do nothing included.
    public var callbackSteps: [ListedStep] {
        let callback = Callback(of: design, with: guarantees)
        return (0..<callback.count).map { callback[$0] }.filter { $0.mode != .ghost }.map { step in
            ListedStep(
                name: "\(step.name)", isIdle: step.mode == .idle, isOnError: step.onlyOnError,
                guarantee: step.action.guarantee)
        }
    }
}
