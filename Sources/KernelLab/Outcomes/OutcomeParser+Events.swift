import DAXModel

// The events of one outcome.
extension OutcomeParser {
    static func read(
        _ keyword: String, _ line: inout OutcomeLine, into outcome: inout Outcome
    ) throws(OutcomeFileError) {
        switch keyword {
        case "op": outcome.calls.append(try call(&line, after: outcome.calls.count))
        case "signalled": outcome.signalled = try tasks(&line)
        case "shutdown":
            outcome.shutdowns = try line.list { $0.hasPrefix("0x") ? Int($0.dropFirst(2), radix: 16) : nil }
        case "oops": outcome.oopses.append(try stack(&line, after: outcome.oopses.count))
        case "left": outcome.left = try tasks(&line)
        case "umount": outcome.umount = try line.rest("a result")
        case "mount": outcome.mount = try line.rest("a result")
        case "file": outcome.files = try files(&line, after: outcome.files ?? [])
        case "last-umount": outcome.lastUmount = try line.rest("a result")
        case "repair":
            let word = line.take()
            guard word == "clean" || word == "damage" else { throw line.error("\"clean\" or \"damage\"") }
            outcome.isConsistent = word == "clean"
        default: throw line.error("case, run, outcome or an event of one")
        }
    }

    private static func call(_ line: inout OutcomeLine, after count: Int) throws(OutcomeFileError) -> Outcome.Call {
        guard count < listLimit else { throw line.error("at most \(listLimit) calls") }
        let operation = try line.number("", "an operation's id", 0...Int(UInt16.max))
        let task = try line.number("t", "a task", 0...(Limits.tasks - 1))
        let slept = line.peek == "slept"
        if slept { _ = line.take() }
        guard line.take() == "=" else { throw line.error("\"=\" and the result") }
        return Outcome.Call(operation: operation, task: task, slept: slept, result: try line.rest("a result"))
    }

    private static func tasks(_ line: inout OutcomeLine) throws(OutcomeFileError) -> [Int] {
        try line.list { word in
            guard word.first == "t", let task = Int(word.dropFirst()), 0..<Limits.tasks ~= task else { return nil }
            return task
        }
    }

    private static func stack(_ line: inout OutcomeLine, after count: Int) throws(OutcomeFileError) -> [String] {
        guard count < listLimit else { throw line.error("at most \(listLimit) oopses") }
        var functions: [String] = []
        repeat {
            let name = try line.name("a function")
            functions.append(name == Outcome.unnamed ? "" : name)
        } while line.takes("<")
        return functions
    }

    private static func files(
        _ line: inout OutcomeLine, after known: [Outcome.File]
    ) throws(OutcomeFileError) -> [Outcome.File] {
        let name = try line.number("f", "a file", 0...(Limits.names - 1))
        guard name == known.count else { throw line.error("the files in their order, f\(known.count) now") }
        if line.takes("absent") { return known + [.absent] }
        guard line.takes("pages") else { throw line.error("\"absent\" or \"pages\"") }
        return known + [.pages(try line.list { Int($0) })]
    }
}
