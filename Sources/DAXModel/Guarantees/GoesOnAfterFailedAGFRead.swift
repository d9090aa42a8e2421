extension Guarantee.Declaration {
    static let goesOnAfterFailedAGFRead = Self(
        name: "goes-on-after-failed-agf-read",
        statement: "An allocation group whose header cannot be read is passed by; the walk goes on with the next.",
        kernels: "none", cost: .check)
}
