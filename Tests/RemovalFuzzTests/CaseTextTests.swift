import DAXModel
import Testing

@testable import RemovalFuzz

@Suite struct CaseTextTests {
    static let example = """
        case 1
        mkfs rmapbt=1
        op 1 t0 mount
        op 2 t1 create f0 d0
        op 3 t1 mmap m0 d0 pages 0+4 shared write sync
        op 4 t1 store m0 page 2
        op 5 t0 unbind
        op 9 t1 munmap m0
        fault agf-read t0 op 5 occurrence 1
        fault media-error t1 op 4 file f0 page 2
        fault delay-signal t0 op 5 until 9
        preempt t1 op 4 at dax_iomap_fault:dax_insert_entry run t0
        preempt inodegc-worker op inodegc at xfs_inodegc_worker:xfs_trans_alloc occurrence 2 run t1

        """

    /// One line for every kind, and for every choice and option of a kind.
    static let calls = [
        "open f0 d1", "open f3 d3 write", "create f0 d0", "close d1", "unlink f2",
        "rename f1 f2", "read d0 pages 7+1", "write d0 pages 0+8", "fsync d0", "truncate d0 size 8",
        "fallocate d0 pages 0+4", "fallocate d0 pages 0+4 keep-size", "punch d0 pages 2+2",
        "mmap m0 d0 pages 0+4 shared read-only", "mmap m3 d0 pages 0+4 private write",
        "mmap m0 d0 pages 0+4 shared write sync", "load m0 page 7", "store m0 page 0", "msync m0", "munmap m0",
        "mprotect m0 read", "mprotect m0 write", "madvise m0 dontneed", "fork t7", "thread t1", "exit", "exit-group",
        "kill t2", "sigaction handler", "sigaction ignore", "sigaction default", "sigprocmask block",
        "sigprocmask unblock", "mce-kill early", "mce-kill default", "chdir mount-point", "chdir out", "freeze d0",
        "thaw d0", "drop-caches", "mount", "umount", "bind", "unbind", "repeat 64", "repeat 1 background", "end",
    ]

