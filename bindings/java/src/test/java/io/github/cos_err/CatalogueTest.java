package io.github.cos_err;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.lang.reflect.Field;
import java.time.Instant;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;

class CatalogueTest {
  @Test
  void everyCodeIsExplainedInBothLanguages() {
    assertTrue(Catalogue.codes().size() > 300);
    for (String code : Catalogue.codes()) {
      String english = Catalogue.explainCode(code).orElseThrow().advice();
      Catalogue.CodeInfo info = Catalogue.explainCode(code, Responder.UNKNOWN, "zh").orElseThrow();
      assertNotEquals(english, info.advice());
      assertTrue(info.docUrl().startsWith("https://"), code);
    }
  }

  @Test
  void eachCodeWithANameHasAConstant() throws IllegalAccessException {
    Set<String> constants = new TreeSet<>();
    for (Field field : Codes.class.getFields()) {
      constants.add((String) field.get(null));
    }
    Set<String> named = new TreeSet<>(Catalogue.codes());
    named.removeIf(code -> !Character.isLetter(code.charAt(0)));
    assertEquals(named, constants);
    assertEquals("NoSuchKey", Codes.NO_SUCH_KEY);
  }

  @Test
  void responderAndSpellingChooseTheRow() {
    assertEquals(503, Catalogue.explainCode("slowdown").orElseThrow().status());
    assertEquals(429, Catalogue.explainCode("SlowDown", Responder.CI, "en").orElseThrow().status());
    assertEquals(Retry.AFTER_FIX, Catalogue.explainCode("RequestTimeTooSkewed").orElseThrow().retry());
  }

  @Test
  void whatIsUnknownIsEmpty() {
    assertTrue(Catalogue.explainCode("NoSuchThing").isEmpty());
    assertTrue(Catalogue.explainCode(null).isEmpty());
    assertTrue(Catalogue.readId("5C9F6CBDB007B7575C5395BA").isEmpty());
    assertTrue(Catalogue.readId(null).isEmpty());
    assertThrows(CosException.class, () -> Catalogue.explainCode("NoSuchKey\0more"));
  }

  @Test
  void requestIdsAreRead() {
    Catalogue.IdInfo expected = new Catalogue.IdInfo(Responder.CI, Instant.ofEpochSecond(1751991130));
    assertEquals(Optional.of(expected), Catalogue.readId("VF82ODZkNDM1YV8xNF9mMjNlMTkxNV9iM2Y0"));
  }
}
