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
  /**
   * A member to be placed.
   *
   * @param typeAlign what the typedef that named its type asks for, 0 for nothing; packing ends it
   * @param align what the member itself asks for, 0 for nothing
   */
  public record Member(
      @Nullable String name,
      CType type,
      int bitWidth,
      int typeAlign,
      int align,
      boolean packed,
      int loc) {}

  private final Types types;
  private final boolean isUnion;
  private final boolean packed;

  /** {@code #pragma pack}: the most that a member's alignment may be, 0 for no bound. */
  private final int pack;

  private final List<CType.Field> fields = new ArrayList<>();

  /** Whole bytes taken so far; of a union, its largest member's. */
  private long bytes;

  /** Bits of the next byte that bit-fields have taken, 0 to 7. */
  private int bitsOver;

  private int align = 1;
  private boolean isUserAligned;

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
   * @return the bytes that the members take, without what rounds the record's size
   */
  public static long complete(
      Types types, CType.Record record, List<Member> members, int pack, int requestedAlign) {
    RecordLayout layout = new RecordLayout(types, record.isUnion, record.isPacked, pack);
    for (Member member : members) {
      layout.isUserAligned |= layout.isUserAligned(member);
      layout.add(member);
    }
    layout.finish(record, requestedAlign);
    return layout.bytesTaken();
  }

  private boolean isUserAligned(Member member) {
    return Math.max(member.align(), member.typeAlign()) > 0
            && Math.max(member.align(), member.typeAlign()) >= types.align(member.type())
        || types.isUserAligned(member.type());
  }

  private void add(Member member) {
    if (member.bitWidth() >= 0) {
      addBitField(member);
      return;
    }
    int memberAlign = Math.max(types.align(member.type()), member.typeAlign());
    if (packed || member.packed()) {
      memberAlign = 1;
    }
    memberAlign = Math.max(memberAlign, member.align());
    if (pack != 0) {
      memberAlign = Math.min(memberAlign, pack);
    }
    align = Math.max(align, memberAlign);
    long size = Math.max(0, types.size(member.type()));
    long offset = isUnion ? 0 : roundUp(bytesTaken(), memberAlign);
    fields.add(new CType.Field(member.name(), member.type(), offset, 0, -1, member.loc()));
    if (isUnion) {
      bytes = Math.max(bytes, size);
    } else {
      long end = offset + size;
      bytes = end < 0 ? Long.MAX_VALUE - 63 : end;
      bitsOver = 0;
    }
  }

  private long bytesTaken() {
    return bitsOver > 0 ? bytes + 1 : bytes;
  }

  /** Where the next bit-field could start, in bits; of objects beyond 2^60 bytes some number. */
  private long nextBit() {
    return isUnion || bytes > Long.MAX_VALUE / 8 - 8 ? 0 : bytes * 8 + bitsOver;
  }

  private void endAtBit(long bit) {
    bytes = bit / 8;
    bitsOver = (int) (bit % 8);
  }

  private void addBitField(Member member) {
    int typeAlign = Math.max(types.align(member.type()), member.typeAlign());
    int unit = (int) types.size(member.type());
    int width = member.bitWidth();
    boolean tight = packed || member.packed();
    int natural = pack != 0 ? Math.min(typeAlign, pack) : typeAlign;
    if (width == 0) {
      // A separator: the next member starts at a boundary of its type.
      long next = roundUp(nextBit(), 8L * Math.max(typeAlign, member.align()));
      if (!isUnion) {
        endAtBit(next);
      }
      fields.add(new CType.Field(null, member.type(), next / 8, 0, 0, member.loc()));
      return;
    }
    long start = nextBit();
    if (member.align() > 0) {
      start = roundUp(start, 8L * bound(member.align()));
    }
    if (!tight && member.typeAlign() > types.align(member.type())) {
      start = roundUp(start, 8L * bound(member.typeAlign()));
    }
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
      bytes = Math.max(bytes, (width + 7) / 8);
    } else {
      endAtBit(start + width);
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
    record.align = whole;
    record.isUserAligned = isUserAligned || requestedAlign > 0;
    record.size = roundUp(bytesTaken(), whole);
    record.fields = List.copyOf(fields);
  }

  private static long roundUp(long value, long unit) {
    return (value + unit - 1) / unit * unit;
  }
}
