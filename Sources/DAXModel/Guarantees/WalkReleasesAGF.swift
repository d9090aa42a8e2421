extension Guarantee.Declaration {
    static let walkReleasesAGF = Self(
        name: "walk-releases-agf",
        statement: "The walk does not hold the AGF while it treats a file.",
        kernels: "none", cost: .walk)
}
