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

    /// - Precondition: there is a profile; the callback has at most `Callback.lineLimit` steps and each line once.
    public init(
        _ name: String, origin: String, profiles: [KernelProfile], guarantees: GuaranteeSet, callback: [CallbackLine]
    ) {
        precondition(!profiles.isEmpty, "a design needs a kernel to be in")
        self.name = name
        self.origin = origin
        self.profiles = profiles
        self.guarantees = guarantees
        self.callback = callback
    }

    /// The design of this name, or nil.
    public static func named(_ name: String) -> Design? { all.first { $0.name == name } }
}
