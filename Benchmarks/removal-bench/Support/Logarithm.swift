#if canImport(Glibc)
import Glibc
#elseif canImport(Musl)
import Musl
#endif

/// Natural logarithms, from the C library.
enum Logarithm {
    static func of(_ value: Double) -> Double { log(max(value, 1e-6)) }
    static func inverse(_ value: Double) -> Double { exp(value) }
}
