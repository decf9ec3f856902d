package dev.ferry.machine.linux.kernel;

import dev.ferry.binutils.elf.Elf;
import dev.ferry.binutils.elf.ElfFormatException;
import dev.ferry.binutils.elf.ElfImage;
import dev.ferry.binutils.elf.ProgramHeader;
import dev.ferry.machine.core.FilePages;
import dev.ferry.machine.core.GuestMemory;
import dev.ferry.machine.core.GuestTrap;
import dev.ferry.machine.core.Hart;
import dev.ferry.machine.core.Mappings;
import dev.ferry.machine.core.Region;
import dev.ferry.machine.linux.abi.Errno;
import dev.ferry.machine.linux.abi.GuestText;
import dev.ferry.machine.linux.abi.Ids;
import dev.ferry.machine.linux.abi.LinuxError;
import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.ArrayList;
import java.util.List;

/**
 * Maps an ELF program and its dynamic loader into an empty address space and lays out the first
 * stack as Linux does (fs/binfmt_elf.c; psABI "Process initialization").
 */
public final class ProgramLoader {
  /** Rights, arguments and environment of the main thread's stack: 8 MiB as ulimit -s has it. */
  static final long STACK_SIZE = 8L << 20;

  /** Unmapped pages below the stack. */
  static final long STACK_GUARD = 1L << 20;

  private static final int MAX_ARGUMENTS = 2 << 20;

  // Auxiliary vector keys (uapi/linux/auxvec.h).
  private static final int AT_PHDR = 3;
  private static final int AT_PHENT = 4;
  private static final int AT_PHNUM = 5;
  private static final int AT_PAGESZ = 6;
  private static final int AT_BASE = 7;
  private static final int AT_FLAGS = 8;
  private static final int AT_ENTRY = 9;
  private static final int AT_UID = 11;
  private static final int AT_EUID = 12;
  private static final int AT_GID = 13;
  private static final int AT_EGID = 14;
  private static final int AT_HWCAP = 16;
  private static final int AT_CLKTCK = 17;
  private static final int AT_SECURE = 23;
  private static final int AT_RANDOM = 25;
  private static final int AT_EXECFN = 31;

  /** Bytes of a file's segment; what lies behind them is zero. */
  private record SegmentPages(byte[] bytes, long start, long size) implements FilePages {
    @Override
    public void read(long offset, byte[] page) {
      long from = Math.max(0, -offset);
      long to = Math.min(page.length, size - offset);
      if (to > from) {
        System.arraycopy(bytes, (int) (start + offset + from), page, (int) from, (int) (to - from));
      }
    }

    @Override
    public void write(long offset, byte[] page) {}
  }

  /**
   * A program to start.
   *
   * @param path where it lies, without links
   * @param name what it was called by; a script's, where its interpreter is the program
   */
  public record Program(
      String path,
      String name,
      byte[] elf,
      List<String> arguments,
      List<String> environment,
      int xlen) {}

  private final GuestProcess process;
  private final LoadedProgram loaded;
  private final GuestMemory memory;
  private final Mappings mappings;
  private final int word;

  private ProgramLoader(GuestProcess process) {
    this.process = process;
    this.loaded = process.program();
    this.memory = process.memory();
    this.mappings = memory.mappings();
    this.word = process.wordSize();
  }

  /** 32 or 64; ENOEXEC for what is no RISC-V program. */
  public static int xlen(String path, byte[] elf) throws LinuxError {
    ElfImage image = parse(path, elf);
    if (image.file().machine() != Elf.EM_RISCV) {
      throw new LinuxError(Errno.ENOEXEC);
    }
    return image.is64() ? 64 : 32;
  }

  private static ElfImage parse(String path, byte[] elf) throws LinuxError {
    try {
      return ElfImage.parse(path, elf);
    } catch (ElfFormatException e) {
      throw new LinuxError(Errno.ENOEXEC);
    }
  }

  /** Loads the program into the process' empty memory and points the hart at its first step. */
  public static void load(GuestProcess process, Hart hart, Program program) throws LinuxError {
    ProgramLoader loader = new ProgramLoader(process);
    try {
      loader.loadAll(hart, program);
    } catch (GuestTrap | IllegalArgumentException e) {
      throw new LinuxError(Errno.ENOMEM);
    }
  }

