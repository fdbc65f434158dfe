import Foundation

extension FormatStyle where Self == FloatingPointFormatStyle<Double> {
    /// Numbers as every reader and every machine writes them: a point, and thousands not set apart.
    static var plain: Self {
        Self(locale: Locale(identifier: "en_US_POSIX")).grouping(.never)
    }
}
