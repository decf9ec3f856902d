package dev.ferry.binutils.asm;

import static org.assertj.core.api.Assertions.assertThat;

import dev.ferry.binutils.disasm.Disassembler;
import dev.ferry.binutils.disasm.DisassemblerOptions;
import dev.ferry.binutils.disasm.Symbolizer;
import dev.ferry.binutils.elf.ElfReader;
import dev.ferry.binutils.elf.ObjectFile;
import dev.ferry.isa.Extension;
import dev.ferry.isa.Form;
import dev.ferry.isa.Forms;
import dev.ferry.isa.Immediate;
import dev.ferry.isa.Opcode;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Every instruction, pseudo-instruction and compressed form with random operands: GNU as' bytes,
 * objdump's text. All lines go through one call of each.
 */
class InstructionOracleTest {
  private static final String EXTENSIONS = "gc_zba_zbb_zbc_zbs_zfh_zicbom_zicboz";
  private static final Pattern ERROR_LINE =
      Pattern.compile("^[^:\n]*:(\\d+): Error", Pattern.MULTILINE);

  @TempDir Path folder;
  private final Random random = new Random(42);
  private int xlen;

  @ParameterizedTest
  @ValueSource(ints = {32, 64})
  void sameBytesAndText(int width) throws IOException {
    GnuTools.need("as");
    GnuTools.need("objdump");
    xlen = width;
    List<String> lines = new ArrayList<>(lines());
    // Lines GNU as refuses are taken out; those that it has and we have not are a failure.
    Path source = folder.resolve("all.s");
    Path object = folder.resolve("all.o");
    Set<Integer> refused = refusedByGnu(lines, source, object);
    List<String> good = new ArrayList<>();
    for (int i = 0; i < lines.size(); i++) {
      if (!refused.contains(i + 1)) {
        good.add(lines.get(i));
      }
    }
    assertThat(good.size()).isGreaterThan(lines.size() * 9 / 10);
    assertThat(refusedByGnu(good, source, object)).isEmpty();
    AssemblerOptions options = AssemblerOptions.forIsa("rv" + width + EXTENSIONS);
    Assembler.Result result =
        Assembler.assemble(
            "all.s", String.join("\n", good).getBytes(StandardCharsets.US_ASCII), options);
    assertThat(result.messages()).isEmpty();
    ObjectFile gnu = ElfReader.read("all.o", Files.readAllBytes(object));
    ObjectFile ours = result.object();
    assertThat(ours).isNotNull();
    Objects.assertSame("all.s", ours, gnu);
    disassemble(object, DisassemblerOptions.DEFAULT, List.of("-d", "-z"));
    disassemble(
        object,
        new DisassemblerOptions(false, true),
        List.of("-d", "-z", "-M", "no-aliases,numeric"));
  }

  private Set<Integer> refusedByGnu(List<String> lines, Path source, Path object)
      throws IOException {
    Files.write(source, lines);
    GnuTools.Run run =
        GnuTools.run(
            "as",
            List.of(
                "-march=rv" + xlen + EXTENSIONS,
                "-misa-spec=20191213",
                "-o",
                object.toString(),
                source.toString()));
    Set<Integer> refused = new TreeSet<>();
    Matcher matcher = ERROR_LINE.matcher(run.errors());
    while (matcher.find()) {
      refused.add(Integer.parseInt(matcher.group(1)));
    }
    return refused;
  }

  private void disassemble(Path object, DisassemblerOptions options, List<String> flags) {
    List<String> arguments = new ArrayList<>(flags);
    arguments.add(object.toString());
    Disassembler disassembler = new Disassembler(xlen, options, Symbolizer.NONE);
    List<String> expected = new ArrayList<>();
    List<String> actual = new ArrayList<>();
    for (String line : GnuTools.run("objdump", arguments).output().split("\n")) {
      String[] columns = line.split("\t", 3);
      if (columns.length == 3 && columns[0].endsWith(":")) {
        int word = Integer.parseUnsignedInt(columns[1].strip(), 16);
        long address = Long.parseLong(columns[0].strip().replace(":", ""), 16);
        expected.add(columns[1].strip() + " " + columns[2].replaceAll(" <[^>]*>", "").strip());
        actual.add(columns[1].strip() + " " + disassembler.next(word, address));
      }
    }
    assertThat(actual).hasSizeGreaterThan(1000).isEqualTo(expected);
  }

