package dev.ferry.testkit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.DynamicTest.dynamicTest;

import dev.ferry.binutils.asm.Assembler;
import dev.ferry.binutils.asm.AssemblerOptions;
import dev.ferry.binutils.elf.ObjectFile;
import dev.ferry.binutils.elf.Section;
import dev.ferry.driver.decode.DecodeDocument;
import dev.ferry.driver.decode.DecodeDocument.DecodedWord;
import dev.ferry.driver.decode.DecodeDocument.Example;
import dev.ferry.driver.decode.DecodeText;
import dev.ferry.driver.decode.Examples;
import dev.ferry.driver.decode.WordDecoder;
import dev.ferry.driver.decode.WordSource;
import dev.ferry.driver.json.Json;
import dev.ferry.isa.Opcode;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Words explained: goldens of tests/decode, and every line of the tables in both directions. */
class DecodeTest {
  private static final String EVERYTHING =
      "gc_zba_zbb_zbc_zbs_zicond_zfa_zfh_zicbom_zicbop_zicboz_zihintpause";

  @TestFactory
  Stream<DynamicTest> goldens() throws IOException {
    List<DynamicTest> tests = new ArrayList<>();
    try (Stream<Path> files = Files.list(ToolConsole.ROOT.resolve("tests/decode"))) {
      for (Path file : files.filter(f -> f.toString().endsWith(".words")).sorted().toList()) {
        tests.add(dynamicTest(file.getFileName().toString(), () -> golden(file)));
      }
    }
    return tests.stream();
  }

  private static void golden(Path file) throws IOException {
    String schema = Files.readString(ToolConsole.ROOT.resolve("docs/json/decode.schema.json"));
    StringBuilder text = new StringBuilder();
    for (String line : Files.readAllLines(file)) {
      int xlen = Integer.parseInt(line, 0, 2, 10);
      WordSource.Word word = WordSource.parse(line.substring(3));
      assertThat(word).isNotNull();
      DecodedWord decoded = new WordDecoder(xlen).decode(word.input(), word.bits(), null);
      text.append(DecodeText.full(decoded)).append('\n');
      String json = Json.of(new DecodeDocument(1, xlen, List.of(decoded)));
      assertThat(JsonDocument.violations(JsonDocument.parse(json), schema)).isEmpty();
    }
    ToolConsole.golden(
        file.resolveSibling(file.getFileName().toString().replace(".words", ".expected")),
        text.toString());
  }

  @ParameterizedTest
  @ValueSource(ints = {32, 64})
  void everyLineBothWays(int xlen) {
    WordDecoder decoder = new WordDecoder(xlen);
    Examples examples = new Examples(xlen);
    for (int i = 0; i < Opcode.count(); i++) {
      Opcode opcode = Opcode.of(i);
      if (!opcode.availableOn(xlen) || opcode == Opcode.C_UNIMP) {
        continue;
      }
      List<Example> some = examples.of(opcode);
      assertThat(some).as(opcode.mnemonic()).isNotEmpty();
      for (Example example : some) {
        int word = Integer.parseUnsignedInt(example.hex(), 16);
        DecodedWord decoded = decoder.decode(example.hex(), word, null);
        assertThat(decoded.known()).as(example.toString()).isTrue();
        assertThat(decoded.instruction().mnemonic()).isEqualTo(opcode.mnemonic());
        assertThat(widths(decoded)).as(example.toString()).isEqualTo(8 * decoded.length());
        assertThat(encode(decoded.plain(), xlen)).as(decoded.plain()).isEqualTo(example.hex());
        if (opcode != Opcode.C_JAL) {
          // As GNU as, the assembler leaves a written jal its four bytes.
          assertThat(encode(example.text(), xlen, opcode.isCompressed()))
              .as(example.text())
              .isEqualTo(example.hex());
        }
      }
    }
  }

  private static int widths(DecodedWord word) {
    return word.fields().stream().mapToInt(f -> f.high() - f.low() + 1).sum();
  }

  private static String encode(String text, int xlen) {
    return encode(text, xlen, text.startsWith("c."));
  }

  private static String encode(String text, int xlen, boolean compressed) {
    String source = (compressed ? "" : ".option norvc\n") + text + "\n";
    AssemblerOptions options = AssemblerOptions.forIsa("rv" + xlen + EVERYTHING).withRelax(false);
    Assembler.Result result =
        Assembler.assemble("input", source.getBytes(StandardCharsets.UTF_8), options);
    ObjectFile object = result.object();
    if (object == null) {
      return result.messages().toString();
    }
    Section section = object.section(".text");
    byte[] bytes = section == null ? new byte[0] : section.contents().toByteArray();
    StringBuilder hex = new StringBuilder();
    for (int i = bytes.length - 1; i >= 0; i--) {
      hex.append(String.format("%02x", bytes[i]));
    }
    return hex.toString();
  }
}
