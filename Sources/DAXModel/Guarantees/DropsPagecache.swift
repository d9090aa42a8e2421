extension Guarantee.Declaration {
    static let dropsPagecache = Self(
        name: "drops-pagecache",
        statement: "Every cached inode is invalidated before the walk (`super_drop_pagecache`).",
        kernels: "v10 only", cost: .walk, harm: [.waits])
}
