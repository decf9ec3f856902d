package dev.ferry.binutils.link;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class RelaxationFitsTest {
  @Test
  void signedRanges() {
    assertThat(Relaxation.fits(2047, 12)).isTrue();
    assertThat(Relaxation.fits(2048, 12)).isFalse();
    assertThat(Relaxation.fits(-2048, 12)).isTrue();
    assertThat(Relaxation.fits(-2049, 12)).isFalse();
  }

  @Test
  void globs() {
    assertThat(new Glob(".text.*").matches(".text.f")).isTrue();
    assertThat(new Glob(".text.*").matches(".text")).isFalse();
    assertThat(new Glob("*crtbegin?.o").matches("/x/crtbeginT.o")).isTrue();
    assertThat(new Glob(".text.*_unlikely").matches(".text.f_unlikely")).isTrue();
    assertThat(new Glob("[a-c]x").matches("bx")).isTrue();
    assertThat(new Glob("[!a-c]x").matches("bx")).isFalse();
  }

  @Test
  void isaStringsMerge() {
    assertThat(ArchString.merge("rv64i2p1_m2p0_c2p0", "rv64i2p0_a2p1_zba1p0"))
        .isEqualTo("rv64i2p1_m2p0_a2p1_c2p0_zba1p0");
  }
}
