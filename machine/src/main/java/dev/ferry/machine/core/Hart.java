package dev.ferry.machine.core;

/**
 * One hardware thread: registers, counters and what the current instruction stream needs at hand.
 *
 * <p>Every register is a field with a name, so that translated code reads and writes it as HotSpot
 * likes best; {@link #get} and {@link #set} reach them by number for everyone else. Numbers 0 to 31
 * are x0 to x31 (x0 is never written), 32 is a place for results that nobody wants, and 33 to 64
 * are f0 to f31. RV32 keeps x registers sign-extended from 32 bits. An f register holds 64 bits;
 * narrower numbers are NaN-boxed in it.
 */
public final class Hart {
  /** Number of the register that swallows writes to x0. */
  public static final int SINK = 32;

  /** Number of f0. */
  public static final int F0 = 33;

  // The order of these fields is their register number times eight.
  public long x0;
  public long x1;
  public long x2;
  public long x3;
  public long x4;
  public long x5;
  public long x6;
  public long x7;
  public long x8;
  public long x9;
  public long x10;
  public long x11;
  public long x12;
  public long x13;
  public long x14;
  public long x15;
  public long x16;
  public long x17;
  public long x18;
  public long x19;
  public long x20;
  public long x21;
  public long x22;
  public long x23;
  public long x24;
  public long x25;
  public long x26;
  public long x27;
  public long x28;
  public long x29;
  public long x30;
  public long x31;

  /** Swallows writes to x0. */
  public long sink;

  public long f0;
  public long f1;
  public long f2;
  public long f3;
  public long f4;
  public long f5;
  public long f6;
  public long f7;
  public long f8;
  public long f9;
  public long f10;
  public long f11;
  public long f12;
  public long f13;
  public long f14;
  public long f15;
  public long f16;
  public long f17;
  public long f18;
  public long f19;
  public long f20;
  public long f21;
  public long f22;
  public long f23;
  public long f24;
  public long f25;
  public long f26;
  public long f27;
  public long f28;
  public long f29;
  public long f30;
  public long f31;

  private static final long NO_WINDOW = Long.MIN_VALUE;

  // Windows, see Windows. The top bit of all is turned over, which makes a comparison of signed
  // numbers one of unsigned numbers. Of each: where it starts; at how many addresses eight bytes
  // can be accessed; at how many Windows.GROUP bytes.
  public long windowStart0;
  public long windowLength0 = NO_WINDOW;
  public long windowGroup0 = NO_WINDOW;
  public long windowStart1;
  public long windowLength1 = NO_WINDOW;
  public long windowGroup1 = NO_WINDOW;
  public long windowStart2;
  public long windowLength2 = NO_WINDOW;
  public long windowGroup2 = NO_WINDOW;
  public long windowStart3;
  public long windowLength3 = NO_WINDOW;
  public long windowGroup3 = NO_WINDOW;
  public long windowStart4;
  public long windowLength4 = NO_WINDOW;
  public long windowGroup4 = NO_WINDOW;
  public long windowStart5;
  public long windowLength5 = NO_WINDOW;
  public long windowGroup5 = NO_WINDOW;
  public long windowStart6;
  public long windowLength6 = NO_WINDOW;
  public long windowGroup6 = NO_WINDOW;
  public long windowStart7;
  public long windowLength7 = NO_WINDOW;
  public long windowGroup7 = NO_WINDOW;

  /** Address of the next instruction. */
  public long pc;

  /** Instructions retired since the start. */
  public long retired;

  /** Accrued floating-point exceptions: NX 1, UF 2, OF 4, DZ 8, NV 16. */
  public int fflags;

  /** Dynamic rounding mode: 0 RNE, 1 RTZ, 2 RDN, 3 RUP, 4 RMM. */
  public int frm;

  /** Address of the load reservation, -1 without one. */
  public long reservation = -1;

  /** The value that was there when it was reserved. */
  public long reservedValue;

  /** Whether this hart is to stop at its next boundary between instructions. */
  public volatile boolean interrupted;

  /**
   * Whether it may be in translated code, which need not look at {@link #interrupted} by itself.
   * Who sets this looks there afterwards, and {@link #interrupt} looks here afterwards.
   */
  public volatile boolean inTranslated;

  /** Value of {@link #retired} at which to stop. */
  public long stopAt = Long.MAX_VALUE;

