extension Guarantee.Declaration {
    static let unmapsAfterDeletion = Self(
        name: "unmaps-after-deletion",
        statement: """
            A file is unmapped once more after its entries were deleted: a fault that held its entry may have mapped \
            the page meanwhile.
            """,
        kernels: "none", cost: .walk)
}
