public import ArgumentParser
public import Engine
public import Formats

extension SourceFormat: ExpressibleByArgument {}
extension ExportFormat: ExpressibleByArgument {}
