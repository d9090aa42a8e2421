extension Guarantee.Declaration {
    static let shutsDownBeforeThaw = Self(
        name: "shuts-down-before-thaw",
        statement: "The file system is shut down while it is still frozen.",
        kernels: "6.8 (fa422b353d21)", cost: .check)
}
