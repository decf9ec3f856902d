package dev.ferry.binutils.link;

import dev.ferry.binutils.elf.Contents;
import dev.ferry.binutils.elf.Elf;
import dev.ferry.binutils.elf.LittleEndian;
import dev.ferry.binutils.elf.StringTable;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/**
 * What the dynamic loader reads (gABI, "Dynamic Linking"; GNU hash and symbol versions as in the
 * LSB): .dynsym, .dynstr, .hash, .gnu.hash, .gnu.version*, .dynamic.
 */
final class DynamicTables {
  private record Entry(long tag, LongSupplier value) {}

  /** Versions needed from one library: name to index. */
  private static final class Need {
    final SharedLibrary library;
    final Map<String, Integer> versions = new LinkedHashMap<>();

    Need(SharedLibrary library) {
      this.library = library;
    }
  }

  final SyntheticSection dynsym;
  final SyntheticSection dynstr;
  final SyntheticSection hash;
  final SyntheticSection gnuHash;
  final SyntheticSection versym;
  final SyntheticSection verneed;
  final SyntheticSection verdef;
  final SyntheticSection dynamic;
  private final Link link;
  private final StringTable strings = new StringTable();
  private final List<LinkSymbol> symbols = new ArrayList<>();
  private final List<Need> needs = new ArrayList<>();
  private final List<Entry> entries = new ArrayList<>();
  private int firstHashed;
  private int[] gnuHashes = {};
  private int buckets = 1;
  private byte[] stringBytes = {};

  DynamicTables(Link link) {
    this.link = link;
    int word = link.wordSize();
    long alloc = Elf.SHF_ALLOC;
    dynsym = new SyntheticSection(".dynsym", Elf.SHT_DYNSYM, alloc, word, link.is64 ? 24 : 16);
    dynstr = new SyntheticSection(".dynstr", Elf.SHT_STRTAB, alloc, 1, 0);
    hash = new SyntheticSection(".hash", Elf.SHT_HASH, alloc, word, 4);
    gnuHash = new SyntheticSection(".gnu.hash", Elf.SHT_GNU_HASH, alloc, word, link.is64 ? 0 : 4);
    versym = new SyntheticSection(".gnu.version", Elf.SHT_GNU_VERSYM, alloc, 2, 2);
    verneed = new SyntheticSection(".gnu.version_r", Elf.SHT_GNU_VERNEED, alloc, word, 0);
    verdef = new SyntheticSection(".gnu.version_d", Elf.SHT_GNU_VERDEF, alloc, word, 0);
    dynamic =
        new SyntheticSection(".dynamic", Elf.SHT_DYNAMIC, alloc | Elf.SHF_WRITE, word, 2L * word);
  }

  /** Decides order and sizes; all dynamic symbols and relocations must be known. */
  void build(Synthetics synthetics) {
    collectSymbols();
    collectVersions();
    for (LinkSymbol symbol : symbols) {
      strings.add(dynamicName(symbol));
    }
    addEntries(synthetics);
    addVersionStrings();
    strings.layOut();
    stringBytes = strings.toByteArray();
    int word = link.wordSize();
    dynsym.size = (1L + symbols.size()) * dynsym.entrySize;
    dynstr.size = stringBytes.length;
    if (link.options.sysvHash) {
      hash.size = 4L * (2 + sysvBuckets() + 1 + symbols.size());
    }
    if (link.options.gnuHash) {
      gnuHash.size = 16 + (long) word * bloomWords() + 4L * buckets + 4L * gnuHashes.length;
    }
    if (!needs.isEmpty() || definesVersions()) {
      versym.size = 2L * (1 + symbols.size());
    }
    for (Need need : needs) {
      verneed.size += 16 + 16L * need.versions.size();
    }
    if (definesVersions()) {
      verdef.size = writeVerdef().length;
    }
    dynamic.size = (entries.size() + 1L) * 2 * word;
    dynsym.writtenBy(this::writeSymbols);
    dynstr.writtenBy((out, at) -> System.arraycopy(stringBytes, 0, out, at, stringBytes.length));
    hash.writtenBy(this::writeHash);
    gnuHash.writtenBy(this::writeGnuHash);
    versym.writtenBy(this::writeVersym);
    verneed.writtenBy(this::writeVerneed);
    verdef.writtenBy((out, at) -> {
      byte[] bytes = writeVerdef();
      System.arraycopy(bytes, 0, out, at, bytes.length);
    });
    dynamic.writtenBy(this::writeDynamic);
  }

