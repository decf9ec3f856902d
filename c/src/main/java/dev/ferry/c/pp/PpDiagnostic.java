package dev.ferry.c.pp;

import dev.ferry.base.diag.DiagnosticKind;
import dev.ferry.base.diag.Severity;
import java.util.EnumSet;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** What can be wrong with directives and macros. Wording as in gcc. */
public enum PpDiagnostic implements DiagnosticKind {
  USER_ERROR("P0101", Severity.ERROR, null, "#error%s"),
  USER_WARNING("P0102", Severity.WARNING, "cpp", "#warning%s"),
  FILE_NOT_FOUND("P0103", Severity.FATAL, null, "%s: No such file or directory%s"),
  INCLUDE_TOO_DEEP(
      "P0104",
      Severity.FATAL,
      null,
      "#include nested depth %s exceeds maximum of %s (use -fmax-include-depth=DEPTH to increase"
          + " the maximum)"),
  EXPECTS_FILENAME("P0105", Severity.ERROR, null, "#%s expects \"FILENAME\" or <FILENAME>"),
  EMPTY_FILENAME("P0106", Severity.ERROR, null, "empty filename in #%s"),
  EXTRA_TOKENS("P0107", Severity.WARNING, "endif-labels", "extra tokens at end of #%s directive"),
  INVALID_DIRECTIVE("P0108", Severity.ERROR, null, "invalid preprocessing directive #%s"),
  INVALID_DIRECTIVE_DID_YOU_MEAN(
      "P0109", Severity.ERROR, null, "invalid preprocessing directive #%s; did you mean #%s?"),
  UNTERMINATED_CONDITIONAL("P0110", Severity.ERROR, null, "unterminated #%s"),
  WITHOUT_IF("P0111", Severity.ERROR, null, "#%s without #if"),
  AFTER_ELSE("P0112", Severity.ERROR, null, "#%s after #else"),
  NO_MACRO_NAME("P0113", Severity.ERROR, null, "no macro name given in #%s directive"),
  MACRO_NAME_NOT_IDENTIFIER("P0114", Severity.ERROR, null, "macro names must be identifiers"),
  CANNOT_BE_MACRO_NAME("P0115", Severity.ERROR, null, "\"%s\" cannot be used as a macro name"),
  REDEFINED("P0117", Severity.WARNING, null, "\"%s\" redefined"),
  UNDEFINING("P0118", Severity.WARNING, "builtin-macro-redefined", "undefining \"%s\""),
  REDEFINING_BUILTIN("P0119", Severity.WARNING, "builtin-macro-redefined", "redefining \"%s\""),
  DUPLICATE_PARAMETER("P0120", Severity.ERROR, null, "duplicate macro parameter \"%s\""),
  EXPECTED_PARAMETER("P0121", Severity.ERROR, null, "expected parameter name, found \"%s\""),
  EXPECTED_PARAMETER_BEFORE_END(
      "P0122", Severity.ERROR, null, "expected parameter name before end of line"),
  EXPECTED_COMMA_OR_PAREN("P0123", Severity.ERROR, null, "expected ',' or ')', found \"%s\""),
  EXPECTED_PAREN_BEFORE_END("P0124", Severity.ERROR, null, "expected ')' before end of line"),
  EXPECTED_PAREN_AFTER_ELLIPSIS("P0125", Severity.ERROR, null, "expected ')' after \"...\""),
  MISSING_SPACE_AFTER_NAME(
      "P0126", Severity.WARNING, null, "missing whitespace after the macro name"),
  C99_SPACE_AFTER_NAME(
      "P0127", Severity.WARNING, null, "ISO C99 requires whitespace after the macro name"),
  HASH_WITHOUT_PARAMETER("P0128", Severity.ERROR, null, "'#' is not followed by a macro parameter"),
  PASTE_AT_END(
      "P0129", Severity.ERROR, null, "'##' cannot appear at either end of a macro expansion"),
  BAD_PASTE(
      "P0130",
      Severity.ERROR,
      null,
      "pasting \"%s\" and \"%s\" does not give a valid preprocessing token"),
  UNTERMINATED_ARGUMENTS(
      "P0131", Severity.ERROR, null, "unterminated argument list invoking macro \"%s\""),
  TOO_FEW_ARGUMENTS(
      "P0132", Severity.ERROR, null, "macro \"%s\" requires %s arguments, but only %s given"),
  TOO_MANY_ARGUMENTS(
      "P0133", Severity.ERROR, null, "macro \"%s\" passed %s arguments, but takes just %s"),
  VA_ARGS_OUTSIDE(
      "P0134",
      Severity.WARNING,
      null,
      "__VA_ARGS__ can only appear in the expansion of a C99 variadic macro"),
  POISONED("P0135", Severity.ERROR, null, "attempt to use poisoned \"%s\""),
  POISONING_MACRO("P0136", Severity.WARNING, null, "poisoning existing macro \"%s\""),
  INVALID_POISON("P0137", Severity.ERROR, null, "invalid #pragma GCC poison directive"),
  IF_NO_EXPRESSION("P0138", Severity.ERROR, null, "#%s with no expression"),
  MISSING_OPERATOR("P0139", Severity.ERROR, null, "missing binary operator before token \"%s\""),
  INVALID_IN_EXPRESSION(
      "P0140", Severity.ERROR, null, "token \"%s\" is not valid in preprocessor expressions"),
  FLOAT_IN_EXPRESSION(
      "P0141", Severity.ERROR, null, "floating constant in preprocessor expression"),
  IMAGINARY_IN_EXPRESSION(
      "P0142", Severity.ERROR, null, "imaginary number in preprocessor expression"),
  NO_RIGHT_OPERAND("P0143", Severity.ERROR, null, "operator '%s' has no right operand"),
  NO_LEFT_OPERAND("P0144", Severity.ERROR, null, "operator '%s' has no left operand"),
  MISSING_CLOSE_PAREN("P0145", Severity.ERROR, null, "missing ')' in expression"),
  MISSING_OPEN_PAREN("P0146", Severity.ERROR, null, "missing '(' in expression"),
  EMPTY_PARENTHESES("P0147", Severity.ERROR, null, "missing expression between '(' and ')'"),
  DIVISION_BY_ZERO("P0148", Severity.ERROR, null, "division by zero in #if"),
  DEFINED_WITHOUT_IDENTIFIER(
      "P0149", Severity.ERROR, null, "operator \"defined\" requires an identifier"),
  MISSING_PAREN_AFTER_DEFINED("P0150", Severity.ERROR, null, "missing ')' after \"defined\""),
  COLON_WITHOUT_QUESTION("P0151", Severity.ERROR, null, " ':' without preceding '?'"),
  QUESTION_WITHOUT_COLON("P0152", Severity.ERROR, null, "'?' without following ':'"),
  UNDEFINED_IN_IF("P0153", Severity.IGNORED, "undef", "\"%s\" is not defined, evaluates to 0"),
  COMMA_IN_IF("P0155", Severity.IGNORED, "pedantic", "comma operator in operand of #if"),
  OPERATOR_OUTSIDE("P0157", Severity.ERROR, null, "\"%s\" used outside of preprocessing directive"),
  MISSING_OPEN_PAREN_BEFORE_OPERAND(
      "P0158", Severity.ERROR, null, "missing '(' before \"%s\" operand"),
  MISSING_CLOSE_PAREN_AFTER_OPERAND(
      "P0159", Severity.ERROR, null, "missing ')' after \"%s\" operand"),
  OPERATOR_NEEDS_NAME("P0160", Severity.ERROR, null, "operator \"%s\" requires a header-name"),
  OPERATOR_NEEDS_IDENTIFIER("P0161", Severity.ERROR, null, "macro \"%s\" requires an identifier"),
  LINE_NOT_NUMBER("P0162", Severity.ERROR, null, "\"%s\" after #line is not a positive integer"),
  LINE_UNEXPECTED_END("P0163", Severity.ERROR, null, "unexpected end of file after #line"),
  LINE_BAD_FILENAME("P0164", Severity.ERROR, null, "\"%s\" is not a valid filename"),
  LINE_OUT_OF_RANGE("P0165", Severity.IGNORED, "pedantic", "line number out of range"),
  ONCE_IN_MAIN("P0166", Severity.WARNING, null, "#pragma once in main file"),
  SYSTEM_HEADER_OUTSIDE(
      "P0167", Severity.WARNING, null, "#pragma system_header ignored outside include file"),
  INCLUDE_NEXT_IN_MAIN("P0168", Severity.WARNING, null, "#include_next in primary source file"),
  PRAGMA_OPERATOR_SYNTAX(
      "P0169", Severity.ERROR, null, "_Pragma takes a parenthesized string literal"),
  INVALID_PUSH_MACRO("P0170", Severity.WARNING, null, "invalid #pragma %s directive"),
  PRAGMA_MESSAGE("P0171", Severity.NOTE, null, "‘#pragma message: %s’"),
  PRAGMA_WARNING("P0172", Severity.WARNING, null, "%s"),
  PRAGMA_ERROR("P0173", Severity.ERROR, null, "%s"),
  DEPENDENCY_NEWER("P0175", Severity.WARNING, null, "current file is older than %s"),
  DIAGNOSTIC_PRAGMA_KIND(
      "P0176",
      Severity.WARNING,
      "pragmas",
      "expected [error|warning|ignored|push|pop|ignored_attributes] after ‘#pragma GCC"
          + " diagnostic’"),
  DIAGNOSTIC_PRAGMA_OPTION(
      "P0177", Severity.WARNING, "pragmas", "missing option after ‘#pragma GCC diagnostic’ kind"),
  EMBED_PARAMETER("P0178", Severity.ERROR, null, "unknown embed parameter '%s'"),
  EMBED_SYNTAX("P0179", Severity.ERROR, null, "expected '(' after embed parameter"),
  HAS_EMBED_LIMIT("P0180", Severity.ERROR, null, "negative embed parameter operand"),
  VA_OPT_UNTERMINATED("P0182", Severity.ERROR, null, "unterminated __VA_OPT__"),
  VA_OPT_NESTED("P0183", Severity.ERROR, null, "__VA_OPT__ may not appear in a __VA_OPT__"),
  INVALID_STRING_LITERAL(
      "P0184", Severity.WARNING, null, "invalid string literal, ignoring final '\\'"),
  DIRECTIVE_IN_ARGUMENTS(
      "P0185",
      Severity.IGNORED,
      "pedantic",
      "embedding a directive within macro arguments is not portable"),
  DATE_TIME(
      "P0186", Severity.IGNORED, "date-time", "macro \"%s\" might prevent reproducible builds"),
  UNUSED_MACRO("P0187", Severity.IGNORED, "unused-macros", "macro \"%s\" is not used"),
  INPUT_TOO_LARGE("P0188", Severity.FATAL, null, "the translation unit is too large"),
  PRAGMA_ARGUMENT("P0189", Severity.WARNING, "pragmas", "malformed ‘#pragma %s’"),
  INVALID_ASSERT("P0190", Severity.ERROR, null, "predicate must be an identifier"),
  EXPANSION_TOO_DEEP("P0191", Severity.FATAL, null, "macro expansion is nested too deeply"),
  VARIADIC_C90(
      "P0192", Severity.IGNORED, "pedantic", "anonymous variadic macros were introduced in C99"),
  NAMED_VARIADIC(
      "P0193", Severity.IGNORED, "pedantic", "ISO C does not permit named variadic macros"),
  VARIADIC_NEEDS_ARGUMENT(
      "P0194",
      Severity.IGNORED,
      "pedantic",
      "ISO C99 requires at least one argument for the \"...\" in a variadic macro"),
  INCLUDE_NEXT_EXTENSION("P0196", Severity.IGNORED, "pedantic", "#include_next is a GCC extension"),
  UNBALANCED_STACK("P0197", Severity.FATAL, null, "#%s nested too deeply");

  private final String code;
  private final Severity severity;
  private final @Nullable String flag;
  private final String format;

  PpDiagnostic(String code, Severity severity, @Nullable String flag, String format) {
    this.code = code;
    this.severity = severity;
    this.flag = flag;
    this.format = format;
  }

  /** Besides what options control: what the standard asks a diagnostic for. */
  private static final Set<PpDiagnostic> PEDANTIC =
      EnumSet.of(REDEFINED, VA_ARGS_OUTSIDE, C99_SPACE_AFTER_NAME);

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
