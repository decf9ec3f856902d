package dev.ferry.explorer.compile;

import dev.ferry.driver.cc.UsageException;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;

/**
 * Which of the compiler's options a page may give: those that choose the language, the machine and
 * the optimisation. None that reads or writes files.
 */
public final class Options {
  private static final Pattern ALLOWED =
      Pattern.compile(
          "-O[0-3sgz]?|-[DU][A-Za-z_].*|-W(?![lap],).*|-w|-f(?!dump)[-a-z0-9]+(=[-\\w:,.]*)?"
              + "|-m[-a-z0-9]+(=[-\\w.]+)?|-std=[a-z0-9:]+|-ansi|-pedantic(-errors)?|-g[0-9]?"
              + "|-l[a-z]+|-ffuel=[0-9]+",
          Pattern.DOTALL);

  private Options() {}

  /**
   * The words of an options line, quotes understood.
   *
   * @throws UsageException for an option that pages may not give
   */
  public static List<String> words(String line) throws UsageException {
    List<String> words = split(line);
    for (String word : words) {
      if (!ALLOWED.matcher(word).matches()) {
        throw new UsageException(
            "‘" + word + "’ is no option of this page; try -O2, -march=rv32gc, -DNAME=1, -Wall");
      }
    }
    return words;
  }

  private static List<String> split(String line) throws UsageException {
    List<String> words = new ArrayList<>();
    StringBuilder word = new StringBuilder();
    boolean inside = false;
    char quote = 0;
    for (int i = 0; i < line.length(); i++) {
      char c = line.charAt(i);
      if (quote != 0) {
        if (c == quote) {
          quote = 0;
        } else {
          word.append(c);
        }
      } else if (c == '"' || c == '\'') {
        quote = c;
        inside = true;
      } else if (Character.isWhitespace(c)) {
        if (inside) {
          words.add(word.toString());
          word.setLength(0);
          inside = false;
        }
      } else {
        word.append(c);
        inside = true;
      }
    }
    if (quote != 0) {
      throw new UsageException("the options have a quote that does not end");
    }
    if (inside) {
      words.add(word.toString());
    }
    return words;
  }
}
