package dev.ferry.driver.pipeline;

import dev.ferry.driver.Console;
import dev.ferry.driver.cc.CcCommandLine;
import dev.ferry.driver.cc.CcDriver;
import dev.ferry.driver.cc.UsageException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Assembly that is not a program yet: linked alone, it runs from its first instruction. */
public final class BareAssembly {
  private static final Pattern START =
      Pattern.compile("^\\s*(main|_start)\\s*:", Pattern.MULTILINE);

  private BareAssembly() {}

  /** Whether the text has neither {@code main} nor {@code _start}. */
  public static boolean isBare(String text) {
    return !START.matcher(text).find();
  }

  /**
   * Assembles and links.
   *
   * @param line the compiler's options with the file's name in them
   * @return null after errors, which have been printed
   */
  static byte @Nullable [] link(Console console, Path path, List<String> line, String name)
      throws UsageException, IOException {
    // An ebreak behind the last instruction, and an entry point before the first.
    Path whole = Files.createTempFile("ferry-bare", ".s");
    try {
      String text = Files.readString(path);
      Files.writeString(whole, ".globl _start; _start: " + text + "\n\t.text\n\tebreak\n");
      List<String> all = new ArrayList<>(line);
      all.set(all.indexOf(name), whole.toString());
      all.add("-nostdlib");
      all.add("-static");
      CcDriver driver = new CcDriver(console);
      byte[] image = driver.image(CcCommandLine.parse(all, console.directory()));
      console.err().flush();
      return image;
    } finally {
      Files.delete(whole);
    }
  }
}
