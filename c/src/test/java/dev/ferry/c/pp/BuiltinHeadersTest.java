package dev.ferry.c.pp;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** The list of the compiler's own headers names each of them. */
class BuiltinHeadersTest {
  @Test
  void listIsTheFolder() throws IOException, URISyntaxException {
    Path one = Path.of(HeaderSearch.class.getResource("/dev/ferry/c/include/stddef.h").toURI());
    try (Stream<Path> headers = Files.list(one.getParent())) {
      assertThat(headers.map(header -> header.getFileName().toString()))
          .containsExactlyInAnyOrderElementsOf(HeaderSearch.BUILTIN_NAMES);
    }
  }
}
