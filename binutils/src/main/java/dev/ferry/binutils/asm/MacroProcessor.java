package dev.ferry.binutils.asm;

import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Defines and expands macros and repetitions. */
final class MacroProcessor {
  private static final int SIZE_LIMIT = 50_000_000;

  private final InputStack input;
  private final Conditionals conditionals;
  private final ExpressionParser expressions;
  private final Map<String, Macro> macros = new HashMap<>();
  private int count;
  private boolean altmacro;

  MacroProcessor(InputStack input, Conditionals conditionals, ExpressionParser expressions) {
    this.input = input;
    this.conditionals = conditionals;
    this.expressions = expressions;
  }

  @Nullable Macro find(String name) {
    return macros.isEmpty() ? null : macros.get(name);
  }

  void setAltmacro(boolean on) {
    altmacro = on;
  }

  /** {@code .macro}: reads the body up to {@code .endm}. */
  void define(Cursor in) {
    String body = body(".macro", ".endm");
    Macro macro = Macro.parse(in, body);
    if (macros.containsKey(macro.name())) {
      throw new AssemblyException("Macro `" + macro.name() + "' was already defined");
    }
    macros.put(macro.name(), macro);
  }

  void purge(String name) {
    if (macros.remove(name) == null) {
      throw new AssemblyException("attempt to purge non-existing macro `" + name + "'");
    }
  }

  /** The lines up to the closing directive, those of nested ones included. */
  private String body(String open, String close) {
    StringBuilder body = new StringBuilder();
    int depth = 1;
    while (true) {
      String line = input.line();
      if (line == null) {
        throw new AssemblyException("unexpected end of file in " + open + " definition");
      }
      String word = directive(line);
      boolean opens =
          open.equals(".macro")
              ? word.equals(".macro")
              : word.equals(".rept") || word.equals(".irp") || word.equals(".irpc");
      boolean closes =
          open.equals(".macro")
              ? word.equals(close) || word.equals(".endmacro")
              : word.equals(close);
      if (opens) {
        depth++;
      } else if (closes && --depth == 0) {
        return body.toString();
      }
      body.append(line).append('\n');
    }
  }

  /** The directive that a line begins with, labels aside; empty if there is none. */
  private static String directive(String line) {
    Cursor in = new Cursor(line, 0);
    while (true) {
      String name = in.plainName();
      if (name.isEmpty()) {
        return "";
      }
      in.skipSpace();
      if (in.peek() == ':') {
        in.at++;
        continue;
      }
      return name.charAt(0) == '.' ? name.toLowerCase(Locale.ROOT) : "";
    }
  }

  void expand(Macro macro, Cursor in) {
    Map<String, String> values = macro.arguments(in);
    if (altmacro) {
      evaluateArguments(values);
    }
    String text = Macro.substitute(macro.body(), values, count++, altmacro, SIZE_LIMIT);
    input.pushExpansion(text, conditionals.depth());
  }

  /** In altmacro mode {@code %expression} is replaced by its value and {@code <text>} by text. */
  private void evaluateArguments(Map<String, String> values) {
    for (Map.Entry<String, String> entry : values.entrySet()) {
      String value = entry.getValue();
      if (value.startsWith("%") && value.length() > 1) {
        long number = expressions.absolute(new Cursor(value, 1));
        entry.setValue(Long.toString(number));
      } else if (value.startsWith("<") && value.endsWith(">")) {
        entry.setValue(value.substring(1, value.length() - 1));
      }
    }
  }

  /** {@code .rept}. */
  void repeat(Cursor in) {
    long times;
    try {
      times = expressions.absolute(in);
    } catch (AssemblyException e) {
      body(".rept", ".endr");
      throw e;
    }
    String body = body(".rept", ".endr");
    if (times <= 0) {
      return;
    }
    if (times * (body.length() + 1L) > SIZE_LIMIT || times > SIZE_LIMIT) {
      throw new AssemblyException(".rept count is too large");
    }
    input.pushExpansion(body.repeat((int) times), conditionals.depth());
  }

  /** {@code .irp}: once for every value. */
  void repeatValues(Cursor in) {
    String body = body(".irp", ".endr");
    String name = in.plainName();
    in.acceptComma();
    StringBuilder text = new StringBuilder();
    if (in.atEnd()) {
      text.append(Macro.substitute(body, Map.of(name, ""), count, altmacro, SIZE_LIMIT));
    }
    while (!in.atEnd()) {
      int start = in.at;
      String value = Macro.argument(in);
      append(text, body, name, value);
      if (!in.acceptComma() && in.at == start) {
        throw new AssemblyException("bad .irp values");
      }
    }
    input.pushExpansion(text.toString(), conditionals.depth());
  }

  /** {@code .irpc}: once for every character. */
  void repeatCharacters(Cursor in) {
    String body = body(".irp", ".endr");
    String name = in.plainName();
    in.acceptComma();
    in.skipSpace();
    String characters = in.peek() == '"' ? in.string() : in.text.substring(in.at).strip();
    StringBuilder text = new StringBuilder();
    for (int i = 0; i < characters.length(); i++) {
      append(text, body, name, String.valueOf(characters.charAt(i)));
    }
    input.pushExpansion(text.toString(), conditionals.depth());
  }

  private void append(StringBuilder text, String body, String name, String value) {
    text.append(Macro.substitute(body, Map.of(name, value), count, altmacro, SIZE_LIMIT));
    if (text.length() > SIZE_LIMIT) {
      throw new AssemblyException("repetition is too large");
    }
  }

  /** {@code .exitm}. */
  void exit() {
    int depth = input.leaveExpansion();
    if (depth >= 0) {
      conditionals.unwind(depth);
    }
  }

  /** The names that close a body without opening one. */
  static final List<String> CLOSERS = List.of(".endm", ".endr", ".endmacro");
}
