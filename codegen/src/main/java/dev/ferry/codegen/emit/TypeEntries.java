package dev.ferry.codegen.emit;

import dev.ferry.ir.debug.DebugType;
import dev.ferry.ir.debug.RuntimeLength;
import java.util.ArrayDeque;
import java.util.Arrays;
import java.util.Collections;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Entries of types (DWARF 5, chapter 5): those that something refers to, once each. */
final class TypeEntries {
  private final EntryWriter out;
  private final Declarations declarations;
  private final Set<DebugType> wanted = Collections.newSetFromMap(new IdentityHashMap<>());
  private final ArrayDeque<DebugType> pending = new ArrayDeque<>();

  /** Where lengths of arrays are, as expressions that give them. */
  private final Map<RuntimeLength, byte[]> lengths = new IdentityHashMap<>();

  /** Writes where something is declared. */
  interface Declarations {
    void at(EntryWriter entry, int loc);
  }

  TypeEntries(EntryWriter out, Declarations declarations) {
    this.out = out;
    this.declarations = declarations;
  }

  /** A variable at this location holds a length of arrays. */
  void setLength(RuntimeLength length, byte[] location) {
    byte[] code = Arrays.copyOf(location, location.length + 1);
    code[location.length] = Dwarf.OP_DEREF;
    lengths.put(length, code);
  }

  /** The type, which will get an entry. */
  @Nullable DebugType need(@Nullable DebugType type) {
    if (type != null && wanted.add(type)) {
      pending.add(type);
    }
    return type;
  }

  /** Writes entries for all types needed so far and those that they need. */
  void write() {
    while (!pending.isEmpty()) {
      DebugType type = pending.remove();
      out.define(type);
      write(type);
    }
  }

  private void write(DebugType type) {
    switch (type) {
      case DebugType.Basic t ->
          out.entry(Dwarf.TAG_BASE_TYPE)
              .name(t.name())
              .number(Dwarf.AT_BYTE_SIZE, t.bytes())
              .number(Dwarf.AT_ENCODING, encoding(t.encoding()))
              .end();
      case DebugType.Pointer t ->
          out.entry(Dwarf.TAG_POINTER_TYPE)
              .number(Dwarf.AT_BYTE_SIZE, t.bytes())
              .type(need(t.target()))
              .end();
      case DebugType.Qualified t -> out.entry(tag(t.qualifier())).type(need(t.base())).end();
      case DebugType.Alias t ->
          out.entry(Dwarf.TAG_TYPEDEF).name(t.name()).type(need(t.target())).end();
      case DebugType.Array t -> array(t);
      case DebugType.Subroutine t -> subroutine(t);
      case DebugType.Composite t -> composite(t);
      case DebugType.Enumeration t -> enumeration(t);
    }
  }

  private static int encoding(DebugType.Encoding encoding) {
    return switch (encoding) {
      case BOOLEAN -> Dwarf.ATE_BOOLEAN;
      case SIGNED -> Dwarf.ATE_SIGNED;
      case UNSIGNED -> Dwarf.ATE_UNSIGNED;
      case SIGNED_CHAR -> Dwarf.ATE_SIGNED_CHAR;
      case UNSIGNED_CHAR -> Dwarf.ATE_UNSIGNED_CHAR;
      case FLOAT -> Dwarf.ATE_FLOAT;
      case COMPLEX_FLOAT -> Dwarf.ATE_COMPLEX_FLOAT;
    };
  }

  private static int tag(DebugType.Qualifier qualifier) {
    return switch (qualifier) {
      case CONST -> Dwarf.TAG_CONST_TYPE;
      case VOLATILE -> Dwarf.TAG_VOLATILE_TYPE;
      case RESTRICT -> Dwarf.TAG_RESTRICT_TYPE;
      case ATOMIC -> Dwarf.TAG_ATOMIC_TYPE;
    };
  }

  /** All dimensions of an array stand in one entry. */
  private void array(DebugType.Array type) {
    DebugType element = type.element();
    while (!type.isVector() && element instanceof DebugType.Array inner && !inner.isVector()) {
      element = inner.element();
    }
    out.entry(Dwarf.TAG_ARRAY_TYPE).type(need(element));
    if (type.isVector()) {
      out.flag(Dwarf.AT_GNU_VECTOR);
    }
    out.endParent();
    DebugType dimension = type;
    while (dimension != element && dimension instanceof DebugType.Array array) {
      out.entry(Dwarf.TAG_SUBRANGE_TYPE);
      byte[] runtime = array.runtimeLength() == null ? null : lengths.get(array.runtimeLength());
      if (array.length() >= 0) {
        out.number(Dwarf.AT_COUNT, array.length());
      } else if (runtime != null) {
        out.expression(Dwarf.AT_COUNT, runtime);
      }
      out.end();
      dimension = array.element();
    }
    out.endChildren();
  }

  private void subroutine(DebugType.Subroutine type) {
    out.entry(Dwarf.TAG_SUBROUTINE_TYPE);
    if (type.prototyped()) {
      out.flag(Dwarf.AT_PROTOTYPED);
    }
    out.type(need(type.result()));
    out.endParent();
    for (DebugType parameter : type.parameters()) {
      out.entry(Dwarf.TAG_FORMAL_PARAMETER).type(need(parameter)).end();
    }
    if (type.variadic()) {
      out.entry(Dwarf.TAG_UNSPECIFIED_PARAMETERS).end();
    }
    out.endChildren();
  }

  private void composite(DebugType.Composite type) {
    out.entry(type.isUnion ? Dwarf.TAG_UNION_TYPE : Dwarf.TAG_STRUCTURE_TYPE).name(type.name);
    List<DebugType.Member> members = type.members;
    if (members == null) {
      out.flag(Dwarf.AT_DECLARATION).end();
      return;
    }
    out.number(Dwarf.AT_BYTE_SIZE, type.bytes);
    declarations.at(out, type.loc);
    out.endParent();
    for (DebugType.Member member : members) {
      out.entry(Dwarf.TAG_MEMBER).name(member.name()).type(need(member.type()));
      declarations.at(out, member.loc());
      if (member.bitWidth() >= 0) {
        out.number(Dwarf.AT_BIT_SIZE, member.bitWidth())
            .number(Dwarf.AT_DATA_BIT_OFFSET, member.bitOffset());
      } else if (!type.isUnion) {
        out.number(Dwarf.AT_DATA_MEMBER_LOCATION, member.offset());
      }
      out.end();
    }
    out.endChildren();
  }

  private void enumeration(DebugType.Enumeration type) {
    out.entry(Dwarf.TAG_ENUMERATION_TYPE).name(type.name());
    if (type.underlying() == null) {
      out.flag(Dwarf.AT_DECLARATION).end();
      return;
    }
    out.number(Dwarf.AT_BYTE_SIZE, type.bytes()).type(need(type.underlying()));
    declarations.at(out, type.loc());
    out.endParent();
    for (DebugType.Enumerator enumerator : type.enumerators()) {
      out.entry(Dwarf.TAG_ENUMERATOR)
          .name(enumerator.name())
          .signed(Dwarf.AT_CONST_VALUE, enumerator.value())
          .end();
    }
    out.endChildren();
  }
}
