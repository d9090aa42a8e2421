extension Guarantee.Declaration {
    static let leavesPagesUnpoisoned = Self(
        name: "leaves-pages-unpoisoned",
        statement: "Pages that are removed are not marked HWPoison, so that the walk does not touch their structs.",
        kernels: "6.8 (fa422b353d21)", cost: .check)
}