  private static String dynamicName(LinkSymbol symbol) {
    int at = symbol.name.indexOf('@', 1);
    return at < 0 ? symbol.name : symbol.name.substring(0, at);
  }

  private void collectSymbols() {
    List<LinkSymbol> hashed = new ArrayList<>();
    java.util.Set<LinkSymbol> seen =
        java.util.Collections.newSetFromMap(new java.util.IdentityHashMap<>());
    for (LinkSymbol symbol : link.symbols.all()) {
      if (!symbol.dynamic || !seen.add(symbol)) {
        continue;
      }
      // A function's canonical PLT entry is its address for the whole process: libraries must find
      // it.
      if (symbol.isDefined() || symbol.copy != null || symbol.canonicalPlt) {
        hashed.add(symbol);
      } else {
        symbols.add(symbol);
      }
    }
    firstHashed = symbols.size() + 1;
    buckets = Math.max(1, hashed.size() / 2);
    hashed.sort((a, b) ->
        Integer.compare(
            Integer.remainderUnsigned(gnuHash(dynamicName(a)), buckets),
            Integer.remainderUnsigned(gnuHash(dynamicName(b)), buckets)));
    gnuHashes = new int[hashed.size()];
    for (int i = 0; i < gnuHashes.length; i++) {
      gnuHashes[i] = gnuHash(dynamicName(hashed.get(i)));
    }
    symbols.addAll(hashed);
    for (int i = 0; i < symbols.size(); i++) {
      symbols.get(i).dynamicIndex = i + 1;
    }
  }

  private boolean definesVersions() {
    VersionScript versions = link.versions;
    if (versions == null) {
      return false;
    }
    for (VersionScript.Node node : versions.nodes) {
      if (!node.name.isEmpty()) {
        return true;
      }
    }
    return false;
  }

  private void collectVersions() {
    int next = 2;
    VersionScript versions = link.versions;
    if (versions != null && definesVersions()) {
      next = versions.nodes.size() + 2;
    }
    for (LinkSymbol symbol : symbols) {
      if (symbol.isShared()
          && symbol.version != null
          && symbol.file instanceof SharedLibrary library) {
        Need need = needOf(library);
        if (need.versions.putIfAbsent(symbol.version, next) == null) {
          next++;
        }
      }
    }
  }

  private Need needOf(SharedLibrary library) {
    for (Need need : needs) {
      if (need.library == library) {
        return need;
      }
    }
    Need need = new Need(library);
    needs.add(need);
    return need;
  }

  private void addVersionStrings() {
    for (Need need : needs) {
      strings.add(need.library.soname);
      for (String version : need.versions.keySet()) {
        strings.add(version);
      }
    }
    VersionScript versions = link.versions;
    if (versions != null && definesVersions()) {
      strings.add(baseName());
      for (VersionScript.Node node : versions.nodes) {
        strings.add(node.name);
        for (String parent : node.parents) {
          strings.add(parent);
          if (versions.node(parent) == null) {
            link.messages.error("unable to find version dependency `" + parent + "'");
          }
        }
      }
    }
  }

  private String baseName() {
    String soname = link.options.soname;
    if (soname != null) {
      return soname;
    }
    String name = link.options.outputName;
    return name.substring(name.lastIndexOf('/') + 1);
  }

  private long string(String text) {
    return strings.offset(strings.add(text));
  }

  private void entry(long tag, LongSupplier value) {
    entries.add(new Entry(tag, value));
  }

  private void stringEntry(long tag, String text) {
    strings.add(text);
    entry(tag, () -> string(text));
  }

