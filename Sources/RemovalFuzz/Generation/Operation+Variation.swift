import DAXModel

extension Operation {
    /// An operation whose arguments are valid and otherwise random, with id 0.
    static func any(_ kind: OperationKind, task: UInt8, random: inout Random) -> Operation {
        var result = Operation(id: 0, task: task, call: kind.form.blank)
        var drawing = Drawing(random: random)
        result.call.visitArguments(&drawing)
        random = drawing.random
        return result
    }

    /// Draws one of the operation's arguments anew, or moves a number by one.
    mutating func varyArgument(_ random: inout Random) {
        var counting = ArgumentCount()
        call.readArguments(&counting)
        guard counting.count > 0 else { return }
        var variation = Variation(rest: random.below(counting.count), drawing: Drawing(random: random))
        call.visitArguments(&variation)
        random = variation.drawing.random
    }
}

/// Draws every argument anew.
private struct Drawing: ArgumentVisitor {
    var random: Random

    mutating func number<Number: WrittenNumber>(_ number: inout Number) {
        number = Number(UInt8(Number.range.lowerBound + random.below(Number.range.count)))
    }

    mutating func pages(_ pages: inout PageRange) { pages = random.pages(within: UInt8(Limits.filePages)) }
    mutating func choice(_ words: [String], _ index: inout Int) { index = random.below(words.count) }
    mutating func option(_ word: String, _ isSet: inout Bool) { isSet.toggle() }
}

/// Changes the argument that `rest` others come before.
private struct Variation: ArgumentVisitor {
    var rest: Int
    var drawing: Drawing

    /// Whether this argument is the one.
    private mutating func isNext() -> Bool {
        rest -= 1
        return rest == -1
    }

    /// Whether it is drawn anew rather than moved by one; what cannot be moved is drawn either way.
    private mutating func draws() -> Bool { !drawing.random.chance(1, in: 2) }

    mutating func number<Number: WrittenNumber>(_ number: inout Number) {
        guard isNext() else { return }
        guard !draws() else { return drawing.number(&number) }
        let moved = number.number + (drawing.random.chance(1, in: 2) ? 1 : -1)
        if Number.range.contains(moved) { number = Number(UInt8(moved)) }
    }

    mutating func pages(_ pages: inout PageRange) {
        guard isNext() else { return }
        guard !draws() else { return drawing.pages(&pages) }
        var moved = pages
        switch drawing.random.below(4) {
        case 0: moved.first &+= 1
        case 1: moved.first &-= 1
        case 2: moved.count &+= 1
        default: moved.count &-= 1
        }
        if moved.isInFile { pages = moved }
    }

    mutating func choice(_ words: [String], _ index: inout Int) {
        guard isNext() else { return }
        _ = draws()
        drawing.choice(words, &index)
    }

    mutating func option(_ word: String, _ isSet: inout Bool) {
        guard isNext() else { return }
        _ = draws()
        drawing.option(word, &isSet)
    }

    mutating func fixedWord(_ word: String) {
        if isNext() { _ = draws() }
    }
}

/// How many arguments a call has.
private struct ArgumentCount: ArgumentVisitor {
    private(set) var count = 0

    mutating func number<Number: WrittenNumber>(_ number: inout Number) { count += 1 }
    mutating func pages(_ pages: inout PageRange) { count += 1 }
    mutating func choice(_ words: [String], _ index: inout Int) { count += 1 }
    mutating func option(_ word: String, _ isSet: inout Bool) { count += 1 }
    mutating func fixedWord(_ word: String) { count += 1 }
}
