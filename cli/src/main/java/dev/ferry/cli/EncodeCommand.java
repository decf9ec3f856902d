package dev.ferry.cli;

import dev.ferry.binutils.asm.AsmMessage;
import dev.ferry.binutils.asm.Assembler;
import dev.ferry.binutils.asm.AssemblerOptions;
import dev.ferry.binutils.elf.ObjectFile;
import dev.ferry.binutils.elf.Section;
import dev.ferry.driver.Console;
import dev.ferry.isa.Decoded;
import dev.ferry.isa.Decoder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
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

  @Option(names = "-march", defaultValue = "rv64gc_zba_zbb_zbc_zbs", description = "architecture")
  private String march = "rv64gc";

  @Option(
      names = {"-c", "--compressed"},
      description = "choose 16-bit forms where there are any")
  private boolean compressed;

  @Option(
      names = {"-b", "--brief"},
      description = "the words only")
  private boolean brief;

  @Parameters(arity = "1..*", paramLabel = "ASSEMBLY")
  private List<String> lines = new ArrayList<>();

  EncodeCommand(Console console) {
    this.console = console;
  }

  @Override
  public Integer call() {
    String source = (compressed ? "" : ".option norvc\n") + String.join("\n", lines) + "\n";
    Assembler.Result result =
        Assembler.assemble(
            "input",
            source.getBytes(StandardCharsets.UTF_8),
            AssemblerOptions.forIsa(march).withRelax(false));
    for (AsmMessage message : result.messages()) {
      console.err().println(message);
    }
    ObjectFile object = result.object();
    if (object == null) {
      return 1;
    }
    int xlen = march.startsWith("rv32") ? 32 : 64;
    Section text = object.section(".text");
    byte[] bytes = text == null ? new byte[0] : text.contents().toByteArray();
    Decoded decoded = new Decoded();
    for (int at = 0; at + 1 < bytes.length; ) {
      int low = bytes[at] & 0xff | (bytes[at + 1] & 0xff) << 8;
      boolean isShort = (low & 3) != 3;
      int word =
          isShort || at + 3 >= bytes.length
              ? low
              : low | (bytes[at + 2] & 0xff) << 16 | (bytes[at + 3] & 0xff) << 24;
      int length = isShort ? 2 : 4;
      console
          .out()
          .println(
              MachineWords.hex(word, length)
                  + (brief ? "" : "  " + MachineWords.text(word, at, xlen)));
      if (!brief && Decoder.all(xlen).decode(word, decoded)) {
        MachineWords.fields(word, decoded.written, console.out());
      }
      at += length;
    }
    return 0;
  }
}
