import Testing

@testable import DAXModel

@Suite struct OperationTests {
    /// A machine holds its workload by value and copies it with everything else.
    @Test func anOperationIsSmall() {
        #expect(MemoryLayout<Operation>.stride <= 12)
    }

    /// Equal operations have equal bytes, wherever they come from: a state that holds them is compared byte by byte.
    @Test func everyByteOfAnOperationIsDefined() {
        let fields = Mirror(reflecting: Operation(id: 1, task: 2, call: .unbind).packed).children.count
        #expect(MemoryLayout<PackedCall>.stride == fields, "one byte each")
        #expect(MemoryLayout<Operation>.stride == MemoryLayout<UInt16>.size + 1 + fields)
        var changed = Operation(
            id: 1, task: 2, call: .mmap(255, 255, PageRange(255, count: 255), [.shared, .write, .sync]))
        changed.call = .unbind
        let fresh = Operation(id: 1, task: 2, call: .unbind)
        withUnsafeBytes(of: changed) { left in
            withUnsafeBytes(of: fresh) { right in #expect(left.elementsEqual(right)) }
        }
    }

    private func operations(_ calls: Operation.Call...) -> [Operation] {
        calls.map { Operation(id: 1, task: 0, call: $0) }
    }

    /// Paths that serve several kinds ask for what these have in common; a wrong answer is another file or slot.
    @Test func callsOfSeveralKindsNameTheSameThings() {
        let pages = PageRange(4, count: 5)
        let onFiles = operations(.open(2, 3, write: false), .create(2, 3), .unlink(2), .rename(2, to: 1))
        #expect(onFiles.allSatisfy { $0.file == 2 && $0.mapping == nil && $0.pages == nil })
        let onDescriptors = operations(
            .open(0, 3, write: true), .create(0, 3), .close(3), .read(3, pages), .write(3, pages), .fsync(3),
            .truncate(3, size: 1), .fallocate(3, pages, keepSize: true), .punch(3, pages), .mmap(1, 3, pages, []),
            .freeze(3), .thaw(3))
        #expect(onDescriptors.allSatisfy { $0.descriptor == 3 })
        let onMappings = operations(
            .mmap(1, 3, pages, []), .load(1, page: 4), .store(1, page: 4), .msync(1), .munmap(1),
            .mprotect(1, write: true), .madvise(1))
        #expect(onMappings.allSatisfy { $0.mapping == 1 && $0.file == nil })
        let onPages = operations(
            .read(3, pages), .write(3, pages), .fallocate(3, pages, keepSize: false), .punch(3, pages),
            .mmap(1, 3, pages, []))
        #expect(onPages.allSatisfy { $0.pages == pages && $0.mappingPage == nil })
        #expect(operations(.load(1, page: 4), .store(1, page: 4)).allSatisfy { $0.mappingPage == 4 })
        #expect(operations(.fork(5), .thread(5)).allSatisfy { $0.createdTask == 5 })
        let others = operations(
            .kill(5), .exit, .mount, .unbind, .repeat(2, background: false), .chdir(inside: true))
        for other in others {
            #expect(other.file == nil && other.descriptor == nil && other.mapping == nil, "\(other.call)")
            #expect(other.pages == nil && other.mappingPage == nil && other.createdTask == nil, "\(other.call)")
        }
    }

    /// A rename onto a file takes that one's name away; onto itself it is done before anything is asked.
    @Test func namesThatAreLost() {
        let changes = operations(.unlink(2), .rename(2, to: 1), .rename(1, to: 1), .unlink(1), .create(1, 1))
        #expect(changes.map(\.displacedFile) == [2, 1, 1, 1, nil])
        #expect(changes.map(\.renamesToItself) == [false, false, true, false, false])
    }

    @Test func whatIsOpenedForWriting() {
        let opens = operations(.create(1, 1), .open(1, 1, write: true), .open(1, 1, write: false), .close(1))
        #expect(opens.map(\.opensForWriting) == [true, true, false, false])
    }

    @Test func pagesEndInsideTheFile() {
        let size = UInt8(Limits.filePages)
        #expect(PageRange(0, count: size).isInFile && PageRange(size - 1, count: 1).isInFile)
        #expect(!PageRange(0, count: 0).isInFile && !PageRange(1, count: size).isInFile)
        #expect(!PageRange(255, count: 255).isInFile && PageRange(255, count: 255).end == 510)
    }
}
