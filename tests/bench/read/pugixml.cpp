// The body through pugixml, as its manual does it.

#include <pugixml.hpp>

#include "read.h"

void read_pugixml(const char *body, size_t length) {
  pugi::xml_document document;
  document.load_buffer(body, length);
  const pugi::xml_node error = document.child("Error");
  const char *fields[FIELDS];
  for (int i = 0; i < FIELDS; i++) {
    fields[i] = error.child_value(element_names[i]);
  }
  use(fields);
}
