public import API
public import ArgumentParser
public import Engine
public import Formats
public import Ports

extension SourceFormat: ExpressibleByArgument {}
extension ExportFormat: ExpressibleByArgument {}

extension FetchOptions.Source: ExpressibleByArgument {}

extension DownloadOptions.Kind: ExpressibleByArgument {}

extension SearchMode: ExpressibleByArgument {}

extension Scope: ExpressibleByArgument {}

extension IndexPart: ExpressibleByArgument {}

extension CitationOrder: ExpressibleByArgument {}

extension Watch.Mode: ExpressibleByArgument {}

extension RankWorks.Measure: ExpressibleByArgument {}
