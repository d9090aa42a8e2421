import RemovalFuzz

extension OutcomeFile {
    /// The version of the form, in the file's first line.
    static let version = 1

    /// The file as text: a case a block, an event a line. `OutcomeParser` has the grammar.
    /// - Parameter cases: By name; the operations of those that are given stand beside their results, as comments.
    public func text(cases: [String: Case] = [:]) -> String {
        var lines = [
            "# What a kernel showed of the laboratory's cases, seen by user space and in the kernel's log.",
            "# Written from the logs of guests by `fuzz-removal kernel compare --outcomes FOLDER`; see docs/kernel-lab.md.",
            "outcomes \(OutcomeFile.version)", "kernel \(kernel)",
        ]
        for record in records {
            lines += ["", "case \(record.caseName) \(record.caseHash)", "run \(record.day) \(record.kernel)"]
            var texts: [Int: String] = [:]
            for operation in cases[record.caseName]?.operations ?? [] { texts[Int(operation.id)] = operation.callText }
            for outcome in record.outcomes { lines += ["outcome"] + outcome.lines(texts) }
        }
        return lines.joined(separator: "\n") + "\n"
    }
}

extension Outcome {
    /// The words for a function that the kernel did not name.
    static let unnamed = "?"

    /// - Parameter texts: What operations do, by id.
    fileprivate func lines(_ texts: [Int: String]) -> [String] {
        var lines = calls.map { call in
            let line = "op \(call.operation) t\(call.task)\(call.slept ? " slept" : "") = \(call.result)"
            return texts[call.operation].map { line + "  # " + $0 } ?? line
        }
        lines.append("signalled " + Outcome.names(signalled, "t"))
        lines.append("shutdown " + Outcome.list(shutdowns.map { "0x" + String($0, radix: 16) }))
        for stack in oopses {
            lines.append("oops " + stack.map { $0.isEmpty ? Outcome.unnamed : $0 }.joined(separator: " < "))
        }
        if let left { lines.append("left " + Outcome.names(left, "t")) }
        if let umount { lines.append("umount " + umount) }
        if let mount { lines.append("mount " + mount) }
        for (name, file) in (files ?? []).enumerated() {
            switch file {
            case .absent: lines.append("file f\(name) absent")
            case .pages(let pages): lines.append("file f\(name) pages " + Outcome.list(pages.map(String.init)))
            }
        }
        if let lastUmount { lines.append("last-umount " + lastUmount) }
        if let isConsistent { lines.append("repair " + (isConsistent ? "clean" : "damage")) }
        return lines
    }

    private static func list(_ words: [String]) -> String { words.isEmpty ? "none" : words.joined(separator: " ") }
}
