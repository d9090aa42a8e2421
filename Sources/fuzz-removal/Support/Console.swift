import SystemPackage

#if canImport(Glibc)
import Glibc
#elseif canImport(Musl)
import Musl
#elseif canImport(Darwin)
import Darwin
#endif

/// Standard output and standard error, written without buffers of our own.
enum Console {
    /// Writes a line (or several) to standard output.
    static func print(_ text: String) throws(Failure) { try write(text + "\n") }

    /// Writes text to standard output as it is.
    static func write(_ text: String) throws(Failure) { try write(Array(text.utf8)) }

    /// Writes bytes to standard output.
    static func write(_ bytes: [UInt8]) throws(Failure) {
        do { _ = try FileDescriptor.standardOutput.writeAll(bytes) } catch {
            throw .inputOutput("cannot write to standard output: \(error); check where it leads to")
        }
    }

    /// Writes to standard error. There is nobody to tell when that fails.
    static func note(_ text: String) { _ = try? FileDescriptor.standardError.writeAll(Array((text + "\n").utf8)) }

    /// Writes to standard error without a line break.
    static func status(_ text: String) { _ = try? FileDescriptor.standardError.writeAll(Array(text.utf8)) }

    /// The form of every error message.
    static func error(_ sentence: String) { note("fuzz-removal: error: " + oneLine(sentence)) }

    /// The form of every warning.
    static func warning(_ sentence: String) { note("fuzz-removal: warning: " + oneLine(sentence)) }

    /// Whether somebody looks at standard error while it is written.
    static var errorIsTerminal: Bool { isatty(STDERR_FILENO) == 1 }

    /// Columns of the terminal at standard error.
    static var width: Int {
        var size = winsize()
        return ioctl(STDERR_FILENO, UInt(TIOCGWINSZ), &size) == 0 && size.ws_col > 0 ? Int(size.ws_col) : 80
    }

    private static func oneLine(_ text: String) -> String {
        String(text.map { $0.isNewline ? " " : $0 })
    }
}
