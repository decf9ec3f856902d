package dev.ferry.machine.jit;

import dev.ferry.isa.Decoder;
import dev.ferry.machine.core.Engine;
import dev.ferry.machine.core.EngineFactory;
import dev.ferry.machine.core.GuestMemory;
import dev.ferry.machine.core.Hart;
import dev.ferry.machine.core.MemoryPlace;
import dev.ferry.machine.interpreter.CodeCache;
import dev.ferry.machine.interpreter.MemoryAccess;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;

/** Interpreted and translated code of one address space, shared by its threads. */
final class JitCode implements EngineFactory.Code, CodeCache.Listener {
  /** How often a region is translated again because it was left in its middle. */
  private static final int MAX_VERSIONS = 4;

  /** How often a place inside translated code must become hot before it is translated. */
  private static final int MAX_DEFERRALS = 4;

  private record Request(long pc, long from) {}

  private final Jit.Options options;
  private final Decoder decoder;
  private final CodeCache cache;
  private final TranslationTable translations = new TranslationTable();
  private final Map<Long, Extent> extents = new ConcurrentHashMap<>();
  private final Set<Long> failed = ConcurrentHashMap.newKeySet();

  private final AccessSites sites;

  /** The hart that runs here if it is the only one. */
  private volatile @Nullable Hart hart;

  /** Where the hart was when it found a region to be hot, and its registers then. */
  private final Map<Long, Visit> visits = new ConcurrentHashMap<>();

  private record Visit(long pc, long[] registers) {}

  /** How often regions have been translated again. */
  private final Map<Long, Integer> versions = new ConcurrentHashMap<>();

  private volatile @Nullable Region lastRegion;

  private final Map<Long, Integer> deferred = new ConcurrentHashMap<>();

  /** In a request: a region whose loads and stores are to be translated in another way. */
  private static final long RENEW = -5;

  /**
   * How often a region is translated again for that reason before all of its windows are given up.
   * As each instruction changes its way a few times only, that comes to an end.
   */
  private static final int MAX_RENEWALS = 4;

  /**
   * How many regions get windows for their loads and stores. Small programs spend their time in a
   * few regions, which are the better for it; in large ones the same code goes to many places, and
   * translating it again whenever its window was wrong takes longer than windows save.
   */
  private static final int MAX_WINDOWED = 64;

  private final Map<Long, Integer> renewed = new ConcurrentHashMap<>();

  /** Regions that wait for it. */
  private final Set<Long> renewing = ConcurrentHashMap.newKeySet();

  /** How often regions have been translated again because they were left in their middle. */
  private final Map<Long, Integer> lefts = new ConcurrentHashMap<>();

  /** A place inside a region, translated on its own: it is to be small. */
  private static final long PART = -4;

  /** What entries of regions are: FUNCTION, LOOP, INSIDE or PART. */
  private final Map<Long, Long> kinds = new ConcurrentHashMap<>();

  private final GuestMemory memory;

  /** Where the memory goes before translated code runs; null before that is asked and after. */
  private volatile @Nullable MemoryPlace newPlace;

  /** Whether it has been asked for a better place. */
  private boolean placed;

  private volatile Translation translation;
  private final LinkedBlockingQueue<Request> queue = new LinkedBlockingQueue<>();
  private @Nullable Thread worker;
  private volatile boolean closed;

  private final CodeChanges changes = new CodeChanges();

  /** Held while guest code is read, so that its memory is not freed meanwhile. */
  private final Object reading = new Object();

  private volatile RegionLoader loader;
  private final StopSwitch stops = new StopSwitch();
  private final AtomicInteger engines = new AtomicInteger();

  /** Whether registers have to be right at faults even where nothing reads them any more. */
  private volatile boolean exact;

  /** Raised when translated code has become invalid. */
  volatile int generation;

