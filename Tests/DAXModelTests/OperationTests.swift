import Testing

@testable import DAXModel

@Suite struct OperationTests {
    /// A machine holds its workload by value and copies it with everything else.
    @Test func anOperationIsSmall() {
        #expect(MemoryLayout<Operation>.stride <= 12)
    }

    /// Paths that serve several kinds ask for what these have in common; a wrong answer is another file or slot.
    @Test func callsOfSeveralKindsNameTheSameThings() {
        let pages = PageRange(1, count: 2)
        let onFiles: [Operation.Call] = [.open(2, 3, write: false), .create(2, 3), .unlink(2), .rename(2, to: 1)]
        #expect(onFiles.allSatisfy { $0.file == 2 && $0.mapping == nil && $0.pages == nil })
        let onDescriptors: [Operation.Call] = [
            .open(0, 3, write: true), .create(0, 3), .close(3), .read(3, pages), .write(3, pages), .fsync(3),
            .truncate(3, size: 1), .fallocate(3, pages, keepSize: true), .punch(3, pages), .mmap(1, 3, pages, []),
            .freeze(3), .thaw(3),
        ]
        #expect(onDescriptors.allSatisfy { $0.descriptor == 3 })
        let onMappings: [Operation.Call] = [
            .mmap(1, 3, pages, []), .load(1, page: 4), .store(1, page: 4), .msync(1), .munmap(1),
            .mprotect(1, write: true), .madvise(1),
        ]
        #expect(onMappings.allSatisfy { $0.mapping == 1 && $0.file == nil })
        let onPages: [Operation.Call] = [
            .read(3, pages), .write(3, pages), .fallocate(3, pages, keepSize: false), .punch(3, pages),
            .mmap(1, 3, pages, []),
        ]
        #expect(onPages.allSatisfy { $0.pages == pages && $0.mappingPage == nil })
        #expect([Operation.Call.load(1, page: 4), .store(1, page: 4)].allSatisfy { $0.mappingPage == 4 })
        #expect([Operation.Call.fork(5), .thread(5)].allSatisfy { $0.createdTask == 5 })
        let others: [Operation.Call] = [
            .kill(5), .exit, .mount, .unbind, .repeat(2, background: false), .chdir(inside: true),
        ]
        for call in others {
            #expect(call.file == nil && call.descriptor == nil && call.mapping == nil, "\(call)")
            #expect(call.pages == nil && call.mappingPage == nil && call.createdTask == nil, "\(call)")
        }
    }

    /// A rename onto a file takes that one's name away; onto itself it is done before anything is asked.
    @Test func namesThatAreLost() {
        #expect(Operation.Call.unlink(2).displacedFile == 2)
        #expect(Operation.Call.rename(2, to: 1).displacedFile == 1)
        #expect(Operation.Call.rename(1, to: 1).renamesToItself)
        #expect(!Operation.Call.rename(2, to: 1).renamesToItself && !Operation.Call.unlink(1).renamesToItself)
        #expect(Operation.Call.create(1, 1).opensForWriting && Operation.Call.open(1, 1, write: true).opensForWriting)
        #expect(!Operation.Call.open(1, 1, write: false).opensForWriting)
    }

    @Test func pagesEndInsideTheFile() {
        let size = UInt8(Limits.filePages)
        #expect(PageRange(0, count: size).isInFile && PageRange(size - 1, count: 1).isInFile)
        #expect(!PageRange(0, count: 0).isInFile && !PageRange(1, count: size).isInFile)
        #expect(!PageRange(255, count: 255).isInFile && PageRange(255, count: 255).end == 510)
    }
}
