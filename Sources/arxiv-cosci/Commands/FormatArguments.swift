public import ArgumentParser
public import Engine
public import Evaluation
public import Formats
public import Ports

extension SourceFormat: ExpressibleByArgument {}
extension ExportFormat: ExpressibleByArgument {}

extension FetchOptions.Source: ExpressibleByArgument {}

extension DownloadOptions.Kind: ExpressibleByArgument {}

extension SearchMode: ExpressibleByArgument {}

extension IndexPart: ExpressibleByArgument {}

extension RetrievalMode: ExpressibleByArgument {}

extension Watch.Mode: ExpressibleByArgument {}