  @SuppressWarnings("this-escape")
  JitCode(GuestMemory memory, int xlen, Jit.Options options) {
    this.options = options;
    this.decoder = Decoder.all(xlen);
    this.cache = new CodeCache(memory, xlen);
    this.loader = new RegionLoader(this);
    this.memory = memory;
    this.sites = new AccessSites(memory);
    this.translation = translation(memory.place());
    cache.setListener(this, options.threshold());
  }

  private Translation translation(MemoryPlace place) {
    return new Translation(
        decoder.xlen(),
        place.base(),
        place.rights(),
        !isShared(),
        memory.limit() / GuestMemory.PAGE,
        options.counted(),
        options.check() != null,
        this::isCalledDirectly,
        sites);
  }

  TranslationTable translations() {
    return translations;
  }

  StopSwitch stops() {
    return stops;
  }

  CodeCache cache() {
    return cache;
  }

  boolean isCounted() {
    return options.counted();
  }

  @Override
  public Engine newEngine() {
    if (engines.incrementAndGet() == 2) {
      share();
    }
    CheckReport report = options.check();
    return report != null
        ? new CheckedEngine(this, report, translation.xlen())
        : new JitEngine(this);
  }

  // ---- a better place for the memory -------------------------------------------------------

  /**
   * Before the first translation: has it made for a place where accesses take fewer instructions.
   * That is looked for no earlier, as most processes end before anything is translated; and while
   * nothing is locked, as the memory's lock comes before the others.
   */
  private void choosePlace() {
    if (!mayChoosePlace()) {
      return;
    }
    MemoryPlace better = memory.betterPlace();
    if (better == null) {
      return;
    }
    synchronized (this) {
      if (mayMove()) {
        translation = translation(better);
        newPlace = better;
      } else {
        better.release();
      }
    }
  }

  private synchronized boolean mayChoosePlace() {
    boolean first = !placed;
    placed = true;
    return first && mayMove();
  }

  private boolean mayMove() {
    return !isShared() && !closed;
  }

  /** To be called before translated code is run and while none is. */
  void beforeRun(Hart h) {
    if (newPlace != null) {
      move(h);
    }
  }

  private void move(Hart h) {
    synchronized (memory) {
      synchronized (this) {
        MemoryPlace place = newPlace;
        if (place != null) {
          newPlace = null;
          memory.moveTo(place);
          h.findMemory();
        }
      }
    }
  }

  /** A second thread is about to run. */
  private void share() {
    synchronized (cache) {
      synchronized (this) {
        stay();
        translation = translation(memory.place());
        discard();
      }
    }
  }

  /** The memory remains where it is. */
  private synchronized void stay() {
    placed = true;
    MemoryPlace place = newPlace;
    if (place != null) {
      newPlace = null;
      place.release();
    }
  }

  /** Whether several harts have run this code. */
  boolean isShared() {
    return engines.get() > 1;
  }

  /** After this nothing reads guest memory any more: it is about to be freed. */
  @Override
  public void close() {
    synchronized (reading) {
      closed = true;
    }
    stay();
    Thread thread = worker;
    if (thread != null) {
      thread.interrupt();
    }
  }

  /**
   * Translated code has been left to where there is none yet.
   *
   * @param byWay whether by an indirect jump that is no call and no return
   */
  void left(long pc, long from, boolean byWay) {
    Extent extent = byWay ? extents.get(from) : null;
    if (extent != null) {
      extent.addWay(pc, cache);
    }
    cache.heat(pc, from);
  }

  AccessSites sites() {
    return sites;
  }

  /** The load or store with a window that the hart is about to make, or null. */
  @Nullable MemoryAccess windowed(Hart h) {
    return isShared() || sites.window(h.pc, 0) < 0
        ? null
        : MemoryAccess.next(h, decoder, cache.word(h.pc));
  }

  /** The interpreter has executed an instruction because translated code could not. */
  void failed(long pc, @Nullable MemoryAccess access) {
    boolean changed =
        access == null ? sites.failed(pc) : sites.missed(pc, access.address(), access.writes());
    if (changed) {
      for (Map.Entry<Long, Extent> extent : extents.entrySet()) {
        if (extent.getValue().contains(pc)) {
          renew(extent.getKey());
        }
      }
    }
  }

