package dev.ferry.machine.core;

import dev.ferry.machine.core.GuestTrap.Cause;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.ref.Cleaner;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;

/**
 * The address space of a guest process: pages of 4 KiB with rights, in one reservation of host
 * memory.
 *
 * <p>Guest address {@code a} is at host address {@code base + a}. Beside it lies one byte per page:
 * bits 0 to 2 say what an access may do at once (read, write, execute), bits 3 to 5 what the
 * mapping grants, bit 6 that it is mapped, bit 7 that the host page may hold old bytes. A page
 * starts with bits 0 to 2 clear; the first access goes to the slow path, which zeroes or loads the
 * page and counts it against the limit. So memory is committed on touch, and the fast path of an
 * access is one comparison and one test. What is mapped where is in {@link Mappings}.
 *
 * <p>The comparison also finds misaligned addresses: the address is rotated right by the logarithm
 * of the access size, which moves the low bits to the top, where they exceed any limit.
 */
public final class GuestMemory implements AutoCloseable {
  public static final int READ = 1;
  public static final int WRITE = 2;
  public static final int EXECUTE = 4;

  /** Bytes of a page. */
  public static final int PAGE = 4096;

  /** Mappings of common pages that an address space takes along when it moves, at most. */
  private static final int MAX_MOVED = 1000;

  /** Bytes that are committed with a page. */
  private static final long AROUND = 32L * PAGE;

  private static final int PAGE_SHIFT = 12;
  private static final int GRANT_SHIFT = 3;
  private static final int MAPPED = 0x40;
  static final int USED = 0x80;
  private static final Cleaner CLEANER = Cleaner.create();

  /** Called when code may have changed: unmapped, remapped or with other rights. */
  public interface CodeWatcher {
    void codeChanged(long start, long end);
  }

  private long base;
  private final long limit;
  private long rights;
  private final long maxCommitted;
  private final AtomicLong committed;
  private final SharedFiles sharedFiles;

  /** What of the committed bytes is this address space's. */
  private long usedByThis;

  private MemoryPlace place;
  private final Windows windows = new Windows(this);

  /** The place and those before it. */
  private final List<Cleaner.Cleanable> places = new ArrayList<>();

  private final Mappings mappings;
  private CodeWatcher codeWatcher = (start, end) -> {};
  private PageWatch watch = PageWatch.NONE;

  /**
   * An empty address space.
   *
   * @param size wished size in bytes, a power of two; less is taken when the host has less
   * @param maxCommitted bytes of touched pages after which a touch fails
   */
  public GuestMemory(long size, long maxCommitted) {
    this(size, maxCommitted, new AtomicLong());
  }

  /** As the other; the count of touched bytes is shared with other processes of the machine. */
  public GuestMemory(long size, long maxCommitted, AtomicLong committed) {
    this(size, maxCommitted, committed, new SharedFiles(committed));
  }

  /** As the other; what is mapped of files is shared with other processes, too. */
  public GuestMemory(long size, long maxCommitted, AtomicLong committed, SharedFiles sharedFiles) {
    this.sharedFiles = sharedFiles;
    long wished = size;
    long address = 0;
    while (address == 0) {
      try {
        address = Raw.reserve(MemoryPlace.bytes(wished));
      } catch (OutOfMemoryError e) {
        if (wished <= 64L << 20) {
          throw e;
        }
        wished >>>= 1;
      }
    }
    this.limit = wished;
    this.place = MemoryPlace.of(address, limit, false);
    settle(place);
    this.mappings = new Mappings(this, limit);
    this.maxCommitted = maxCommitted;
    this.committed = committed;
    if (!System.getProperty("os.name", "").startsWith("Linux")) {
      // Only Linux' malloc is known to give fresh zero pages for a request of this size.
      Raw.fill(rights, limit >>> PAGE_SHIFT, (byte) USED);
    } else {
      Raw.fill(rights, 1, (byte) 0);
    }
  }

  private void settle(MemoryPlace newPlace) {
    rights = newPlace.rights();
    base = newPlace.base();
    synchronized (places) {
      place = newPlace;
      places.add(CLEANER.register(this, newPlace::release));
    }
  }

  /** Files that it and others have mapped. */
  SharedFiles sharedFiles() {
    return sharedFiles;
  }

