package dev.ferry.c.check;

import static dev.ferry.c.check.CheckDiagnostic.DEPRECATED;
import static dev.ferry.c.check.CheckDiagnostic.UNAVAILABLE;

import dev.ferry.c.types.CType;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Uses of what is declared {@code deprecated} or {@code unavailable}. They are reported where the
 * source has them, as gcc does: a name that a macro expands to, at the macro's use.
 */
final class DeprecationWarnings {
  private final Unit unit;

  /** By the location of the member's declaration. */
  private final Map<Integer, DeclAttributes> members = new HashMap<>();

  DeprecationWarnings(Unit unit) {
    this.unit = unit;
  }

  void declareMember(int loc, DeclAttributes attributes) {
    if (attributes.deprecated != null || attributes.unavailable != null) {
      members.put(loc, attributes);
    }
  }

  void use(int loc, Entity entity) {
    report(UNAVAILABLE, entity.unavailable, loc, entity.name, entity.loc);
    report(DEPRECATED, entity.deprecated, loc, entity.name, entity.loc);
  }

  void use(int loc, CType.Field member) {
    DeclAttributes attributes = members.isEmpty() ? null : members.get(member.loc());
    String name = member.name();
    if (attributes != null && name != null) {
      report(UNAVAILABLE, attributes.unavailable, loc, name, member.loc());
      report(DEPRECATED, attributes.deprecated, loc, name, member.loc());
    }
  }

  /**
   * @param message of the attribute: empty without one, null if what is used does not have it
   */
  private void report(
      CheckDiagnostic kind, @Nullable String message, int loc, String name, int declared) {
    if (message != null && unit.diagnostics.isEnabledAt(kind, loc)) {
      int use = unit.diagnostics.sources().fileLocation(loc);
      unit.report(kind, use, name, message.isEmpty() ? "" : ": " + message)
          .note(declared, "declared here");
    }
  }
}