  // --- Lines ------------------------------------------------------------------------------------

  private Set<String> lines() {
    Set<String> lines = new LinkedHashSet<>();
    List<Form> forms = new ArrayList<>(Forms.pseudoInstructions());
    for (int i = 0; i < Opcode.count(); i++) {
      forms.add(Forms.plain(i));
    }
    for (Form form : forms) {
      Extension extension = form.opcode().extension();
      // GNU as 2.40 does not know these two extensions yet.
      if (form.availableOn(xlen) && extension != Extension.ZFA && extension != Extension.ZICOND) {
        for (int i = 0; i < 16; i++) {
          line(form, lines);
        }
      }
    }
    for (int i = 0; i < 300; i++) {
      long value = random.nextLong() >> random.nextInt(64);
      lines.add("li " + x() + "," + (xlen == 32 ? (int) value : value));
    }
    for (String macro :
        List.of(
            "la a0,x",
            "lla a1,x+8",
            "call x",
            "tail x",
            "jump x,t0",
            "la.tls.ie a0,y",
            "la.tls.gd a0,y",
            "lw a0,x",
            "sw a0,x,t0",
            "fld fa0,x,t0",
            "fsw fa0,x,t1",
            "lui a0,%hi(x+4)",
            "addi a0,a0,%lo(x+4)",
            "sw a0,%lo(x+4)(a0)",
            "lui a0,%tprel_hi(y)",
            "add a0,a0,tp,%tprel_add(y)",
            "lw a0,%tprel_lo(y)(a0)",
            "call t0,x",
            "zext.w a0,a1",
            "sext.b a0,a1",
            "zext.h a0,a1",
            "jal x",
            "beq a0,a1,x",
            "bnez a0,x",
            "j x")) {
      lines.add(macro);
    }
    return lines;
  }

  private void line(Form form, Set<String> lines) {
    List<String> operands = new ArrayList<>();
    for (Form.Operand operand : form.operands()) {
      if (operand.kind() != Form.Kind.RM || random.nextBoolean()) {
        operands.add(operand(form, operand));
      }
    }
    String mnemonic = form.mnemonic();
    if (form.opcode().hasOrdering()) {
      mnemonic += pick("", ".aq", ".rl", ".aqrl");
    }
    lines.add(mnemonic + " " + String.join(",", operands));
  }

  private String pick(String... choices) {
    return choices[random.nextInt(choices.length)];
  }

  private String x() {
    return pick("zero", "ra", "sp", "tp", "a0", "a1", "s0", "s1", "a5", "t6", "s11", "x9", "fp");
  }

  private String operand(Form form, Form.Operand operand) {
    Immediate layout = form.opcode().immediate();
    return switch (operand.kind()) {
      case X -> x();
      case F -> pick("ft0", "fa0", "fs0", "fs1", "fa5", "ft11", "fs11", "f9");
      case SP -> "sp";
      case ADDRESS -> "(" + x() + ")";
      case STACK -> constant(layout) + "(sp)";
      case MEMORY -> constant(layout) + "(" + x() + ")";
      case IMM -> constant(layout);
      case SHAMT -> Integer.toString(random.nextInt(layout == Immediate.SHAMT5 ? 32 : xlen));
      case UPPER -> Integer.toString(random.nextInt(layout == Immediate.C_LUI ? 32 : 1 << 20));
      case TARGET -> ".+" + 2 * random.nextInt(60);
      case CSR -> pick("cycle", "mstatus", "0x7ff", "fcsr", "satp", "frm", "0xc02");
      case ZIMM -> Integer.toString(random.nextInt(32));
      case RM -> pick("rne", "rtz", "rdn", "rup", "rmm", "dyn");
      case RTZ -> "rtz";
      case PRED, SUCC -> pick("iorw", "rw", "w", "r", "o", "i", "ior", "ow");
      case FCONST -> "0.5";
    };
  }

  private String constant(Immediate layout) {
    int[] special = {0, 1, -1, 4, 8, 16, 31, -32, 32, 2047, -2048, 64, -512, 496, 255, 508, 1020};
    for (int i = 0; i < 20; i++) {
      int value =
          random.nextBoolean()
              ? special[random.nextInt(special.length)]
              : random.nextInt(4096) - 2048;
      if (layout.fits(value)) {
        return Integer.toString(value);
      }
    }
    return "0";
  }
}