  /** Where it lies now. */
  public MemoryPlace place() {
    return place;
  }

  /**
   * A place in the host's memory where translated code reaches the address space with fewer
   * instructions, or null. The caller gives it to {@link #moveTo} or releases it.
   */
  public @Nullable MemoryPlace betterPlace() {
    if (mappings.commonCount() > MAX_MOVED) {
      return null;
    }
    long address = LowMemory.reserve(MemoryPlace.bytes(limit));
    return address == 0 ? null : MemoryPlace.of(address, limit, true);
  }

  /**
   * Moves the address space to another place. Nothing else may use the memory meanwhile, and each
   * hart must {@link Hart#findMemory} afterwards. The old place is kept to the end, as others may
   * still look at it.
   */
  public synchronized void moveTo(MemoryPlace newPlace) {
    for (Region region : mappings.regions()) {
      for (long a = region.start(); a < region.end(); a += PAGE) {
        int state = Raw.getByte(rights + (a >>> PAGE_SHIFT));
        Raw.putByte(newPlace.rights() + (a >>> PAGE_SHIFT), (byte) state);
        if ((state & (USED | READ | WRITE | EXECUTE)) != 0 && region.common() == 0) {
          Raw.copy(base + a, newPlace.base() + a, PAGE);
        }
      }
      if (region.common() != 0) {
        CommonPages.repeat(base + region.start(), newPlace.base() + region.start(), region);
      }
    }
    settle(newPlace);
  }

  /** Gives the host memory back. No hart may run any more. */
  @Override
  public void close() {
    sharedFiles.forget(this);
    mappings.clear();
    committed.addAndGet(-usedByThis);
    usedByThis = 0;
    synchronized (places) {
      places.forEach(Cleaner.Cleanable::clean);
    }
  }

  /** Host address of guest address 0. */
  public long base() {
    return base;
  }

  /** First guest address beyond the address space. */
  public long limit() {
    return limit;
  }

  /** Host address of the byte with the rights of page 0. */
  public long rights() {
    return rights;
  }

  /** Bytes of touched pages, over all processes that share the count. */
  public long committed() {
    return committed.get();
  }

  /** Bytes of pages touched in this address space. */
  public synchronized long resident() {
    return usedByThis;
  }

  /** What is mapped, and all that changes it. */
  public Mappings mappings() {
    return mappings;
  }

  public void setCodeWatcher(CodeWatcher watcher) {
    codeWatcher = watcher;
  }

  // ---- accesses by harts -------------------------------------------------------------------

  public static long load8(Hart h, long address) {
    if (Long.compareUnsigned(address, h.limit) < 0
        && (Raw.getByte(h.rights + (address >>> 12)) & READ) != 0) {
      return Raw.getByte(h.base + address);
    }
    return (byte) h.memory().loadSlow(address, 1);
  }

  public static long load16(Hart h, long address) {
    long r = Long.rotateRight(address, 1);
    if (Long.compareUnsigned(r, h.limit >>> 1) < 0
        && (Raw.getByte(h.rights + (r >>> 11)) & READ) != 0) {
      return Raw.getShort(h.base + address);
    }
    return (short) h.memory().loadSlow(address, 2);
  }

  public static long load32(Hart h, long address) {
    long r = Long.rotateRight(address, 2);
    if (Long.compareUnsigned(r, h.limit >>> 2) < 0
        && (Raw.getByte(h.rights + (r >>> 10)) & READ) != 0) {
      return Raw.getInt(h.base + address);
    }
    return (int) h.memory().loadSlow(address, 4);
  }

  public static long load64(Hart h, long address) {
    long r = Long.rotateRight(address, 3);
    if (Long.compareUnsigned(r, h.limit >>> 3) < 0
        && (Raw.getByte(h.rights + (r >>> 9)) & READ) != 0) {
      return Raw.getLong(h.base + address);
    }
    return h.memory().loadSlow(address, 8);
  }

  public static void store8(Hart h, long address, long value) {
    if (Long.compareUnsigned(address, h.limit) < 0
        && (Raw.getByte(h.rights + (address >>> 12)) & WRITE) != 0) {
      Raw.putByte(h.base + address, (byte) value);
    } else {
      h.memory().storeSlow(address, value, 1);
    }
  }

