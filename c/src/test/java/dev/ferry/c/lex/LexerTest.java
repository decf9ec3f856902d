package dev.ferry.c.lex;

import static org.assertj.core.api.Assertions.assertThat;

import dev.ferry.base.diag.Diagnostics;
import dev.ferry.base.source.SourceFile;
import dev.ferry.base.source.SourceMap;
import dev.ferry.c.syntax.BasicType;
import dev.ferry.c.syntax.Expr;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class LexerTest {
  private final SourceMap sources = new SourceMap();
  private final Diagnostics diagnostics = new Diagnostics(sources);
  private Dialect dialect = Dialect.gnu17(64);

  private List<Token> lex(String text) {
    byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
    Lexer lexer =
        new Lexer(
            Lexer.prepare(bytes, dialect),
            bytes.length,
            sources.addFile(new SourceFile("t.c", bytes), SourceMap.NONE),
            new IdentifierTable(),
            dialect,
            diagnostics);
    List<Token> tokens = new ArrayList<>();
    for (Token token = lexer.next(); token.kind != TokenKind.END_OF_FILE; token = lexer.next()) {
      tokens.add(token);
    }
    return tokens;
  }

  private String spellings(String text) {
    return String.join(" ", lex(text).stream().map(Token::spelling).toList());
  }

  @Test
  void longestMatch() {
    assertThat(spellings("a+++++b<<=c>>=d...e..f->g##h&&=i"))
        .isEqualTo("a ++ ++ + b <<= c >>= d ... e . . f -> g ## h && = i");
  }

  @Test
  void preprocessingNumbers() {
    assertThat(spellings("0x1p+3 1e-5+2 .5.6 1.2.3 0xe+1 08x 1'0"))
        .startsWith("0x1p+3 1e-5 + 2 .5.6 1.2.3 0xe+1 08x");
  }

  @Test
  void splicesVanishAnywhere() {
    assertThat(spellings("ab\\\nc 1\\\n2 +\\\n= \"x\\\ny\" /\\\n* c *\\\n/ z"))
        .isEqualTo("abc 12 += \"xy\" z");
    assertThat(lex("a\\\r\nb").getFirst().spelling()).isEqualTo("ab");
  }

  @Test
  void aBackslashThatEndsTheFileIsNoSplice() {
    assertThat(spellings("ab \\")).isEqualTo("ab \\");
    assertThat(spellings("ab\\")).isEqualTo("ab \\");
    assertThat(spellings("ab\\\n")).isEqualTo("ab");
  }

  @Test
  void trigraphsWhereTheDialectHasThem() {
    assertThat(spellings("a??(")).isEqualTo("a ? ? (");
    dialect = dialect.withTrigraphs(true);
    assertThat(spellings("a??( ??/\n??= \"??/n\"")).isEqualTo("a [ # \"\\n\"");
  }

  @Test
  void digraphs() {
    List<Token> tokens = lex("<::><%%>%:%:%:");
    assertThat(tokens)
        .extracting(token -> token.kind)
        .containsExactly(
            TokenKind.OPEN_BRACKET,
            TokenKind.CLOSE_BRACKET,
            TokenKind.OPEN_BRACE,
            TokenKind.CLOSE_BRACE,
            TokenKind.HASH_HASH,
            TokenKind.HASH);
    assertThat(spellings("<::><%%>%:%:%:")).isEqualTo("<: :> <% %> %:%: %:");
  }

  @Test
  void literals() {
    assertThat(lex("L'a' u8\"b\" R\"x(\")\n)x\" 'c' \"\\\"\""))
        .extracting(token -> token.kind)
        .containsExactly(
            TokenKind.CHARACTER,
            TokenKind.STRING,
            TokenKind.STRING,
            TokenKind.CHARACTER,
            TokenKind.STRING);
    assertThat(lex("'a").getFirst().kind).isEqualTo(TokenKind.OTHER);
  }

  @Test
  void identifiersBeyondAscii() {
    assertThat(lex("é日本 \\u00e9x a$b"))
        .extracting(Token::spelling)
        .containsExactly("é日本", "éx", "a$b");
    assertThat(lex("“")).extracting(token -> token.kind).containsExactly(TokenKind.OTHER);
  }

  @Test
  void flags() {
    List<Token> tokens = lex("a b\n c/**/d");
    assertThat(tokens.get(0).flags).isEqualTo(Token.LINE_START);
    assertThat(tokens.get(1).flags).isEqualTo(Token.SPACE_BEFORE);
    assertThat(tokens.get(2).flags).isEqualTo(Token.LINE_START | Token.SPACE_BEFORE);
    assertThat(tokens.get(3).flags).isEqualTo(Token.SPACE_BEFORE);
    assertThat(tokens.get(3).loc).isEqualTo(1 + 10);
  }

  @ParameterizedTest
  @CsvSource({
    "0,0",
    "42,42",
    "0x1F,31",
    "077,63",
    "0b101,5",
    "18446744073709551615u,-1",
    "10LL,10",
    "7uwb,7",
    "1'000'000,1000000",
    "0x7fff'ffff,2147483647"
  })
  void integers(String text, long value) {
    dialect = dialect.withStandard(Standard.C23, true);
    Expr expr = new NumberParser(dialect, diagnostics).parse(lex(text).getFirst());
    assertThat(expr)
        .isInstanceOfSatisfying(
            Expr.IntegerLiteral.class, literal -> assertThat(literal.value()).isEqualTo(value));
    assertThat(diagnostics.all()).isEmpty();
  }

  @ParameterizedTest
  @CsvSource({
    "1.5,1.5,DOUBLE",
    "1e10f,1e10,FLOAT",
    "0x1.8p3L,0x1.8p3,LONG_DOUBLE",
    ".5F128,.5,FLOAT128",
    "1.f16,1.,FLOAT16",
    "2.0f32x,2.0,FLOAT32X"
  })
  void floats(String text, String digits, BasicType type) {
    Expr expr = new NumberParser(dialect, diagnostics).parse(lex(text).getFirst());
    assertThat(expr)
        .isInstanceOfSatisfying(
            Expr.FloatLiteral.class,
            literal -> {
              assertThat(literal.digits()).isEqualTo(digits);
              assertThat(literal.type()).isEqualTo(type);
            });
  }

  @ParameterizedTest
  @CsvSource(
      quoteCharacter = '`',
      value = {
        "'a',97",
        "'\\n',10",
        "'\\0',0",
        "'\\377',255",
        "'\\x41',65",
        "'ab',24930",
        "L'é',233",
        "u'\\u20ac',8364",
        "U'\\U0001f600',128512",
        "'\\e',27"
      })
  void characters(String text, int value) {
    Expr.CharLiteral literal =
        new LiteralDecoder(dialect, diagnostics).character(lex(text).getFirst());
    assertThat(literal.value()).isEqualTo(value);
  }

  @Test
  void signedCharacters() {
    Dialect signed = dialect.withCharUnsigned(false);
    assertThat(new LiteralDecoder(signed, diagnostics).character(lex("'\\xff'").getFirst()).value())
        .isEqualTo(-1);
  }

  @Test
  void strings() {
    LiteralDecoder decoder = new LiteralDecoder(dialect, diagnostics);
    Expr.StringLiteral joined = decoder.string(lex("\"a\\x41\" L\"é\" \"\\101\""));
    assertThat(joined.unitSize()).isEqualTo(4);
    assertThat(joined.length()).isEqualTo(4);
    assertThat(joined.unit(1)).isEqualTo(0x41);
    assertThat(joined.unit(2)).isEqualTo(0xe9);
    assertThat(decoder.string(lex("u\"\\U0001f600\"")).length()).isEqualTo(2);
    assertThat(decoder.string(lex("\"é\"")).bytes()).containsExactly(0xc3, 0xa9);
    assertThat(decoder.string(lex("R\"-(a\\n)-\"")).text()).isEqualTo("a\\n");
  }
}
