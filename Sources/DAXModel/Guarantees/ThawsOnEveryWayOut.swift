extension Guarantee.Declaration {
    static let thawsOnEveryWayOut = Self(
        name: "thaws-on-every-way-out",
        statement: "A callback that gives up thaws what it has frozen.",
        kernels: "6.8 (fa422b353d21)", cost: .check)
}