  /** Where an indirect jump that is no call and no return has led out of translated code last. */
  public long way = -1;

  /** What runs this hart, for translated code. */
  public Dispatcher dispatcher = NONE;

  private static final Dispatcher NONE =
      new Dispatcher() {
        @Override
        public long call(Hart h, long pc, long ret, int depth) {
          throw new IllegalStateException("no engine runs this hart");
        }

        @Override
        public void systemCall(Hart h) {
          throw new IllegalStateException("no engine runs this hart");
        }

        @Override
        public void interrupt() {}
      };

  private final GuestMemory memory;
  private final int xlen;

  /** Host address of guest address 0; a copy of {@link GuestMemory#base}. */
  public long base;

  /** First guest address beyond the address space. */
  public final long limit;

  /** Host address of the page rights. */
  public long rights;

  /** Bits of an address: all, or the low 32 on RV32. */
  public final long addressMask;

  private static final long BASE = offsetOfX0();

  /**
   * A hart with all registers zero.
   *
   * @param xlen 32 or 64
   */
  public Hart(GuestMemory memory, int xlen) {
    this.memory = memory;
    this.xlen = xlen;
    this.addressMask = xlen == 64 ? -1 : 0xffffffffL;
    this.limit = memory.limit();
    findMemory();
  }

  private static long offsetOfX0() {
    long base = Raw.fieldOffset(Hart.class, "x0");
    for (int i = 0; i < 32; i++) {
      check("x" + i, base + 8L * i);
      check("f" + i, base + 8L * (F0 + i));
    }
    check("sink", base + 8L * SINK);
    return base;
  }

  private static void check(String field, long offset) {
    if (Raw.fieldOffset(Hart.class, field) != offset) {
      throw new IllegalStateException("unexpected layout of Hart." + field);
    }
  }

  public GuestMemory memory() {
    return memory;
  }

  /** Makes the hart stop soon; for any thread. */
  public void interrupt() {
    interrupted = true;
    if (inTranslated) {
      dispatcher.interrupt();
    }
  }

  /** Takes {@link #interrupt} back. */
  public void clearInterrupt() {
    interrupted = false;
  }

  /** Looks anew where the memory lies: it has moved. */
  public final void findMemory() {
    base = memory.base();
    rights = memory.rights();
  }

  /** 32 or 64. */
  public int xlen() {
    return xlen;
  }

  /** Register by number, see the class comment; 0 to 64. */
  public long get(int register) {
    return Raw.getLong(this, BASE + ((long) (register & 0x7f) << 3));
  }

  /** Sets a register by number; number 0 must not be given. */
  public void set(int register, long value) {
    Raw.putLong(this, BASE + ((long) (register & 0x7f) << 3), value);
  }

  /** As {@link #get} with the number already times eight. */
  public long getScaled(long offset) {
    return Raw.getLong(this, BASE + offset);
  }

  /** As {@link #set} with the number already times eight. */
  public void setScaled(long offset, long value) {
    Raw.putLong(this, BASE + offset, value);
  }

  /** x register by number. */
  public long x(int number) {
    return get(number);
  }

  /** Sets an x register; x0 stays 0. */
  public void setX(int number, long value) {
    set(number == 0 ? SINK : number, value);
  }

  /** All 64 bits of an f register. */
  public long f(int number) {
    return get(F0 + number);
  }

  public void setF(int number, long bits) {
    set(F0 + number, bits);
  }

  /** The rounding mode an instruction uses: its own, or the dynamic one for 7. */
  public int roundingMode(int rm) {
    int mode = rm == 7 ? frm : rm;
    if (mode > 4) {
      throw new GuestTrap(GuestTrap.Cause.ILLEGAL_INSTRUCTION, 0);
    }
    return mode;
  }

  /** fcsr as the CSR shows it. */
  public int fcsr() {
    return frm << 5 | fflags;
  }

  public void setFcsr(int value) {
    fflags = value & 31;
    frm = value >> 5 & 7;
  }

  /** Copies registers and floating-point state, not counters, from another hart. */
  public void copyRegisters(Hart from) {
    for (int i = 1; i <= F0 + 31; i++) {
      set(i, from.get(i));
    }
    pc = from.pc;
    setFcsr(from.fcsr());
  }
}
