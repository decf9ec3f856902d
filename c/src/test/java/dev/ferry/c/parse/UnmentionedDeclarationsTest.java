package dev.ferry.c.parse;

import static org.assertj.core.api.Assertions.assertThat;

import dev.ferry.c.SourceCase;
import dev.ferry.c.pp.Preprocessor;
import dev.ferry.c.syntax.TranslationUnit;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Which declarations of a system header are left out of the tree. */
class UnmentionedDeclarationsTest {
  private static TranslationUnit rest(String header, String program) {
    SourceCase source =
        SourceCase.of("# 1 \"lib.h\" 1 3\n" + header + "\n# 2 \"a.c\" 2\n" + program + "\n");
    Preprocessor preprocessor = source.preprocessor();
    TranslationUnit unit = Parser.parse(preprocessor, source.main());
    assertThat(source.diagnostics.all()).isEmpty();
    return UnmentionedDeclarations.leaveOut(unit, preprocessor);
  }

  private static int kept(String header, String program) {
    return rest(header, program).declarations().size();
  }

  private static List<String> leftOut(String header, String program) {
    SourceCase source =
        SourceCase.of("# 1 \"lib.h\" 1 3\n" + header + "\n# 2 \"a.c\" 2\n" + program + "\n");
    Preprocessor preprocessor = source.preprocessor();
    TranslationUnit unit = Parser.parse(preprocessor, source.main());
    assertThat(source.diagnostics.all()).isEmpty();
    TranslationUnit rest = UnmentionedDeclarations.leaveOut(unit, preprocessor);
    assertThat(rest.declarations().size() + rest.leftOut().size())
        .isEqualTo(unit.declarations().size());
    return rest.leftOut();
  }

  @Test
  void aFunctionIsKeptWhereItIsMentioned() {
    assertThat(leftOut("int f(void); int g(void);", "int x(void) { return g(); }"))
        .containsExactly("f");
  }

  @Test
  void anInlineFunctionThatNothingCallsIsLeftOutWithItsPrototype() {
    assertThat(leftOut("int f(int); static inline int f(int a) { return a; }", "int x;"))
        .containsExactly("f", "f");
  }

  @Test
  void whatAKeptFunctionCallsIsKept() {
    assertThat(
            leftOut(
                "int f(int); static inline int g(int a) { return f(a); }",
                "int x(void) { return g(1); }"))
        .isEmpty();
  }

  @Test
  void typedefNamesThatOnlyEachOtherNameAreLeftOut() {
    String header = "typedef unsigned long a; typedef a b; typedef b *c; typedef char d;";
    assertThat(kept(header, "d x;")).isEqualTo(2);
    assertThat(kept(header, "c x;")).isEqualTo(4);
    assertThat(kept(header + "b f(void);", "int x;")).isEqualTo(1);
    assertThat(kept(header + "int f(b);", "int x(void) { return f(1); }")).isEqualTo(4);
    assertThat(leftOut("int f(void);", "int x;")).containsExactly("f");
  }

  @Test
  void typedefsThatDeclareOrAssertAreKept() {
    assertThat(kept("typedef struct s t;", "int x;")).isEqualTo(2);
    assertThat(kept("typedef char assertion[sizeof(int) == 4 ? 1 : -1];", "int x;")).isEqualTo(2);
    assertThat(kept("typedef int aligned __attribute__((aligned(8)));", "int x;")).isEqualTo(2);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "struct s *f(void);", // declares struct s
        "int f(void) __asm__(\"g\");", // changes what a builtin calls
        "int f(void) { return 1; }", // other units may call it
        "inline int f(void) { return 1; } extern int f(void);", // so here
        "static int f(void) __attribute__((used)); static int f(void) { return 1; }",
        "static void __attribute__((constructor)) f(void) {}",
        "void f(void) __attribute__((alias(\"g\"))); void g(void) {}",
        "int (*f)(void);", // an object
        "typedef int f(void);",
        "int f(void), g(void);"
      })
  void whatCanBeSeenFromElsewhereIsKept(String header) {
    assertThat(leftOut(header, "int x;")).isEmpty();
  }

  @Test
  void functionsOfTheProgramItselfAreKept() {
    assertThat(leftOut("", "int f(void); static inline int g(void) { return 1; }")).isEmpty();
  }
}
