package dev.ferry.cli;

import dev.ferry.driver.Console;
import dev.ferry.isa.Decoded;
import dev.ferry.isa.Decoder;
import dev.ferry.isa.Opcode;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code ferry decode}: machine words to assembly, every field named. */
@Command(
    name = "ferry decode",
    description = "Machine words to assembly, with every field named.",
    mixinStandardHelpOptions = true,
    footer = {
      "",
      "A word is hexadecimal (0x00450513 or 00450513), binary (0b… or 32 or 16 binary digits)",
      "or the name of a text file with one word a line."
    })
final class DecodeCommand implements Callable<Integer> {
  private final Console console;

  @Option(names = "--xlen", defaultValue = "64", description = "register width: 32 or 64 (default)")
  private int xlen = 64;

  @Option(
      names = {"-b", "--brief"},
      description = "the assembly only")
  private boolean brief;

  @Parameters(arity = "1..*", paramLabel = "WORD|FILE")
  private List<String> words = new ArrayList<>();

  DecodeCommand(Console console) {
    this.console = console;
  }

  @Override
  public Integer call() throws IOException {
    if (xlen != 32 && xlen != 64) {
      console.err().println("ferry decode: --xlen is 32 or 64");
      return 2;
    }
    boolean bad = false;
    for (String word : words) {
      Path file = console.resolve(word);
      if (Files.isRegularFile(file)) {
        for (String line : Files.readAllLines(file)) {
          String text = line.strip();
          bad |= !text.isEmpty() && !text.startsWith("#") && !decode(text);
        }
      } else {
        bad |= !decode(word);
      }
    }
    return bad ? 1 : 0;
  }

  private boolean decode(String text) {
    Integer word = MachineWords.parse(text);
    if (word == null) {
      console
          .err()
          .println(
              "ferry decode: ‘"
                  + text
                  + "’ is neither a word nor a file: "
                  + "write 0x00450513, 00450513 or 32 (or 16) binary digits");
      return false;
    }
    Decoded decoded = new Decoded();
    boolean known = Decoder.all(xlen).decode(word, decoded);
    if (brief) {
      console
          .out()
          .println(known ? MachineWords.text(word, 0, xlen) : ".word " + MachineWords.hex(word, 4));
      return known;
    }
    if (!known) {
      unknown(word);
      return false;
    }
    show(word, decoded);
    return true;
  }

  private void show(int word, Decoded decoded) {
    PrintStream out = console.out();
    Opcode written = decoded.written;
    out.println(MachineWords.hex(word, decoded.length) + "  " + MachineWords.text(word, 0, xlen));
    if (written != decoded.opcode) {
      out.println("  short for    " + decoded.opcode.mnemonic() + " (compressed, 16 bits)");
    }
    out.println("  extension    " + written.extension());
    MachineWords.fields(word, written, out);
    out.println("  effect       " + decoded.opcode.sentence());
    out.println("  meaning      " + decoded.opcode.meaning());
  }

  /** Says which instructions share the opcode field. */
  private void unknown(int word) {
    PrintStream out = console.out();
    boolean compressed = (word & 3) != 3;
    out.println(MachineWords.hex(word, compressed ? 2 : 4) + "  unknown instruction");
    List<String> near = new ArrayList<>();
    int least = Integer.MAX_VALUE;
    for (int i = 0; i < Opcode.count(); i++) {
      Opcode opcode = Opcode.of(i);
      if (opcode.isCompressed() != compressed || !opcode.availableOn(xlen)) {
        continue;
      }
      int wrong = Integer.bitCount((word ^ opcode.match()) & opcode.mask());
      if (wrong < least) {
        least = wrong;
        near.clear();
      }
      if (wrong == least && near.size() < 4) {
        near.add(opcode.mnemonic());
      }
    }
    out.println(
        "  comes close  "
            + String.join(", ", near)
            + " ("
            + least
            + (least == 1 ? " bit" : " bits")
            + " of the fixed fields differ)");
  }
}
