import DAXModel

/// How one kind of operation is stored: its word in the text form, its code in the binary form, and exactly the
/// arguments it uses, in their order. Printer, parser, binary codec, canonical form and validation all read this.
struct OperationForm: Sendable {
    let word: String
    /// Never reused for another kind and never renumbered: stored files depend on it.
    let code: UInt8
    let arguments: [OperationArgument]

    private init(_ word: String, _ code: UInt8, _ arguments: [OperationArgument] = []) {
        self.word = word
        self.code = code
        self.arguments = arguments
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
        switch kind {
        case .open: .init("open", 1, [.file, .descriptor, .option("write", .write)])
        case .create: .init("create", 2, [.file, .descriptor])
        case .close: .init("close", 3, [.descriptor])
        case .unlink: .init("unlink", 4, [.file])
        case .rename: .init("rename", 5, [.file, .newName])
        case .read: .init("read", 6, [.descriptor, .pages])
        case .write: .init("write", 7, [.descriptor, .pages])
        case .fsync: .init("fsync", 8, [.descriptor])
        case .truncate: .init("truncate", 9, [.descriptor, .size])
        case .fallocate: .init("fallocate", 10, [.descriptor, .pages, .option("keep-size", .keepSize)])
        case .punch: .init("punch", 11, [.descriptor, .pages])
        case .mmap:
            .init("mmap", 12, [.mapping, .descriptor, .pages, .sharing, .protection, .option("sync", .sync)])
        case .load: .init("load", 13, [.mapping, .page])
        case .store: .init("store", 14, [.mapping, .page])
        case .msync: .init("msync", 15, [.mapping])
        case .munmap: .init("munmap", 16, [.mapping])
        case .mprotect: .init("mprotect", 17, [.mapping, .choice([("read", []), ("write", .write)])])
        case .madvise: .init("madvise", 18, [.mapping, .word("dontneed")])
        case .fork: .init("fork", 19, [.target])
        case .thread: .init("thread", 20, [.target])
        case .exit: .init("exit", 21)
        case .exitGroup: .init("exit-group", 22)
        case .kill: .init("kill", 23, [.target])
        case .sigaction:
            .init("sigaction", 24, [.choice([("handler", .enable), ("ignore", .ignore), ("default", [])])])
        case .sigprocmask: .init("sigprocmask", 25, [.choice([("block", .enable), ("unblock", [])])])
        case .mceKill: .init("mce-kill", 26, [.choice([("early", .enable), ("default", [])])])
        case .chdir: .init("chdir", 27, [.choice([("mount-point", .enable), ("out", [])])])
        case .freeze: .init("freeze", 28, [.descriptor])
        case .thaw: .init("thaw", 29, [.descriptor])
        case .dropCaches: .init("drop-caches", 30)
        case .mount: .init("mount", 31)
        case .umount: .init("umount", 32)
        case .bind: .init("bind", 33)
        case .unbind: .init("unbind", 34)
        case .repeat: .init("repeat", 35, [.times, .option("background", .background)])
        case .end: .init("end", 36)
        }
    }
}

extension OperationKind {
    var form: OperationForm { OperationForm.of(self) }

    /// The kind's word in the text form of a case, for example "exit-group".
    public var word: String { form.word }
}
