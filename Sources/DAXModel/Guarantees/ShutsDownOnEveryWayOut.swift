extension Guarantee.Declaration {
    static let shutsDownOnEveryWayOut = Self(
        name: "shuts-down-on-every-way-out",
        statement: "A callback that gives up shuts the file system down all the same.",
        kernels: "none", cost: .check)
}
