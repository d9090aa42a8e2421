import DAXModel

/// How one kind of operation is stored: its word in the text form, its code in the binary form, and its call before
/// its arguments are read. The arguments themselves stand at `Operation.Call.visitArguments`.
struct OperationForm: Sendable {
    let word: String
    /// Never reused for another kind and never renumbered: stored files depend on it.
    let code: UInt8
    /// The call with the first file, slot and task, one page or round, and nothing switched on.
    let blank: Operation.Call

    private init(_ word: String, _ code: UInt8, _ blank: Operation.Call) {
        self.word = word
        self.code = code
        self.blank = blank
    }

    /// The forms by raw value of the kind.
    private static let all: [OperationForm] = OperationKind.allCases.map { kind in make(kind) }
    /// The kinds by their code.
    private static let kinds: [OperationKind?] = {
        var kinds = [OperationKind?](repeating: nil, count: 256)
        for kind in OperationKind.allCases {
            let code = Int(kind.form.code)
            precondition(kinds[code] == nil, "two kinds of operation share a code")
            kinds[code] = kind
        }
        return kinds
    }()

    static func of(_ kind: OperationKind) -> OperationForm { all[Int(kind.rawValue)] }
    static func kind(code: UInt8) -> OperationKind? { kinds[Int(code)] }
    static func kind(word: String) -> OperationKind? { OperationKind.allCases.first { $0.form.word == word } }

    private static func make(_ kind: OperationKind) -> OperationForm {
        let onePage = PageRange(0, count: 1)
        return switch kind {
        case .open: .init("open", 1, .open(0, 0, write: false))
        case .create: .init("create", 2, .create(0, 0))
        case .close: .init("close", 3, .close(0))
        case .unlink: .init("unlink", 4, .unlink(0))
        case .rename: .init("rename", 5, .rename(0, to: 0))
        case .read: .init("read", 6, .read(0, onePage))
        case .write: .init("write", 7, .write(0, onePage))
        case .fsync: .init("fsync", 8, .fsync(0))
        case .truncate: .init("truncate", 9, .truncate(0, size: 0))
        case .fallocate: .init("fallocate", 10, .fallocate(0, onePage, keepSize: false))
        case .punch: .init("punch", 11, .punch(0, onePage))
        case .mmap: .init("mmap", 12, .mmap(0, 0, onePage, []))
        case .load: .init("load", 13, .load(0, page: 0))
        case .store: .init("store", 14, .store(0, page: 0))
        case .msync: .init("msync", 15, .msync(0))
        case .munmap: .init("munmap", 16, .munmap(0))
        case .mprotect: .init("mprotect", 17, .mprotect(0, write: false))
        case .madvise: .init("madvise", 18, .madvise(0))
        case .fork: .init("fork", 19, .fork(0))
        case .thread: .init("thread", 20, .thread(0))
        case .exit: .init("exit", 21, .exit)
        case .exitGroup: .init("exit-group", 22, .exitGroup)
        case .kill: .init("kill", 23, .kill(0))
        case .sigaction: .init("sigaction", 24, .sigaction(.standard))
        case .sigprocmask: .init("sigprocmask", 25, .sigprocmask(block: false))
        case .mceKill: .init("mce-kill", 26, .mceKill(early: false))
        case .chdir: .init("chdir", 27, .chdir(inside: false))
        case .freeze: .init("freeze", 28, .freeze(0))
        case .thaw: .init("thaw", 29, .thaw(0))
        case .dropCaches: .init("drop-caches", 30, .dropCaches)
        case .mount: .init("mount", 31, .mount)
        case .umount: .init("umount", 32, .umount)
        case .bind: .init("bind", 33, .bind)
        case .unbind: .init("unbind", 34, .unbind)
        case .repeat: .init("repeat", 35, .repeat(1, background: false))
        case .end: .init("end", 36, .end)
        }
    }
}

extension OperationKind {
    var form: OperationForm { OperationForm.of(self) }

    /// The kind's word in the text form of a case, for example "exit-group".
    public var word: String { form.word }
}
