package dev.ferry.isa;

import static dev.ferry.isa.IsaString.Specification.V2_2;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The canonical strings are those GNU as 2.40 writes. */
class IsaStringTest {
  @ParameterizedTest
  @CsvSource({
    "rv32i, rv32i2p1",
    "rv64gc, rv64i2p1_m2p0_a2p1_f2p2_d2p2_c2p0_zicsr2p0_zifencei2p0_zmmul1p0",
    "rv64imac, rv64i2p1_m2p0_a2p1_c2p0_zmmul1p0",
    "rv64if, rv64i2p1_f2p2_zicsr2p0",
    "rv64i_zfh, rv64i2p1_f2p2_zicsr2p0_zfh1p0_zfhmin1p0",
    "rv64i_zbs_zba_zbc_zbb, rv64i2p1_zba1p0_zbb1p0_zbc1p0_zbs1p0",
    "rv64i_zdinx, rv64i2p1_zicsr2p0_zfinx1p0_zdinx1p0",
    "rv64i2p0_m2p0, rv64i2p0_m2p0_zicsr2p0_zifencei2p0_zmmul1p0",
    "rv64i_zk, rv64i2p1_zbkb1p0_zbkc1p0_zbkx1p0_zk1p0_zkn1p0_zknd1p0_zkne1p0_zknh1p0_zkr1p0_zkt1p0"
  })
  void canonicalForm(String march, String canonical) {
    assertThat(IsaString.parse(march).canonical()).isEqualTo(canonical);
  }

  @ParameterizedTest
  @CsvSource({
    "rv64gc, rv64i2p0_m2p0_a2p0_f2p0_d2p0_c2p0_zmmul1p0",
    "rv64imafdc_zicsr2p0, rv64i2p0_m2p0_a2p0_f2p0_d2p0_c2p0_zicsr2p0_zmmul1p0",
    "rv32e, rv32e1p9"
  })
  void olderSpecification(String march, String canonical) {
    assertThat(IsaString.parse(march, V2_2).canonical()).isEqualTo(canonical);
  }

  @Test
  void impliedExtensionsArePresent() {
    IsaString isa = IsaString.parse("rv64gc");
    assertThat(Extension.ZICSR.in(isa.extensions())).isTrue();
    assertThat(Extension.ZMMUL.in(isa.extensions())).isTrue();
    assertThat(Extension.ZBA.in(isa.with("zba").extensions())).isTrue();
    assertThat(Extension.C.in(isa.without("c").extensions())).isFalse();
    assertThat(isa.defaultAbi()).isEqualTo("lp64d");
    assertThat(IsaString.parse("rv32imac").defaultAbi()).isEqualTo("ilp32");
  }

  @Test
  void nonsenseIsRefused() {
    for (String text : new String[] {"", "rv", "rv64", "rv128i", "rv64q", "rv64i_zfoo", "x86"}) {
      assertThatThrownBy(() -> IsaString.parse(text)).isInstanceOf(IsaString.FormatException.class);
    }
  }
}
