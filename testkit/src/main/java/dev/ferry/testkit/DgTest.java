package dev.ferry.testkit;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * What a file of gcc's test suite says about itself in DejaGnu's directives: what to do with it and
 * with which options. Conditions on the target are understood as far as RISC-V Linux needs it.
 *
 * @param action {@code compile}, {@code run}, {@code link}, {@code assemble} or {@code preprocess}
 * @param options gcc's options, those that only serve dumps left out
 */
public record DgTest(Path file, String action, List<String> options) {
  private static final Pattern DIRECTIVE =
      Pattern.compile("\\{\\s*dg-(do|options|additional-options)\\s+(\"[^\"]*\"|\\w+)(.*)\\}");

  private static final Pattern TARGET =
      Pattern.compile("\\{\\s*target\\s+(.*?)\\s*\\}[\\s}]*$|\\{\\s*(!?\\s*[\\w*?-]+.*)\\}");

  /** Target names and features that RISC-V Linux with C has. */
  private static final Pattern HOLDS =
      Pattern.compile(
          "\\*-\\*-(\\*|linux\\*|linux-gnu)|c|lp64|int128|int32plus|int32|size32plus|alloca|fpic|"
              + "pie|tls|label_values|indirect_jumps|stdint_types|c99_runtime|nonlocal_goto|"
              + "exceptions|fenv_exceptions|riscv\\*?-\\*-\\*|float32|float64|float128|float32x|"
              + "float64x|sync_char_short|run_expensive_tests|wchar|size20plus|ptr32plus|double64plus");

  /** Options that are left out: what they write is of no use here, or they need gcc's own parts. */
  private static final Pattern IGNORED =
      Pattern.compile("-fdump-.*|-fplugin.*|--param.*|-da|-dA|-save-temps|-fcompare-debug.*|-o.*");

  private static final Set<String> ANSI_FOLDERS =
      Set.of("gcc.dg", "c-c++-common", "cpp", "noncompile", "format", "weak", "tls");

  /** Reads a test; the options that hold where it names none are those of gcc's own drivers. */
  public static DgTest read(Path file) throws IOException {
    String text = Files.readString(file, StandardCharsets.ISO_8859_1);
    String action = file.toString().contains("/execute/") ? "run" : "compile";
    String options = standard(file);
    StringBuilder more = new StringBuilder();
    Matcher matcher = DIRECTIVE.matcher(text);
    while (matcher.find()) {
      if (!holds(matcher.group(3))) {
        continue;
      }
      String value = matcher.group(2).replace("\"", "");
      switch (matcher.group(1)) {
        case "do" -> action = value;
        case "options" -> options = value;
        default -> more.append(' ').append(value);
      }
    }
    List<String> all = new ArrayList<>();
    boolean parameter = false;
    for (String option : (options + more).trim().split("\\s+")) {
      if (!option.isEmpty() && !parameter && !IGNORED.matcher(option).matches()) {
        all.add(option);
      }
      parameter = option.equals("--param");
    }
    return new DgTest(file, action, List.copyOf(all));
  }

  public boolean isRun() {
    return action.equals("run");
  }

  /** The options of gcc's drivers for a test that has none of its own. */
  private static String standard(Path file) {
    String path = file.toString();
    if (path.contains("gcc.c-torture")) {
      return "-w";
    }
    String folder =
        String.valueOf(java.util.Objects.requireNonNull(file.getParent()).getFileName());
    return ANSI_FOLDERS.contains(folder) ? "-ansi -pedantic-errors" : "";
  }

  private static boolean holds(String rest) {
    Matcher matcher = TARGET.matcher(rest.trim());
    if (!matcher.find()) {
      return true;
    }
    String condition = matcher.group(1) == null ? matcher.group(2) : matcher.group(1);
    return new Condition(condition).evaluate();
  }

  /**
   * A selector: names, {@code !}, {@code &&}, {@code ||} and braces; names side by side are or'ed.
   */
  private static final class Condition {
    private final List<String> tokens = new ArrayList<>();
    private int at;

    Condition(String text) {
      Matcher matcher = Pattern.compile("[{}!]|&&|\\|\\||[^\\s{}!&|]+").matcher(text);
      while (matcher.find()) {
        tokens.add(matcher.group());
      }
    }

    boolean evaluate() {
      boolean value = term();
      while (at < tokens.size() && !tokens.get(at).equals("}")) {
        String operator = tokens.get(at);
        if (operator.equals("&&") || operator.equals("||")) {
          at++;
        }
        boolean right = term();
        value = operator.equals("&&") ? value & right : value | right;
      }
      return value;
    }

    private boolean term() {
      if (at == tokens.size()) {
        return false;
      }
      String token = tokens.get(at++);
      if (token.equals("!")) {
        return !term();
      }
      if (token.equals("{")) {
        boolean value = evaluate();
        at++;
        return value;
      }
      return HOLDS.matcher(token).matches();
    }
  }
}
