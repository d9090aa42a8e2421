import DAXModel

/// Puts something else in the place of what a call names: files, slots, tasks, pages. What is not given stays.
struct ArgumentMap: ArgumentVisitor {
    var newFile: (FileName) -> FileName = { $0 }
    var newDescriptor: (DescriptorSlot) -> DescriptorSlot = { $0 }
    var newMapping: (MappingSlot) -> MappingSlot = { $0 }
    var newTask: (UserTask) -> UserTask = { $0 }
    var newPage: (MappingPage) -> MappingPage = { $0 }
    var newSize: (FileSize) -> FileSize = { $0 }
    var newPages: (PageRange) -> PageRange = { $0 }

    func file(_ file: inout FileName) { file = newFile(file) }
    func descriptor(_ slot: inout DescriptorSlot) { slot = newDescriptor(slot) }
    func mapping(_ slot: inout MappingSlot) { slot = newMapping(slot) }
    func task(_ task: inout UserTask) { task = newTask(task) }
    func page(_ page: inout MappingPage) { page = newPage(page) }
    func size(_ size: inout FileSize) { size = newSize(size) }
    func pages(_ pages: inout PageRange) { pages = newPages(pages) }
    func number<Number: WrittenNumber>(_ number: inout Number) {}
    func choice(_ words: [String], _ index: inout Int) {}
    func option(_ word: String, _ isSet: inout Bool) {}
}

extension Operation.Call {
    /// The same call about something else.
    func mapped(by map: ArgumentMap) -> Operation.Call {
        var (result, map) = (self, map)
        result.visitArguments(&map)
        return result
    }
}

extension OperationNumber {
    /// One of two numbers for the other; any other number stays.
    func exchanged(_ a: Self, _ b: Self) -> Self { self == a ? b : self == b ? a : self }
}
