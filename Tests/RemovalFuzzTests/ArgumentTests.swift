import DAXModel
import Testing

@testable import RemovalFuzz

/// The one list of arguments, seen by each of its visitors.
@Suite struct ArgumentTests {
    private func call(_ text: String) throws -> Operation.Call {
        let mate = text.hasPrefix("repeat") ? "\nop 2 t0 end" : ""
        return try #require(try Case(text: "case 1\nop 1 t0 \(text)\(mate)").operations.first).call
    }

    private func text(_ call: Operation.Call) -> String { Operation(id: 1, task: 0, call: call).callText }

    /// A name that is missed keeps its old number while all the others change: the case means something else.
    @Test(
        arguments: [
            ("open f0 d0 write", "open f1 d2 write"), ("create f0 d0", "create f1 d2"), ("close d0", "close d2"),
            ("unlink f0", "unlink f1"), ("rename f0 f0", "rename f1 f1"), ("read d0 pages 0+1", "read d2 pages 2+3"),
            ("write d0 pages 0+1", "write d2 pages 2+3"), ("fsync d0", "fsync d2"),
            ("truncate d0 size 0", "truncate d2 size 8"),
            ("fallocate d0 pages 0+1 keep-size", "fallocate d2 pages 2+3 keep-size"),
            ("punch d0 pages 0+1", "punch d2 pages 2+3"),
            ("mmap m0 d0 pages 0+1 private write sync", "mmap m3 d2 pages 2+3 private write sync"),
            ("load m0 page 0", "load m3 page 5"), ("store m0 page 0", "store m3 page 5"), ("msync m0", "msync m3"),
            ("munmap m0", "munmap m3"), ("mprotect m0 write", "mprotect m3 write"),
            ("madvise m0 dontneed", "madvise m3 dontneed"), ("fork t0", "fork t6"), ("thread t0", "thread t6"),
            ("kill t0", "kill t6"), ("freeze d0", "freeze d2"), ("thaw d0", "thaw d2"),
            ("repeat 7 background", "repeat 7 background"), ("sigaction ignore", "sigaction ignore"),
        ])
    func everyNameIsMapped(old: String, new: String) throws {
        let map = ArgumentMap(
            newFile: { $0.exchanged(0, 1) }, newDescriptor: { $0.exchanged(2, 0) }, newMapping: { $0.exchanged(0, 3) },
            newTask: { $0.exchanged(0, 6) }, newPage: { _ in 5 }, newSize: { _ in 8 },
            newPages: { _ in PageRange(2, count: 3) })
        #expect(text(try call(old).mapped(by: map)) == new)
    }

    /// What a mask has switched off is recognized in every kind that has it.
    @Test(
        arguments: [
            ("open f0 d0 write", .write), ("open f0 d0", []), ("create f0 d0", []),
            ("mmap m0 d0 pages 0+1 shared read-only", .shared),
            ("mmap m0 d0 pages 0+1 private write sync", [.write, .sync]), ("mprotect m0 write", .write),
            ("mprotect m0 read", []), ("fallocate d0 pages 0+1 keep-size", .keepSize), ("sigaction handler", .enable),
            ("sigaction ignore", .ignore), ("sigaction default", []), ("sigprocmask block", .enable),
            ("mce-kill early", .enable), ("chdir mount-point", .enable), ("chdir out", []),
            ("repeat 3 background", .background), ("repeat 3", []),
        ] as [(String, CallModifiers)])
    func modifiersAreThoseThatAreSet(call text: String, modifiers: CallModifiers) throws {
        #expect(try call(text).modifiers == modifiers)
    }

    /// The minimizer tries the simplest values first, each once.
    @Test func simplerValuesComeInOrder() throws {
        func simpler(_ text: String) throws -> [String] {
            Operation(id: 1, task: 0, call: try call(text)).simpler.map(\.callText)
        }
        #expect(try simpler("store m2 page 0") == ["store m0 page 0", "store m1 page 0"])
        #expect(
            try simpler("read d1 pages 4+2") == [
                "read d0 pages 4+2", "read d1 pages 0+1", "read d1 pages 0+2", "read d1 pages 2+2", "read d1 pages 3+2",
                "read d1 pages 4+1",
            ])
        #expect(try simpler("sigaction default") == ["sigaction handler", "sigaction ignore"])
        #expect(try simpler("repeat 2 background") == ["repeat 1 background", "repeat 2"])
        #expect(try simpler("mount") == [] && simpler("repeat 1") == [])
    }

    /// Every kind's call before its arguments are read is of that kind, and valid as it is.
    @Test func blanksAreOfTheirKind() throws {
        for kind in OperationKind.allCases {
            #expect(kind.form.blank.kind == kind)
            guard !kind.isLoop else { continue }
            try Case(operations: [Operation(id: 1, task: 0, call: kind.form.blank)]).validate()
        }
    }
}
