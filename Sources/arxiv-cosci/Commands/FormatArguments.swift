public import ArgumentParser
public import Engine
public import Formats

extension SourceFormat: ExpressibleByArgument {}
extension ExportFormat: ExpressibleByArgument {}

extension FetchOptions.Source: ExpressibleByArgument {}

extension DownloadOptions.Kind: ExpressibleByArgument {}

extension SearchMode: ExpressibleByArgument {}

extension IndexPart: ExpressibleByArgument {}
