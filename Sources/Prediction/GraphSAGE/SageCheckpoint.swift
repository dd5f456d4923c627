/// The state of a GraphSAGE training between two steps, to be continued to the same result.
public struct SageCheckpoint: Sendable, Equatable {
    /// Steps that were made.
    public let epoch: Int
    let parameters: SageParameters<Float>
    let moments: [AdamState<Float>]
    let options: SageTraining.Options
    /// What it was trained on.
    let papers: Int
    let citations: Int

    init(_ training: SageTraining) {
        epoch = training.epoch
        parameters = training.parameters
        moments = training.moments
        options = training.options
        (papers, citations) = training.extent
    }

    /// Puts the state into a training that was started with the same options on the same papers; any other stays as it is.
    func restore(into training: inout SageTraining) {
        guard options == training.options, (papers, citations) == training.extent else { return }
        training.restore(epoch: epoch, parameters: parameters, states: moments)
    }

    init(
        epoch: Int,
        parameters: SageParameters<Float>,
        moments: [AdamState<Float>],
        options: SageTraining.Options,
        papers: Int,
        citations: Int
    ) {
        self.epoch = epoch
        self.parameters = parameters
        self.moments = moments
        self.options = options
        self.papers = papers
        self.citations = citations
    }
}
