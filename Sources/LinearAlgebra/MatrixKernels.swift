import CKernels
import COpenBLAS
import Foundation

/// Which of OpenBLAS's kernels multiply matrices.
///
/// OpenBLAS knows processors by their model numbers. One that is newer than the library gets what every
/// x86-64 has, the kernels of 2004, at a third of the speed or less.
package enum MatrixKernels {
    /// What an operator forces kernels with; OpenBLAS reads it before `main` and never again.
    private static let variable = "OPENBLAS_CORETYPE"

    /// The name of the kernels in use.
    package static var name: String { String(cString: openblas_get_corename()) }

    /// Starts the program again with better kernels where OpenBLAS does not know the processor.
    ///
    /// Process, arguments and files stay. Nothing happens where an operator has chosen; where the
    /// program cannot be started again, `name` tells.
    package static func startAgainWithBetter() {
        guard ProcessInfo.processInfo.environment[variable] ?? "" == "",
            let better = better(than: name, vectorGeneration: Int(ck_vector_generation())),
            // Under its own name, which is what `ps` and `pkill` go by.
            let program = try? FileManager.default.destinationOfSymbolicLink(
                atPath: "/proc/self/exe"
            )
        else { return }
        setenv(variable, better, 1)
        execv(program, CommandLine.unsafeArgv)
    }

    /// What a processor deserves.
    ///
    /// - Parameters:
    ///   - name: Those that OpenBLAS picked.
    ///   - vectorGeneration: 4 for AVX-512, 3 for AVX2, less for older ones.
    /// - Returns: A value of the variable; `nil` where OpenBLAS picked well.
    static func better(than name: String, vectorGeneration: Int) -> String? {
        // The processor of that name had neither.
        guard name == "Prescott" else { return nil }
        switch vectorGeneration {
        case 4...: return "SkylakeX"
        case 3: return "Haswell"
        default: return nil
        }
    }
}
