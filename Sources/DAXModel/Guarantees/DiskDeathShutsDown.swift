extension Guarantee.Declaration {
    static let diskDeathShutsDown = Self(
        name: "disk-death-shuts-down",
        statement: "The death of the disk shuts a file system down that is still mounted on it (`fs_bdev_mark_dead`).",
        kernels: "6.6", cost: .check)
}
