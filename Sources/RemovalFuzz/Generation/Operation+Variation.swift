import DAXModel

extension Operation {
    /// An operation whose arguments are valid and otherwise random, with id 0.
    static func any(_ kind: OperationKind, task: UInt8, random: inout Random) -> Operation {
        var result = Operation(id: 0, task: task, kind: kind)
        for argument in kind.form.arguments { result.redraw(argument, &random) }
        return result
    }

    /// Draws one of the operation's arguments anew, or moves a number by one.
    mutating func varyArgument(_ random: inout Random) {
        let arguments = kind.form.arguments
        guard !arguments.isEmpty else { return }
        let argument = arguments[random.below(arguments.count)]
        guard random.chance(1, in: 2) else { return redraw(argument, &random) }
        switch argument {
        case .number(let number):
            let value = Int(self[number.field]) + (random.chance(1, in: 2) ? 1 : -1)
            if number.range.contains(value) { self[number.field] = UInt8(value) }
        case .pages:
            let old = (page, count)
            switch random.below(4) {
            case 0: page &+= 1
            case 1: page &-= 1
            case 2: count &+= 1
            default: count &-= 1
            }
            if !Operation.arePages(first: Int(page), count: Int(count)) { (page, count) = old }
        case .word, .choice, .option:
            redraw(argument, &random)
        }
    }

    private mutating func redraw(_ argument: OperationArgument, _ random: inout Random) {
        switch argument {
        case .number(let number):
            self[number.field] = UInt8(number.range.lowerBound + random.below(number.range.count))
        case .pages:
            (page, count) = random.pages(within: UInt8(Limits.filePages))
        case .word:
            break
        case .choice(let words):
            for word in words { flags.subtract(word.flags) }
            flags.formUnion(words[random.below(words.count)].flags)
        case .option(_, let flag):
            flags.formSymmetricDifference(flag)
        }
    }
}
