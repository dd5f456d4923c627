#pragma once
#include <libxml/xmlversion.h>
/* Debian's libxml2 includes headers of ICU, which clash with the ICU inside Foundation. Nothing here needs them. */
#undef LIBXML_ICU_ENABLED
#include <libxml/parser.h>
#include <libxml/parserInternals.h>
#include <libxml/SAX2.h>
#include <libxml/entities.h>
#include <libxml/xmlerror.h>

/// What the SAX callbacks get as their context.
typedef struct cosci_xml_client {
    void *object;
    /// Told of each error that makes the document ill-formed.
    void (*failed)(void *object, int line, const char *message);
} cosci_xml_client;

// The type of the error argument gained a const in libxml2 2.12.
#if LIBXML_VERSION >= 21200
static inline void cosci_xml_on_error(void *context, const xmlError *error) {
#else
static inline void cosci_xml_on_error(void *context, xmlErrorPtr error) {
#endif
    cosci_xml_client *client = (cosci_xml_client *)context;
    if (client != NULL && error != NULL && error->level == XML_ERR_FATAL)
        client->failed(client->object, error->line, error->message);
}

/// Makes a handler one of SAX2 that reports errors to its client only, never to the process.
static inline void cosci_xml_prepare(xmlSAXHandler *handler) {
    handler->initialized = XML_SAX2_MAGIC;
    handler->serror = cosci_xml_on_error;
}

/// A push parser without network access; custom entities are neither loaded nor substituted.
static inline xmlParserCtxtPtr cosci_xml_create(xmlSAXHandler *handler, cosci_xml_client *client) {
    xmlParserCtxtPtr context = xmlCreatePushParserCtxt(handler, client, NULL, 0, NULL);
    if (context != NULL) xmlCtxtUseOptions(context, XML_PARSE_NONET);
    return context;
}

/// The position in the input, or `fallback` where the input is in another encoding than UTF-8 (there it costs too much).
static inline long cosci_xml_position(xmlParserCtxtPtr context, long fallback) {
    if (context->input == NULL || context->input->buf == NULL || context->input->buf->encoder != NULL) return fallback;
    long position = xmlByteConsumed(context);
    return position < 0 ? fallback : position;
}

/// Frees a parser and what it kept of a document type.
static inline void cosci_xml_free(xmlParserCtxtPtr context) {
    if (context->myDoc != NULL) xmlFreeDoc(context->myDoc);
    context->myDoc = NULL;
    xmlFreeParserCtxt(context);
}