  public static void store16(Hart h, long address, long value) {
    long r = Long.rotateRight(address, 1);
    if (Long.compareUnsigned(r, h.limit >>> 1) < 0
        && (Raw.getByte(h.rights + (r >>> 11)) & WRITE) != 0) {
      Raw.putShort(h.base + address, (short) value);
    } else {
      h.memory().storeSlow(address, value, 2);
    }
  }

  public static void store32(Hart h, long address, long value) {
    long r = Long.rotateRight(address, 2);
    if (Long.compareUnsigned(r, h.limit >>> 2) < 0
        && (Raw.getByte(h.rights + (r >>> 10)) & WRITE) != 0) {
      Raw.putInt(h.base + address, (int) value);
    } else {
      h.memory().storeSlow(address, value, 4);
    }
  }

  public static void store64(Hart h, long address, long value) {
    long r = Long.rotateRight(address, 3);
    if (Long.compareUnsigned(r, h.limit >>> 3) < 0
        && (Raw.getByte(h.rights + (r >>> 9)) & WRITE) != 0) {
      Raw.putLong(h.base + address, value);
    } else {
      h.memory().storeSlow(address, value, 8);
    }
  }

  /** Misaligned, first touch, or fault. The upper bytes of the result are zero. */
  public long loadSlow(long address, int size) {
    checkRange(address, size, READ);
    long value = 0;
    for (int i = 0; i < size; i++) {
      value |= (Raw.getByte(base + address + i) & 0xffL) << 8 * i;
    }
    return value;
  }

  /** Misaligned, first touch, or fault; no byte is written where any may not be. */
  public void storeSlow(long address, long value, int size) {
    checkRange(address, size, WRITE);
    for (int i = 0; i < size; i++) {
      Raw.putByte(base + address + i, (byte) (value >>> 8 * i));
    }
  }

  /** Faults unless every byte may be accessed so; commits the pages. */
  public void checkRange(long address, long size, int right) {
    touch(address, right);
    long last = address + size - 1;
    for (long page = (address | PAGE - 1) + 1;
        page != 0 && page <= last && page > address;
        page += PAGE) {
      touch(page, right);
    }
    if (last < address && size > 0) {
      throw fault(limit, right);
    }
  }

  /** Faults unless the byte may be accessed so; commits its page. */
  public void touch(long address, int right) {
    if (Long.compareUnsigned(address, limit) >= 0) {
      throw fault(address, right);
    }
    int state = Raw.getByte(rights + (address >>> PAGE_SHIFT));
    if ((state & state >>> GRANT_SHIFT & right) == right) {
      return;
    }
    commit(address, right);
  }

  private synchronized void commit(long address, int right) {
    long entry = rights + (address >>> PAGE_SHIFT);
    int state = Raw.getByte(entry);
    int granted = state >>> GRANT_SHIFT & 7;
    if ((granted & right) != right) {
      throw fault(address, right);
    }
    long page = address & -PAGE;
    int watched = watch.rights(page);
    if ((watched & right) != 0) {
      throw new GuestTrap(Cause.WATCHPOINT, address);
    }
    Region region = mappings.regionAt(page);
    if ((state & 7) == 0) {
      if (region != null && region.isBehindFile(page)) {
        throw new GuestTrap(Cause.FILE_END, address);
      }
      if (!countPage()) {
        throw new GuestTrap(Cause.OUT_OF_MEMORY, address);
      }
      fillPage(page, state, region);
    }
    int active = granted;
    if (region != null
        && region.shared()
        && region.file() != null
        && right != WRITE
        && (state & WRITE) == 0) {
      active &= ~WRITE; // The first write must be seen, so that the page is written back.
    }
    Raw.fullFence();
    putTouched(page, state & MAPPED | USED | granted << GRANT_SHIFT, active & ~watched);
    if (region != null && region.file() == null && watch == PageWatch.NONE) {
      commitAround(page, state, region);
    }
    windows.grow(page & -AROUND, (page & -AROUND) + AROUND);
  }

