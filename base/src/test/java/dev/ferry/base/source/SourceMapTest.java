package dev.ferry.base.source;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class SourceMapTest {
  private final SourceMap sources = new SourceMap();
  private final int main = sources.addFile(SourceFile.of("main.c", "one\ntwo\nthree\n"), 0);

  private String at(int loc) {
    Position position = sources.position(loc);
    return position == null
        ? "nowhere"
        : position.file() + ":" + position.line() + ":" + position.column();
  }

  @Test
  void filePositions() {
    assertThat(at(main)).isEqualTo("main.c:1:1");
    assertThat(at(main + 5)).isEqualTo("main.c:2:2");
    assertThat(at(SourceMap.NONE)).isEqualTo("nowhere");
    assertThat(sources.line(main + 9)).isEqualTo(3);
  }

  @Test
  void lineDirectivesHoldFromTheirLineToTheEndOfTheFile() {
    sources.addLineDirective(main + 4, 100, "other.c");
    sources.addLineDirective(main + 8, 7, null);
    assertThat(at(main)).isEqualTo("main.c:1:1");
    assertThat(at(main + 4)).isEqualTo("other.c:100:1");
    assertThat(at(main + 8)).isEqualTo("other.c:7:1");
    int second = sources.addFile(SourceFile.of("b.h", "x\n"), main);
    assertThat(at(second)).isEqualTo("b.h:1:1");
  }

  @Test
  void expansionsKnowSpellingUseAndBody() {
    int outer =
        sources.addExpansion("M", main + 8, new int[] {main, main + 4}, new int[] {1, 2}, 2);
    int inner = sources.addExpansion("N", outer + 1, new int[] {main + 1});
    assertThat(sources.isMacro(inner)).isTrue();
    assertThat(sources.macroName(inner)).isEqualTo("N");
    assertThat(sources.spellingLocation(inner)).isEqualTo(main + 1);
    assertThat(sources.fileLocation(inner)).isEqualTo(main + 8);
    assertThat(sources.expansion(inner)).isEqualTo(outer + 1);
    assertThat(sources.definition(outer + 1)).isEqualTo(2);
    assertThat(at(inner)).isEqualTo("main.c:3:1");
  }

  @Test
  void orderFollowsIncludes() {
    int header = sources.addFile(SourceFile.of("h.h", "h\nh\n"), main + 4);
    assertThat(sources.isBefore(main, header)).isTrue();
    assertThat(sources.isBefore(main + 4, header)).isTrue();
    assertThat(sources.isBefore(header, main + 8)).isTrue();
    assertThat(sources.isBefore(main + 8, header)).isFalse();
    assertThat(sources.isBefore(header, header + 2)).isTrue();
    assertThat(sources.isBefore(header, header)).isFalse();
  }

  @Test
  void systemHeaders() {
    int header = sources.addFile(SourceFile.of("h.h", "h\n"), main, true);
    assertThat(sources.isSystem(header)).isTrue();
    assertThat(sources.isSystem(main)).isFalse();
    int use = sources.addExpansion("M", main, new int[] {header});
    assertThat(sources.isSystem(use)).isTrue();
  }

  @Test
  void tokenLengths() {
    int file = sources.addFile(SourceFile.of("t.c", "name->x 1.5e+3f L\"a\\\"b\" <<= '"), 0);
    assertThat(TokenLength.at(sources, file)).isEqualTo(4);
    assertThat(TokenLength.at(sources, file + 4)).isEqualTo(2);
    assertThat(TokenLength.at(sources, file + 8)).isEqualTo(7);
    assertThat(TokenLength.at(sources, file + 16)).isEqualTo(7);
    assertThat(TokenLength.at(sources, file + 24)).isEqualTo(3);
    assertThat(TokenLength.at(sources, file + 28)).isEqualTo(1);
  }
}
