/* The body through libxml2, expat and mxml. */

#include <expat.h>
#include <libxml/parser.h>
#include <mxml.h>
#include <string.h>

#include "read.h"

/* What the readers by callback gather: the text of each child of the root.
   A buffer on the stack spares them the allocations that a copy would cost. */
struct gathered {
  const char *fields[FIELDS];
  int depth;
  int field;
  size_t used;
  char text[1024];
};

static void gather_begin(struct gathered *gathered) {
  for (int i = 0; i < FIELDS; i++) {
    gathered->fields[i] = "";
  }
  gathered->depth = 0;
  gathered->field = FIELDS;
  gathered->used = 0;
}

static void gather_start(struct gathered *gathered, const char *name) {
  gathered->field = FIELDS;
  if (++gathered->depth != 2) {
    return;
  }
  for (int i = 0; i < FIELDS; i++) {
    if (strcmp(name, element_names[i]) == 0) {
      gathered->field = i;
      gathered->fields[i] = gathered->text + gathered->used;
      return;
    }
  }
}

static void gather_text(struct gathered *gathered, const char *text, int length) {
  const size_t size = (size_t)length;
  if (gathered->field < FIELDS && gathered->used + size < sizeof gathered->text) {
    memcpy(gathered->text + gathered->used, text, size);
    gathered->used += size;
  }
}

static void gather_end(struct gathered *gathered) {
  gathered->depth--;
  if (gathered->field < FIELDS && gathered->used + 1 < sizeof gathered->text) {
    gathered->text[gathered->used++] = '\0';
  }
  gathered->field = FIELDS;
}

static void XMLCALL expat_start(void *state, const XML_Char *name, const XML_Char **attributes) {
  (void)attributes;
  gather_start(state, name);
}

static void XMLCALL expat_text(void *state, const XML_Char *text, int length) {
  gather_text(state, text, length);
}

static void XMLCALL expat_end(void *state, const XML_Char *name) {
  (void)name;
  gather_end(state);
}

void read_expat(const char *body, size_t length) {
  struct gathered gathered;
  XML_Parser parser = XML_ParserCreate(NULL);
  gather_begin(&gathered);
  XML_SetUserData(parser, &gathered);
  XML_SetElementHandler(parser, expat_start, expat_end);
  XML_SetCharacterDataHandler(parser, expat_text);
  XML_Parse(parser, body, (int)length, 1);
  use(gathered.fields);
  XML_ParserFree(parser);
}

static void libxml2_start(void *state, const xmlChar *name, const xmlChar **attributes) {
  (void)attributes;
  gather_start(state, (const char *)name);
}

static void libxml2_text(void *state, const xmlChar *text, int length) {
  gather_text(state, (const char *)text, length);
}

static void libxml2_end(void *state, const xmlChar *name) {
  (void)name;
  gather_end(state);
}

void read_libxml2_push(const char *body, size_t length) {
  struct gathered gathered;
  xmlSAXHandler handler;
  memset(&handler, 0, sizeof handler);
  handler.startElement = libxml2_start;
  handler.endElement = libxml2_end;
  handler.characters = libxml2_text;
  gather_begin(&gathered);
  xmlParserCtxtPtr parser = xmlCreatePushParserCtxt(&handler, &gathered, NULL, 0, NULL);
  xmlParseChunk(parser, body, (int)length, 1);
  use(gathered.fields);
  xmlFreeParserCtxt(parser);
}

void read_libxml2_dom(const char *body, size_t length) {
  const char *fields[FIELDS] = {"", "", "", "", ""};
  xmlDocPtr document = xmlReadMemory(body, (int)length, NULL, NULL, XML_PARSE_NONET);
  const xmlNode *child = xmlDocGetRootElement(document)->children;
  for (; child != NULL; child = child->next) {
    for (int i = 0; i < FIELDS; i++) {
      if (child->type == XML_ELEMENT_NODE && strcmp((const char *)child->name, element_names[i]) == 0) {
        fields[i] = (const char *)child->children->content;
      }
    }
  }
  use(fields);
  xmlFreeDoc(document);
}

/* As Tencent's C SDK reads its errors. */
void read_mxml(const char *body, size_t length) {
  const char *fields[FIELDS];
  mxml_node_t *document = mxmlLoadString(NULL, body, MXML_OPAQUE_CALLBACK);
  (void)length;
  for (int i = 0; i < FIELDS; i++) {
    mxml_node_t *element = mxmlFindElement(document, document, element_names[i], NULL, NULL, MXML_DESCEND);
    fields[i] = mxmlGetOpaque(element);
  }
  use(fields);
  mxmlDelete(document);
}
