package dev.ferry.machine.linux;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.File;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;

/** What {@code --dir} says. */
class GrantTest {
  private GrantTest() {}

  @Test
  void hostAndGuestMayDiffer() {
    assertThat(Grant.parse("src:/work:ro"))
        .isEqualTo(new Grant(Path.of("src").toAbsolutePath(), "/work", true));
    assertThat(Grant.parse("/usr").guest()).isEqualTo("/usr");
  }

  @Test
  void oneLetterIsADriveOnlyOnWindows() {
    assumeTrue(File.separatorChar == '/');
    assertThat(Grant.parse("w:/work"))
        .isEqualTo(new Grant(Path.of("w").toAbsolutePath(), "/work", false));
  }

  @Test
  void guestPathIsAbsolute() {
    assertThatThrownBy(() -> Grant.parse("src:work"))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("must begin with '/'");
  }
}