  /** Has a region translated once more, with what is known by then. */
  private void renew(long pc) {
    if (renewing.add(pc)) {
      int unused = renewed.merge(pc, 1, Integer::sum);
      if (options.background()) {
        queue.add(new Request(pc, RENEW));
        startWorker();
      } else {
        translate(pc, RENEW);
      }
    }
  }

  // ---- translation -------------------------------------------------------------------------

  /** The one hart that uses this code, while it runs. */
  void setHart(Hart h) {
    hart = h;
    if (!isShared()) {
      memory.serveWindows(h);
    }
  }

  /** Notes where the hart is, for the region that is to be translated. */
  private void visit(long pc, long from) {
    Hart h = hart;
    if (h != null && !isShared()) {
      Visit visit = new Visit(pc, registers(h));
      visits.put(pc, visit);
      if (from >= 0) {
        visits.put(from, visit);
      }
    }
  }

  private static long[] registers(Hart h) {
    long[] registers = new long[32];
    for (int r = 1; r < 32; r++) {
      registers[r] = h.x(r);
    }
    return registers;
  }

  @Override
  public void hot(long pc, long from) {
    visit(pc, from);
    if (options.background()) {
      queue.add(new Request(pc, from));
      startWorker();
    } else {
      translate(pc, from);
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
        Request request = queue.take();
        translate(request.pc(), request.from());
      }
    } catch (InterruptedException e) {
      // Closed.
    }
  }

  /**
   * Translates a place, or rather once more the region that was left there, if that has not been
   * done often: then the way on is in one method.
   */
  private void translate(long pc, long from) {
    if (from == RENEW) {
      renewing.remove(pc);
      Extent extent = extents.get(pc);
      if (extent != null) {
        renewSites(extent, !mayHaveWindows() || renewed.getOrDefault(pc, 0) >= MAX_RENEWALS);
      }
      load(pc, versions.merge(pc, 1, Integer::sum));
      return;
    }
    if (isTranslated(pc) || failed.contains(pc) || defer(pc)) {
      return;
    }
    Extent left = extents.get(from);
    boolean inside = left != null && (left.isNear(pc) && !left.goesTo(pc, cache));
    if (inside && lefts.merge(from, 1, Integer::sum) <= MAX_VERSIONS) {
      load(from, versions.merge(from, 1, Integer::sum));
      Region last = lastRegion;
      if (last != null && last.entry == from && last.contains(pc)) {
        cache.cool(pc); // The hart may go round there without coming back to the region's start.
        return;
      }
    }
    kinds.put(pc, deferred.containsKey(pc) || inside ? PART : from < 0 ? from : FUNCTION);
    load(pc, 0);
  }

  private boolean mayHaveWindows() {
    return extents.size() < MAX_WINDOWED;
  }

  /** Its loads and stores get other windows: for that the rights of guest memory are read. */
  private void renewSites(Extent extent, boolean none) {
    synchronized (reading) {
      if (!closed) {
        sites.renew(extent::contains, none);
      }
    }
  }

  /**
   * Whether a translation starts at a place. As the place has become hot in spite of it, its mark
   * has gone with its page, which is dropped as well when only the code behind it changes.
   */
  private boolean isTranslated(long pc) {
    synchronized (cache) {
      synchronized (this) {
        boolean translated = !closed && translations.contains(pc);
        if (translated) {
          cache.markTranslated(pc);
        }
        return translated;
      }
    }
  }

  /**
   * What lies inside a region that has been translated just now is not translated on its own: the
   * header of a loop inside its loop, or where calls return to that the interpreter made. The hart
   * will soon enter the region at its start. If not, the place becomes a small region.
   */
  private boolean defer(long pc) {
    for (Extent extent : extents.values()) {
      if (extent.contains(pc)) {
        cache.cool(pc);
        return deferred.merge(pc, 1, Integer::sum) < MAX_DEFERRALS;
      }
    }
    return false;
  }

  private void load(long pc, int version) {
    choosePlace();
    RegionLoader current = loader;
    long since = sites.now();
    try {
      Translated region = current.load(pc, version);
      synchronized (cache) {
        publish(pc, version, region, current);
      }
      settle(pc, since);
    } catch (LinkageError | RuntimeException e) {
      synchronized (cache) {
        fail(pc, current);
      }
      options.onFailure().accept(e);
    }
  }

  /** What had changed before a region was translated is in all code now that has not to wait. */
  private void settle(long pc, long since) {
    Extent extent = extents.get(pc);
    if (extent != null) {
      sites.settle(place -> extent.contains(place) && !isRenewing(place), since);
    }
  }

  private boolean isRenewing(long place) {
    for (long waiting : renewing) {
      Extent extent = extents.get(waiting);
      if (extent != null && extent.contains(place)) {
        return true;
      }
    }
    return false;
  }

  /** A place cannot be translated; the caller has locked the cache. */
  private synchronized void fail(long pc, RegionLoader from) {
    if (from == loader) {
      failed.add(pc);
    } else {
      cache.cool(pc);
    }
  }

  /**
   * Unless code has changed since: then the place, which counts as known to be hot, may become hot
   * again. The caller has locked the cache, which comes first.
   */
  private synchronized void publish(long pc, int version, Translated region, RegionLoader from) {
    if (from != loader) {
      cache.cool(pc);
    } else if (!closed && !failed.contains(pc)) {
      if (translations.contains(pc)) {
        closeWays(pc);
      }
      translations.put(region);
      from.replace(pc, version, region);
      cache.markTranslated(pc);
      openWays(pc, region);
    }
  }

  /**
   * An older translation is entered at the targets of its indirect jumps no more: where the one
   * that takes its place cannot be entered, a hart would come back at once, and again.
   */
  private void closeWays(long pc) {
    for (Translated way :
        translations.removeIf(each -> each instanceof EntryPoint && each.owner() == pc)) {
      cache.unmarkTranslated(way.pc);
    }
  }

  /** Has a region be entered at the targets of its indirect jumps. */
  private void openWays(long pc, Translated region) {
    for (long way : region.ways()) {
      if (translations.putIfAbsent(new EntryPoint(region, way))) {
        cache.markTranslated(way);
      }
    }
  }

  /** The class file of a region; called by the loader. */
  byte[] compile(RegionLoader from, String name, long pc) {
    int limit = options.maxInstructions();
    while (true) {
      Region region = explore(pc, limit);
      if (java.util.Objects.requireNonNull(region.blocks.get(pc)).instructions.isEmpty()
          && from == loader) {
        failed.add(pc); // It begins with what is left to the interpreter.
      }
      byte[] bytes;
      try {
        bytes = RegionCompiler.compile(name, region, translation);
      } catch (IllegalArgumentException e) {
        if (limit <= 16 || !String.valueOf(e.getMessage()).startsWith("Code length")) {
          throw e;
        }
        limit /= 2; // Over 64 KiB of bytecode.
        continue;
      }
      if (bytes.length > options.maxBytes() && limit > 16) {
        // It holds fewer instructions than it may where it ends sooner.
        long fitting = Math.min(limit, region.size) * 9L / 10 * options.maxBytes() / bytes.length;
        limit = (int) Math.max(16, Math.min(limit * 3 / 4, fitting));
        continue;
      }
      lastRegion = region;
      return bytes;
    }
  }

  /**
   * A region of the code as it is now. Whatever changes it from now on finds it among the extents;
   * what has changed it before that, while it was read, is among the changes.
   */
  private Region explore(long pc, int limit) {
    while (true) {
      int begun = changes.begin();
      List<CodeChanges.Range> since;
      Extent extent;
      Region region;
      try {
        region = read(pc, limit);
        extent = Extent.of(region);
        extents.merge(pc, extent, (older, newer) -> newer.covering(older));
      } finally {
        since = changes.end(begun);
      }
      if (since.stream().noneMatch(range -> extent.overlaps(range.start(), range.end()))) {
        return region;
      }
    }
  }

  private Region read(long pc, int limit) {
    synchronized (reading) {
      if (closed) {
        throw new IllegalStateException("the address space is gone");
      }
      Region region = Region.explore(pc, limit, new Code(pc), decoder);
      probe(region);
      return region;
    }
  }

  /** Looks where loads and stores go, from where the hart has been. */
  private void probe(Region region) {
    Hart h = hart;
    if (h == null || isShared() || !mayHaveWindows()) {
      return;
    }
    Visit visit = visits.get(region.entry);
    if (visit == null) {
      visit = new Visit(region.entry, registers(h)); // It is called right now.
    }
    AddressProbe.run(region, visit.pc, visit.registers, decoder.xlen(), memory, sites);
  }

  /** What a region is made of. */
  private final class Code implements Region.Source {
    private final long entry;
    private final long kind;

    Code(long entry) {
      this.entry = entry;
      this.kind = kinds.getOrDefault(entry, FUNCTION);
    }

    /** Whether another region is entered there by its indirect jumps. */
    private boolean isWayOfOther(@Nullable Translated other) {
      return other instanceof EntryPoint && other.owner() != entry;
    }

    @Override
    public int word(long pc) {
      return cache.word(pc);
    }

    @Override
    public boolean isWarm(long pc) {
      return !options.onlyWarm() || cache.isReached(pc);
    }

    @Override
    public boolean isEntry(long pc) {
      Translated other = translations.find(pc);
      boolean isRegion = other != null && !(other instanceof EntryPoint);
      return isWayOfOther(other) || isRegion && (kind == INSIDE || kind == PART);
    }

    @Override
    public boolean isExact() {
      return exact || options.counted() || options.check() != null;
    }

    @Override
    public boolean isFunction() {
      return kind == FUNCTION;
    }

    @Override
    public boolean isSlow(long pc) {
      return sites.isSlow(pc);
    }

    @Override
    public List<Long> ways(long pc) {
      if (kind == PART) {
        return List.of();
      }
      List<Long> known = new ArrayList<>(cache.ways(pc));
      for (long way : known) {
        if (isWayOfOther(translations.find(way))) {
          return List.of();
        }
      }
      known.sort(Comparator.comparingInt(this::coldness).thenComparing(way -> way));
      return known;
    }

    private int coldness(long pc) {
      int heat = cache.heatOf(pc);
      return heat < 0 ? Integer.MIN_VALUE : -heat;
    }
  }

  /** Functions that have been called before are bound by name; others may never be. */
  private boolean isCalledDirectly(long pc) {
    return translations.contains(pc) || cache.heatOf(pc) != 0;
  }

  @Override
  public void codeChanged(long start, long end) {
    changes.add(start, end);
    synchronized (this) {
      boolean hit = false;
      for (Extent extent : extents.values()) {
        hit |= extent.overlaps(start, end);
      }
      if (!hit) {
        return;
      }
      discard();
    }
  }

  @Override
  public void beExact() {
    synchronized (cache) {
      synchronized (this) {
        if (!exact) {
          exact = true;
          discard();
        }
      }
    }
  }

  /** Forgets all translations; the caller has locked this and the cache. */
  private void discard() {
    for (Translated each : translations.removeIf(any -> true)) {
      cache.unmarkTranslated(each.pc);
    }
    extents.clear();
    failed.clear();
    kinds.clear();
    sites.clear();
    visits.clear();
    deferred.clear();
    versions.clear();
    lefts.clear();
    renewed.clear();
    renewing.clear();
    loader = new RegionLoader(this);
    generation++;
  }
}
