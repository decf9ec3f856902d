package dev.ferry.c.pp;

import dev.ferry.c.lex.Identifier;
import dev.ferry.c.lex.Token;
import dev.ferry.c.lex.TokenKind;
import org.jspecify.annotations.Nullable;

/** A macro definition (C17 6.10.3), or a name that the preprocessor computes. */
final class Macro {
  /** The names whose expansion is computed. */
  enum Builtin {
    LINE("__LINE__"),
    FILE("__FILE__"),
    FILE_NAME("__FILE_NAME__"),
    BASE_FILE("__BASE_FILE__"),
    INCLUDE_LEVEL("__INCLUDE_LEVEL__"),
    DATE("__DATE__"),
    TIME("__TIME__"),
    TIMESTAMP("__TIMESTAMP__"),
    COUNTER("__COUNTER__"),
    HAS_INCLUDE("__has_include"),
    HAS_INCLUDE_NEXT("__has_include_next"),
    HAS_EMBED("__has_embed"),
    HAS_ATTRIBUTE("__has_attribute"),
    HAS_C_ATTRIBUTE("__has_c_attribute"),
    HAS_CPP_ATTRIBUTE("__has_cpp_attribute"),
    HAS_BUILTIN("__has_builtin"),
    HAS_FEATURE("__has_feature"),
    HAS_EXTENSION("__has_extension"),
    PRAGMA("_Pragma");

    final String name;

    Builtin(String name) {
      this.name = name;
    }
  }

  static final Token[] NO_TOKENS = {};
  static final Identifier[] NO_PARAMETERS = {};

  final Identifier name;

  /** Where the name stands in the definition. */
  final int loc;

  final @Nullable Builtin builtin;
  final boolean functionLike;
  final boolean variadic;

  /** The last is {@code __VA_ARGS__} or the named variadic one, if variadic. */
  final Identifier[] parameters;

  /**
   * The replacement list. {@code PARAMETER} tokens stand for parameters; operators {@code #} and
   * {@code ##} have become flags; the token that opens a {@code __VA_OPT__} has flag {@code VA_OPT}
   * and in {@code parameter} the index of its closing parenthesis.
   */
  final Token[] body;

  /** Being expanded just now (C17 6.10.3.4p2). */
  boolean disabled;

  boolean used;

  Macro(
      Identifier name,
      int loc,
      boolean functionLike,
      boolean variadic,
      Identifier[] parameters,
      Token[] body) {
    this.name = name;
    this.loc = loc;
    this.builtin = null;
    this.functionLike = functionLike;
    this.variadic = variadic;
    this.parameters = parameters;
    this.body = body;
  }

  Macro(Identifier name, Builtin builtin) {
    this.name = name;
    this.loc = 0;
    this.builtin = builtin;
    this.functionLike = false;
    this.variadic = false;
    this.parameters = NO_PARAMETERS;
    this.body = NO_TOKENS;
  }

  /** Whether two definitions are the same (C17 6.10.3p1): white space counts as present or not. */
  boolean sameAs(Macro other) {
    if (builtin != null
        || other.builtin != null
        || functionLike != other.functionLike
        || variadic != other.variadic
        || parameters.length != other.parameters.length
        || body.length != other.body.length) {
      return false;
    }
    for (int i = 0; i < parameters.length; i++) {
      if (parameters[i] != other.parameters[i]) {
        return false;
      }
    }
    for (int i = 0; i < body.length; i++) {
      if (!sameToken(body[i], other.body[i])) {
        return false;
      }
    }
    return true;
  }

  private static boolean sameToken(Token a, Token b) {
    if (a.kind != b.kind || a.flags != b.flags || a.parameter != b.parameter) {
      return false;
    }
    if (a.payload instanceof byte[] text) {
      return b.payload instanceof byte[] other && java.util.Arrays.equals(text, other);
    }
    return a.payload == b.payload;
  }

  /** The definition as {@code #define} would write it, without the directive's name. */
  String text() {
    StringBuilder text = new StringBuilder(name.name());
    if (functionLike) {
      text.append('(');
      for (int i = 0; i < parameters.length; i++) {
        boolean last = variadic && i == parameters.length - 1;
        String parameter = parameters[i].name();
        text.append(i > 0 ? "," : "");
        text.append(last && parameter.equals("__VA_ARGS__") ? "..." : parameter);
        text.append(last && !parameter.equals("__VA_ARGS__") ? "..." : "");
      }
      text.append(')');
    }
    text.append(' ');
    appendBody(text);
    return text.toString();
  }

  private void appendBody(StringBuilder text) {
    for (int i = 0; i < body.length; i++) {
      Token token = body[i];
      if (i > 0 && token.has(Token.SPACE_BEFORE)) {
        text.append(' ');
      }
      if (token.has(Token.STRINGIFY)) {
        text.append('#');
      }
      text.append(
          token.kind == TokenKind.PARAMETER
              ? parameters[token.parameter].name()
              : token.spelling());
      if (token.has(Token.PASTE_LEFT)) {
        text.append(" ##");
      }
    }
  }
}