  /**
   * Commits the pages near a page that was touched first, so that a program that walks through
   * fresh memory comes here once in a while instead of at every page: all of the same mapping whose
   * host memory is fresh too, as long as the limit allows.
   */
  private void commitAround(long touched, int state, Region region) {
    if ((state & (USED | 7)) != 0) {
      return;
    }
    long start = Math.max(touched & -AROUND, region.start());
    long end = Math.min((touched & -AROUND) + AROUND, region.end());
    for (long page = start; page < end; page += PAGE) {
      if (state(page) == state) {
        if (!countPage()) {
          return;
        }
        putTouched(page, state | USED, state >>> GRANT_SHIFT & 7);
      }
    }
  }

  /**
   * The window (see {@link Windows}) with an address that may be accessed so, or that will have it
   * when it is touched.
   *
   * @return -1 for none
   */
  public synchronized int window(long address, int right) {
    return windows.find(address, right);
  }

  /** That hart uses windows, and it is the only one here. */
  public synchronized void serveWindows(Hart h) {
    windows.serve(h);
  }

  /** What may be done in a window: READ, or READ and WRITE. */
  public int windowRights(int window) {
    return windows.rights(window);
  }

  /**
   * The address was not in the window: lets it grow, if it is empty or borders on that place. Only
   * for the thread of the one hart that runs here, as it must not read the bounds meanwhile.
   *
   * @return whether it has grown
   */
  public synchronized boolean reopenWindow(int window, long address) {
    return windows.reopen(window, address);
  }

