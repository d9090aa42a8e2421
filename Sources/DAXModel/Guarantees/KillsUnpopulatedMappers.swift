extension Guarantee.Declaration {
    static let killsUnpopulatedMappers = Self(
        name: "kills-unpopulated-mappers",
        statement: "A process that maps the page without a page-table entry for it is signalled too.",
        kernels: "none", cost: .check)
}
