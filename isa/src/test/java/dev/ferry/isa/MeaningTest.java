package dev.ferry.isa;

import static org.assertj.core.api.Assertions.assertThat;

import java.lang.reflect.Method;
import java.util.Arrays;
import org.junit.jupiter.api.Test;

/** Every meaning parses, and what it calls in this module exists. */
class MeaningTest {
  @Test
  void everyMeaningParses() throws ClassNotFoundException {
    for (int i = 0; i < Opcode.count(); i++) {
      Opcode opcode = Opcode.of(i);
      assertThat(opcode.sentence()).as(opcode.mnemonic()).endsWith(".");
      if (!opcode.isCompressed()) {
        for (Meaning.Statement statement : Meaning.of(opcode).statements()) {
          if (statement instanceof Meaning.Assign assign) {
            assertThat(opcode.hasRd()).as(opcode.mnemonic()).isTrue();
            assertThat(assign.isFloat()).isEqualTo(opcode.isRdFloat());
            checkCall(assign.value());
          }
        }
      }
    }
  }

  private static void checkCall(Meaning.Expression value) throws ClassNotFoundException {
    if (value instanceof Meaning.Call call
        && (call.owner().equals("Arith") || call.owner().equals("Bits"))) {
      Class<?> owner = Class.forName("dev.ferry.isa." + call.owner());
      assertThat(Arrays.stream(owner.getMethods()).map(Method::getName)).contains(call.method());
    }
  }

  @Test
  void operatorsBindAsWritten() {
    Meaning meaning = new MeaningParser("rd = rs1 << 1 + 2 & ~rs2 | 3").parse();
    Meaning.Assign assign = (Meaning.Assign) meaning.statements().getFirst();
    Meaning.Binary or = (Meaning.Binary) assign.value();
    assertThat(or.operator()).isEqualTo(Meaning.Operator.OR);
    Meaning.Binary and = (Meaning.Binary) or.left();
    assertThat(and.operator()).isEqualTo(Meaning.Operator.AND);
    Meaning.Binary shift = (Meaning.Binary) and.left();
    assertThat(shift.operator()).isEqualTo(Meaning.Operator.SHL);
    assertThat(((Meaning.Binary) shift.right()).operator()).isEqualTo(Meaning.Operator.ADD);
  }

  @Test
  void divisionHasNoTraps() {
    assertThat(Arith.div(5, 0, 64)).isEqualTo(-1);
    assertThat(Arith.div(Long.MIN_VALUE, -1, 64)).isEqualTo(Long.MIN_VALUE);
    assertThat(Arith.div(Integer.MIN_VALUE, -1, 32)).isEqualTo(Integer.MIN_VALUE);
    assertThat(Arith.rem(5, 0)).isEqualTo(5);
    assertThat(Arith.rem(Long.MIN_VALUE, -1)).isZero();
    assertThat(Arith.divu(7, 0, 32)).isEqualTo(-1);
    assertThat(Arith.mulhu(-1, -1, 64)).isEqualTo(-2);
    assertThat(Arith.mulhu(-1, -1, 32)).isEqualTo(-2);
    assertThat(Arith.mulhsu(-1, -1, 64)).isEqualTo(-1);
  }

  @Test
  void carryLessProductsAgree() {
    assertThat(Bits.clmul(0b101, 0b11, 64)).isEqualTo(0b1111);
    assertThat(Bits.clmulh(-1, -1, 64)).isEqualTo(0x5555555555555555L);
    assertThat(Bits.clmulr(-1, -1, 64)).isEqualTo(0xaaaaaaaaaaaaaaaaL);
    assertThat(Bits.orcb(0x0100800000000001L)).isEqualTo(0xff00ff00000000ffL);
  }
}
