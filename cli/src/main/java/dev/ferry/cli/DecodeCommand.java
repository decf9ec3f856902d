package dev.ferry.cli;

import dev.ferry.driver.Console;
import dev.ferry.driver.decode.DecodeDocument;
import dev.ferry.driver.decode.DecodeDocument.DecodedWord;
import dev.ferry.driver.decode.DecodeText;
import dev.ferry.driver.decode.WordDecoder;
import dev.ferry.driver.decode.WordSource;
import dev.ferry.driver.json.Json;
import java.io.IOException;
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
      "A word is hexadecimal (0x00450513 or 00450513) or binary (0b… or 32 or 16 binary digits).",
      "A file is text with a word a line, an ELF file, or with --raw nothing but instructions.",
      "The JSON is described in docs/json/decode.schema.json."
    })
final class DecodeCommand implements Callable<Integer> {
  /** Longer lists are shown a line a word unless everything is asked for. */
  private static final int FULL_LIMIT = 16;

  private final Console console;

  @Option(
      names = "--xlen",
      paramLabel = "BITS",
      description = "register width: 32 or 64 (default; an ELF file says it itself)")
  private int xlen;

  @Option(
      names = {"-b", "--brief"},
      description = "the assembly only")
  private boolean brief;

  @Option(
      names = {"-f", "--full"},
      description = "everything, for long files too")
  private boolean full;

  @Option(names = "--json", description = "one JSON document")
  private boolean json;

  @Option(names = "--raw", description = "files hold nothing but instructions")
  private boolean raw;

  @Option(
      names = {"-j", "--section"},
      paramLabel = "NAME",
      description = "this section of ELF files")
  private String section = "";

  @Parameters(arity = "1..*", paramLabel = "WORD|FILE")
  private List<String> inputs = new ArrayList<>();

  DecodeCommand(Console console) {
    this.console = console;
  }

  @Override
  public Integer call() {
    if (xlen != 0 && xlen != 32 && xlen != 64) {
      console.err().println("ferry decode: --xlen is 32 or 64");
      return 2;
    }
    List<WordSource.Word> words = new ArrayList<>();
    int width = xlen;
    for (String input : inputs) {
      Path file = console.resolve(input);
      try {
        if (Files.isRegularFile(file)) {
          words.addAll(WordSource.read(file, section, raw));
          width = width == 0 ? WordSource.xlen(file) : width;
          continue;
        }
      } catch (IOException e) {
        console.err().println("ferry decode: " + input + ": " + e.getMessage());
        return 1;
      }
      WordSource.Word word = WordSource.parse(input);
      if (word == null) {
        console
            .err()
            .println(
                "ferry decode: ‘"
                    + input
                    + "’ is neither a word nor a file: "
                    + "write 0x00450513, 00450513 or 32 (or 16) binary digits");
        return 1;
      }
      words.add(word);
    }
    return show(words, width == 0 ? 64 : width);
  }

  private int show(List<WordSource.Word> words, int width) {
    WordDecoder decoder = new WordDecoder(width);
    List<DecodedWord> decoded = new ArrayList<>();
    boolean allKnown = true;
    for (WordSource.Word word : words) {
      DecodedWord one = decoder.decode(word.input(), word.bits(), word.address());
      allKnown &= one.known();
      decoded.add(one);
    }
    if (json) {
      console.out().println(Json.of(new DecodeDocument(1, width, decoded)));
      return allKnown ? 0 : 1;
    }
    boolean oneLine = brief || !full && decoded.size() > FULL_LIMIT;
    for (DecodedWord word : decoded) {
      console.out().print(oneLine ? DecodeText.brief(word) : DecodeText.full(word));
    }
    return allKnown ? 0 : 1;
  }
}
