import Glibc
public final class LabRows {
    let rows: RankingRows
    init(_ r: RankingRows) { rows = r }
    public var count: Int { rows.count }
    public var queries: Int { rows.queryCount }
    public var bytes: Int { rows.features.count * 4 }
}
public enum Lab {
    public final class Snap: Sendable {
        public let s: CitationSnapshot; let e: SnapshotEmbeddings
        public init(_ c: PredictionCorpus, _ day: Int32) { s = CitationSnapshot(corpus: c, day: day); e = SnapshotEmbeddings(snapshot: s) }
    }
    public static var names: [String] { FeatureColumns.names }
    public static var classic: [Int] { FeatureColumns.classic }
    public static func collect(_ split: LinkSplit, _ s: Snap, best: Int, drawn: Int) -> LabRows {
        LabRows(TrainingRows.collect(split: split, snapshot: s.s, embeddings: s.e, sample: .init(best: best, drawn: drawn)))
    }
    public static func join(_ a: LabRows, _ b: LabRows) -> LabRows { var r = a.rows; r.append(b.rows); return LabRows(r) }
    /// hidden: the total number of hidden references (those outside of the pool count as never found)
    public static func measure(_ v: LabRows, hidden: Int, score: (UnsafePointer<Float>) -> Float) -> (mrr: Double, h10: Double, h50: Double, h20: Double) {
        var (m, h10, h20, h50) = (0.0, 0.0, 0.0, 0.0)
        v.rows.features.withUnsafeBufferPointer { f in
            for q in 0..<v.rows.queryCount {
                let r = v.rows.rows(of: q)
                var pos: [Float] = [], neg: [Float] = []
                for i in r { let s = score(f.baseAddress! + i * v.rows.width); if v.rows.isCited[i] { pos.append(s) } else { neg.append(s) } }
                for p in pos {
                    var rank = 1.0
                    for n in neg { if n > p { rank += 1 } else if n == p { rank += 0.5 } }
                    m += 1 / rank; if rank <= 10 { h10 += 1 }; if rank <= 20 { h20 += 1 }; if rank <= 50 { h50 += 1 }
                }
            }
        }
        let h = Double(hidden)
        return (m / h, h10 / h, h50 / h, h20 / h)
    }
    public static func pooled(_ v: LabRows) -> Int { v.rows.isCited.count { $0 } }
    public static func gbdt(_ t: LabRows, columns: [Int]? = nil, valid: LabRows, hidden: Int, trees: Int, leaves: Int, rate: Float, lambda: Bool, least: Float = 1, reg: Float = 5, fshare: Double = 0.5, qshare: Double = 0.7, seed: UInt64 = 42, every: Int = 100, report: (String) -> Void) -> [Float] {
        let tr = columns.map { t.rows.selecting($0) } ?? t.rows
        let va = columns.map { LabRows(valid.rows.selecting($0)) } ?? valid
        var o = GradientBoostedTrees.Options()
        o.trees = trees; o.leaves = leaves; o.learningRate = rate; o.loss = lambda ? .lambdaRank : .softmax; o.leastCurvature = least; o.regularisation = reg; o.featureShare = fshare; o.queryShare = qshare; o.seed = seed
        var sc = [Float](repeating: 0, count: va.rows.count)
        _ = GradientBoostedTrees(rows: tr, options: o) { n, trees in
            va.rows.features.withUnsafeBufferPointer { f in
                for i in 0..<va.rows.count { sc[i] += trees[n - 1].value(f.baseAddress! + i * va.rows.width) }
            }
            if n % every == 0 { let m = measureScores(va, hidden: hidden, sc); report("  trees \(n): mrr \(m.mrr) h10 \(m.h10) h20 \(m.h20) h50 \(m.h50)") }
        }
        return sc
    }
    public static func measureScores(_ v: LabRows, hidden: Int, _ s: [Float]) -> (mrr: Double, h10: Double, h50: Double, h20: Double) {
        s.withUnsafeBufferPointer { sp in
            v.rows.features.withUnsafeBufferPointer { f in
                let b = f.baseAddress!
                return measure(v, hidden: hidden) { p in sp[(p - b) / v.rows.width] }
            }
        }
    }
    public static func logistic(_ t: LabRows, columns: [Int]? = nil, valid: LabRows, hidden: Int) -> [Float] {
        let tr = columns.map { t.rows.selecting($0) } ?? t.rows
        let va = columns.map { LabRows(valid.rows.selecting($0)) } ?? valid
        let l = LogisticRegression(rows: tr)
        return va.rows.features.withUnsafeBufferPointer { f in (0..<va.rows.count).map { l.score(f.baseAddress! + $0 * va.rows.width) } }
    }
    public static func network(_ t: LabRows, columns: [Int]? = nil, valid: LabRows, hidden: Int, units: Int, epochs: Int, rate: Float = 2e-3, decay: Float = 0.02, dropout: Float = 0.2, seed: UInt64 = 42) -> [Float] {
        let tr = columns.map { t.rows.selecting($0) } ?? t.rows
        let va = columns.map { LabRows(valid.rows.selecting($0)) } ?? valid
        var o = ListwiseNetwork.Options()
        o.hidden = units; o.epochs = epochs; o.rate = rate; o.decay = decay; o.dropout = dropout; o.seed = seed
        let l = ListwiseNetwork(rows: tr, options: o)
        return va.rows.features.withUnsafeBufferPointer { f in
            var out: [Float] = []
            for q in 0..<va.rows.queryCount { let r = va.rows.rows(of: q); out += l.scores(f.baseAddress! + r.lowerBound * va.rows.width, count: r.count) }
            return out
        }
    }
    public static func save(_ r: LabRows, _ path: String) {
        let f = fopen(path, "w")!
        var h = [r.rows.width, r.rows.count, r.rows.queryCount]
        fwrite(&h, 8, 3, f)
        r.rows.features.withUnsafeBytes { _ = fwrite($0.baseAddress!, 1, $0.count, f) }
        let c = r.rows.isCited.map { UInt8($0 ? 1 : 0) }
        c.withUnsafeBytes { _ = fwrite($0.baseAddress!, 1, $0.count, f) }
        r.rows.weights.withUnsafeBytes { _ = fwrite($0.baseAddress!, 1, $0.count, f) }
        r.rows.starts.withUnsafeBytes { _ = fwrite($0.baseAddress!, 1, $0.count, f) }
        fclose(f)
    }
    public static func load(_ path: String) -> LabRows {
        let f = fopen(path, "r")!
        var h = [0, 0, 0]
        fread(&h, 8, 3, f)
        var feat = [Float](repeating: 0, count: h[0] * h[1]); fread(&feat, 4, feat.count, f)
        var c = [UInt8](repeating: 0, count: h[1]); fread(&c, 1, c.count, f)
        var w = [Float](repeating: 0, count: h[1]); fread(&w, 4, w.count, f)
        var st = [Int](repeating: 0, count: h[2] + 1); fread(&st, 8, st.count, f)
        fclose(f)
        return LabRows(RankingRows(width: h[0], features: feat, isCited: c.map { $0 == 1 }, weights: w, starts: st))
    }
}
extension Lab {
    public static func sage(_ s: Snap, split: LinkSplit, cold: LinkSplit, epochs: Int, hidden: Int, output: Int, rate: Double, report: (String) -> Void) {
        var o = SageTraining.Options(); o.epochs = epochs; o.hidden = hidden; o.output = output; o.rate = rate
        var t = SageTraining(snapshot: s.s, text: s.e.text, options: o)
        for e in 0..<epochs { let l = t.advance(); if e % 20 == 19 || e < 2 { report("epoch \(e + 1) loss \(l) mrr \(t.validationReciprocalRank())") } }
        let v = SageVectors(snapshot: s.s, text: s.e.text, references: s.s.references, parameters: t.parameters)
        for sp in [split, cold] {
            let m = LinkEvaluation.Method(name: "sage") { w, q, scores in
                v.score(v.query(text: s.e.text(of: q, rarity: s.s.text.rarity), seeds: q.seeds), into: scores)
            }
            let ev = LinkEvaluation(split: sp, snapshot: s.s, methods: [m])
            let r = ev.summaries()[0]
            report("\(sp.mode) mrr \(r.reciprocalRank.value) h10 \(r.hits10.value) h50 \(r.hits50.value) auc \(r.areaUniform) \(r.areaPopular) \(r.areaHard)")
        }
    }
}