  private void addEntries(Synthetics synthetics) {
    LinkOptions options = link.options;
    for (SharedLibrary library : link.libraries) {
      if (library.used) {
        stringEntry(Elf.DT_NEEDED, library.soname);
      }
    }
    if (options.soname != null && link.isShared()) {
      stringEntry(Elf.DT_SONAME, options.soname);
    }
    if (!options.rpath.isEmpty()) {
      stringEntry(
          options.newDtags ? Elf.DT_RUNPATH : Elf.DT_RPATH, String.join(":", options.rpath));
    }
    if (options.symbolic && link.isShared()) {
      entry(Elf.DT_SYMBOLIC, () -> 0);
    }
    symbolEntry(Elf.DT_INIT, "_init");
    symbolEntry(Elf.DT_FINI, "_fini");
    arrayEntries(synthetics, ".preinit_array", Elf.DT_PREINIT_ARRAY, Elf.DT_PREINIT_ARRAYSZ);
    arrayEntries(synthetics, ".init_array", Elf.DT_INIT_ARRAY, Elf.DT_INIT_ARRAYSZ);
    arrayEntries(synthetics, ".fini_array", Elf.DT_FINI_ARRAY, Elf.DT_FINI_ARRAYSZ);
    if (options.sysvHash) {
      entry(Elf.DT_HASH, hash::address);
    }
    if (options.gnuHash) {
      entry(Elf.DT_GNU_HASH, gnuHash::address);
    }
    entry(Elf.DT_STRTAB, dynstr::address);
    entry(Elf.DT_SYMTAB, dynsym::address);
    entry(Elf.DT_STRSZ, () -> dynstr.size);
    entry(Elf.DT_SYMENT, () -> dynsym.entrySize);
    if (!link.isShared()) {
      entry(Elf.DT_DEBUG, () -> 0);
    }
    addRelocationEntries(synthetics);
    addFlags(synthetics);
    addVersionEntries();
    if (synthetics.relaDyn.relative > 0) {
      entry(Elf.DT_RELACOUNT, () -> synthetics.relaDyn.relative);
    }
  }

  private void addRelocationEntries(Synthetics synthetics) {
    Plt plt = synthetics.plt;
    long lazy = plt.relaPlt.section.size + plt.relaIplt.section.size;
    if (lazy > 0) {
      boolean hasLazy = plt.relaPlt.section.size > 0;
      entry(Elf.DT_PLTGOT, () -> hasLazy ? plt.gotPlt.address() : synthetics.got.section.address());
      entry(Elf.DT_PLTRELSZ, () -> lazy);
      entry(Elf.DT_PLTREL, () -> Elf.DT_RELA);
      entry(
          Elf.DT_JMPREL,
          () -> hasLazy ? plt.relaPlt.section.address() : plt.relaIplt.section.address());
    }
    if (synthetics.relaDyn.section.size > 0) {
      entry(Elf.DT_RELA, synthetics.relaDyn.section::address);
      entry(Elf.DT_RELASZ, () -> synthetics.relaDyn.section.size);
      entry(Elf.DT_RELAENT, () -> synthetics.relaDyn.section.entrySize);
    }
    if (synthetics.relaDyn.inReadOnly) {
      entry(Elf.DT_TEXTREL, () -> 0);
    }
  }

  private void addFlags(Synthetics synthetics) {
    LinkOptions options = link.options;
    long flags = 0;
    flags |= options.symbolic && link.isShared() ? Elf.DF_SYMBOLIC : 0;
    flags |= options.now ? Elf.DF_BIND_NOW : 0;
    flags |= synthetics.staticTls ? Elf.DF_STATIC_TLS : 0;
    flags |= synthetics.relaDyn.inReadOnly ? Elf.DF_TEXTREL : 0;
    flags |= options.zOrigin ? Elf.DF_ORIGIN : 0;
    long flags1 = 0;
    flags1 |= options.now ? Elf.DF_1_NOW : 0;
    flags1 |= options.output == LinkOptions.Output.PIE ? Elf.DF_1_PIE : 0;
    flags1 |= options.zNodelete ? Elf.DF_1_NODELETE : 0;
    flags1 |= options.zInitfirst ? Elf.DF_1_INITFIRST : 0;
    flags1 |= options.zNodlopen ? Elf.DF_1_NOOPEN : 0;
    flags1 |= options.zOrigin ? Elf.DF_1_ORIGIN : 0;
    flags1 |= options.zInterpose ? Elf.DF_1_INTERPOSE : 0;
    flags1 |= options.zNodefaultlib ? Elf.DF_1_NODEFLIB : 0;
    long dt = flags;
    long dt1 = flags1;
    if (dt != 0) {
      entry(Elf.DT_FLAGS, () -> dt);
    }
    if (dt1 != 0) {
      entry(Elf.DT_FLAGS_1, () -> dt1);
    }
  }

  private void addVersionEntries() {
    if (definesVersions()) {
      entry(Elf.DT_VERDEF, verdef::address);
      VersionScript versions = link.versions;
      int count = versions == null ? 0 : versions.nodes.size() + 1;
      entry(Elf.DT_VERDEFNUM, () -> count);
    }
    if (!needs.isEmpty()) {
      entry(Elf.DT_VERNEED, verneed::address);
      entry(Elf.DT_VERNEEDNUM, needs::size);
    }
    if (!needs.isEmpty() || definesVersions()) {
      entry(Elf.DT_VERSYM, versym::address);
    }
  }

