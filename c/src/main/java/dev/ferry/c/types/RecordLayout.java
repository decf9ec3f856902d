package dev.ferry.c.types;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Lays out a struct or union as the RISC-V psABI and gcc do. Bit-fields follow the System V rule
 * (gcc's {@code PCC_BITFIELD_TYPE_MATTERS}): a bit-field never crosses a boundary of its declared
 * type's alignment unit, and its type's alignment is the record's too; packed ones take the next
 * bit.
 */
public final class RecordLayout {
  /** A member to be placed. */
  public record Member(
      @Nullable String name, CType type, int bitWidth, int align, boolean packed, int loc) {}

  private final Types types;
  private final boolean isUnion;
  private final boolean packed;

  /** {@code #pragma pack}: the most that a member's alignment may be, 0 for no bound. */
  private final int pack;

  private final List<CType.Field> fields = new ArrayList<>();
  private long bits;
  private long unionBytes;
  private int align = 1;

  public RecordLayout(Types types, boolean isUnion, boolean packed, int pack) {
    this.types = types;
    this.isUnion = isUnion;
    this.packed = packed;
    this.pack = pack;
  }

  /**
   * Places the members and completes the record.
   *
   * @param requestedAlign of the record's own {@code aligned} attribute, 0 for none
   */
  public static void complete(
      Types types, CType.Record record, List<Member> members, int pack, int requestedAlign) {
    RecordLayout layout = new RecordLayout(types, record.isUnion, record.isPacked, pack);
    for (Member member : members) {
      layout.add(member);
    }
    layout.finish(record, requestedAlign);
  }

  private void add(Member member) {
    if (member.bitWidth() >= 0) {
      addBitField(member);
      return;
    }
    int memberAlign = types.align(member.type());
    if (packed || member.packed()) {
      memberAlign = 1;
    }
    memberAlign = Math.max(memberAlign, member.align());
    if (pack != 0) {
      memberAlign = Math.min(memberAlign, pack);
    }
    align = Math.max(align, memberAlign);
    long size = Math.max(0, types.size(member.type()));
    long offset = isUnion ? 0 : roundUp((bits + 7) / 8, memberAlign);
    fields.add(new CType.Field(member.name(), member.type(), offset, 0, -1, member.loc()));
    if (isUnion) {
      unionBytes = Math.max(unionBytes, size);
    } else {
      bits = saturatingBits(offset, size);
    }
  }

  private static long saturatingBits(long offset, long size) {
    long end = offset + size;
    return end < 0 || end > Long.MAX_VALUE / 8 - 8 ? Long.MAX_VALUE - 63 : end * 8;
  }

  private void addBitField(Member member) {
    int typeAlign = types.align(member.type());
    int unit = (int) types.size(member.type());
    int width = member.bitWidth();
    boolean tight = packed || member.packed();
    int natural = pack != 0 ? Math.min(typeAlign, pack) : typeAlign;
    if (width == 0) {
      // A separator: the next member starts at a boundary of its type.
      if (!isUnion) {
        bits = roundUp(bits, 8L * Math.max(typeAlign, member.align()));
      }
      fields.add(new CType.Field(null, member.type(), isUnion ? 0 : bits / 8, 0, 0, member.loc()));
      return;
    }
    if (member.align() > 0 && !isUnion) {
      bits = roundUp(bits, 8L * bound(member.align()));
    }
    long start = isUnion ? 0 : bits;
    boolean crosses =
        start / (8L * typeAlign) != (start + width - 1) / (8L * typeAlign) && width <= 8L * unit;
    if (!tight && pack == 0 && crosses) {
      start = roundUp(start, 8L * typeAlign);
    }
    if (member.name() != null) {
      // A pragma bounds the alignment whether packed or not.
      align = Math.max(align, tight && pack == 0 ? 1 : natural);
      align = Math.max(align, bound(member.align()));
    }
    place(member, start, unit, typeAlign, tight || pack != 0);
    if (isUnion) {
      unionBytes = Math.max(unionBytes, (width + 7) / 8);
    } else {
      bits = start + width;
    }
  }

  private int bound(int requested) {
    return pack != 0 ? Math.min(requested, pack) : Math.max(requested, 1);
  }

  private void place(Member member, long start, int unit, int typeAlign, boolean tight) {
    long offset = start / 8 / typeAlign * typeAlign;
    long bit = start - offset * 8;
    if (bit + member.bitWidth() > unit * 8L || tight) {
      offset = start / 8;
      bit = start % 8;
    }
    fields.add(
        new CType.Field(
            member.name(), member.type(), offset, (int) bit, member.bitWidth(), member.loc()));
  }

  private void finish(CType.Record record, int requestedAlign) {
    int whole = Math.max(align, requestedAlign);
    long bytes = isUnion ? unionBytes : (bits + 7) / 8;
    record.align = whole;
    record.size = roundUp(bytes, whole);
    record.fields = List.copyOf(fields);
  }

  private static long roundUp(long value, long unit) {
    return (value + unit - 1) / unit * unit;
  }
}
