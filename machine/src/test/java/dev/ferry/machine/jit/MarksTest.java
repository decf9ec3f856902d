package dev.ferry.machine.jit;

import static org.assertj.core.api.Assertions.assertThat;

import dev.ferry.machine.core.Engine;
import dev.ferry.machine.core.GuestMemory;
import dev.ferry.machine.core.Hart;
import dev.ferry.machine.interpreter.Interpreter;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import org.junit.jupiter.api.Test;

/** The interpreter's loops are left for translated code as soon as there is some. */
class MarksTest {
  private static final long LOOP = 0x10000;
  private static final int PAGE = GuestMemory.PAGE;

  /** {@code loop: addi a0, a0, -1; bnez a0, loop; ecall}. */
  private static final int[] CODE = {0xfff50513, 0xfe051ee3, 0x00000073};

  private final GuestMemory memory = new GuestMemory(1L << 26, 1L << 24);
  private final Hart hart = new Hart(memory, 64);
  private final JitCode code =
      new JitCode(
          memory,
          64,
          new Jit.Options(
              10,
              false,
              400,
              60_000,
              false,
              true,
              null,
              e -> {
                throw new IllegalStateException(e);
              }));

  private MarksTest() {
    int rights = GuestMemory.READ | GuestMemory.EXECUTE;
    memory.mappings().map(LOOP, LOOP + 2 * PAGE, rights, "code");
    ByteBuffer bytes = ByteBuffer.allocate(4 * CODE.length).order(ByteOrder.LITTLE_ENDIAN);
    for (int instruction : CODE) {
      bytes.putInt(instruction);
    }
    memory.poke(LOOP, bytes.array(), 0, bytes.capacity());
  }

  private Interpreter.Stop interpret() {
    hart.pc = LOOP;
    hart.x10 = 1_000_000;
    return new Interpreter(code.cache()).run(hart, 1000);
  }

  @Test
  void areSetAgainWhereOnlyCodeBehindHasChanged() {
    hart.pc = LOOP;
    hart.x10 = 1000;
    assertThat(code.newEngine().run(hart, 1_000_000)).isEqualTo(Engine.Stop.SYSTEM_CALL);
    assertThat(interpret()).isEqualTo(Interpreter.Stop.TRANSLATED);
    Translated before = code.translations().find(LOOP);

    memory.mappings().unmap(LOOP + PAGE, LOOP + 2 * PAGE);
    assertThat(interpret()).isEqualTo(Interpreter.Stop.TRANSLATED);
    assertThat(code.translations().find(LOOP)).isSameAs(before);
    code.close();
    memory.close();
  }
}
