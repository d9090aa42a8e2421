import ArgumentParser

/// `kernel`: what concerns real kernels. Every subcommand is a file beside this one.
struct KernelCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "kernel",
        abstract: "Take cases to real Linux kernels and compare them with the model.",
        discussion: """
            A case becomes a C program whose tasks perform its operations in the case's order. It runs in a guest under \
            QEMU's software emulation, with emulated persistent memory and a real unbind. What the guest shows is \
            compared, event by event, with what the model predicts over all schedules that honour that order.

            'make kernel-lab' prepares QEMU, the kernels 6.1 and 6.12 and what the guest needs.
            """,
        subcommands: [
            KernelRunCommand.self, KernelCompareCommand.self, KernelPredictCommand.self, KernelSelectCommand.self,
            KernelSevenStepsCommand.self,
        ])

    /// Statuses of the commands that run guests.
    static let statuses = """
        EXIT STATUS
        0   every verdict is "agrees", "not-forced" or "not-observable"
        1   a verdict is "disagrees"
        69  QEMU, the kernel, its DAX or another tool is missing, or a guest gave no result
        \(ExitStatus.common)
        """
}