  private void symbolEntry(long tag, String name) {
    LinkSymbol symbol = link.symbols.find(name);
    if (symbol != null && symbol.isDefined() && !symbol.byScript) {
      entry(tag, symbol::address);
    }
  }

  private void arrayEntries(Synthetics synthetics, String name, long tag, long sizeTag) {
    if (link.isShared() && tag == Elf.DT_PREINIT_ARRAY) {
      return;
    }
    Plan plan = synthetics.plan;
    OutputSection output = plan == null ? null : plan.find(name);
    if (output != null && output.hasInputs) {
      entry(tag, () -> output.address);
      entry(sizeTag, () -> output.size);
    }
  }

  private void writeDynamic(byte[] out, int at) {
    int word = link.wordSize();
    int place = at;
    for (Entry entry : entries) {
      LittleEndian.set(out, place, word, entry.tag());
      LittleEndian.set(out, place + word, word, entry.value().getAsLong());
      place += 2 * word;
    }
  }

  private void writeSymbols(byte[] out, int at) {
    for (int i = 0; i < symbols.size(); i++) {
      LinkSymbol symbol = symbols.get(i);
      int name = (int) string(dynamicName(symbol));
      SymbolWriter.write(
          out, at + (i + 1) * (int) dynsym.entrySize, link.is64, name, symbol, valuesOf());
    }
  }

  private @Nullable Values values;

  void setValues(Values values) {
    this.values = values;
  }

  private Values valuesOf() {
    Values known = values;
    if (known == null) {
      throw new IllegalStateException("tables written before the layout");
    }
    return known;
  }

  private int sysvBuckets() {
    return Math.max(1, symbols.size() / 2);
  }

  private void writeHash(byte[] out, int at) {
    int count = sysvBuckets();
    LittleEndian.set(out, at, 4, count);
    LittleEndian.set(out, at + 4, 4, symbols.size() + 1);
    int chains = at + 8 + 4 * count;
    for (int i = symbols.size(); i > 0; i--) {
      int bucket = Integer.remainderUnsigned(sysvHash(dynamicName(symbols.get(i - 1))), count);
      int head = at + 8 + 4 * bucket;
      LittleEndian.set(out, chains + 4 * i, 4, LittleEndian.i32(out, head));
      LittleEndian.set(out, head, 4, i);
    }
  }

  private int bloomWords() {
    int bits = link.wordSize() * 8;
    return Integer.highestOneBit(Math.max(1, gnuHashes.length * 8 / bits));
  }

  private void writeGnuHash(byte[] out, int at) {
    int word = link.wordSize();
    int bits = word * 8;
    int shift = 6;
    int bloom = bloomWords();
    LittleEndian.set(out, at, 4, buckets);
    LittleEndian.set(out, at + 4, 4, firstHashed);
    LittleEndian.set(out, at + 8, 4, bloom);
    LittleEndian.set(out, at + 12, 4, shift);
    long[] filter = new long[bloom];
    int bucketBase = at + 16 + word * bloom;
    int chainBase = bucketBase + 4 * buckets;
    int previous = -1;
    for (int i = 0; i < gnuHashes.length; i++) {
      int h = gnuHashes[i];
      filter[(h >>> (word == 8 ? 6 : 5)) & bloom - 1] |=
          1L << (h & bits - 1) | 1L << (h >>> shift & bits - 1);
      int bucket = Integer.remainderUnsigned(h, buckets);
      if (bucket != previous) {
        LittleEndian.set(out, bucketBase + 4 * bucket, 4, firstHashed + i);
        previous = bucket;
      }
      boolean last =
          i + 1 == gnuHashes.length
              || Integer.remainderUnsigned(gnuHashes[i + 1], buckets) != bucket;
      LittleEndian.set(out, chainBase + 4 * i, 4, h & ~1 | (last ? 1 : 0));
    }
    for (int i = 0; i < bloom; i++) {
      LittleEndian.set(out, at + 16 + word * i, word, filter[i]);
    }
  }

  static int gnuHash(String name) {
    int h = 5381;
    for (byte b : name.getBytes(StandardCharsets.UTF_8)) {
      h = h * 33 + (b & 0xff);
    }
    return h;
  }

