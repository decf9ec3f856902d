package dev.ferry.c.check;

import static dev.ferry.c.check.CheckDiagnostic.MISSING_FIELD_INITIALIZERS;

import dev.ferry.c.types.CType;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * -Wmissing-field-initializers: members that an initializer leaves out at the end of a structure,
 * with braces of its own or without. Not said are those after designators, and of a level that is
 * cleared with {@code {0}}; what counts as that is gcc's (pop_init_level in c-typeck.cc).
 */
final class MissingInitializers {
  private final Unit unit;

  /**
   * Since the last level that had several values, or none, or a zero, no other than zero was
   * written.
   */
  private boolean zeroed = true;

  MissingInitializers(Unit unit) {
    this.unit = unit;
  }

  /** A level got a value from the source. */
  void filled(InitializerLevel level, boolean zero) {
    level.filled++;
    level.lastIsZero = zero;
    zeroed &= zero;
  }

  /**
   * Ends levels without braces up to another.
   *
   * @param loc what ends them
   */
  void close(InitializerLevel from, InitializerLevel to, int loc) {
    for (InitializerLevel level = from; level != to; ) {
      level = closed(level, loc);
      if (level == null) {
        return;
      }
    }
  }

  /** Ends a level; the one around it. */
  @Nullable InitializerLevel closed(InitializerLevel level, int loc) {
    if (level.filled > 1) {
      zeroed = false;
    } else if (level.filled == 0 || level.lastIsZero) {
      zeroed = true;
    }
    if (!level.designated && !zeroed) {
      check(level, loc);
    }
    InitializerLevel outer = level.outer;
    if (outer != null) {
      outer.filled++;
      outer.lastIsZero = false;
    }
    return outer;
  }

  private void check(InitializerLevel level, int loc) {
    if (!(level.type instanceof CType.Record record)
        || record.isUnion
        || !unit.diagnostics.isEnabledAt(MISSING_FIELD_INITIALIZERS, loc)) {
      return;
    }
    CType.Field field = firstMissing(level, record.requireFields());
    if (field != null) {
      unit.report(
              MISSING_FIELD_INITIALIZERS,
              unit.diagnostics.sources().fileLocation(loc), // a macro's use, not its body
              field.name() == null ? "<anonymous>" : field.name(),
              TypeAliases.quotedObject(level.written, unit.aliases.at(level.place)))
          .note(field.loc(), "‘%s’ declared here", String.valueOf(field.name()));
    }
  }

  /** Members of no size, as flexible array members, need no value. */
  private CType.@Nullable Field firstMissing(InitializerLevel level, List<CType.Field> fields) {
    while (!level.isExhausted()) {
      CType.Field field = fields.get((int) level.next);
      boolean empty =
          field.type() instanceof CType.Array a && a.length() <= 0
              || !field.isBitField() && unit.types.size(field.type()) == 0;
      if (!empty) {
        return field;
      }
      level.next++;
    }
    return null;
  }
}
