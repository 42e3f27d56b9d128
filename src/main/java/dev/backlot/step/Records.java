package dev.backlot.step;

import dev.backlot.model.Value;
import java.util.Map;

/** What a tenant knows of the things its workflows are about, beyond any batch. */
public interface Records {
  /**
   * Sets these fields of a record and leaves its others; doing it twice is doing it once.
   *
   * @param marks what is to be remembered of it besides its fields
   * @return false when the tenant has no such record
   */
  boolean set(String id, Map<String, Value> fields, Map<String, Value> marks);
}