  private void loadAll(Hart hart, Program program) throws LinuxError {
    long limit = memory.limit();
    loaded.signalReturn = limit - 2L * GuestMemory.PAGE;
    mappings.map(
        loaded.signalReturn,
        limit - GuestMemory.PAGE,
        GuestMemory.READ | GuestMemory.EXECUTE,
        "[sigreturn]");
    byte[] code = {(byte) 0x93, 0x08, (byte) 0xb0, 0x08, 0x73, 0, 0, 0}; // li a7,139; ecall
    memory.poke(loaded.signalReturn, code, 0, code.length);
    loaded.stackTop = limit - 16L * GuestMemory.PAGE;
    loaded.stackLimit = loaded.stackTop - STACK_SIZE;
    mappings.setTop(loaded.stackLimit - STACK_GUARD);

    ElfImage image = parse(program.path(), program.elf());
    long bias = image.isPositionIndependent() ? limit / 2 : 0;
    long end = mapSegments(image, bias, program.path());
    long entry = bias + image.entry();
    loaded.heapStart = (end + GuestMemory.PAGE - 1) & -GuestMemory.PAGE;
    loaded.heapEnd = loaded.heapStart;
    loaded.executable = program.path();
    long interpreterBias = 0;
    String interpreter = image.interpreter();
    if (interpreter != null) {
      byte[] bytes = readFile(process.kernel().files(), interpreter);
      ElfImage loader = parse(interpreter, bytes);
      interpreterBias = mappings.findFree(span(loader));
      if (interpreterBias < 0) {
        throw new LinuxError(Errno.ENOMEM);
      }
      mapSegments(loader, interpreterBias, interpreter);
      hart.pc = interpreterBias + loader.entry();
    } else {
      hart.pc = entry;
    }
    boolean executableStack =
        image.segment(Elf.PT_GNU_STACK) != null && image.wantsExecutableStack();
    mappings.map(
        loaded.stackLimit,
        loaded.stackTop,
        GuestMemory.READ | GuestMemory.WRITE | (executableStack ? GuestMemory.EXECUTE : 0),
        "[stack]");
    long headers = image.programHeaderAddress();
    long[] auxiliary = {
      AT_HWCAP,
      hardwareCapabilities(),
      AT_PAGESZ,
      GuestMemory.PAGE,
      AT_CLKTCK,
      100,
      AT_PHDR,
      headers == 0 ? 0 : bias + headers,
      AT_PHENT,
      image.programHeaderSize(),
      AT_PHNUM,
      image.segments().size(),
      AT_BASE,
      interpreterBias,
      AT_FLAGS,
      0,
      AT_ENTRY,
      entry,
      AT_UID,
      Ids.USER,
      AT_EUID,
      Ids.USER,
      AT_GID,
      Ids.USER,
      AT_EGID,
      Ids.USER,
      AT_SECURE,
      0
    };
    hart.x2 = layOutStack(program, auxiliary);
  }

  private static long hardwareCapabilities() {
    long bits = 0;
    for (char c : "IMAFDC".toCharArray()) {
      bits |= 1L << (c - 'A');
    }
    return bits;
  }

  private static long span(ElfImage image) {
    long end = 0;
    for (ProgramHeader segment : image.segments()) {
      if (segment.type() == Elf.PT_LOAD) {
        end = Math.max(end, segment.address() + segment.memorySize());
      }
    }
    return (end + GuestMemory.PAGE - 1) & -GuestMemory.PAGE;
  }

  private long mapSegments(ElfImage image, long bias, String path) throws LinuxError {
    long end = 0;
    byte[] bytes = image.file().bytes();
    long firstStart = Long.MAX_VALUE;
    for (ProgramHeader segment : image.segments()) {
      if (segment.type() != Elf.PT_LOAD || segment.memorySize() == 0) {
        continue;
      }
      long address = bias + segment.address();
      long segmentEnd = address + segment.memorySize();
      long reserved = loaded.stackLimit - STACK_GUARD;
      if (address < GuestMemory.PAGE
          || segmentEnd < address
          || segmentEnd > reserved
          || segment.fileSize() > segment.memorySize()) {
        throw new LinuxError(Errno.ENOEXEC);
      }
      mapSegment(bytes, image.file().start(), segment, address, path);
      firstStart = Math.min(firstStart, address);
      end = Math.max(end, segmentEnd);
    }
    if (end == 0) {
      throw new LinuxError(Errno.ENOEXEC);
    }
    loaded.symbols.add(image, bias, firstStart, end);
    return end;
  }

