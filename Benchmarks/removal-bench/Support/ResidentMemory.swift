#if canImport(Glibc)
import Glibc
#elseif canImport(Musl)
import Musl
#endif

/// The memory of this process that is in use, as the kernel counts it.
enum ResidentMemory {
    /// The second field of /proc/self/statm, in KiB; 0 where there is no such file.
    static var kibibytes: Int {
        guard let bytes = try? Input.readFile("/proc/self/statm", limit: 256) else { return 0 }
        let fields = bytes.split(separator: UInt8(ascii: " "))
        guard fields.count > 1, let pages = Int(String(decoding: fields[1], as: UTF8.self)) else { return 0 }
        return pages * Int(sysconf(Int32(_SC_PAGESIZE))) / 1024
    }
}
