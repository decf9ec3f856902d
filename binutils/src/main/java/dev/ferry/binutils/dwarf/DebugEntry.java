package dev.ferry.binutils.dwarf;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * An entry of {@code .debug_info} with its attributes and children (DWARF 5, section 2.1). Numbers
 * are {@code Long}, names {@code String}, expressions and blocks {@code byte[]}; references are
 * entries' offsets in the section.
 */
public final class DebugEntry {
  public static final int ARRAY_TYPE = 0x01;
  public static final int ENUMERATION_TYPE = 0x04;
  public static final int FORMAL_PARAMETER = 0x05;
  public static final int LEXICAL_BLOCK = 0x0b;
  public static final int MEMBER = 0x0d;
  public static final int POINTER_TYPE = 0x0f;
  public static final int STRUCTURE_TYPE = 0x13;
  public static final int SUBROUTINE_TYPE = 0x15;
  public static final int TYPEDEF = 0x16;
  public static final int UNION_TYPE = 0x17;
  public static final int SUBRANGE_TYPE = 0x21;
  public static final int BASE_TYPE = 0x24;
  public static final int CONST_TYPE = 0x26;
  public static final int ENUMERATOR = 0x28;
  public static final int SUBPROGRAM = 0x2e;
  public static final int VARIABLE = 0x34;
  public static final int VOLATILE_TYPE = 0x35;
  public static final int RESTRICT_TYPE = 0x37;
  public static final int ATOMIC_TYPE = 0x47;

  public static final int LOCATION = 0x02;
  public static final int BYTE_SIZE = 0x0b;
  public static final int BIT_SIZE = 0x0d;
  public static final int CONST_VALUE = 0x1c;
  public static final int UPPER_BOUND = 0x2f;
  public static final int COUNT = 0x37;
  public static final int DATA_MEMBER_LOCATION = 0x38;
  public static final int ENCODING = 0x3e;
  public static final int DATA_BIT_OFFSET = 0x6b;

  private static final int NAME = 0x03;
  private static final int ABSTRACT_ORIGIN = 0x31;
  private static final int SPECIFICATION = 0x47;
  private static final int TYPE = 0x49;

  private final long offset;
  private final int tag;
  private final @Nullable DebugEntry parent;
  private final Map<Integer, Object> attributes = new HashMap<>();
  private final List<DebugEntry> children = new ArrayList<>();
  private final Map<Long, DebugEntry> byOffset;
  private long[] ranges = {};

  DebugEntry(long offset, int tag, @Nullable DebugEntry parent, Map<Long, DebugEntry> byOffset) {
    this.offset = offset;
    this.tag = tag;
    this.parent = parent;
    this.byOffset = byOffset;
    byOffset.put(offset, this);
    if (parent != null) {
      parent.children.add(this);
    }
  }

  void put(int attribute, @Nullable Object value) {
    if (value != null) {
      attributes.put(attribute, value);
    }
  }

  void setRanges(long[] pairs) {
    ranges = pairs;
  }

  public long offset() {
    return offset;
  }

  /** DW_TAG number. */
  public int tag() {
    return tag;
  }

  public @Nullable DebugEntry parent() {
    return parent;
  }

  public List<DebugEntry> children() {
    return children;
  }

  /** Its name, or the empty string. */
  public String name() {
    if (attributes.get(NAME) instanceof String name) {
      return name;
    }
    DebugEntry origin = origin();
    return origin == null ? "" : origin.name();
  }

  private @Nullable DebugEntry origin() {
    DebugEntry origin = reference(ABSTRACT_ORIGIN);
    return origin != null ? origin : reference(SPECIFICATION);
  }

  /** The entry of its type, or null for void. */
  public @Nullable DebugEntry type() {
    DebugEntry type = reference(TYPE);
    DebugEntry origin = type == null ? origin() : null;
    return origin == null ? type : origin.type();
  }

  private @Nullable DebugEntry reference(int attribute) {
    return attributes.get(attribute) instanceof Long at && at != offset ? byOffset.get(at) : null;
  }

  public boolean has(int attribute) {
    return attributes.containsKey(attribute);
  }

  /** A number, or what else where there is none. */
  public long number(int attribute, long otherwise) {
    return attributes.get(attribute) instanceof Long value ? value : otherwise;
  }

  /** An expression or block, or null. */
  public byte @Nullable [] bytes(int attribute) {
    return attributes.get(attribute) instanceof byte[] value ? value : null;
  }

  /** Whether its code covers an address. */
  public boolean covers(long address) {
    for (int i = 0; i < ranges.length; i += 2) {
      if (Long.compareUnsigned(address, ranges[i]) >= 0
          && Long.compareUnsigned(address, ranges[i + 1]) < 0) {
        return true;
      }
    }
    return false;
  }

  /** Its lowest address, or -1 where it has no code. */
  public long low() {
    return ranges.length == 0 ? -1 : ranges[0];
  }

  /** The address behind its first piece of code, or -1. */
  public long high() {
    return ranges.length == 0 ? -1 : ranges[1];
  }
}
