import DAXModel
import RemovalFuzz
import Testing

/// A page of a mapping, a page of a file and a page of a fault are three things.
@Suite struct AddressTests {
    private static let file = """
        op 1 t0 mount
        op 2 t1 create f0 d0
        op 3 t1 write d0 pages 0+8
        op 4 t1 mmap m0 d0 pages 2+1 shared write
        op 5 t1 thread t2

        """

    /// What the user accessed is an address: when another mapping lies there by the time of the fault, the access is
    /// tried again, and what was mapped before stays unmapped.
    @Test(arguments: ["mmap m0 d0 pages 1+3 shared read-only", "mmap m1 d0 pages 0+8 shared write"])
    func anotherMappingAtTheAddress(_ remap: String) throws {
        let subject = try workload(
            Self.file + """
                op 6 t1 store m0 page 0
                op 7 t2 munmap m0
                op 8 t2 \(remap)
                preempt t1 op 6 at user_access:asm_exc_page_fault run t2
                preempt t1 op 6 at handle_mm_fault:mmap_read_lock run t2

                """)
        let target = try target("merged")
        let seen = Observation(of: subject, on: target)
        #expect(seen.execution.skippedPreemptions == 0)
        #expect(seen.result(of: 6) == "SIGSEGV")
        let notes = Timeline(of: subject, on: target).events.flatMap(\.notes)
        #expect(!notes.contains { $0.hasPrefix("page table of t1") }, "\(notes)")
    }

    /// Two bad pages of one read: each strikes its own page and counts no access to the other.
    @Test func mediaErrorsOfTwoPages() throws {
        for bad in [2, 3] {
            let subject = try workload(
                Self.file + """
                    op 6 t1 read d0 pages 2+3
                    fault media-error t1 op 6 file f0 page 7
                    fault media-error t1 op 6 file f0 page \(bad)

                    """)
            let seen = Observation(of: subject, on: try target("merged"))
            #expect(seen.execution.firedFaults == 0b10, "page \(bad)")
            #expect(seen.result(of: 6) == (bad == 2 ? "EIO" : "1"), "page \(bad)")
        }
    }

    /// A PMD asks for all of its pages: one that is bad makes it fall back to pages.
    @Test func badPageUnderAPmd() throws {
        let lines = """
            op 1 t0 mount
            op 2 t1 create f0 d0
            op 3 t1 fallocate d0 pages 0+4
            op 4 t1 mmap m0 d0 pages 0+4 shared write
            op 5 t1 store m0 page 0

            """
        for isBad in [false, true] {
            let fault = isBad ? "fault media-error t1 op 5 file f0 page 3\n" : ""
            let told = Timeline(of: try workload(lines + fault), on: try target("merged"))
            let isHuge = told.events.flatMap(\.notes).contains { $0.hasPrefix("page table") && $0.hasSuffix("PMD") }
            #expect(isHuge != isBad)
        }
    }
}
