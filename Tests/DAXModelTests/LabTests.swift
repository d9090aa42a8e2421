import DAXModel
import RemovalFuzz
import Testing

/// What real kernels did, row by row. Where one of these fails, the model is wrong.
@Suite struct LabTests {
    /// A file of four pages with data that an fsync has acknowledged, written by t1.
    private static let file = """
        op 1 t0 mount
        op 2 t1 create f0 d0
        op 3 t1 write d0 pages 0+4
        op 4 t1 fsync d0

        """

    @Test(arguments: LabKernel.allCases)
    func writersAndFsyncLoop(kernel: LabKernel) throws {
        let seen = Observation(
            of: try workload(
                Self.file + """
                    op 5 t1 mmap m0 d0 pages 0+4 shared write
                    op 6 t1 store m0 page 0
                    op 7 t2 open f0 d0 write
                    op 8 t2 mmap m0 d0 pages 0+4 shared write
                    op 9 t2 store m0 page 1
                    op 10 t3 open f0 d0 write
                    op 11 t3 fsync d0
                    op 12 t1 store m0 page 0
                    op 13 t0 unbind
                    op 14 t1 store m0 page 0
                    op 15 t2 store m0 page 1
                    op 16 t3 fsync d0
                    op 17 t3 exit-group
                    op 18 t0 umount
                    """), on: kernel.target)
        #expect(seen.result(of: 11) == "0")
        #expect(seen.result(of: 13) == "0")
        #expect(seen.result(of: 16) == "EIO")
        switch kernel {
        case .v6_1:
            #expect(seen.shutdowns == [0x10])
            #expect(seen.signalled.isEmpty)
            #expect(seen.result(of: 14) == "SIGBUS/BUS_ADRERR")
            #expect(seen.result(of: 15) == "SIGBUS/BUS_ADRERR")
            #expect(seen.result(of: 18) == "OOPS")
            #expect(seen.oopsesUnderEvict)
        case .v6_12:
            #expect(seen.shutdowns == [0x4])
            #expect(seen.signalled == [1, 2])
            #expect(seen.result(of: 14) == "not begun")
            #expect(seen.result(of: 15) == "not begun")
            #expect(seen.result(of: 18) == "0")
            #expect(seen.execution.signatures.isEmpty)
        }
    }

    @Test(arguments: LabKernel.allCases)
    func sleepingMapper(kernel: LabKernel) throws {
        let seen = Observation(
            of: try workload(
                Self.file + """
                    op 5 t1 mmap m0 d0 pages 0+4 shared write
                    op 6 t1 store m0 page 0
                    op 7 t0 unbind
                    op 8 t1 store m0 page 0
                    op 9 t0 umount
                    """), on: kernel.target)
        #expect(seen.result(of: 7) == "0")
        switch kernel {
        case .v6_1:
            #expect(seen.shutdowns == [0x10])
            #expect(seen.signalled.isEmpty)
            #expect(seen.result(of: 8) == "SIGBUS/BUS_ADRERR")
            #expect(seen.result(of: 9) == "OOPS")
            #expect(seen.oopsesUnderEvict)
        case .v6_12:
            #expect(seen.shutdowns == [0x4])
            #expect(seen.signalled == [1])
            #expect(seen.result(of: 8) == "not begun")
            #expect(seen.result(of: 9) == "0")
            #expect(seen.execution.signatures.isEmpty)
        }
    }

    /// A handler tells the two kinds of SIGBUS apart: the removal's own, and that of the task's next access.
    @Test(arguments: LabKernel.allCases)
    func handlerSurvivesBothSignals(kernel: LabKernel) throws {
        let seen = Observation(
            of: try workload(
                Self.file + """
                    op 5 t1 sigaction handler
                    op 6 t1 mmap m0 d0 pages 0+4 shared write
                    op 7 t1 store m0 page 0
                    op 8 t0 unbind
                    op 9 t1 store m0 page 0
                    op 10 t1 store m0 page 0
                    """), on: kernel.target)
        #expect(seen.signalled == (kernel == .v6_12 ? [1] : []))
        #expect(seen.result(of: 9) == "SIGBUS/BUS_ADRERR")
        #expect(seen.result(of: 10) == "SIGBUS/BUS_ADRERR")
    }

    @Test(arguments: LabKernel.allCases)
    func mappedButNeverFaulted(kernel: LabKernel) throws {
        let seen = Observation(
            of: try workload(
                Self.file + """
                    op 5 t1 mmap m0 d0 pages 0+4 shared write
                    op 6 t2 open f0 d0
                    op 7 t2 mmap m0 d0 pages 0+4 shared read-only
                    op 8 t0 unbind
                    op 9 t1 store m0 page 0
                    op 10 t2 load m0 page 0
                    op 11 t0 umount
                    """), on: kernel.target)
        #expect(seen.shutdowns == [kernel == .v6_1 ? 0x10 : 0x4])
        #expect(seen.signalled.isEmpty)
        #expect(seen.result(of: 9) == "SIGBUS/BUS_ADRERR")
        #expect(seen.result(of: 10) == "SIGBUS/BUS_ADRERR")
        #expect(seen.result(of: 11) == "0")
        #expect(seen.execution.signatures.isEmpty)
    }

