extension Guarantee.Declaration {
    static let walksInodes = Self(
        name: "walks-inodes",
        statement: """
            The callback goes over the cached inodes and signals all who map the file system, instead of walking the \
            reverse map.
            """,
        kernels: "none", cost: .walk)
}