  static int sysvHash(String name) {
    int h = 0;
    for (byte b : name.getBytes(StandardCharsets.UTF_8)) {
      h = (h << 4) + (b & 0xff);
      int high = h & 0xf0000000;
      h ^= high >>> 24;
      h &= ~high;
    }
    return h;
  }

  private void writeVersym(byte[] out, int at) {
    for (int i = 0; i < symbols.size(); i++) {
      LittleEndian.set(out, at + 2 + 2 * i, 2, versionIndex(symbols.get(i)));
    }
  }

  private int versionIndex(LinkSymbol symbol) {
    if (symbol.isShared()) {
      if (symbol.version != null && symbol.file instanceof SharedLibrary library) {
        return needOf(library).versions.getOrDefault(symbol.version, Elf.VER_NDX_GLOBAL);
      }
      return Elf.VER_NDX_GLOBAL;
    }
    if (symbol.isUndefined()) {
      return symbol.strongReference ? Elf.VER_NDX_GLOBAL : Elf.VER_NDX_LOCAL;
    }
    VersionScript versions = link.versions;
    if (versions != null && definesVersions()) {
      VersionScript.Node node = symbol.version == null ? null : versions.node(symbol.version);
      if (node != null) {
        return node.number | (symbol.hiddenVersion ? Elf.VERSYM_HIDDEN : 0);
      }
      VersionScript.Match match = versions.match(symbol.name);
      if (match != null && !match.local() && !match.node().name.isEmpty()) {
        return match.node().number;
      }
    }
    return Elf.VER_NDX_GLOBAL;
  }

  private void writeVerneed(byte[] out, int at) {
    int place = at;
    for (int i = 0; i < needs.size(); i++) {
      Need need = needs.get(i);
      int count = need.versions.size();
      LittleEndian.set(out, place, 2, 1);
      LittleEndian.set(out, place + 2, 2, count);
      LittleEndian.set(out, place + 4, 4, string(need.library.soname));
      LittleEndian.set(out, place + 8, 4, 16);
      LittleEndian.set(out, place + 12, 4, i + 1 < needs.size() ? 16 + 16L * count : 0);
      place += 16;
      int left = count;
      for (Map.Entry<String, Integer> version : need.versions.entrySet()) {
        left--;
        LittleEndian.set(out, place, 4, sysvHash(version.getKey()));
        LittleEndian.set(out, place + 4, 2, 0);
        LittleEndian.set(out, place + 6, 2, version.getValue());
        LittleEndian.set(out, place + 8, 4, string(version.getKey()));
        LittleEndian.set(out, place + 12, 4, left > 0 ? 16 : 0);
        place += 16;
      }
    }
  }

  /** The version definitions; names that are no strings yet count as offset 0 while sizing. */
  private byte[] writeVerdef() {
    VersionScript versions = link.versions;
    Contents out = new Contents();
    if (versions == null) {
      return out.toByteArray();
    }
    putVerdef(out, Elf.VER_FLG_BASE, 1, List.of(baseName()), versions.nodes.isEmpty());
    for (int i = 0; i < versions.nodes.size(); i++) {
      VersionScript.Node node = versions.nodes.get(i);
      List<String> names = new ArrayList<>(List.of(node.name));
      names.addAll(node.parents);
      putVerdef(out, 0, node.number, names, i + 1 == versions.nodes.size());
    }
    return out.toByteArray();
  }

  private void putVerdef(Contents out, int flags, int index, List<String> names, boolean last) {
    out.put16(1);
    out.put16(flags);
    out.put16(index);
    out.put16(names.size());
    out.put32(sysvHash(names.get(0)));
    out.put32(20);
    out.put32(last ? 0 : 20 + 8 * names.size());
    for (int i = 0; i < names.size(); i++) {
      out.put32((int) string(names.get(i)));
      out.put32(i + 1 < names.size() ? 8 : 0);
    }
  }

  /** Number of entries in .gnu.version_r. */
  int neededFiles() {
    return needs.size();
  }

  /** Number of entries in .gnu.version_d, the file's own base version included. */
  int definedVersions() {
    VersionScript versions = link.versions;
    return versions == null ? 0 : versions.nodes.size() + 1;
  }

  /** The tables, for the section list. */
  List<SyntheticSection> sections() {
    return List.of(hash, gnuHash, dynsym, dynstr, versym, verdef, verneed, dynamic);
  }
}
