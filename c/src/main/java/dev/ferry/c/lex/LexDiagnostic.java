package dev.ferry.c.lex;

import dev.ferry.base.diag.DiagnosticKind;
import dev.ferry.base.diag.Severity;
import java.util.EnumSet;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** What can be wrong with characters, constants and literals. */
public enum LexDiagnostic implements DiagnosticKind {
  UNTERMINATED_COMMENT("P0001", Severity.ERROR, null, "unterminated comment"),
  MISSING_TERMINATOR("P0002", Severity.ERROR, null, "missing terminating %s character"),
  STRAY_CHARACTER("P0003", Severity.ERROR, null, "stray ‘%s’ in program"),
  BACKSLASH_SPACE_NEWLINE(
      "P0004", Severity.WARNING, null, "backslash and newline separated by space"),
  NESTED_COMMENT("P0005", Severity.IGNORED, "comment", "\"/*\" within comment"),
  MULTI_LINE_COMMENT("P0006", Severity.IGNORED, "comment", "multi-line comment"),
  INVALID_UCN("P0007", Severity.ERROR, null, "%s is not a valid universal character"),
  INCOMPLETE_UCN("P0008", Severity.ERROR, null, "incomplete universal character name %s"),
  EMPTY_CHARACTER("P0009", Severity.ERROR, null, "empty character constant"),
  MULTI_CHARACTER("P0010", Severity.WARNING, "multichar", "multi-character character constant"),
  CHARACTER_TOO_LONG("P0011", Severity.WARNING, null, "character constant too long for its type"),
  UNKNOWN_ESCAPE("P0012", Severity.WARNING, null, "unknown escape sequence: '\\%s'"),
  NO_HEX_DIGITS("P0013", Severity.ERROR, null, "\\x used with no following hex digits"),
  HEX_ESCAPE_RANGE("P0014", Severity.WARNING, null, "hex escape sequence out of range"),
  OCTAL_ESCAPE_RANGE("P0015", Severity.WARNING, null, "octal escape sequence out of range"),
  INVALID_INTEGER_SUFFIX(
      "P0016", Severity.ERROR, null, "invalid suffix \"%s\" on integer constant"),
  INVALID_FLOAT_SUFFIX("P0017", Severity.ERROR, null, "invalid suffix \"%s\" on floating constant"),
  INVALID_OCTAL_DIGIT("P0018", Severity.ERROR, null, "invalid digit \"%s\" in octal constant"),
  INVALID_BINARY_DIGIT("P0019", Severity.ERROR, null, "invalid digit \"%s\" in binary constant"),
  EXPONENT_WITHOUT_DIGITS("P0020", Severity.ERROR, null, "exponent has no digits"),
  HEX_FLOAT_NEEDS_EXPONENT(
      "P0021", Severity.ERROR, null, "hexadecimal floating constants require an exponent"),
  NO_DIGITS_IN_HEX_FLOAT(
      "P0022", Severity.ERROR, null, "no digits in hexadecimal floating constant"),
  TOO_MANY_POINTS("P0023", Severity.ERROR, null, "too many decimal points in number"),
  INTEGER_TOO_LARGE("P0024", Severity.WARNING, null, "integer constant is too large for its type"),
  BINARY_CONSTANT_EXTENSION(
      "P0026", Severity.IGNORED, "pedantic", "binary constants are a C2X feature or GCC extension"),
  IMAGINARY_EXTENSION(
      "P0027", Severity.IGNORED, "pedantic", "imaginary constants are a GCC extension"),
  LONG_LONG_C90("P0028", Severity.IGNORED, "long-long", "use of C99 long long integer constant"),
  NONSTANDARD_ESCAPE(
      "P0030", Severity.IGNORED, "pedantic", "non-ISO-standard escape sequence, '\\%s'"),
  MIXED_STRING_PREFIXES(
      "P0031", Severity.ERROR, null, "unsupported non-standard concatenation of string literals"),
  UNTERMINATED_RAW_STRING("P0032", Severity.ERROR, null, "unterminated raw string"),
  INVALID_RAW_DELIMITER("P0033", Severity.ERROR, null, "invalid character in raw string delimiter"),
  INVALID_UTF8_IN_STRING(
      "P0034", Severity.WARNING, null, "converting to execution character set: Invalid argument"),
  DECIMAL_FLOAT_UNSUPPORTED(
      "P0035", Severity.ERROR, null, "decimal floating-point not supported for this target"),
  INTEGER_SO_LARGE_UNSIGNED(
      "P0036", Severity.WARNING, null, "integer constant is so large that it is unsigned"),
  UCN_IN_CHARACTER_TOO_LARGE(
      "P0040", Severity.ERROR, null, "character not encodable in a single code unit"),
  HEX_FLOAT_C90("P0041", Severity.IGNORED, "pedantic", "use of C99 hexadecimal floating constant"),
  NULL_CHARACTER("P0042", Severity.WARNING, null, "null character(s) ignored"),
  LONE_QUOTE("P0043", Severity.WARNING, null, "missing terminating %s character"),
  LINE_COMMENT_C90("P0044", Severity.ERROR, null, "C++ style comments are not allowed in ISO C90");

  private final String code;
  private final Severity severity;
  private final @Nullable String flag;
  private final String format;

  LexDiagnostic(String code, Severity severity, @Nullable String flag, String format) {
    this.code = code;
    this.severity = severity;
    this.flag = flag;
    this.format = format;
  }

  /** Besides what options control: what the standard asks a diagnostic for. */
  private static final Set<LexDiagnostic> PEDANTIC =
      EnumSet.of(UNKNOWN_ESCAPE, HEX_ESCAPE_RANGE, OCTAL_ESCAPE_RANGE, INTEGER_TOO_LARGE);

  @Override
  public boolean isPedantic() {
    return PEDANTIC.contains(this) || DiagnosticKind.super.isPedantic();
  }

  @Override
  public String code() {
    return code;
  }

  @Override
  public Severity severity() {
    return severity;
  }

  @Override
  public @Nullable String flag() {
    return flag;
  }

  @Override
  public String format() {
    return format;
  }
}
