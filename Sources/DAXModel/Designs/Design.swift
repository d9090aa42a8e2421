/// A removal design: what its notify callback does, line by line, and what it guarantees beyond that.
public struct Design: Sendable {
    /// The name users select it by.
    public internal(set) var name: String
    /// Where the design comes from, for `designs`.
    public let origin: String
    /// Profiles it may be paired with; the first is the default.
    public let profiles: [KernelProfile]
    /// What it has, of the guarantees that can be switched on and off. A line of the callback that belongs to a guarantee
    /// does something only with it.
    public let guarantees: GuaranteeSet
    /// The lines of `xfs_dax_notify_failure`, in the order in which the kernel runs them.
    public let callback: [CallbackLine]

    /// - Precondition: there is a profile; the callback has at most `Callback.stepLimit` steps and each line once; it shuts
    ///   down before it thaws exactly if it says so by `shutsDownBeforeThaw`, which otherwise moves that line.
    public init(
        _ name: String, origin: String, profiles: [KernelProfile], guarantees: GuaranteeSet, callback: [CallbackLine]
    ) {
        precondition(!profiles.isEmpty, "a design needs a kernel to be in")
        precondition(
            Design.shutsDownFirst(callback).map { $0 == guarantees.contains(.shutsDownBeforeThaw) } ?? true,
            "\(name): shutsDownBeforeThaw and the order of its shutdown and its thaw differ")
        self.name = name
        self.origin = origin
        self.profiles = profiles
        self.guarantees = guarantees
        self.callback = callback
    }

    /// Whether a callback shuts down before it thaws the kernel's freeze; nil where it does not do both.
    private static func shutsDownFirst(_ callback: [CallbackLine]) -> Bool? {
        let shutdown = callback.firstIndex { if case .shutdown = $0 { true } else { false } }
        let thaw = callback.firstIndex { if case .thaw(.kernel, _) = $0 { true } else { false } }
        guard let shutdown, let thaw else { return nil }
        return shutdown < thaw
    }

    /// The design of this name, or nil.
    public static func named(_ name: String) -> Design? { all.first { $0.name == name } }
}
