package dev.ferry.c.check;

import static org.assertj.core.api.Assertions.assertThat;

import dev.ferry.c.SourceCase;
import dev.ferry.c.lex.Standard;
import dev.ferry.c.parse.Parser;
import dev.ferry.c.typed.TypedPrinter;
import dev.ferry.c.typed.TypedUnit;
import dev.ferry.c.types.DataModel;
import org.junit.jupiter.api.Test;

/** What the typed tree says of small programs. */
class CheckerTest {
  private static TypedUnit check(String text) {
    SourceCase source = SourceCase.of(text);
    TypedUnit unit =
        Checker.check(
            Parser.parse(source.preprocessor(), source.main()),
            CheckOptions.of(DataModel.LP64, Standard.C17, true),
            source.diagnostics);
    assertThat(source.diagnostics.all()).isEmpty();
    return unit;
  }

  private static String printed(String text) {
    return TypedPrinter.print(check(text));
  }

  /** The constant that a global named {@code x} is initialised with. */
  private static String constant(String declarations) {
    String text = printed(declarations);
    String line = text.lines().filter(l -> l.contains("x: ")).findFirst().orElse("");
    return line.replaceFirst(".*= \\{@0 (.*?): .*", "$1");
  }

  @Test
  void conversionsAreExplicit() {
    assertThat(printed("double f(int a, char c) { return a + c; }"))
        .contains("return cast(add(load(a): int, cast(load(c): char): int): int): double");
  }

  @Test
  void usualArithmeticConversionsPreferUnsigned() {
    assertThat(printed("long f(int a, unsigned b) { return a + b; }"))
        .contains("add(cast(load(a): int): unsigned int, load(b): unsigned int): unsigned int");
  }

  @Test
  void narrowBitFieldsPromoteToInt() {
    assertThat(printed("struct S { unsigned b : 3; }; int f(struct S *s) { return s->b - 4 < 0; }"))
        .contains("lt(sub(cast(load(")
        .contains("): int");
  }

  @Test
  void integerConstantsFoldWithWrapAround() {
    assertThat(constant("unsigned char x = 7 * 9 - 1u;")).isEqualTo("62");
    assertThat(constant("long x = 1L << 40 | 5;")).isEqualTo("1099511627781");
    assertThat(constant("__int128 x = (__int128)1 << 100;"))
        .isEqualTo("1267650600228229401496703205376");
    assertThat(constant("int x = -7 / 2 * 10 + -7 % 2;")).isEqualTo("-31");
    assertThat(constant("unsigned x = ~0u >> 4;")).isEqualTo("268435455");
  }

  @Test
  void floatsFoldInTheirOwnFormat() {
    assertThat(constant("double x = 0.1 + 0.2;")).isEqualTo("0.30000000000000004");
    assertThat(constant("float x = 0.1f + 0.2f;")).isEqualTo("0.3");
    assertThat(constant("long double x = 1.0L / 3;"))
        .isEqualTo("0x3ffd5555555555555555555555555555");
    assertThat(constant("_Float16 x = 65504.0f16;")).isEqualTo("0x7bff");
  }

  @Test
  void addressConstantsHaveOffsets() {
    assertThat(printed("struct S { int a, b[4]; } s; int *p = &s.b[2]; char *q = \"abc\" + 1;"))
        .contains("p: int * = {@0 &s+12: int *}")
        .contains("q: char * = {@0 &string+1: char *}");
  }

  @Test
  void designatorsContinueWhereTheyLead() {
    assertThat(
            printed(
                "struct { int a; struct { int b, c; } d[2]; int e; } x ="
                    + " { .d[0].c = 1, 2, 3, 4, .a = 5 };"))
        .contains("{@8 1: int, @12 2: int, @16 3: int, @20 4: int, @0 5: int}");
  }

  @Test
  void rangesRepeat() {
    assertThat(printed("int x[] = { [1 ... 3] = 7, 8 };"))
        .contains("x: int[5] = {@4 7: int, @8 7: int, @12 7: int, @16 8: int} zeroed");
  }

  @Test
  void arrayLengthsComeFromInitializers() {
    assertThat(printed("char s[] = \"abc\"; int a[] = { [9] = 1 };"))
        .contains("s: char[4]")
        .contains("a: int[10]");
  }

  @Test
  void variableLengthsAreEvaluatedOnce() {
    assertThat(printed("unsigned long f(int n) { int a[n++]; return sizeof a; }"))
        .contains("assign(.length0, cast(post-increment(n): int): long unsigned int)")
        .contains("return mul(load(.length0): long unsigned int, 4: long unsigned int)");
  }

  @Test
  void oldParametersArriveAsPromoted() {
    assertThat(printed("int f(c, d) char c; float d; { return c + d; }"))
        .contains("f(.c: int, .d: double) -> int")
        .contains("var c: char = {@0 cast(load(.c): int): char}");
  }

  @Test
  void mainReturnsZero() {
    assertThat(printed("int main(void) { }")).contains("return 0: int");
  }

  @Test
  void genericSelectsByType() {
    assertThat(constant("int x = _Generic(1.0f, double: 1, float: 2, default: 3);")).isEqualTo("2");
  }

  @Test
  void inlineDefinitionsFollowC99() {
    TypedUnit unit =
        check("inline int f(void) { return 1; } inline int g(void) { return 2; } int g(void);");
    assertThat(unit.functions().get(0).symbol().isInlineOnly).isTrue();
    assertThat(unit.functions().get(1).symbol().isInlineOnly).isFalse();
  }

  @Test
  void readWriteOperandsOfAsmAreNumbered() {
    assertThat(
            printed(
                "int f(int a) { asm(\"add %[r], %[r], %1\" : [r] \"+r\"(a) : \"r\"(2));"
                    + " return a; }"))
        .contains("add %0, %0, %1");
  }
}
