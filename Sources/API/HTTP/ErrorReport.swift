import Engine
import HTTPTypes
import Literature
import MappedFiles
import Retrieval

extension Problem {
    /// What an error means to a client; an error that should not happen says nothing of what is inside.
    static func of(_ error: any Error, explain: (any Error) -> ErrorMeaning?) -> Problem {
        switch error {
        case let problem as Problem: return problem
        case let error as QueryError: return .wrong("q", "\(error)")
        case let error as GraphQueryError: return .of(error)
        case let error as PredictionError: return .of(error)
        case let error as ShelfError: return .of(error)
        case let error as IndexError where error.code == .missing:
            return Problem(
                .conflict,
                "a part of the index that this needs is missing; on the server: arxiv-cosci index"
            )
        case is IndexError, is MappedFileError:
            return .unavailable("the index is not ready; on the server: arxiv-cosci check", retryAfter: 30)
        case is Deadline.Passed:
            return Problem(.gatewayTimeout, "it took too long and was given up; ask for less")
        case is CancellationError: return .unavailable("the server is stopping", retryAfter: 5)
        default: break
        }
        switch explain(error) {
        case .notFound(let text): return .notFound(text)
        case .wrong(let text): return Problem(.unprocessableContent, text)
        case .conflict(let text): return Problem(.conflict, text)
        case .unavailable(let text): return .unavailable(text, retryAfter: 5)
        case nil: return Problem(.internalServerError, "something went wrong here; the server's log tells what")
        }
    }

    private static func of(_ error: GraphQueryError) -> Problem {
        switch error {
        case .unknown(let paper): .notFound("\(paper) is not in the library")
        case .later(let paper, let date): .notFound("\(paper) is later than \(date), or its date is unknown")
        case .missing: .unavailable("the library has no citation graph yet", retryAfter: 30)
        }
    }

    private static func of(_ error: PredictionError) -> Problem {
        switch error.code {
        case .unknownPaper: .notFound("the paper is not in the library, or without a date")
        case .noModel: Problem(.conflict, "no model was trained yet; on the server: arxiv-cosci train-predictor")
        default: Problem(.internalServerError, "something went wrong here; the server's log tells what")
        }
    }

    private static func of(_ error: ShelfError) -> Problem {
        switch error.code {
        case .unknown: .notFound(error.message)
        case .exists, .tooMany: Problem(.conflict, error.message)
        case .busy: .unavailable("another program writes to the library", retryAfter: 5)
        default: Problem(.unprocessableContent, error.message)
        }
    }

    /// Whether the log has to tell of it.
    var isOurs: Bool { status.code == 500 }
}
