package dev.ferry.binutils.elf;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Random;
import org.junit.jupiter.api.Test;

class ElfModelTest {
  private static ObjectFile sample(boolean is64) {
    ObjectFile object = new ObjectFile("sample.o", is64);
    object.setFlags(Elf.EF_RISCV_RVC | Elf.EF_RISCV_FLOAT_ABI_DOUBLE);
    RiscvAttributes attributes = new RiscvAttributes();
    attributes.set(RiscvAttributes.TAG_STACK_ALIGN, 16);
    attributes.set(RiscvAttributes.TAG_ARCH, "rv64i2p1");
    object.setAttributes(attributes);
    Section text =
        object.addSection(
            new Section(".text", Elf.SHT_PROGBITS, Elf.SHF_ALLOC | Elf.SHF_EXECINSTR, 4));
    text.contents().put32(0x00000097);
    text.contents().put32(0x000080e7);
    Section bss =
        object.addSection(new Section(".bss", Elf.SHT_NOBITS, Elf.SHF_ALLOC | Elf.SHF_WRITE, 8));
    bss.setNobitsSize(1L << 33);
    Section inline =
        object.addSection(
            new Section(".text.f", Elf.SHT_PROGBITS, Elf.SHF_ALLOC | Elf.SHF_EXECINSTR, 2));
    inline.contents().put16(0x8082);
    Symbol local = new Symbol("local");
    local.setBinding(Elf.STB_LOCAL);
    local.define(bss, 16);
    Symbol f = new Symbol("f");
    f.define(inline, 0);
    f.setBinding(Elf.STB_WEAK);
    f.setType(Elf.STT_FUNC);
    f.setSize(2);
    f.setVisibility(Elf.STV_HIDDEN);
    Symbol missing = new Symbol("missing");
    Symbol common = new Symbol("common");
    common.defineCommon(40, 8);
    Symbol absolute = new Symbol("absolute");
    absolute.defineAbsolute(-5);
    object.addSymbol(f);
    object.addSymbol(local);
    object.addSymbol(missing);
    object.addSymbol(common);
    object.addSymbol(absolute);
    SectionGroup group = object.addGroup(new SectionGroup(f, true));
    group.add(inline);
    text.relocations().add(0, RelocationType.CALL_PLT, missing, -4);
    text.relocations().add(0, RelocationType.RELAX, null, 0);
    inline.relocations().add(0, RelocationType.RVC_JUMP, local, 2);
    return object;
  }

  @Test
  void whatIsWrittenIsReadAgain() {
    ObjectFile object = ElfReader.read("sample.o", ElfWriter.write(sample(true)));
    assertThat(object.flags()).isEqualTo(5);
    assertThat(object.attributes()).isNotNull();
    Section text = object.sections().get(0);
    assertThat(text.name()).isEqualTo(".text");
    assertThat(text.contents().i32(4)).isEqualTo(0x000080e7);
    assertThat(text.relocations().size()).isEqualTo(2);
    assertThat(text.relocations().get(0))
        .isEqualTo(new Relocation(0, 19, object.symbol("missing"), -4));
    assertThat(text.relocations().symbol(1)).isNull();
    assertThat(object.sections().get(1).size()).isEqualTo(1L << 33);
    assertThat(object.groups()).hasSize(1);
    assertThat(object.groups().get(0).signature().name()).isEqualTo("f");
    assertThat(object.groups().get(0).members()).containsExactly(object.sections().get(2));
    // Locals come first in the file.
    assertThat(object.symbols().get(0).name()).isEqualTo("local");
    Symbol common = object.symbol("common");
    assertThat(common).isNotNull();
    if (common != null) {
      assertThat(common.place()).isEqualTo(Symbol.Place.COMMON);
      assertThat(common.value()).isEqualTo(8);
      assertThat(common.size()).isEqualTo(40);
    }
  }

  @Test
  void writingIsStable() {
    for (boolean is64 : new boolean[] {true, false}) {
      byte[] once = ElfWriter.write(sample(is64));
      assertThat(ElfWriter.write(ElfReader.read("sample.o", once))).isEqualTo(once);
    }
  }

  @Test
  void changedBytesGiveAModelOrAnElfFormatException() {
    byte[] good = ElfWriter.write(sample(true));
    Random random = new Random(1);
    for (int i = 0; i < 20_000; i++) {
      byte[] bad = good.clone();
      for (int k = random.nextInt(4); k >= 0; k--) {
        bad[random.nextInt(bad.length)] = (byte) random.nextInt();
      }
      byte[] cut =
          random.nextInt(8) == 0 ? java.util.Arrays.copyOf(bad, random.nextInt(bad.length)) : bad;
      try {
        ElfWriter.write(ElfReader.read("bad.o", cut));
      } catch (ElfFormatException e) {
        assertThat(e.report()).startsWith("bad.o: ");
      }
    }
  }

  @Test
  void namesCannotMultiplyMemory() {
    // Many symbols that all name a different tail of one long string.
    ObjectFile object = new ObjectFile("long.o", true);
    object.addSymbol(new Symbol("x".repeat(100_000)));
    for (int i = 0; i < 20_000; i++) {
      object.addSymbol(new Symbol("y" + i));
    }
    byte[] bytes = ElfWriter.write(object);
    ElfFile file = ElfFile.parse("long.o", bytes);
    SectionHeader symtab = file.sectionOfType(Elf.SHT_SYMTAB);
    assertThat(symtab).isNotNull();
    if (symtab == null) {
      return;
    }
    for (int i = 2; i < 20_000; i++) {
      LittleEndian.set(bytes, (int) symtab.offset() + 24 * i, 4, i);
    }
    assertThatThrownBy(() -> ElfReader.read("long.o", bytes))
        .isInstanceOf(ElfFormatException.class);
  }

  @Test
  void stringTablesShareTails() {
    StringTable table = new StringTable();
    int whole = table.add(".rela.text");
    int tail = table.add(".text");
    table.layOut();
    assertThat(table.offset(tail)).isEqualTo(table.offset(whole) + 5);
    assertThat(table.toByteArray()).hasSize(12);
  }
}
