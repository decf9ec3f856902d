package dev.ferry.codegen.emit;

import dev.ferry.binutils.asm.AsmOutput;
import dev.ferry.binutils.asm.AsmSymbol;
import dev.ferry.binutils.asm.Expression;
import dev.ferry.ir.debug.DebugType;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.IdentityHashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * Collects the entries of a unit (DWARF 5, section 7.5.2 and 7.5.3). Everything has a known width,
 * so that an entry's offset is known when it is written and references are plain numbers;
 * abbreviations are made as needed.
 *
 * <p>An entry is begun with {@link #entry}, gets its attributes, and is done with {@link #end} or,
 * where children follow, {@link #endParent}; after the children comes {@link #endChildren}.
 */
final class EntryWriter {
  /** What stands among the bytes: an expression, or the offset of a type's entry. */
  private record Item(int at, int width, @Nullable Expression value, @Nullable DebugType type) {}

  private final long start;
  private final ByteArrayOutputStream bytes = new ByteArrayOutputStream();
  private final List<Item> items = new ArrayList<>();
  private final Map<List<Integer>, Integer> abbreviations = new LinkedHashMap<>();
  private final Map<DebugType, Long> typeOffsets = new IdentityHashMap<>();

  // The entry at hand.
  private List<Integer> shape = new ArrayList<>();
  private final ByteArrayOutputStream values = new ByteArrayOutputStream();
  private final List<Item> valueItems = new ArrayList<>();

  /**
   * @param start bytes of the unit's header
   */
  EntryWriter(long start) {
    this.start = start;
  }

  /** The next entry to end is this type's. */
  void define(DebugType type) {
    typeOffsets.put(type, start + bytes.size());
  }

  EntryWriter entry(int tag) {
    shape.clear();
    shape.add(tag);
    values.reset();
    valueItems.clear();
    return this;
  }

  private void attribute(int name, int form) {
    shape.add(name);
    shape.add(form);
  }

  EntryWriter string(int name, String text) {
    attribute(name, Dwarf.FORM_STRING);
    values.writeBytes(text.getBytes(StandardCharsets.UTF_8));
    values.write(0);
    return this;
  }

  /** As {@link #string}; nothing where the text is empty. */
  EntryWriter name(String text) {
    return text.isEmpty() ? this : string(Dwarf.AT_NAME, text);
  }

  EntryWriter number(int name, long value) {
    attribute(name, Dwarf.FORM_UDATA);
    uleb(values, value);
    return this;
  }

  EntryWriter signed(int name, long value) {
    attribute(name, Dwarf.FORM_SDATA);
    sleb(values, value);
    return this;
  }

  EntryWriter flag(int name) {
    attribute(name, Dwarf.FORM_FLAG_PRESENT);
    return this;
  }

  /** A reference to a type; nothing for void. */
  EntryWriter type(@Nullable DebugType type) {
    if (type != null) {
      attribute(Dwarf.AT_TYPE, Dwarf.FORM_REF4);
      place(4, null, type);
    }
    return this;
  }

  EntryWriter address(int name, int width, Expression value) {
    attribute(name, Dwarf.FORM_ADDR);
    place(width, value, null);
    return this;
  }

  EntryWriter data8(int name, Expression value) {
    attribute(name, Dwarf.FORM_DATA8);
    place(8, value, null);
    return this;
  }

  /** An offset into another section. */
  EntryWriter offset(int name, Expression value) {
    attribute(name, Dwarf.FORM_SEC_OFFSET);
    place(4, value, null);
    return this;
  }

  EntryWriter expression(int name, byte[] code) {
    attribute(name, Dwarf.FORM_EXPRLOC);
    uleb(values, code.length);
    values.writeBytes(code);
    return this;
  }

  /** A location at a symbol. */
  EntryWriter locationAt(int width, AsmSymbol symbol) {
    attribute(Dwarf.AT_LOCATION, Dwarf.FORM_EXPRLOC);
    uleb(values, 1 + width);
    values.write(Dwarf.OP_ADDR);
    place(width, Expression.of(symbol), null);
    return this;
  }

  private void place(int width, @Nullable Expression value, @Nullable DebugType type) {
    valueItems.add(new Item(values.size(), width, value, type));
    values.writeBytes(new byte[width]);
  }

  void end() {
    end(false);
  }

  /** Children follow. */
  void endParent() {
    end(true);
  }

  private void end(boolean hasChildren) {
    List<Integer> key = new ArrayList<>(shape);
    key.add(hasChildren ? 1 : 0);
    Integer code = abbreviations.get(key);
    if (code == null) {
      code = abbreviations.size() + 1;
      abbreviations.put(key, code);
    }
    uleb(bytes, code);
    for (Item item : valueItems) {
      items.add(new Item(bytes.size() + item.at, item.width, item.value, item.type));
    }
    bytes.writeBytes(values.toByteArray());
  }

  void endChildren() {
    bytes.write(0);
  }

  // ---- output

  /** Writes the entries. */
  void write(AsmOutput out) {
    byte[] all = bytes.toByteArray();
    int done = 0;
    for (Item item : items) {
      if (item.at > done) {
        out.bytes(all, done, item.at - done);
      }
      if (item.value != null) {
        out.data(item.width, item.value);
      } else {
        out.data(item.width, Objects.requireNonNull(typeOffsets.get(item.type)));
      }
      done = item.at + item.width;
    }
    out.bytes(all, done, all.length - done);
  }

  /** Writes the abbreviations. */
  void writeAbbreviations(AsmOutput out) {
    ByteArrayOutputStream table = new ByteArrayOutputStream();
    for (Map.Entry<List<Integer>, Integer> entry : abbreviations.entrySet()) {
      List<Integer> key = entry.getKey();
      uleb(table, entry.getValue());
      uleb(table, key.getFirst());
      table.write(key.getLast());
      for (int i = 1; i < key.size() - 1; i++) {
        uleb(table, key.get(i));
      }
      table.write(0);
      table.write(0);
    }
    table.write(0);
    out.bytes(table.toByteArray(), 0, table.size());
  }

  static void uleb(ByteArrayOutputStream to, long value) {
    long rest = value;
    do {
      int low = (int) rest & 0x7f;
      rest >>>= 7;
      to.write(rest == 0 ? low : low | 0x80);
    } while (rest != 0);
  }

  static void sleb(ByteArrayOutputStream to, long value) {
    long rest = value;
    while (true) {
      int low = (int) rest & 0x7f;
      rest >>= 7;
      boolean last = rest == 0 && (low & 0x40) == 0 || rest == -1 && (low & 0x40) != 0;
      to.write(last ? low : low | 0x80);
      if (last) {
        return;
      }
    }
  }
}
