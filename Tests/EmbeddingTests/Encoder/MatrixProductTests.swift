import CKernels
import Testing

/// `ck_sgemm` beside the plain triple loop, in all its forms and at odd sizes.
@Suite struct MatrixProductTests {
    @Test(arguments: [UInt64(1), 2, 3])
    func equalsTheTripleLoop(seed: UInt64) {
        var random = SeededGenerator(seed: seed)
        for round in 0..<12 {
            let (m, n, k) = (random.size(90), random.size(90), round == 0 ? 500 : random.size(120))
            let flags = UInt32(random.size(8) - 1)
            let (transposesA, transposesB) = (flags & 1 != 0, flags & 2 != 0)
            let a = random.values(m * k)
            let b = random.values(k * n)
            let before = random.values(m * n)
            var (one, two) = (before, before)
            ck_sgemm(flags, m, n, k, a, transposesA ? m : k, b, transposesB ? k : n, &one, n, 1)
            ck_sgemm(flags, m, n, k, a, transposesA ? m : k, b, transposesB ? k : n, &two, n, 2)
            var worst = 0.0
            for row in 0..<m {
                for column in 0..<n {
                    var sum = flags & 4 != 0 ? Double(before[row * n + column]) : 0
                    for index in 0..<k {
                        let left = transposesA ? a[index * m + row] : a[row * k + index]
                        let right = transposesB ? b[column * k + index] : b[index * n + column]
                        sum += Double(left) * Double(right)
                    }
                    worst = max(worst, abs(sum - Double(one[row * n + column])))
                }
            }
            #expect(worst < 1e-4, "seed \(seed), round \(round): \(m) x \(n) x \(k), flags \(flags)")
            #expect(one == two, "seed \(seed), round \(round): threads change the bits")
        }
    }

    @Test func aRowDoesNotDependOnTheOthers() {
        var random = SeededGenerator(seed: 7)
        let (m, n, k) = (61, 70, 96)
        let a = random.values(m * k)
        let b = random.values(k * n)
        var whole = [Float](repeating: 0, count: m * n)
        ck_sgemm(0, m, n, k, a, k, b, n, &whole, n, 1)
        for row in 0..<m {
            var single = [Float](repeating: 0, count: n)
            ck_sgemm(0, 1, n, k, Array(a[(row * k)..<(row * k + k)]), k, b, n, &single, n, 1)
            #expect(single == Array(whole[(row * n)..<(row * n + n)]))
        }
    }

    @Test func anEmptySumIsZeroOrWhatWasThere() {
        var c: [Float] = [1, 2]
        ck_sgemm(4, 1, 2, 0, [], 1, [], 2, &c, 2, 1)
        #expect(c == [1, 2])
        ck_sgemm(0, 1, 2, 0, [], 1, [], 2, &c, 2, 1)
        #expect(c == [0, 0])
    }
}