    @Test(arguments: LabKernel.allCases)
    func openButNotMapped(kernel: LabKernel) throws {
        let seen = Observation(
            of: try workload(
                Self.file + """
                    op 5 t0 unbind
                    op 6 t1 read d0 pages 0+1
                    op 7 t1 write d0 pages 0+1
                    op 8 t1 fsync d0
                    op 9 t1 open f0 d1
                    op 10 t1 mmap m0 d0 pages 0+4 shared write
                    op 11 t1 munmap m0
                    op 12 t0 umount
                    op 13 t1 close d0
                    op 14 t0 umount
                    """), on: kernel.target)
        #expect(seen.shutdowns == [kernel == .v6_1 ? 0x10 : 0x4])
        for call in 6...9 as ClosedRange<UInt16> { #expect(seen.result(of: call) == "EIO", "op \(call)") }
        #expect(seen.result(of: 10) == "0")
        #expect(seen.result(of: 11) == "0")
        #expect(seen.result(of: 12) == "EBUSY")
        #expect(seen.result(of: 13) == "0")
        #expect(seen.result(of: 14) == "0")
        #expect(seen.signalled.isEmpty)
        #expect(seen.execution.signatures.isEmpty)
    }

    /// Without a reverse map nobody is told. The calls right after `kill_dax` come before the disk is reported dead.
    @Test(arguments: LabKernel.allCases)
    func withoutReverseMap(kernel: LabKernel) throws {
        let seen = Observation(
            of: try workload(
                rmapbt: false,
                Self.file + """
                    op 5 t1 mmap m0 d0 pages 0+4 shared write
                    op 6 t1 store m0 page 0
                    op 7 t2 open f0 d0
                    op 8 t2 mmap m0 d0 pages 0+4 shared read-only
                    op 9 t2 load m0 page 1
                    op 10 t3 open f0 d0 write
                    op 11 t0 unbind
                    op 12 t3 read d0 pages 0+1
                    op 13 t3 write d0 pages 0+1
                    op 14 t3 read d0 pages 0+1
                    op 15 t3 write d0 pages 0+1
                    op 16 t3 fsync d0
                    op 17 t1 exit-group
                    op 18 t2 exit-group
                    op 19 t3 exit-group
                    op 20 t0 umount
                    preempt t0 op 11 at unbind_store:put_dax run t3
                    preempt t0 op 11 at del_gendisk:super_lock run t3
                    """), on: kernel.target)
        #expect(seen.execution.skippedPreemptions == 0)
        #expect(seen.result(of: 11) == "0")
        #expect(seen.result(of: 12) == "ENXIO")
        #expect(seen.result(of: 13) == "ENXIO")
        #expect(seen.signalled.isEmpty)
        #expect(seen.result(of: 14) == (kernel == .v6_1 ? "ENXIO" : "EIO"))
        #expect(seen.result(of: 15) == (kernel == .v6_1 ? "ENXIO" : "EIO"))
        #expect(seen.result(of: 16) == "EIO")
        // On 6.1 the file system stays up until its log meets the dead disk.
        #expect(seen.shutdowns == [kernel == .v6_1 ? 0x2 : 0x20])
        #expect(seen.result(of: 20) == "OOPS")
        #expect(seen.oopsesUnderEvict)
    }

    @Test(arguments: LabKernel.allCases)
    func userFreeze(kernel: LabKernel) throws {
        let seen = Observation(
            of: try workload(
                Self.file + """
                    op 5 t1 mmap m0 d0 pages 0+4 shared write
                    op 6 t1 store m0 page 0
                    op 7 t3 open f0 d0 write
                    op 8 t3 fsync d0
                    op 9 t2 open f0 d0
                    op 10 t2 freeze d0
                    op 11 t2 close d0
                    op 12 t1 store m0 page 0
                    op 13 t3 fsync d0
                    op 14 t0 unbind
                    op 15 t3 fsync d0
                    op 16 t2 open f0 d0
                    op 17 t3 exit-group
                    op 18 t0 umount
                    """), on: kernel.target)
        #expect(seen.result(of: 10) == "0")
        #expect(seen.result(of: 13) == "0")
        #expect(seen.result(of: 14) == "0")
        #expect(seen.result(of: 15) == "EIO")
        #expect(seen.result(of: 16) == "EIO")
        switch kernel {
        case .v6_1:
            #expect(seen.shutdowns == [0x10])
            #expect(seen.signalled.isEmpty)
            #expect(seen.sleepers == [.init(task: 1, step: "xfs_dax_write_fault:sb_start_pagefault")])
            #expect(seen.result(of: 12) == "unfinished")
            #expect(seen.result(of: 18) == "EBUSY")
            #expect(seen.oracles.contains(.liveness))
        case .v6_12:
            #expect(seen.shutdowns == [0x4])
            #expect(seen.signalled == [1])
            #expect(seen.sleepers.isEmpty)
            // The removal's SIGBUS is pending when the store fails, and swallows the store's own.
            #expect(seen.result(of: 12) == "killed")
            #expect(seen.result(of: 18) == "0")
            #expect(seen.execution.signatures.isEmpty)
        }
    }

    @Test(arguments: LabKernel.allCases)
    func remountAfterRebind(kernel: LabKernel) throws {
        let seen = Observation(
            of: try workload(
                Self.file + """
                    op 5 t1 mmap m0 d0 pages 0+4 shared write
                    op 6 t1 store m0 page 0
                    op 7 t1 fsync d0
                    op 8 t0 unbind
                    op 9 t1 exit-group
                    op 10 t0 umount
                    op 11 t2 bind
                    op 12 t2 mount
                    op 13 t2 open f0 d0 write
                    op 14 t2 read d0 pages 0+4
                    op 15 t2 write d0 pages 0+1
                    op 16 t2 fsync d0
                    op 17 t2 mmap m0 d0 pages 0+4 shared write
                    op 18 t2 store m0 page 3
                    op 19 t3 unbind
                    op 20 t3 umount
                    op 21 t3 bind
                    op 22 t3 mount
                    op 23 t3 open f0 d0
                    op 24 t3 read d0 pages 0+4
                    """), on: kernel.target)
        #expect(seen.result(of: 11) == "0")
        switch kernel {
        case .v6_1:
            #expect(seen.result(of: 10) == "OOPS")
            #expect(seen.result(of: 12) == "EEXIST")
        case .v6_12:
            #expect(seen.result(of: 10) == "0")
            #expect(seen.result(of: 12) == "0")
            #expect(seen.result(of: 14) == "4")
            #expect(seen.signalled == [1, 2])
            // A second time in a row.
            for call in 19...23 as ClosedRange<UInt16> { #expect(seen.result(of: call) == "0", "op \(call)") }
            #expect(seen.result(of: 24) == "4")
            #expect(seen.shutdowns == [0x4, 0x4])
            #expect(seen.execution.signatures.isEmpty)
        }
    }

    /// What an fsync acknowledged last is there after the rebind; the oracle compares the content.
    @Test(arguments: LabKernel.allCases)
    func acknowledgedDataIsThere(kernel: LabKernel) throws {
        let seen = Observation(
            of: try workload(
                Self.file + """
                    op 5 t1 write d0 pages 4+2
                    op 6 t1 fsync d0
                    op 7 t0 unbind
                    op 8 t1 write d0 pages 6+1
                    op 9 t1 exit-group
                    op 10 t0 umount
                    op 11 t0 bind
                    op 12 t0 mount
                    op 13 t0 open f0 d0
                    op 14 t0 read d0 pages 0+8
                    """), on: kernel.target)
        #expect(seen.result(of: 6) == "0")
        #expect(seen.result(of: 8) == "EIO")
        #expect(seen.result(of: 10) == "0")
        #expect(seen.result(of: 12) == "0")
        #expect(seen.result(of: 14) == "6")
        #expect(seen.execution.signatures.isEmpty)
    }

    /// Rebinding before the umount brings page structs back: what would have been an oops becomes a use of the old
    /// binding's entries, which the epoch tells.
    @Test func rebindBeforeUmountHidesTheOops() throws {
        let seen = Observation(
            of: try workload(
                Self.file + """
                    op 5 t1 mmap m0 d0 pages 0+4 shared write
                    op 6 t1 store m0 page 0
                    op 7 t0 unbind
                    op 8 t0 bind
                    op 9 t1 exit-group
                    op 10 t0 umount
                    """), on: LabKernel.v6_1.target)
        #expect(seen.result(of: 8) == "0")
        #expect(seen.result(of: 10) == "0")
        #expect(seen.oopsed.isEmpty)
        #expect(seen.oracles.contains(.epoch))
    }

    /// An inode that nobody uses is evicted by `del_gendisk` while the page structs are there.
    @Test(arguments: LabKernel.allCases, [true, false])
    func idleInodesAreEvictedInTime(kernel: LabKernel, rmapbt: Bool) throws {
        let seen = Observation(
            of: try workload(
                rmapbt: rmapbt,
                Self.file + """
                    op 5 t1 mmap m0 d0 pages 0+4 shared write
                    op 6 t1 store m0 page 0
                    op 7 t1 munmap m0
                    op 8 t1 close d0
                    op 9 t0 unbind
                    op 10 t0 umount
                    """), on: kernel.target)
        #expect(seen.result(of: 10) == "0")
        #expect(seen.oopsed.isEmpty)
        #expect(!seen.oracles.contains(.staleReference))
    }
}
