extension Guarantee.Declaration {
    static let rangeClamped = Self(
        name: "range-clamped",
        statement: "The range of a whole device, (0, U64_MAX), is clamped to it before allocation groups are counted.",
        kernels: "6.1.y and later", cost: .check)
}
