extension Design {
    /// Every design, in the order of their history. A new one is added here, and nowhere else.
    public static let all = [
        Design(
            "notify-6.1",
            origin:
                "Linux 6.1 before the series: unbind is an ordinary memory failure of the whole range (e033f40be262)",
            profiles: [.v6_1_y, .v6_1_0], guarantees: [],
            callback: [
                .checkBorn, .checkReverseMap, .allocateTransaction, .walkReverseMap, .cancelTransaction,
                .onError(.shutdown(.corruptOnDisk)), .finish(.corrupted),
            ]),
        Design(
            "v10",
            origin: "[PATCH v10 3/3] mm, pmem, xfs: Introduce MF_MEM_REMOVE for unbind, 17 Feb 2023",
            profiles: [.v6_3], guarantees: [.preRemove, .frozenDuringWalk, .dropsPagecache],
            callback: [
                .checkBorn, .checkReverseMap, .freeze, .dropPagecache, .allocateTransaction, .walkReverseMap,
                .cancelTransaction, .onError(.shutdown(.corruptOnDisk)), .onError(.returnError),
                .thaw(.kernel, .always), .shutdown(.forceUmount), .finish(.success),
            ]),
        Design(
            "v10-without-drop",
            origin: "v10 with super_drop_pagecache removed as the review asked; crashes at umount (March 2023)",
            profiles: [.v6_3], guarantees: [.preRemove, .frozenDuringWalk],
            callback: [
                .checkBorn, .checkReverseMap, .freeze, .dropPagecache, .allocateTransaction, .walkReverseMap,
                .cancelTransaction, .onError(.shutdown(.corruptOnDisk)), .onError(.returnError),
                .thaw(.kernel, .always), .shutdown(.forceUmount), .finish(.success),
            ]),
        // The middle is as in the message: freeze, walk with a kill of all associated processes and an invalidation of
        // each file found, thaw. What the message leaves open is read as in v10.
        Design(
            "seed-proposal",
            origin: "the proposal of late March 2023 in reply to v10 3/3; what it leaves open is read as in v10",
            profiles: [.v6_3],
            guarantees: [.preRemove, .frozenDuringWalk, .killsAllMappers, .invalidatesRecords, .invalidatesWholeFiles],
            callback: [
                .checkBorn, .checkReverseMap, .freeze, .allocateTransaction, .walkReverseMap, .cancelTransaction,
                .onError(.shutdown(.corruptOnDisk)), .onError(.returnError), .thaw(.kernel, .always),
                .shutdown(.forceUmount), .finish(.success),
            ]),
        Design(
            "merged",
            origin: "Linux 6.8 to 6.14: mm, pmem, xfs: Introduce MF_MEM_PRE_REMOVE for unbind (fa422b353d21)",
            profiles: [.v6_12_y],
            guarantees: [
                .preRemove, .frozenDuringWalk, .killsAllMappers, .invalidatesRecords, .leavesPagesUnpoisoned,
                .goesOnAfterFailedFreeze, .shutsDownBeforeThaw, .thawsOnEveryWayOut, .thawsUserFreeze,
            ],
            callback: [
                .checkBorn, .checkReverseMap, .freeze, .allocateTransaction, .walkReverseMap, .cancelTransaction,
                .shutdown(.forceUmount), .thaw(.kernel, .ifOurs), .thaw(.userspace, .always), .finish(.error),
            ]),
        // A design that should have no hole: it shows that the oracles can be satisfied. It finds the super block as the
        // block layer does, so that a mount in progress is waited for and a dying one is gone.
        Design(
            "reference",
            origin: "in no kernel: gate insertion under the entry lock, delete every entry, signal every mapper",
            profiles: [.v6_12_y],
            guarantees: [
                .publishesHolderWithOperations, .superBlockHeld, .insertionGate, .flushesFirst, .walksInodes,
                .waitsForTransientInodes, .killsAllMappers, .killsLeaderlessGroups, .killsUnpopulatedMappers,
                .killListCannotFail, .unmapsWithoutKillList, .invalidatesRecords, .deletesDirtyEntries,
                .unmapsAfterDeletion, .shutsDownBeforeThaw, .waitsForFreezer, .thawsUserFreeze,
            ],
            callback: [
                .holdSuperBlock, .closeGate, .sync, .killMappers, .walkInodes, .shutdown(.forceUmount),
                .waitForFreezer, .thaw(.kernel, .untilNone), .thaw(.userspace, .untilNone), .releaseSuperBlock,
                .finish(.success),
            ]),
    ]
}
