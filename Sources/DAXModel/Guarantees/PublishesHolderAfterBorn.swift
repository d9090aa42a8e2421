extension Guarantee.Declaration {
    static let publishesHolderAfterBorn = Self(
        name: "holder-published-after-born",
        statement: """
            The holder is published only when the mount is born (SB_BORN); a device that is dead by then fails the \
            mount.
            """,
        kernels: "none", cost: .check, harm: [.fails])
}

extension Machine {
    /// The holder is published in the step in which the mount is born. False where the device is dead by then.
    mutating func publishesHolder() -> Bool {
        guard rules.guarantees.contains(.publishesHolderAfterBorn) else { return true }
        guard daxDevices[sb.epoch].alive, daxDevices[sb.epoch].holderData == 0 else { return false }
        daxDevices[sb.epoch].holderData = 1
        daxDevices[sb.epoch].holderOps = true
        return true
    }
}
