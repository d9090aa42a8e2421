import Testing

/// Folders keep an order, so that a reader who begins with the first never meets what comes later.
@Suite struct FolderTests {
    private static let orders = [
        FolderOrder(
            module: "DAXModel",
            layers: [
                // Numbers, handles and operations; names of paths and steps; what a target is made of.
                ["Values"], ["Steps"], ["Designs"],
                // The state and where things lie in it; running one step of it; who watches; what can be switched.
                ["State", "Touching"], ["Engine"], ["Oracles"], ["Guarantees"],
                // The kernel. Its parts call each other in both directions.
                ["Device", "Memory", "Filesystem", "Tasks", "Callback"],
                // All paths at once, and the machine as others see it.
                ["Paths"], ["Views"],
            ], exceptions: engineCalls.union(others)),
        FolderOrder(
            module: "RemovalFuzz",
            layers: [
                ["Cases"], ["Coverage"], ["Random"], ["Scheduling"], ["Execution"], ["Generation"], ["Campaign"],
                ["Minimizer"], ["Causes"], ["Report"],
            ]),
        FolderOrder(
            module: "KernelLab",
            layers: [
                ["."], ["Export"], ["Prediction"], ["Guest"], ["Log"], ["Verdict"], ["Runs"], ["Outcomes"], ["Report"],
                ["Selection"], ["SevenSteps"],
            ]),
        FolderOrder(
            module: "fuzz-removal",
            layers: [["Support"], ["Findings"], ["Campaign"], ["Lab"], ["Commands"], ["."]]),
    ]

    /// The engine hands over to the kernel and gets back from it: a new machine's device and first tasks, the dispatch of a
    /// step, the ends of an operation and of a task. What happens there it tells those who watch.
    private static let engineCalls = Set(
        ["makeFilesystem(", "bindDevice(", "createProcess(", "pushSystemCall(", "emit(", "forgetGhosts("]
            .map { FolderOrder.Use(file: "Engine/Engine.swift", name: $0) }
            + ["execute(", "releaseDelays(", "returnToUserMode(", "makeTaskDead(", "emit("]
            .map { FolderOrder.Use(file: "Engine/Stepping.swift", name: $0) })

    private static let others: Set<FolderOrder.Use> = [
        // A mark says where something was taken: the step that the task is executing.
        FolderOrder.Use(file: "State/Locks.swift", name: "here("),
        // A hang is reported with what keeps the task, which is found by looking at all paths.
        FolderOrder.Use(file: "Oracles/Liveness.swift", name: "hangRoot("),
    ]

    @Test(arguments: orders.map(\.module)) func foldersKeepTheirOrder(module: String) throws {
        let order = try #require(Self.orders.first { $0.module == module })
        let verdict = order.verdict(on: try SourceFile.all(of: module))
        #expect(verdict.unknownFolders.isEmpty, "folders without a place in the order")
        #expect(verdict.names > 20)
        #expect(verdict.wrong.subtracting(order.exceptions).isEmpty, "names of a later folder")
        #expect(order.exceptions.subtracting(verdict.wrong).isEmpty, "exceptions that nobody needs any more")
    }

    /// The order would be noticed to be broken: by a type, by a function of the machine, and by a new folder.
    @Test func noticesWhatIsOutOfOrder() {
        let order = FolderOrder(module: "any", layers: [["A"], ["B", "C"]])
        func wrong(_ text: String) -> Set<FolderOrder.Use> {
            let later = """
                struct Later {}
                extension Machine {
                    mutating func walk(_ t: TaskID) {}
                    private func hidden() {}
                }
                struct Other {
                    func shared() {}
                }
                """
            let files = [
                SourceFile(name: "A/a.swift", text: text), SourceFile(name: "B/b.swift", text: later),
                SourceFile(name: "C/c.swift", text: "let x = Later()\n"),
            ]
            return order.verdict(on: files).wrong
        }
        #expect(wrong("let x: Later? = nil") == [FolderOrder.Use(file: "A/a.swift", name: "Later")])
        #expect(wrong("    walk(t)") == [FolderOrder.Use(file: "A/a.swift", name: "walk(")])
        #expect(wrong("    case other: walk(t)") == [FolderOrder.Use(file: "A/a.swift", name: "walk(")])
        #expect(wrong("    case walk(Int, at: Int)\n    x.walk(t) // Later\n    hidden(); shared()").isEmpty)
        let misplaced = order.verdict(on: [SourceFile(name: "D/d.swift", text: "")])
        #expect(misplaced.unknownFolders == ["D"])
    }
}
