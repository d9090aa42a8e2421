/// A step of the model that is done wrong on purpose, so that an oracle which no design disturbs can be seen to fire.
///
/// Only tests can ask for one: no option, no file and no public declaration leads here. Each case says what is done
/// wrong and which oracle has to notice it.
package enum FaultyStep: UInt8, CaseIterable, Sendable, BitwiseCopyable {
    // Durability
    /// A log force writes inodes without their size. `durability`: lost.
    case logWithoutSizes
    /// A log force writes neither inodes nor names. `durability`: missing-file.
    case logWithoutInodes
    /// An allocation hands out a block that is in use. `durability`: foreign.
    case blockGivenTwice
    /// The recovery of a log that is not clean fails. `durability`: mount-failed.
    case recoveryFails
    // Balance
    /// A write that finds the device dead leaves its SRCU section open. `balance`: srcu.
    case srcuReadUnlockLeftOut
    /// `bind` keeps the device lock. `balance`: reference, held-lock.
    case deviceUnlockLeftOut
    /// A write that fails keeps its freeze level. `balance`: super-block, held-lock.
    case sbEndWriteLeftOut
    /// A freeze that fails still counts its holder. `balance`: super-block, still-referenced.
    case failedFreezeCounts
    /// An allocation that fails keeps the AGF. `balance`: perag.
    case agfUnlockLeftOut
    /// A read that fails keeps the IOLOCK. `balance`: file, held-lock.
    case iunlockLeftOut
    /// An `open` that fails keeps the inode. `balance`: file, still-referenced.
    case iputLeftOut
    /// The driver keeps its dax_device. `balance`: reference, still-referenced.
    case putDaxLeftOut
    /// `fs_put_dax` leaves the holder where it is. `balance`: dax-holder.
    case holderLeftInPlace
    // The others
    /// No operation asks whether the file system was shut down. `errno`.
    case shutdownNotAsked
    /// The reference design signals who has a file open, mapped or not. `signal-innocent`.
    case openersKilled
    /// The reference design's list of processes to signal ends before the last. `signal-owed`.
    case lastMapperSpared
    /// Nobody is woken when an entry is unlocked. `liveness`.
    case entryWakeUpLeftOut
    /// The reference design does not undo the users' freeze. `freeze-state`: frozen-by-user.
    case thawLeftOut
    /// A removal that deletes a file's entries passes by its first page. `stale-reference`, then `access`, and after a
    /// rebind `epoch`, all three of the entry.
    case firstEntrySkipped
    /// The reference design does not unmap what a fault under way has mapped behind its back, and its truncation unmaps
    /// nothing either. `stale-reference`, `access` and `epoch` of page-table entries.
    case unmapLeftOut
}

extension Target {
    /// A design with one step done wrong. Its name tells, so that nothing found on it is taken for the design's own.
    /// - Precondition: the design allows the profile.
    package init(_ design: Design, _ profile: KernelProfile? = nil, faulty step: FaultyStep) {
        self.init(design, profile)
        self.design.name += "-faulty-\(step)"
        faultyStep = step
    }
}