  private void mapSegment(
      byte[] bytes, int fileStart, ProgramHeader segment, long address, String path) {
    int rights = 0;
    rights |= (segment.flags() & Elf.PF_R) != 0 ? GuestMemory.READ : 0;
    rights |= (segment.flags() & Elf.PF_W) != 0 ? GuestMemory.WRITE : 0;
    rights |= (segment.flags() & Elf.PF_X) != 0 ? GuestMemory.EXECUTE : 0;
    long start = address & -GuestMemory.PAGE;
    long end = (address + segment.memorySize() + GuestMemory.PAGE - 1) & -GuestMemory.PAGE;
    SegmentPages pages = new SegmentPages(bytes, fileStart + segment.offset(), segment.fileSize());
    boolean shares = !mappings.isFree(start, end);
    if (!shares) {
      mappings.map(new Region(start, end, rights, false, pages, start - address, path));
      return;
    }
    // A page that two segments share: keep what is there, copy this segment's bytes over it.
    for (long page = start; page < end; page += GuestMemory.PAGE) {
      Region old = mappings.regionAt(page);
      int both = rights | (old == null ? 0 : old.rights());
      if (old == null) {
        mappings.map(page, page + GuestMemory.PAGE, rights, path);
      } else {
        boolean unused = mappings.protect(page, page + GuestMemory.PAGE, both);
      }
    }
    memory.poke(address, bytes, (int) (fileStart + segment.offset()), (int) segment.fileSize());
  }

  /** The bytes of a guest file, for a program or its loader. */
  public static byte[] readFile(GuestFileSystem files, String path) throws LinuxError {
    OpenFile file = files.open(path, 0, 0);
    try {
      long size = file.stat().size();
      if (size > Integer.MAX_VALUE - 16) {
        throw new LinuxError(Errno.ENOMEM);
      }
      byte[] bytes = new byte[(int) size];
      int done = 0;
      while (done < bytes.length) {
        int count = file.read(bytes, done, bytes.length - done);
        if (count <= 0) {
          break;
        }
        done += count;
      }
      return bytes;
    } finally {
      file.release();
    }
  }

  private long layOutStack(Program program, long[] auxiliary) throws LinuxError {
    ByteArrayOutputStream strings = new ByteArrayOutputStream();
    List<Integer> argumentAt = putStrings(strings, program.arguments());
    int argumentsLength = strings.size();
    List<Integer> environmentAt = putStrings(strings, program.environment());
    int nameAt = strings.size();
    putString(strings, program.name());
    int randomAt = strings.size();
    strings.writeBytes(RandomBytes.of(16));
    if (strings.size() > MAX_ARGUMENTS) {
      throw new LinuxError(Errno.E2BIG);
    }
    long base = (loaded.stackTop - 8 - strings.size()) & -16;
    memory.write(base, strings.toByteArray());
    int words = 1 + argumentAt.size() + 1 + environmentAt.size() + 1 + auxiliary.length + 4 + 2;
    ByteBuffer b = ByteBuffer.allocate(words * word).order(ByteOrder.LITTLE_ENDIAN);
    put(b, argumentAt.size());
    for (int at : argumentAt) {
      put(b, base + at);
    }
    put(b, 0);
    for (int at : environmentAt) {
      put(b, base + at);
    }
    put(b, 0);
    int auxiliaryAt = b.position();
    for (long value : auxiliary) {
      put(b, value);
    }
    put(b, AT_RANDOM);
    put(b, base + randomAt);
    put(b, AT_EXECFN);
    put(b, base + nameAt);
    put(b, 0);
    put(b, 0);
    long sp = (base - (long) words * word) & -16;
    memory.write(sp, b.array());
    byte[] vector = new byte[b.capacity() - auxiliaryAt];
    System.arraycopy(b.array(), auxiliaryAt, vector, 0, vector.length);
    loaded.auxiliary = vector;
    loaded.argumentsAt = base;
    loaded.environmentAt = base + argumentsLength;
    loaded.environmentEnd = base + nameAt;
    return sp;
  }

  private void put(ByteBuffer b, long value) {
    if (word == 8) {
      b.putLong(value);
    } else {
      b.putInt((int) value);
    }
  }

  private static List<Integer> putStrings(ByteArrayOutputStream out, List<String> strings) {
    List<Integer> at = new ArrayList<>();
    for (String string : strings) {
      at.add(out.size());
      putString(out, string);
    }
    return at;
  }

  private static void putString(ByteArrayOutputStream out, String string) {
    out.writeBytes(GuestText.bytes(string));
    out.write(0);
  }
}
