package dev.ferry.binutils.ar;

import static org.assertj.core.api.Assertions.assertThat;

import dev.ferry.binutils.elf.Elf;
import dev.ferry.binutils.elf.ElfWriter;
import dev.ferry.binutils.elf.ObjectFile;
import dev.ferry.binutils.elf.Section;
import dev.ferry.binutils.elf.Symbol;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

class ArchiveTest {
  private static byte[] object(String... names) {
    ObjectFile object = new ObjectFile("m.o", true);
    Section text = object.addSection(new Section(".text", Elf.SHT_PROGBITS, Elf.SHF_ALLOC, 2));
    for (String name : names) {
      Symbol symbol = new Symbol(name);
      symbol.define(text, 0);
      object.addSymbol(symbol);
    }
    return ElfWriter.write(object);
  }

  private static byte[] sample() {
    List<ArchiveWriter.Entry> entries = new ArrayList<>();
    for (int i = 0; i < 50; i++) {
      String name = i % 3 == 0 ? "a-rather-long-member-name-" + i + ".o" : "m" + i + ".o";
      entries.add(ArchiveWriter.Entry.deterministic(name, object("f" + i, "g" + i)));
    }
    return ArchiveWriter.write(entries, true, false, 0);
  }

  @Test
  void theIndexFindsEachDefiner() throws IOException {
    Archive archive = Archive.of("lib.a", sample());
    assertThat(archive.members()).hasSize(50);
    for (int i = 0; i < 50; i++) {
      long header = archive.memberDefining("g" + i);
      assertThat(archive.memberAt(header).name()).endsWith(i + ".o");
    }
    assertThat(archive.memberDefining("nothing")).isEqualTo(-1);
    assertThat(archive.memberDefining("")).isEqualTo(-1);
  }

  @Test
  void changedBytesGiveAnArchiveFormatException() throws IOException {
    byte[] good = sample();
    Random random = new Random(2);
    for (int i = 0; i < 2000; i++) {
      byte[] bad = good.clone();
      for (int k = 0; k < 3; k++) {
        bad[random.nextInt(random.nextBoolean() ? 2000 : bad.length)] = (byte) random.nextInt();
      }
      try {
        Archive archive = Archive.of("bad.a", bad);
        archive.memberDefining("f7");
        for (Archive.Member member : archive.members()) {
          archive.read(member);
        }
      } catch (ArchiveFormatException e) {
        assertThat(e.report()).startsWith("bad.a: ");
      }
    }
  }
}
