package dev.ferry.c.parse;

import static org.assertj.core.api.Assertions.assertThat;

import dev.ferry.c.SourceCase;
import dev.ferry.c.pp.Preprocessor;
import dev.ferry.c.syntax.TranslationUnit;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Which functions of a system header are left out of the tree. */
class UnmentionedFunctionsTest {
  private static List<String> leftOut(String header, String program) {
    SourceCase source =
        SourceCase.of("# 1 \"lib.h\" 1 3\n" + header + "\n# 2 \"a.c\" 2\n" + program + "\n");
    Preprocessor preprocessor = source.preprocessor();
    TranslationUnit unit = Parser.parse(preprocessor, source.main());
    assertThat(source.diagnostics.all()).isEmpty();
    TranslationUnit rest = UnmentionedFunctions.leaveOut(unit, preprocessor);
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
