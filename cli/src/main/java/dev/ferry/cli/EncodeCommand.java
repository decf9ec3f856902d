package dev.ferry.cli;

import dev.ferry.binutils.asm.AsmMessage;
import dev.ferry.binutils.asm.Assembler;
import dev.ferry.binutils.asm.AssemblerOptions;
import dev.ferry.binutils.elf.ObjectFile;
import dev.ferry.binutils.elf.Section;
import dev.ferry.driver.Console;
import dev.ferry.driver.decode.DecodeDocument;
import dev.ferry.driver.decode.DecodeDocument.DecodedWord;
import dev.ferry.driver.decode.DecodeText;
import dev.ferry.driver.decode.WordDecoder;
import dev.ferry.driver.json.Json;
import dev.ferry.isa.Form;
import dev.ferry.isa.Forms;
import dev.ferry.isa.IsaString;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code ferry encode}: assembly to machine words. */
@Command(
    name = "ferry encode",
    description = "Assembly to machine words: ferry encode 'addi a0, a0, 4' 'lb x1, 0(x0)'",
    mixinStandardHelpOptions = true)
final class EncodeCommand implements Callable<Integer> {
  private final Console console;

  @Option(
      names = "-march",
      paramLabel = "ISA",
      defaultValue = "rv64gc_zba_zbb_zbc_zbs_zicond_zfa_zfh_zicbom_zicbop_zicboz",
      description = "architecture, such as rv32imac (default: all of rv64)")
  private String march = "rv64gc";

  @Option(
      names = {"-c", "--compressed"},
      description = "choose 16-bit forms where there are any")
  private boolean compressed;

  @Option(
      names = {"-b", "--brief"},
      description = "the words only")
  private boolean brief;

  @Option(names = "--json", description = "one JSON document")
  private boolean json;

  @Parameters(
      arity = "1..*",
      paramLabel = "ASSEMBLY",
      description = "an instruction each; a number as a jump's target is a distance in bytes")
  private List<String> lines = new ArrayList<>();

  EncodeCommand(Console console) {
    this.console = console;
  }

  @Override
  public Integer call() {
    AssemblerOptions options;
    try {
      options = AssemblerOptions.forIsa(march).withRelax(false).withResolveBranches(true);
    } catch (IsaString.FormatException e) {
      console.err().println("ferry encode: -march=" + march + ": " + e.getMessage());
      return 2;
    }
    ByteArrayOutputStream code = new ByteArrayOutputStream();
    boolean failed = false;
    for (String line : lines) {
      byte[] words = assemble(line, options);
      failed |= words == null;
      code.writeBytes(words == null ? new byte[0] : words);
    }
    show(code.toByteArray());
    return failed ? 1 : 0;
  }

  /** The code of a line, or null after messages. 16-bit forms only where they are asked for. */
  private byte @Nullable [] assemble(String line, AssemblerOptions options) {
    boolean asked = compressed || line.strip().startsWith("c.");
    String source = (asked ? "" : ".option norvc; ") + withDistance(line) + "\n";
    Assembler.Result result =
        Assembler.assemble("input", source.getBytes(StandardCharsets.UTF_8), options);
    for (AsmMessage message : result.messages()) {
      console
          .err()
          .println("ferry encode: " + (message.error() ? "" : "warning: ") + message.text());
    }
    ObjectFile object = result.object();
    if (object == null || result.failed()) {
      return null;
    }
    Section text = object.section(".text");
    if (text != null && !text.relocations().isEmpty()) {
      console
          .err()
          .println(
              "ferry encode: warning: ‘"
                  + line
                  + "’ names a symbol: what the linker fills in is 0");
    }
    return text == null ? new byte[0] : text.contents().toByteArray();
  }

  /**
   * A number where a target is wanted is a distance from the instruction: a line has no address.
   */
  private static String withDistance(String line) {
    Matcher matcher = LAST_NUMBER.matcher(line);
    if (!matcher.matches()) {
      return line;
    }
    for (Form form : Forms.named(matcher.group("mnemonic"))) {
      if (form.operands().getLast().kind() == Form.Kind.TARGET) {
        return matcher.group("before") + ". + (" + matcher.group("number") + ")";
      }
    }
    return line;
  }

  private static final Pattern LAST_NUMBER =
      Pattern.compile(
          "(?<before>\\s*(?<mnemonic>[\\w.]+)\\s(?:.*,)?\\s*)(?<number>[-+]?(?:0x[0-9a-fA-F]+|\\d+))\\s*");

  private void show(byte[] bytes) {
    int xlen = march.startsWith("rv32") ? 32 : 64;
    WordDecoder decoder = new WordDecoder(xlen);
    List<DecodedWord> words = new ArrayList<>();
    for (int at = 0; at + 1 < bytes.length; ) {
      int word = bytes[at] & 0xff | (bytes[at + 1] & 0xff) << 8;
      int length = WordDecoder.isShort(word) || at + 3 >= bytes.length ? 2 : 4;
      if (length == 4) {
        word |= (bytes[at + 2] & 0xff) << 16 | bytes[at + 3] << 24;
      }
      words.add(decoder.decode(WordDecoder.hex(word, length), word, (long) at));
      at += length;
    }
    if (json) {
      console.out().println(Json.of(new DecodeDocument(1, xlen, words)));
      return;
    }
    for (DecodedWord word : words) {
      console.out().print(brief ? word.hex() + "\n" : DecodeText.full(word));
    }
  }
}
