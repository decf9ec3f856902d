package dev.ferry.c.types;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

/** Types: identity, printing, layout. */
class TypesTest {
  private final Types types = new Types(DataModel.LP64);

  private static RecordLayout.Member member(String name, CType type) {
    return new RecordLayout.Member(name, type, -1, 0, 0, false, 0);
  }

  private static RecordLayout.Member bits(String name, CType type, int width) {
    return new RecordLayout.Member(name, type, width, 0, 0, false, 0);
  }

  private CType.Record record(RecordLayout.Member... members) {
    CType.Record record = new CType.Record(false, "S", 0);
    RecordLayout.complete(types, record, List.of(members), 0, 0);
    return record;
  }

  @Test
  void equalTypesAreTheSame() {
    CType a = types.function(types.intType, List.of(types.charPointer), true, true);
    CType b = types.function(types.intType, List.of(types.pointer(types.charType)), true, true);
    assertThat(a).isSameAs(b);
    assertThat(types.qualify(types.intType, CType.CONST))
        .isSameAs(types.qualify(types.intType, CType.CONST));
  }

  @Test
  void typesPrintAsGccPrintsThem() {
    CType callback =
        types.pointer(
            types.function(types.voidType, List.of(types.intType, types.charPointer), false, true));
    assertThat(TypePrinter.print(callback)).isEqualTo("void (*)(int,  char *)");
    assertThat(TypePrinter.print(types.pointer(types.array(types.constCharPointer, 3))))
        .isEqualTo("const char * (*)[3]");
    assertThat(TypePrinter.print(types.unsignedLongLong)).isEqualTo("long long unsigned int");
  }

  @Test
  void membersAreAligned() {
    CType.Record record =
        record(
            member("a", types.charType),
            member("b", types.doubleType),
            member("c", types.shortType));
    assertThat(record.size).isEqualTo(24);
    assertThat(record.align).isEqualTo(8);
    assertThat(record.requireFields().get(1).offset()).isEqualTo(8);
  }

  @Test
  void bitFieldsDoNotCrossTheirUnit() {
    CType.Record record =
        record(
            bits("a", types.intType, 20),
            bits("b", types.intType, 20),
            bits("c", types.charType, 3));
    assertThat(record.size).isEqualTo(8);
    assertThat(record.requireFields().get(1).offset()).isEqualTo(4);
    assertThat(record.requireFields().get(2).offset()).isEqualTo(6);
    assertThat(record.requireFields().get(2).bitOffset()).isEqualTo(4);
  }

  @Test
  void longIsAsWideAsAPointer() {
    Types narrow = new Types(DataModel.ILP32);
    assertThat(narrow.size(narrow.longType)).isEqualTo(4);
    assertThat(narrow.sizeType).isSameAs(narrow.unsignedInt);
    assertThat(types.size(types.longType)).isEqualTo(8);
  }
}
