import Testing

@testable import TwoTower

@Suite("the temperature")
struct TemperatureTests {
    @Test("it is what it is, or falls with the logarithm of the candidates")
    func value() {
        #expect(Temperature(0.2).value(for: 1_682) == 0.2)
        // 1.45 / ln 1,682 = 1.45 / 7.427739 = 0.195214
        let following = Temperature(1.45, followsCandidateCount: true)
        #expect(abs(following.value(for: 1_682) - 0.195214) < 1e-6)
        // Fewer than two candidates count as two: 1.45 / ln 2 = 2.091908
        #expect(abs(following.value(for: 0) - 2.091908) < 1e-5)
    }
}
