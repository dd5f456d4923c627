import ArgumentParser
import BatchProcessing
import Engine
import Foundation
import Literature
import MappedFiles
import Ports
import RESP
import RedisClient
import Retrieval
import SQLiteLibrary
import Upstreams

/// Why a command failed, with its exit code.
struct CommandFailure: Error {
    /// The exit codes of all commands.
    enum Code: Int32 {
        case nothingFound = 1
        case badInput = 2
        case serverFailed = 3
        case partlyDone = 4
        case interrupted = 130
    }

    var code: Code
    /// What failed, on what, and what to do next; empty when everything was said already.
    var message: String

    static func badInput(_ message: String) -> CommandFailure { CommandFailure(code: .badInput, message: message) }
    static func nothingFound(_ message: String) -> CommandFailure {
        CommandFailure(code: .nothingFound, message: message)
    }

    /// Runs a command's body and ends the process with the right code and a message on standard error.
    static func reported(_ body: () async throws -> Void) async throws {
        do {
            try await body()
        } catch let failure as CommandFailure {
            try failure.exit()
        } catch let error as QueryError {
            try CommandFailure.badInput("the query cannot be understood: \(error)").exit()
        } catch let error as PredictionError {
            let code: Code = error.code == .unknownPaper || error.code == .leak ? .nothingFound : .badInput
            try CommandFailure(code: code, message: error.description).exit()
        } catch let error as IndexError {
            try CommandFailure.badInput("\(error)").exit()
        } catch let error as GraphQueryError {
            try CommandFailure.nothingFound("\(error)").exit()
        } catch let error as MappedFileError {
            try CommandFailure.badInput("\(error)").exit()
        } catch let error as LibraryError {
            try CommandFailure.badInput("\(error)").exit()
        } catch let error as ShelfError {
            try CommandFailure(code: error.code == .unknown ? .nothingFound : .badInput, message: "\(error)").exit()
        } catch let error as UpstreamError {
            try CommandFailure(code: error.isServiceFailure ? .serverFailed : .badInput, message: "\(error)").exit()
        } catch let error as RedisError {
            try CommandFailure(code: .serverFailed, message: "\(error)").exit()
        } catch let error as RedisReplyError {
            try CommandFailure(code: .serverFailed, message: "\(error)").exit()
        } catch let error as BatchFileError {
            try CommandFailure.badInput("\(error)").exit()
        } catch let error as IngestFileError {
            try CommandFailure.badInput("\(error)").exit()
        } catch let error as IngestJobError {
            try CommandFailure.badInput("\(error)").exit()
        } catch is CancellationError {
            try CommandFailure(code: .interrupted, message: "interrupted").exit()
        }
    }

    private func exit() throws -> Never {
        if !message.isEmpty { Terminal.standardError.write("arxiv-cosci: \(message)\n") }
        throw ExitCode(code.rawValue)
    }
}