    @Test func exampleIsReadAsWritten() throws {
        let read = try Case(text: Self.example)
        #expect(read.mkfs.rmapbt)
        #expect(read.operations.count == 6)
        #expect(
            read.operations[2]
                == Operation(id: 3, task: 1, call: .mmap(0, 0, PageRange(0, count: 4), [.shared, .write, .sync])))
        #expect(read.faults[0] == Fault(site: .agfRead, task: 0, operation: 5, occurrence: 1))
        #expect(read.faults[1] == Fault(site: .mediaError, task: 1, operation: 4, file: 0, page: 2))
        #expect(read.faults[2] == Fault(site: .delaySignal, task: 0, operation: 5, until: 9))
        #expect(
            read.preemptions == [
                Preemption(
                    task: 1, operation: 4, step: "dax_iomap_fault:dax_insert_entry", occurrence: 0, run: 0),
                Preemption(
                    task: 9, operation: OperationID.inodegc, step: "xfs_inodegc_worker:xfs_trans_alloc", occurrence: 2,
                    run: 1),
            ])
        #expect(read.text == Self.example)
    }

    @Test func everyKindIsPrintedAsItIsRead() throws {
        var kinds = Set<OperationKind>()
        for call in Self.calls {
            let loop = call.hasPrefix("repeat") ? "op 2 t3 end\n" : ""
            let before = call == "end" ? "op 3 t3 repeat 2\n" : ""
            let text = "case 1\nmkfs rmapbt=0\n\(before)op 1 t3 \(call)\n\(loop)"
            let read = try Case(text: text)
            let operation = try #require(read.operations.first { $0.id == 1 })
            #expect(operation.callText == call)
            #expect(read.text == text)
            kinds.insert(operation.kind)
        }
        #expect(kinds.count == OperationKind.allCases.count)
    }

    @Test func everySiteIsPrintedAsItIsRead() throws {
        for site in FaultSite.allCases {
            let details = [
                FaultSite.mediaError: " file f3 page 7", .delaySignal: " until inodegc", .delayTask: " until 1",
            ]
            let kind = try #require(OperationKind.allCases.first { $0.reaches(site) })
            let line = "fault \(site.word) t3 op 2 occurrence 255\(details[site] ?? "")"
            let operation = Operation(id: 2, task: 3, call: kind.form.blank)
            let read = try Case(text: "case 1\nop 1 t0 mount\n\(operation.text)\n\(line)")
            #expect(read.faults.map(\.text) == [line])
            #expect(read.faults.map(\.canonical) == read.faults)
        }
    }

    @Test func commentsBlanksAndLineEndsSayNothing() throws {
        let loose = """
            # a comment\r
            \t
              case 1# no comment, so refused

            """
        #expect(throws: CaseTextError.self) { try Case(text: loose) }
        let text = "\r\n # comment\n\tcase  1 # version\r\n\nop 1\tt0 mount#\n"
        #expect(throws: CaseTextError.self) { try Case(text: text) }
        let read = try Case(text: "\r\n # comment\n\tcase  1 # version\r\n\nop 1\tt0 mount  #!\r\n#\u{1b} é")
        #expect(read == Case(operations: [Operation(id: 1, task: 0, call: .mount)]))
    }

    @Test func whatIsLeftOutHasItsDefault() throws {
        #expect(try Case(text: "case 1") == Case())
        #expect(Case().text == "case 1\nmkfs rmapbt=1\n")
        let read = try Case(
            text:
                "case 1\npreempt t0 op 3 at unbind_store:kill_dax run t1\nfault agf-read t0 op 3\nop 3 t0 unbind\nop 4 t1 exit"
        )
        #expect(read.preemptions[0].occurrence == 0)
        #expect(read.faults[0].occurrence == 0)
    }

    @Test func roundTrip() throws {
        for seed in 0..<400 as Range<UInt64> {
            var random = CaseRandom(seed: seed)
            let original = random.case()
            let read = try Case(text: original.text)
            #expect(read == original, "seed \(seed)")
            #expect(read.text == original.text, "seed \(seed)")
        }
    }

    @Test func unusedFieldsAreNotStored() throws {
        for seed in 0..<400 as Range<UInt64> {
            var random = CaseRandom(seed: seed)
            let original = random.case(noise: true)
            try original.validate()
            #expect(original.canonical.canonical == original.canonical, "seed \(seed)")
            #expect(try Case(text: original.text) == original.canonical, "seed \(seed)")
            #expect(original.hash == original.canonical.hash, "seed \(seed)")
        }
    }

    @Test func damagedTextIsRefusedOrStaysValid() throws {
        for seed in 0..<1500 as Range<UInt64> {
            var random = CaseRandom(seed: seed)
            var bytes = Array(Self.example.utf8)
            for _ in 0...random.below(3) {
                let at = random.below(bytes.count)
                switch random.below(4) {
                case 0: bytes[at] = random.byte(256)
                case 1: bytes.remove(at: at)
                case 2: bytes.insert(random.pick(Array("0129 tdmf#+\n:".utf8)), at: at)
                default: bytes.insert(contentsOf: bytes[at..<min(at + 30, bytes.count)], at: random.below(bytes.count))
                }
            }
            do throws(StoredCaseError) {
                let read = try StoredCase.read(bytes)
                #expect(read.isValid, "seed \(seed)")
                #expect((try? StoredCase.read(Array(read.text.utf8))) == read, "seed \(seed)")
            } catch {
                guard case .text(let problem) = error else {
                    #expect(String(validating: bytes, as: UTF8.self) == nil, "seed \(seed): \(error)")
                    continue
                }
                #expect(problem.line >= 1 && problem.column >= 1, "seed \(seed)")
                #expect(!problem.description.utf8.contains { $0 < 0x20 }, "seed \(seed)")
            }
        }
    }
}
