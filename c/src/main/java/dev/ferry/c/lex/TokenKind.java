package dev.ferry.c.lex;

/** The kinds of preprocessing tokens and tokens (C17 6.4). */
public enum TokenKind {
  HASH("#"),
  HASH_HASH("##"),
  OPEN_PAREN("("),
  CLOSE_PAREN(")"),
  OPEN_BRACKET("["),
  CLOSE_BRACKET("]"),
  OPEN_BRACE("{"),
  CLOSE_BRACE("}"),
  SEMICOLON(";"),
  COLON(":"),
  COLON_COLON("::"),
  COMMA(","),
  ELLIPSIS("..."),
  DOT("."),
  ARROW("->"),
  QUESTION("?"),
  ASSIGN("="),
  NOT("!"),
  GREATER(">"),
  LESS("<"),
  PLUS("+"),
  MINUS("-"),
  STAR("*"),
  SLASH("/"),
  PERCENT("%"),
  AMPERSAND("&"),
  PIPE("|"),
  CARET("^"),
  SHIFT_RIGHT(">>"),
  SHIFT_LEFT("<<"),
  TILDE("~"),
  AND_AND("&&"),
  OR_OR("||"),
  EQUAL("=="),
  NOT_EQUAL("!="),
  GREATER_EQUAL(">="),
  LESS_EQUAL("<="),
  PLUS_ASSIGN("+="),
  MINUS_ASSIGN("-="),
  STAR_ASSIGN("*="),
  SLASH_ASSIGN("/="),
  PERCENT_ASSIGN("%="),
  AND_ASSIGN("&="),
  OR_ASSIGN("|="),
  XOR_ASSIGN("^="),
  SHIFT_RIGHT_ASSIGN(">>="),
  SHIFT_LEFT_ASSIGN("<<="),
  PLUS_PLUS("++"),
  MINUS_MINUS("--"),

  /** Identifiers, and keywords before they are known as such. */
  IDENTIFIER("identifier"),
  NUMBER("number"),
  CHARACTER("character constant"),
  STRING("string literal"),
  /** A header name between angle brackets, in directives only. */
  HEADER_NAME("header name"),
  /** A character that is no token, or an unterminated literal. */
  OTHER("stray character"),
  /** A comment, where comments are kept. */
  COMMENT("comment"),
  /** A whole pragma for later stages. */
  PRAGMA("#pragma"),
  /** The end of a directive's line. */
  END_OF_LINE("end of line"),
  END_OF_FILE("end of input"),
  /** No token: where an expansion starts or ends; its source says whether white space is due. */
  PADDING("padding"),
  /** In a replacement list: a parameter. */
  PARAMETER("parameter"),

  KW_AUTO("auto"),
  KW_BREAK("break"),
  KW_CASE("case"),
  KW_CHAR("char"),
  KW_CONST("const"),
  KW_CONTINUE("continue"),
  KW_DEFAULT("default"),
  KW_DO("do"),
  KW_DOUBLE("double"),
  KW_ELSE("else"),
  KW_ENUM("enum"),
  KW_EXTERN("extern"),
  KW_FLOAT("float"),
  KW_FOR("for"),
  KW_GOTO("goto"),
  KW_IF("if"),
  KW_INLINE("inline"),
  KW_INT("int"),
  KW_LONG("long"),
  KW_REGISTER("register"),
  KW_RESTRICT("restrict"),
  KW_RETURN("return"),
  KW_SHORT("short"),
  KW_SIGNED("signed"),
  KW_SIZEOF("sizeof"),
  KW_STATIC("static"),
  KW_STRUCT("struct"),
  KW_SWITCH("switch"),
  KW_TYPEDEF("typedef"),
  KW_UNION("union"),
  KW_UNSIGNED("unsigned"),
  KW_VOID("void"),
  KW_VOLATILE("volatile"),
  KW_WHILE("while"),
  KW_ALIGNAS("_Alignas"),
  KW_ALIGNOF("_Alignof"),
  KW_ATOMIC("_Atomic"),
  KW_BOOL("_Bool"),
  KW_COMPLEX("_Complex"),
  KW_GENERIC("_Generic"),
  KW_IMAGINARY("_Imaginary"),
  KW_NORETURN("_Noreturn"),
  KW_STATIC_ASSERT("_Static_assert"),
  KW_THREAD_LOCAL("_Thread_local"),
  KW_TRUE("true"),
  KW_FALSE("false"),
  KW_NULLPTR("nullptr"),
  KW_CONSTEXPR("constexpr"),
  KW_TYPEOF("typeof"),
  KW_TYPEOF_UNQUAL("typeof_unqual"),
  KW_BIT_INT("_BitInt"),
  KW_FLOAT16("_Float16"),
  KW_FLOAT32("_Float32"),
  KW_FLOAT64("_Float64"),
  KW_FLOAT128("_Float128"),
  KW_FLOAT32X("_Float32x"),
  KW_FLOAT64X("_Float64x"),
  KW_DECIMAL32("_Decimal32"),
  KW_DECIMAL64("_Decimal64"),
  KW_DECIMAL128("_Decimal128"),
  KW_INT128("__int128"),
  KW_ASM("asm"),
  KW_ATTRIBUTE("__attribute__"),
  KW_EXTENSION("__extension__"),
  KW_LABEL("__label__"),
  KW_REAL("__real__"),
  KW_IMAG("__imag__"),
  KW_AUTO_TYPE("__auto_type"),
  KW_ALIGNOF_GNU("__alignof__"),
  KW_BUILTIN_VA_LIST("__builtin_va_list"),
  KW_BUILTIN_VA_ARG("__builtin_va_arg"),
  KW_BUILTIN_OFFSETOF("__builtin_offsetof"),
  KW_BUILTIN_CHOOSE_EXPR("__builtin_choose_expr"),
  KW_BUILTIN_TYPES_COMPATIBLE_P("__builtin_types_compatible_p"),
  KW_BUILTIN_CONVERTVECTOR("__builtin_convertvector"),
  KW_BUILTIN_HAS_ATTRIBUTE("__builtin_has_attribute");

  private final String text;

  TokenKind(String text) {
    this.text = text;
  }

  /** The spelling of a punctuator or keyword, a name for the others. */
  public String text() {
    return text;
  }

  public boolean isPunctuator() {
    return ordinal() < IDENTIFIER.ordinal();
  }

  public boolean isKeyword() {
    return ordinal() > PARAMETER.ordinal();
  }
}
