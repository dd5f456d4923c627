import Answers

/// All that this server can do. What its services lack is not in the table.
struct OperationTable {
    let operations: [Operation]

    init(_ services: APIServices, _ configuration: APIConfiguration) {
        var operations = PaperOperations.all + SearchOperations.all + GraphOperations.all + MapOperations.all
        operations += RankingOperations.all
        operations += PredictionOperations(services).all
        if let ingestion = services.ingestion {
            operations += IngestionOperations(ingestion).all + JobOperations(ingestion).all
        }
        if let cache = services.cache { operations += CacheOperations(cache).all }
        if let shelves = services.shelves { operations += ShelfOperations(shelves).all }
        if let mcp = services.mcp { operations.append(MCPOperation.make(mcp)) }
        if let metrics = services.metrics { operations.append(MetricsOperation.make(metrics)) }
        self.operations = operations + SystemOperations(configuration).all(services)
    }
}

extension Parameter {
    /// How many results.
    static func limit(_ fallback: Int = 20, upTo greatest: Int = 100) -> Parameter {
        .query("limit", .integer(1...greatest), "How many at most.", default: .integer(fallback))
    }

    /// How many results are left out.
    static let offset = Parameter.query(
        "offset",
        .integer(0...10_000),
        "How many to leave out from the start.",
        default: .integer(0)
    )

    /// The paper in the path.
    static let paper = Parameter.path(
        "id",
        .paper,
        "A paper: an identifier of arXiv in any form, a DOI, `s2:`, `openalex:`."
    )

    /// A moment.
    static let asOf = Parameter.query("as_of", .moment, "As the library was at the end of this day, month or year.")
}