  private void fillPage(long page, int state, @Nullable Region region) {
    if ((state & USED) != 0) {
      Raw.fill(base + page, PAGE, (byte) 0);
    }
    FilePages file = region == null ? null : region.file();
    if (region != null && file != null && region.common() == 0) {
      byte[] contents = new byte[PAGE];
      try {
        file.read(region.offset() + (page - region.start()), contents);
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
      Raw.copyIn(contents, 0, base + page, PAGE);
    }
  }

  private static GuestTrap fault(long address, int right) {
    Cause cause =
        switch (right) {
          case WRITE -> Cause.STORE_FAULT;
          case EXECUTE -> Cause.FETCH_FAULT;
          default -> Cause.LOAD_FAULT;
        };
    return new GuestTrap(cause, address);
  }

  /** Whether the mapping grants all these rights at the address; touches nothing. */
  public boolean grants(long address, int wanted) {
    if (Long.compareUnsigned(address, limit) >= 0) {
      return false;
    }
    int granted = Raw.getByte(rights + (address >>> PAGE_SHIFT)) >>> GRANT_SHIFT & 7;
    return (granted & wanted) == wanted;
  }

  /** Whether eight bytes can be read at an address as it is, without that a page is touched. */
  public boolean isReadable(long address) {
    return (state(address & -PAGE) & state(address + 7 & -PAGE) & READ) != 0;
  }

  /** Whether the page is mapped, with whatever rights. */
  public boolean isMapped(long address) {
    return (state(address) & MAPPED) != 0;
  }

  /** Two bytes of code, little-endian. Faults unless the page may be executed. */
  public int fetch16(long address) {
    touch(address, EXECUTE);
    return Raw.getShort(base + address) & 0xffff;
  }

  // ---- states of pages -----------------------------------------------------------------------

  /** The byte of the page that an address is in; 0 outside of the address space. */
  int state(long page) {
    return Long.compareUnsigned(page, limit) < 0 ? Raw.getByte(rights + (page >>> PAGE_SHIFT)) : 0;
  }

  /** Whether the guest has touched the page: then it has contents. */
  boolean isTouched(long page) {
    return (state(page) & 7) != 0;
  }

  /** Changes the byte of a page that may lose rights, of which {@link Windows} have to know. */
  void putRights(long page, int state) {
    long entry = rights + (page >>> PAGE_SHIFT);
    if ((Raw.getByte(entry) & ~state & (READ | WRITE)) != 0) {
      windows.cut(page);
    }
    Raw.putByte(entry, (byte) state);
  }

  /**
   * Changes the byte of a touched page, which always has an active right: one without any keeps its
   * contents, and is remembered by the otherwise impossible state of an active EXECUTE that is not
   * granted. {@link #touch} asks for both, and the fast paths of loads and stores never look at
   * EXECUTE.
   */
  private void putTouched(long page, int state, int active) {
    putRights(page, state | (active == 0 ? EXECUTE : active));
  }

  /**
   * The page is mapped and grants that from now on; whether it has been touched stays.
   *
   * @param writesBack whether it is a page of a file, where the first write must be seen
   */
  void setGrant(long page, int grant, boolean writesBack) {
    int state = state(page);
    int granted = state & USED | MAPPED | grant << GRANT_SHIFT;
    if ((state & 7) != 0) {
      int active = writesBack && (state & WRITE) == 0 ? grant & ~WRITE : grant;
      putTouched(page, granted, active & ~watch.rights(page));
    } else {
      putRights(page, granted);
    }
  }

  /** Makes a touched page one that the guest has not touched. */
  void drop(long page) {
    if (isTouched(page)) {
      release(page, ~7);
    }
  }

  /** Makes a page one that the guest has not touched; of its state only those bits are left. */
  void release(long page, int kept) {
    int state = state(page);
    if ((state & 7) != 0) {
      usedByThis -= PAGE;
      committed.addAndGet(-PAGE);
    }
    putRights(page, state & kept);
  }

  /**
   * Counts a page that is about to be touched.
   *
   * @return false where the limit does not allow it; then it is not counted
   */
  boolean countPage() {
    if (committed.addAndGet(PAGE) > maxCommitted) {
      committed.addAndGet(-PAGE);
      return false;
    }
    usedByThis += PAGE;
    return true;
  }

  /** Whether an untouched page would fault although its rights allow the access. */
  boolean isBehindFile(long page) {
    Region region = mappings.regionAt(page);
    return region != null && region.isBehindFile(page);
  }

  /** Whether that many pages may be touched for another reason than that the guest does. */
  boolean mayTouch(long pages) {
    return watch == PageWatch.NONE && committed.get() + pages * PAGE <= maxCommitted / 2;
  }

  // ---- accesses for system calls and tools -------------------------------------------------

  /** Copies guest bytes out; faults as a load would. */
  public void read(long address, byte[] to, int offset, int length) {
    if (length > 0) {
      checkRange(address, length, READ);
      Raw.copyOut(base + address, to, offset, length);
    }
  }

  public byte[] read(long address, int length) {
    byte[] bytes = new byte[length];
    read(address, bytes, 0, length);
    return bytes;
  }

  /** Copies bytes in; faults as a store would, then nothing was written. */
  public void write(long address, byte[] from, int offset, int length) {
    if (length > 0) {
      checkRange(address, length, WRITE);
      Raw.copyIn(from, offset, base + address, length);
    }
  }

  public void write(long address, byte[] from) {
    write(address, from, 0, from.length);
  }

  /** Copies bytes in without regard to write rights, as a loader or debugger does. */
  public void poke(long address, byte[] from, int offset, int length) {
    for (int done = 0; done < length; ) {
      long at = address + done;
      int part = (int) Math.min(length - done, PAGE - (at & PAGE - 1));
      if (Long.compareUnsigned(at, limit) >= 0) {
        throw fault(at, WRITE);
      }
      long entry = rights + (at >>> PAGE_SHIFT);
      int state = Raw.getByte(entry);
      if ((state & MAPPED) == 0) {
        throw fault(at, WRITE);
      }
      if ((state & 7) == 0) {
        pokeUntouched(at & -PAGE, entry, state);
      }
      Raw.copyIn(from, offset + done, base + at, part);
      done += part;
    }
    codeWatcher.codeChanged(address, address + length);
  }

  private synchronized void pokeUntouched(long page, long entry, int state) {
    int granted = state >>> GRANT_SHIFT & 7;
    if (granted == 0) {
      throw fault(page, WRITE);
    }
    if (!countPage()) {
      throw new GuestTrap(Cause.OUT_OF_MEMORY, page);
    }
    fillPage(page, state, mappings.regionAt(page));
    Raw.putByte(entry, (byte) (state & MAPPED | USED | granted << GRANT_SHIFT | granted));
  }

  public long readLong(long address) {
    return loadSlow(address, 8);
  }

  public int readInt(long address) {
    return (int) loadSlow(address, 4);
  }

  public int readShort(long address) {
    return (int) loadSlow(address, 2);
  }

  public int readByte(long address) {
    return (int) loadSlow(address, 1);
  }

  public void writeLong(long address, long value) {
    storeSlow(address, value, 8);
  }

  public void writeInt(long address, int value) {
    storeSlow(address, value, 4);
  }

  public void writeShort(long address, int value) {
    storeSlow(address, value, 2);
  }

  public void writeByte(long address, int value) {
    storeSlow(address, value, 1);
  }

  /**
   * Bytes up to a zero byte.
   *
   * @return null when there is none within {@code max} bytes
   */
  public byte @Nullable [] readCString(long address, int max) {
    int length = 0;
    while (true) {
      touch(address + length, READ);
      long end = Math.min((address + length | PAGE - 1) + 1, address + max);
      for (; address + length < end; length++) {
        if (Raw.getByte(base + address + length) == 0) {
          byte[] bytes = new byte[length];
          Raw.copyOut(base + address, bytes, 0, length);
          return bytes;
        }
      }
      if (length >= max) {
        return null;
      }
    }
  }

  /** The 32-bit word at an aligned address, as futex sees it. */
  public int readIntVolatile(long address) {
    touch(address, READ);
    return Raw.getIntVolatile(base + address);
  }

  /** Atomically replaces a word; false where it was not as expected. */
  public boolean compareAndSetInt(long address, int expected, int value) {
    touch(address, READ | WRITE);
    return Raw.compareAndSetInt(base + address, expected, value);
  }

  /** Code in the range may have changed and must be seen as it is (riscv_flush_icache). */
  public void codeChanged(long start, long end) {
    codeWatcher.codeChanged(Math.max(0, start), Math.clamp(end, 0, limit));
  }

  // ---- for debuggers -----------------------------------------------------------------------

  /**
   * Makes accesses to some pages trap with {@link Cause#WATCHPOINT} before anything is read or
   * written, until another watch is set.
   */
  public synchronized void setWatch(PageWatch newWatch) {
    watch = newWatch;
    for (long page : newWatch.pages()) {
      withdraw(page, newWatch.rights());
    }
  }

  /** From now on {@link #writtenPages} gives pages that may have been written since. */
  public synchronized void forgetWrites() {
    for (Region region : mappings.regions()) {
      if ((region.rights() & WRITE) == 0 || region.shared() && region.file() != null) {
        continue; // Of shared files the mark of a write is needed for writing back.
      }
      for (long page = region.start(); page < region.end(); page += PAGE) {
        withdraw(page, WRITE);
      }
    }
  }

  /** Takes active rights of a touched page away: the next such access goes the slow way. */
  private void withdraw(long page, int taken) {
    int state = state(page);
    if ((state & taken) != 0) {
      putTouched(page, state & ~7, state & 7 & ~taken);
    }
  }

  /** Pages that may have been written since {@link #forgetWrites}, or touched first. */
  public synchronized long[] writtenPages() {
    long[] found = new long[16];
    int count = 0;
    for (Region region : mappings.regions()) {
      if ((region.rights() & WRITE) != 0) {
        for (long page = region.start(); page < region.end(); page += PAGE) {
          if ((state(page) & WRITE) != 0) {
            found = count == found.length ? Arrays.copyOf(found, 2 * count) : found;
            found[count++] = page;
          }
        }
      }
    }
    return Arrays.copyOf(found, count);
  }

  /** Gives a mapped page contents and the state it had when they were saved. */
  void restorePage(long page, int state, byte[] contents) {
    if (!isTouched(page)) {
      usedByThis += PAGE;
      committed.addAndGet(PAGE);
    }
    boolean code = (state >>> GRANT_SHIFT & EXECUTE) != 0;
    if (code && isTouched(page) && Arrays.equals(contents, pageContents(page))) {
      return;
    }
    Raw.copyIn(contents, 0, base + page, PAGE);
    putRights(page, state | USED);
    if (code) {
      codeWatcher.codeChanged(page, page + PAGE);
    }
  }

  /** The bytes of a touched page, whatever its rights are. */
  public byte[] pageContents(long page) {
    byte[] contents = new byte[PAGE];
    Raw.copyOut(base + page, contents, 0, PAGE);
    return contents;
  }
}
