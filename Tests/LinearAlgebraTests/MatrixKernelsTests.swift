import Testing

@testable import LinearAlgebra

@Suite("The kernels of matrix products")
struct MatrixKernelsTests {
    @Test("they have a name")
    func name() {
        #expect(!MatrixKernels.name.isEmpty)
    }

    @Test("a processor that OpenBLAS does not know gets those of its vector unit")
    func unknownProcessor() {
        #expect(MatrixKernels.better(than: "Prescott", vectorGeneration: 4) == "SkylakeX")
        #expect(MatrixKernels.better(than: "Prescott", vectorGeneration: 3) == "Haswell")
        #expect(MatrixKernels.better(than: "Prescott", vectorGeneration: 0) == nil)
    }

    @Test("what OpenBLAS picked for a processor that it knows stays")
    func knownProcessor() {
        for name in ["Zen", "Haswell", "Cooperlake", "Nehalem", "armv8"] {
            #expect(MatrixKernels.better(than: name, vectorGeneration: 4) == nil)
        }
    }
}
