import CLibXML2

/// The C functions that libxml2 calls; each finds its ``XMLCollector`` and hands over.
enum XMLCallbacks {
    /// A handler for the events that matter. Everything about document types stays empty but the refusal of entities.
    static var handler: xmlSAXHandler {
        var handler = xmlSAXHandler()
        cosci_xml_prepare(&handler)
        handler.startElementNs = { client, name, _, _, _, _, count, _, attributes in
            guard let collector = XMLCallbacks.collector(client), let name else { return }
            collector.start(String(cString: name), attributes: XMLCallbacks.pairs(attributes, count: Int(count)))
        }
        handler.endElementNs = { client, _, _, _ in XMLCallbacks.collector(client)?.end() }
        handler.characters = { client, bytes, count in
            XMLCallbacks.collector(client)?.characters(UnsafeBufferPointer(start: bytes, count: Int(count)))
        }
        handler.ignorableWhitespace = handler.characters
        handler.cdataBlock = handler.characters
        handler.getEntity = { _, name in xmlGetPredefinedEntity(name) }
        handler.entityDecl = { client, _, _, _, _, _ in
            XMLCallbacks.collector(client)?.refuse("the document type declares entities")
        }
        handler.unparsedEntityDecl = { client, _, _, _, _ in
            XMLCallbacks.collector(client)?.refuse("the document type declares entities")
        }
        handler.reference = { client, name in
            guard let name else { return }
            XMLCallbacks.collector(client)?.refuse("undeclared entity '\(String(cString: name))'")
        }
        return handler
    }

    /// Told of errors that make the document ill-formed.
    static let failed: @convention(c) (UnsafeMutableRawPointer?, Int32, UnsafePointer<CChar>?) -> Void = {
        object,
        line,
        message in
        guard let object else { return }
        let collector = Unmanaged<XMLCollector>.fromOpaque(object).takeUnretainedValue()
        let text = message.map { String(cString: $0).split(separator: "\n").joined(separator: " ") }
        collector.fail(line: Int(line), message: "broken XML: \(text ?? "unknown error")")
    }

    private static func collector(_ client: UnsafeMutableRawPointer?) -> XMLCollector? {
        guard let object = client?.assumingMemoryBound(to: cosci_xml_client.self).pointee.object else { return nil }
        return Unmanaged<XMLCollector>.fromOpaque(object).takeUnretainedValue()
    }

    /// Attributes come as runs of five pointers: local name, prefix, namespace, begin and end of the value.
    private static func pairs(
        _ attributes: UnsafeMutablePointer<UnsafePointer<xmlChar>?>?,
        count: Int
    ) -> [(name: String, value: String)] {
        guard let attributes, count > 0 else { return [] }
        return (0..<count).compactMap { index in
            guard let name = attributes[5 * index], let begin = attributes[5 * index + 3],
                let end = attributes[5 * index + 4]
            else { return nil }
            let value = UnsafeBufferPointer(start: begin, count: end - begin)
            return (String(cString: name), String(decoding: value, as: UTF8.self))
        }
    }
}
