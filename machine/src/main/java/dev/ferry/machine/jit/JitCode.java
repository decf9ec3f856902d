package dev.ferry.machine.jit;

import dev.ferry.isa.Decoder;
import dev.ferry.machine.core.Engine;
import dev.ferry.machine.core.GuestMemory;
import dev.ferry.machine.interpreter.CodeCache;
import dev.ferry.machine.linux.EngineFactory;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.LinkedBlockingQueue;
import org.jspecify.annotations.Nullable;

/** Interpreted and translated code of one address space, shared by its threads. */
final class JitCode implements EngineFactory.Code, CodeCache.Listener {
  private static final int TABLE = 1 << 14;
  private static final Meanings MEANINGS = new Meanings();

  private final int xlen;
  private final Jit.Options options;
  private final Decoder decoder;
  private final CodeCache cache;
  private final Map<Long, Translated> regions = new ConcurrentHashMap<>();
  private final Map<Long, long[]> ranges = new ConcurrentHashMap<>();
  private final Set<Long> failed = ConcurrentHashMap.newKeySet();
  private final LinkedBlockingQueue<Long> queue = new LinkedBlockingQueue<>();
  private @Nullable Thread worker;
  private volatile boolean closed;

  /** Held while guest code is read, so that its memory is not freed meanwhile. */
  private final Object reading = new Object();

  private volatile RegionLoader loader;

  /** Raised when translated code has become invalid. */
  volatile int generation;

  /** Direct-mapped by address: {@code (pc >>> 1) & MASK}. */
  volatile @Nullable Translated[] table = new @Nullable Translated[TABLE];

  static final int MASK = TABLE - 1;

  @SuppressWarnings("this-escape")
  JitCode(GuestMemory memory, int xlen, Jit.Options options) {
    this.xlen = xlen;
    this.options = options;
    this.decoder = Decoder.all(xlen);
    this.cache = new CodeCache(memory, xlen);
    this.loader = new RegionLoader(this);
    cache.setListener(this, options.threshold());
  }

  CodeCache cache() {
    return cache;
  }

  boolean isCounted() {
    return options.counted();
  }

  @Override
  public Engine newEngine() {
    return new JitEngine(this);
  }

  /** After this nothing reads guest memory any more: it is about to be freed. */
  @Override
  public void close() {
    synchronized (reading) {
      closed = true;
    }
    Thread thread = worker;
    if (thread != null) {
      thread.interrupt();
    }
  }

  /** The translation that starts at an address, or null. */
  @Nullable Translated lookup(long pc) {
    Translated region = regions.get(pc);
    if (region != null) {
      table[(int) (pc >>> 1) & MASK] = region;
    }
    return region;
  }

  // ---- translation -------------------------------------------------------------------------

  @Override
  public void hot(long pc) {
    if (options.background()) {
      queue.add(pc);
      startWorker();
    } else {
      translate(pc);
    }
  }

  private synchronized void startWorker() {
    if (worker == null && !closed) {
      worker = new Thread(this::work, "ferry translator");
      worker.setDaemon(true);
      worker.start();
    }
  }

  private void work() {
    try {
      while (!closed) {
        translate(queue.take());
      }
    } catch (InterruptedException e) {
      // Closed.
    }
  }

  private void translate(long pc) {
    if (regions.containsKey(pc) || failed.contains(pc)) {
      return;
    }
    RegionLoader current = loader;
    try {
      Translated region = current.load(pc);
      synchronized (cache) {
        publish(pc, region, current);
      }
    } catch (LinkageError | RuntimeException e) {
      failed.add(pc);
      options.onFailure().accept(e);
    }
  }

  /** Unless code has changed since; the caller has locked the cache, which comes first. */
  private synchronized void publish(long pc, Translated region, RegionLoader from) {
    if (from == loader && !closed && !failed.contains(pc)) {
      regions.put(pc, region);
      cache.markTranslated(pc);
    }
  }

  /** The class file of a region; called by the loader. */
  byte[] compile(long pc) {
    int limit = options.maxInstructions();
    while (true) {
      Region region = explore(pc, limit);
      if (java.util.Objects.requireNonNull(region.blocks.get(pc)).instructions.isEmpty()) {
        failed.add(pc); // It begins with what is left to the interpreter.
      }
      byte[] bytes;
      try {
        bytes = RegionCompiler.compile(region, xlen, options.counted(), this::isCalledDirectly);
      } catch (IllegalArgumentException e) {
        if (limit <= 16) {
          throw e;
        }
        limit /= 2; // Over 64 KiB of bytecode.
        continue;
      }
      if (bytes.length > options.maxBytes() && limit > 16) {
        limit /= 2;
        continue;
      }
      ranges.put(pc, new long[] {region.low, region.high});
      return bytes;
    }
  }

  private Region explore(long pc, int limit) {
    synchronized (reading) {
      if (closed) {
        throw new IllegalStateException("the address space is gone");
      }
      return Region.explore(pc, limit, cache::word, decoder, MEANINGS);
    }
  }

  /** Functions that have been called before are bound by name; others may never be. */
  private boolean isCalledDirectly(long pc) {
    return regions.containsKey(pc) || cache.heatOf(pc) != 0;
  }

  @Override
  public void codeChanged(long start, long end) {
    synchronized (this) {
      boolean hit = false;
      for (long[] range : ranges.values()) {
        hit |= range[0] < end && range[1] > start;
      }
      if (!hit) {
        return;
      }
      for (long pc : regions.keySet()) {
        cache.unmarkTranslated(pc);
      }
      regions.clear();
      ranges.clear();
      failed.clear();
      table = new @Nullable Translated[TABLE];
      loader = new RegionLoader(this);
      generation++;
    }
  }
}
