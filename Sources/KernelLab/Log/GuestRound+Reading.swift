extension GuestRound {
    /// Takes one event of the program, in words; whether it was understood.
    mutating func read(_ words: [String], _ sequence: Int) -> Bool {
        switch words[0] {
        case "prepared": isPrepared = true
        case "failed": failure = words.dropFirst().joined(separator: " ")
        case "hostile": hostilePartIsOver = true
        case "round": isOver = true
        case "note": break
        case "thaw": break
        case "task", "signal", "gone", "pending", "left": return readTask(words, sequence)
        case "begin", "end", "blocked", "running": return readCall(words, sequence)
        case "file": return readFile(words)
        default: return readClosing(words)
        }
        return true
    }

    private mutating func readTask(_ words: [String], _ sequence: Int) -> Bool {
        guard words.count > 2, let task = GuestRound.number(words[1], "t") else { return false }
        switch words[0] {
        case "task":
            guard words.count > 3, let pid = Int(words[3]) else { return false }
            pids[task] = pid
        case "signal":
            guard words.count > 3 else { return false }
            if words[2] == "SIGBUS" { signals.append(Signal(task: task, code: words[3], sequence: sequence)) }
        case "gone":
            if !hostilePartIsOver { ends[task] = words.dropFirst(2).joined(separator: " ") }
        case "pending":
            pending.append(task)
        default:
            left.append(task)
        }
        return true
    }

    /// `begin CALL op ID tN TEXT`, `end CALL op ID tN = RESULT`, `blocked CALL op ID tN in WHERE`.
    private mutating func readCall(_ words: [String], _ sequence: Int) -> Bool {
        guard words.count > 4, let index = Int(words[1]), let operation = Int(words[3]),
            let task = GuestRound.number(words[4], "t")
        else { return false }
        if words[0] == "begin" {
            calls.append(Call(operation: operation, task: task, begun: sequence))
            return true
        }
        guard let call = calls.lastIndex(where: { $0.operation == operation && $0.task == task }), index >= 0 else {
            return false
        }
        if words[0] == "end" {
            guard words.count > 6 else { return false }
            if !hostilePartIsOver { calls[call].result = words[6] }
        } else {
            calls[call].slept = true
        }
        return true
    }

    /// `file fN absent`, `file fN size N pages A B C`.
    private mutating func readFile(_ words: [String]) -> Bool {
        guard words.count > 2, let name = GuestRound.number(words[1], "f") else { return false }
        if words[2] == "absent" {
            files.updateValue(nil, forKey: name)
            return true
        }
        guard words.count > 4, words[2] == "size", words[4] == "pages" else { return false }
        files[name] = words.dropFirst(5).map { Int($0) ?? -1 }
        return true
    }

    /// `umount = 0`, `last umount = 0`, `xfs_repair skipped`.
    private mutating func readClosing(_ words: [String]) -> Bool {
        guard let sign = words.firstIndex(of: "="), sign > 0, sign + 1 < words.count else {
            return words.last == "skipped"
        }
        closing[words[..<sign].joined(separator: " ")] = words[(sign + 1)...].joined(separator: " ")
        return true
    }

    /// The number in a name such as "t3".
    private static func number(_ word: String, _ prefix: Character) -> Int? {
        guard word.first == prefix, let number = Int(word.dropFirst()), number >= 0, number < 64 else { return nil }
        return number
    }
}
