package dev.ferry.binutils.asm;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * A macro: its parameters and its body.
 *
 * @param parameters in order
 * @param body the lines between {@code .macro} and {@code .endm}
 */
record Macro(String name, List<Parameter> parameters, String body) {

  /** A parameter; {@code variable} takes all that remains. */
  record Parameter(String name, String standard, boolean required, boolean variable) {}

  /** Parses what follows {@code .macro}. */
  static Macro parse(Cursor in, String body) {
    String name = in.plainName();
    if (name.isEmpty()) {
      throw new AssemblyException("missing macro name");
    }
    List<Parameter> parameters = new ArrayList<>();
    in.acceptComma();
    boolean parenthesis = in.accept('(');
    while (!in.atEnd() && !(parenthesis && in.peek() == ')')) {
      parameters.add(parameter(in));
      in.acceptComma();
    }
    return new Macro(name, parameters, body);
  }

  private static Parameter parameter(Cursor in) {
    String name = in.plainName();
    if (name.isEmpty()) {
      throw new AssemblyException("bad parameter list for macro");
    }
    boolean required = false;
    boolean variable = false;
    if (in.accept(':')) {
      String kind = in.plainName();
      required = kind.equals("req");
      variable = kind.equals("vararg");
      if (!required && !variable) {
        throw new AssemblyException("`" + kind + "' is not a valid parameter qualifier");
      }
    }
    String standard = in.accept('=') ? argument(in) : "";
    return new Parameter(name, standard, required, variable);
  }

  /**
   * One argument: in quotes, or up to a comma or to space outside parentheses. Space beside an
   * operator belongs to it.
   */
  static String argument(Cursor in) {
    in.skipSpace();
    if (in.peek() == '"') {
      int start = in.at;
      in.string();
      in.skipSpace();
      if (in.at >= in.text.length() || in.peek() == ',' || Cursor.isNameStart(in.peek())) {
        return quoted(in.text.substring(start, in.at).strip());
      }
      in.at = start;
    }
    int start = in.at;
    int depth = 0;
    while (in.at < in.text.length()) {
      char ch = in.peek();
      if (ch == '"') {
        in.string();
        continue;
      }
      if (ch == '(' || ch == '[') {
        depth++;
      } else if (ch == ')' || ch == ']') {
        depth--;
      } else if (depth <= 0 && (ch == ',' || endsAtSpace(in, ch))) {
        break;
      }
      in.at++;
    }
    return in.text.substring(start, in.at).strip();
  }

  private static boolean endsAtSpace(Cursor in, char ch) {
    if (!Cursor.isSpace(ch)) {
      return false;
    }
    int next = in.at;
    while (next < in.text.length() && Cursor.isSpace(in.text.charAt(next))) {
      next++;
    }
    if (next >= in.text.length()) {
      return true;
    }
    char after = in.text.charAt(next);
    char before = in.at == 0 ? 0 : in.text.charAt(in.at - 1);
    boolean operand =
        isOperand(after) || after == '(' || after == '"' || after == '\\' || after == '%';
    return operand && (isOperand(before) || before == ')' || before == '"');
  }

  private static boolean isOperand(char ch) {
    return Cursor.isNamePart(ch);
  }

  private static String quoted(String text) {
    return text.substring(1, text.length() - 1).replace("\"\"", "\"");
  }

  /** The values of the parameters in a use of the macro. */
  Map<String, String> arguments(Cursor in) {
    Map<String, String> values = new HashMap<>();
    int next = 0;
    boolean comma = false;
    while (!in.atEnd() || comma) {
      int start = in.at;
      String key = in.plainName();
      in.skipSpace();
      Parameter named = key.isEmpty() || in.peek() != '=' ? null : find(key);
      if (named != null && in.peek(1) != '=') {
        in.at++;
        values.put(named.name, named.variable ? rest(in) : argument(in));
      } else {
        in.at = start;
        if (next >= parameters.size()) {
          throw new AssemblyException("too many positional arguments");
        }
        Parameter parameter = parameters.get(next++);
        String value = parameter.variable ? rest(in) : argument(in);
        if (!value.isEmpty()) {
          values.put(parameter.name, value);
        }
      }
      int before = in.at;
      comma = in.acceptComma();
      if (!comma && before == start && !in.atEnd()) {
        throw new AssemblyException("bad macro argument");
      }
    }
    for (Parameter parameter : parameters) {
      if (!values.containsKey(parameter.name)) {
        if (parameter.required) {
          throw new AssemblyException(
              "missing value for required parameter `"
                  + parameter.name
                  + "' of macro `"
                  + name
                  + "'");
        }
        values.put(parameter.name, parameter.standard);
      }
    }
    return values;
  }

  private static String rest(Cursor in) {
    String rest = in.text.substring(in.at).strip();
    in.at = in.text.length();
    return rest;
  }

  private @org.jspecify.annotations.Nullable Parameter find(String key) {
    for (Parameter parameter : parameters) {
      if (parameter.name.equals(key)) {
        return parameter;
      }
    }
    return null;
  }

  /**
   * The body with {@code \name}, {@code \@} and {@code \()} replaced.
   *
   * @param altmacro whether parameters are replaced without a backslash too
   * @param limit the most characters the result may have
   */
  static String substitute(
      String body, Map<String, String> values, int count, boolean altmacro, int limit) {
    StringBuilder out = new StringBuilder(body.length() + 64);
    int i = 0;
    while (i < body.length()) {
      char ch = body.charAt(i);
      if (out.length() > limit) {
        throw new AssemblyException("macro expansion is too large");
      }
      if (ch == '\\' && i + 1 < body.length()) {
        i = escape(body, i, values, count, out);
      } else if (altmacro && Cursor.isNameStart(ch)) {
        int end = nameEnd(body, i);
        String word = body.substring(i, end);
        String value = values.get(word);
        out.append(value == null ? word : value);
        i = end;
        if (value != null && i < body.length() && body.charAt(i) == '&') {
          i++;
        }
      } else {
        out.append(ch);
        i++;
      }
    }
    return out.toString();
  }

  private static int escape(
      String body, int i, Map<String, String> values, int count, StringBuilder out) {
    char next = body.charAt(i + 1);
    if (next == '@') {
      out.append(count);
      return i + 2;
    }
    if (next == '(' && i + 2 < body.length() && body.charAt(i + 2) == ')') {
      return i + 3;
    }
    if (Cursor.isNameStart(next)) {
      int end = nameEnd(body, i + 1);
      // The longest parameter name that begins here, since names may run into what follows.
      for (int stop = end; stop > i + 1; stop--) {
        String value = values.get(body.substring(i + 1, stop));
        if (value != null
            && (stop == end || body.charAt(stop) == '.' || body.charAt(stop) == '$')) {
          out.append(value);
          return stop;
        }
      }
    }
    out.append('\\').append(next);
    return i + 2;
  }

  private static int nameEnd(String body, int start) {
    int end = start;
    while (end < body.length() && Cursor.isNamePart(body.charAt(end))) {
      end++;
    }
    return end;
  }
}
