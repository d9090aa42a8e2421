/// What the program ends with. Scripts depend on these numbers.
enum ExitStatus {
    static let success: Int32 = 0
    /// `run`: violations were found. `replay`: another violation than the recorded or expected one.
    static let violation: Int32 = 1
    /// `replay`: no violation where one was recorded or expected.
    static let clean: Int32 = 2
    static let usage: Int32 = 64
    static let badData: Int32 = 65
    /// Something that the machine lacks: QEMU, a kernel, DAX.
    static let unavailable: Int32 = 69
    /// A fault of this program.
    static let software: Int32 = 70
    static let inputOutput: Int32 = 74
    /// Interrupted, after a graceful stop that saved everything.
    static let interrupted: Int32 = 130

    /// For the help of every command.
    static let common = """
        64  wrong usage
        65  bad input data
        74  input or output failed
        130 interrupted; everything found was saved
        """
}
