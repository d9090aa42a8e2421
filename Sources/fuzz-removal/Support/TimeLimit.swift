import ArgumentParser

/// A span of time as users write it: "90", "90s", "15m", "8h", "2d".
struct TimeLimit: ExpressibleByArgument, Hashable {
    let seconds: Int

    init?(argument: String) {
        let digits = argument.prefix { $0.isASCII && $0.isNumber }
        let units = ["": 1, "s": 1, "m": 60, "h": 3600, "d": 86400]
        guard let number = Int(digits), number > 0, let unit = units[String(argument.dropFirst(digits.count))] else {
            return nil
        }
        let (product, overflow) = number.multipliedReportingOverflow(by: unit)
        guard !overflow, product <= 10 * 366 * 86400 else { return nil }
        seconds = product
    }

    var defaultValueDescription: String { "\(seconds)s" }
}
