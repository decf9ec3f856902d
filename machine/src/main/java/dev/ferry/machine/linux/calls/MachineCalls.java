package dev.ferry.machine.linux.calls;

import dev.ferry.machine.linux.abi.Errno;
import dev.ferry.machine.linux.abi.LinuxError;
import dev.ferry.machine.linux.kernel.GuestThread;
import dev.ferry.machine.linux.kernel.Kernel;
import dev.ferry.machine.linux.kernel.RandomBytes;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;

/** System calls that ask what the machine is, and for what it gives to all. */
final class MachineCalls {
  private MachineCalls() {}

  private static final int GRND_NONBLOCK = 1;
  private static final int GRND_RANDOM = 2;
  private static final int GRND_INSECURE = 4;

  static long name(GuestThread t, long address) {
    byte[] names = new byte[6 * 65];
    String machine = t.process().xlen() == 64 ? "riscv64" : "riscv32";
    String[] fields = {"Linux", "ferry", "6.1.0", "#1 SMP Ferry", machine, "(none)"};
    for (int i = 0; i < fields.length; i++) {
      byte[] bytes = fields[i].getBytes(StandardCharsets.US_ASCII);
      System.arraycopy(bytes, 0, names, 65 * i, bytes.length);
    }
    t.memory().write(address, names);
    return 0;
  }

  static long information(GuestThread t, long address) {
    Kernel kernel = t.process().kernel();
    long total = kernel.limits().memory();
    if (t.process().xlen() == 32) {
      ByteBuffer b = ByteBuffer.allocate(64).order(ByteOrder.LITTLE_ENDIAN);
      b.putInt(0, (int) (kernel.uptime() / 1_000_000_000L));
      b.putInt(16, (int) Math.min(total, Integer.MAX_VALUE));
      b.putInt(20, (int) Math.min(total - kernel.committed(), Integer.MAX_VALUE));
      b.putShort(40, (short) kernel.processes().size()).putInt(52, 1);
      t.memory().write(address, b.array());
      return 0;
    }
    ByteBuffer b = ByteBuffer.allocate(112).order(ByteOrder.LITTLE_ENDIAN);
    b.putLong(0, kernel.uptime() / 1_000_000_000L);
    b.putLong(32, total).putLong(40, total - kernel.committed());
    b.putShort(80, (short) kernel.processes().size()).putInt(104, 1);
    t.memory().write(address, b.array());
    return 0;
  }

  static long cpu(GuestThread t, long cpu, long node) {
    if (cpu != 0) {
      t.memory().writeInt(cpu, 0);
    }
    if (node != 0) {
      t.memory().writeInt(node, 0);
    }
    return 0;
  }

  static long yield() {
    Thread.yield();
    return 0;
  }

  static long random(GuestThread t, long address, long length, int flags) throws LinuxError {
    boolean both = (flags & (GRND_RANDOM | GRND_INSECURE)) == (GRND_RANDOM | GRND_INSECURE);
    if ((flags & ~(GRND_NONBLOCK | GRND_RANDOM | GRND_INSECURE)) != 0 || both) {
      throw new LinuxError(Errno.EINVAL);
    }
    byte[] bytes = RandomBytes.of((int) Math.clamp(length, 0, 1 << 20));
    t.memory().write(address, bytes);
    return bytes.length;
  }

  /** riscv_hwprobe: pairs of key and value. */
  static long probe(GuestThread t, long pairs, long count) {
    for (long i = 0; i < count; i++) {
      long at = pairs + 16 * i;
      long key = t.memory().readLong(at);
      switch ((int) key) {
        case 0, 1, 2 -> t.memory().writeLong(at + 8, 0); // mvendorid, marchid, mimpid
        case 3 -> t.memory().writeLong(at + 8, 1); // IMA base behaviour
        case 4 -> // F and D, C, Zba, Zbb, Zbs, Zbc, Zfh, Zfhmin, Zfa, Zicond
            t.memory()
                .writeLong(
                    at + 8, 1 | 2 | 8 | 16 | 32 | 128 | 1L << 27 | 1L << 28 | 1L << 32 | 1L << 35);
        case 5 -> t.memory().writeLong(at + 8, 3); // Misaligned accesses are fast enough.
        case 6 -> t.memory().writeLong(at + 8, 64); // Zicboz block size
        default -> {
          t.memory().writeLong(at, -1);
          t.memory().writeLong(at + 8, 0);
        }
      }
    }
    return 0;
  }
}
