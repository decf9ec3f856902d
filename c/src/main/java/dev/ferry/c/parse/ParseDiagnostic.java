package dev.ferry.c.parse;

import dev.ferry.base.diag.DiagnosticKind;
import dev.ferry.base.diag.Severity;
import java.util.EnumSet;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Syntax errors. Wording mostly as in gcc, in the words of a beginner where gcc speaks the
 * grammar's; a last {@code %s} is " before ‘x’ token".
 */
public enum ParseDiagnostic implements DiagnosticKind {
  EXPECTED_EXPRESSION("E1001", "expected expression%s"),
  EXPECTED_SEMICOLON("E1002", "expected ‘;’%s"),
  EXPECTED_CLOSE_PAREN("E1003", "expected ‘)’%s"),
  EXPECTED_CLOSE_BRACKET("E1004", "expected ‘]’%s"),
  EXPECTED_CLOSE_BRACE("E1005", "expected ‘}’%s"),
  EXPECTED_OPEN_PAREN("E1006", "expected ‘(’%s"),
  EXPECTED_OPEN_BRACE("E1007", "expected ‘{’%s"),
  EXPECTED_IDENTIFIER("E1008", "expected identifier%s"),
  EXPECTED_IDENTIFIER_OR_PAREN("E1009", "expected identifier or ‘(’%s"),
  EXPECTED_DECLARATION_SPECIFIERS("E1010", "expected a declaration%s"),
  EXPECTED_PARAMETER("E1011", "expected a parameter (a type) or ‘...’%s"),
  EXPECTED_SPECIFIER_QUALIFIERS("E1012", "expected a type%s"),
  EXPECTED_AFTER_DECLARATOR("E1013", "expected ‘=’, ‘,’ or ‘;’%s"),
  EXPECTED_COMMA_OR_SEMICOLON("E1014", "expected ‘,’ or ‘;’%s"),
  EXPECTED_PARAMETER_SEPARATOR("E1015", "expected ‘;’, ‘,’ or ‘)’%s"),
  EXPECTED_FIELD_SEPARATOR("E1016", "expected ‘,’, ‘;’ or ‘:’%s"),
  EXPECTED_AFTER_WIDTH("E1029", "expected ‘,’, ‘;’ or ‘}’%s"),
  EXPECTED_ENUMERATOR_SEPARATOR("E1017", "expected ‘,’ or ‘}’%s"),
  EXPECTED_AFTER_TAG("E1018", "expected ‘;’, identifier or ‘(’%s"),
  EXPECTED_STATEMENT("E1019", "expected statement%s"),
  EXPECTED_DECLARATION_OR_STATEMENT("E1020", "expected ‘}’%s"),
  EXPECTED_COLON("E1021", "expected ‘:’%s"),
  EXPECTED_CASE_COLON("E1022", "expected ‘:’ or ‘...’%s"),
  EXPECTED_WHILE("E1023", "expected ‘while’%s"),
  EXPECTED_GOTO_TARGET("E1024", "expected identifier or ‘*’%s"),
  EXPECTED_STRING("E1025", "expected string literal%s"),
  EXPECTED_COMMA("E1026", "expected ‘,’%s"),
  EXPECTED_EQUALS("E1027", "expected ‘=’%s"),
  UNKNOWN_TYPE("E1030", "unknown type name ‘%s’"),
  UNKNOWN_TYPE_DID_YOU_MEAN("E1031", "unknown type name ‘%s’; did you mean ‘%s’?"),
  UNKNOWN_TYPE_USE_TAG("E1032", "unknown type name ‘%s’; use ‘%s’ keyword to refer to the type"),
  ELSE_WITHOUT_IF("E1033", "‘else’ without a previous ‘if’"),
  NO_SEMICOLON_AT_STRUCT_END(
      "E1034", Severity.WARNING, null, "no semicolon at end of struct or union"),
  TWO_TYPES("E1035", "two or more data types in declaration specifiers"),
  BOTH_SPECIFIERS("E1036", "both ‘%s’ and ‘%s’ in declaration specifiers"),
  DUPLICATE_SPECIFIER("E1037", "duplicate ‘%s’"),
  LONG_LONG_LONG("E1038", "‘long long long’ is too long for GCC"),
  MULTIPLE_STORAGE("E1039", "multiple storage classes in declaration specifiers"),
  DUPLICATE_QUALIFIER(
      "E1040", Severity.IGNORED, "pedantic", "duplicate ‘%s’ declaration specifier"),
  EMPTY_ENUM("E1041", "empty enum is invalid"),
  NESTED_TOO_DEEPLY("E1042", Severity.FATAL, null, "code is nested too deeply"),
  ELLIPSIS_NEEDS_PARAMETER("E1043", "ISO C requires a named argument before ‘...’"),
  LABEL_AT_END("E1044", Severity.IGNORED, "pedantic", "label at end of compound statement"),
  LABEL_BEFORE_DECLARATION(
      "E1045",
      Severity.IGNORED,
      "pedantic",
      "a label can only be part of a statement and a declaration is not a statement"),
  EMPTY_TRANSLATION_UNIT(
      "E1046", Severity.IGNORED, "pedantic", "ISO C forbids an empty translation unit"),
  EXTRA_SEMICOLON(
      "E1047",
      Severity.IGNORED,
      "pedantic",
      "ISO C does not allow extra ‘;’ outside of a function"),
  EXTRA_SEMICOLON_IN_STRUCT(
      "E1048", Severity.IGNORED, "pedantic", "extra semicolon in struct or union specified"),
  NESTED_FUNCTION("E1049", Severity.IGNORED, "pedantic", "ISO C forbids nested functions"),
  STATEMENT_EXPRESSION(
      "E1050", Severity.IGNORED, "pedantic", "ISO C forbids braced-groups within expressions"),
  STATEMENT_EXPRESSION_OUTSIDE(
      "E1051", "braced-group within expression allowed only inside a function"),
  OMITTED_OPERAND(
      "E1052",
      Severity.IGNORED,
      "pedantic",
      "ISO C forbids omitting the middle term of a ‘?:’ expression"),
  CASE_RANGE(
      "E1053",
      Severity.IGNORED,
      "pedantic",
      "range expressions in switch statements are non-standard"),
  DESIGNATED_RANGE(
      "E1054",
      Severity.IGNORED,
      "pedantic",
      "ISO C forbids specifying range of elements to initialize"),
  OLD_DESIGNATOR(
      "E1055", Severity.IGNORED, "pedantic", "obsolete use of designated initializer with ‘:’"),
  EMPTY_INITIALIZER(
      "E1056", Severity.IGNORED, "pedantic", "ISO C forbids empty initializer braces"),
  MIXED_DECLARATIONS(
      "E1057",
      Severity.IGNORED,
      "declaration-after-statement",
      "ISO C90 forbids mixed declarations and code"),
  FOR_DECLARATION_C90(
      "E1058", "‘for’ loop initial declarations are only allowed in C99 or C11 mode"),
  ENUM_TRAILING_COMMA("E1059", Severity.IGNORED, "pedantic", "comma at end of enumerator list"),
  STATIC_ASSERT_WITHOUT_MESSAGE(
      "E1060",
      Severity.IGNORED,
      "pedantic",
      "ISO C11 does not support omitting the string in ‘_Static_assert’"),
  WIDE_STRING_IN_ASM("E1061", "a wide string is invalid in this context"),
  DUPLICATE_ASM_QUALIFIER("E1062", "duplicate ‘asm’ qualifier ‘%s’"),
  GENERIC_TWO_DEFAULTS("E1063", "duplicate ‘default’ case in ‘_Generic’"),
  COMPLEX_INTEGER(
      "E1065", Severity.IGNORED, "pedantic", "ISO C does not support complex integer types"),
  INT128_PEDANTIC("E1066", Severity.IGNORED, "pedantic", "ISO C does not support ‘__int128’ types"),
  PRAGMA_MALFORMED("E1068", Severity.WARNING, "pragmas", "malformed ‘#pragma %s’ - ignored"),
  PRAGMA_UNKNOWN("E1069", Severity.IGNORED, "unknown-pragmas", "ignoring ‘#pragma %s’"),
  PACK_BAD_ALIGNMENT(
      "E1070", Severity.WARNING, "pragmas", "alignment must be a small power of two, not %s"),
  PACK_EMPTY_STACK(
      "E1071",
      Severity.WARNING,
      "pragmas",
      "‘#pragma pack (pop)’ encountered without matching ‘#pragma pack (push)’"),
  C99_LONG_LONG("E1074", Severity.IGNORED, "long-long", "ISO C90 does not support ‘long long’"),
  C99_COMPLEX("E1090", Severity.IGNORED, "pedantic", "ISO C90 does not support complex types"),
  C99_BOOL("E1091", Severity.IGNORED, "pedantic", "ISO C90 does not support boolean types"),
  STORAGE_NOT_FIRST(
      "E1092",
      Severity.IGNORED,
      "old-style-declaration",
      "‘%s’ is not at beginning of declaration");

  private final String code;
  private final Severity severity;
  private final @Nullable String flag;
  private final String format;

  ParseDiagnostic(String code, String format) {
    this(code, Severity.ERROR, null, format);
  }

  ParseDiagnostic(String code, Severity severity, @Nullable String flag, String format) {
    this.code = code;
    this.severity = severity;
    this.flag = flag;
    this.format = format;
  }

  /** Besides what options control: what the standard asks a diagnostic for. */
  private static final Set<ParseDiagnostic> PEDANTIC = EnumSet.of(NO_SEMICOLON_AT_STRUCT_END);

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
