package dev.ferry.binutils.link;

import dev.ferry.binutils.ar.Archive;
import dev.ferry.binutils.ar.ArchiveFormatException;
import dev.ferry.binutils.elf.Elf;
import dev.ferry.binutils.elf.ElfFile;
import dev.ferry.binutils.elf.ElfFormatException;
import dev.ferry.binutils.elf.ElfReader;
import dev.ferry.binutils.elf.ObjectFile;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Reads the inputs in command-line order: objects whole, shared libraries' symbols, linker scripts,
 * and from archives the members that define something still wanted, as traditional Unix linkers do.
 */
final class InputLoader implements AutoCloseable {
  private static final int MAX_SCRIPT_DEPTH = 16;

  private record State(boolean whole, boolean asNeeded, boolean staticOnly) {}

  private final Link link;
  private final Resolver resolver;
  private final FlagsMerger flags;
  private final Map<Path, Archive> archives = new HashMap<>();
  private final Set<Path> libraries = new HashSet<>();
  private final Map<Archive, Set<Long>> loaded = new HashMap<>();
  private final List<String> scriptDirectories = new ArrayList<>();
  private final Deque<State> saved = new ArrayDeque<>();
  private State state;
  private @Nullable List<Archive> group;
  private int scriptDepth;

  InputLoader(Link link, Resolver resolver) {
    this.link = link;
    this.resolver = resolver;
    this.flags = new FlagsMerger(link);
    this.state = new State(false, false, link.options.staticLink);
  }

  @Override
  public void close() {
    for (Archive archive : archives.values()) {
      try {
        archive.close();
      } catch (IOException e) {
        link.messages.warning(archive.name() + ": " + e.getMessage());
      }
    }
  }

  void load(List<LinkInput> inputs) {
    for (LinkInput input : inputs) {
      switch (input) {
        case LinkInput.InMemory(ObjectFile object) -> addObject(object);
        case LinkInput.Bytes(String name, byte[] bytes) -> addBytes(name, bytes, null);
        case LinkInput.File(String path) -> addFile(path);
        case LinkInput.Library(String name) -> addLibrary(name);
        case LinkInput.Define(String text) -> link.defines.add(ScriptParser.parseAssignment(text));
        case LinkInput.Switch change -> change(change);
      }
    }
    if (group != null) {
      endGroup();
    }
  }

  private void change(LinkInput.Switch change) {
    switch (change) {
      case START_GROUP -> group = new ArrayList<>();
      case END_GROUP -> endGroup();
      case WHOLE_ARCHIVE -> state = new State(true, state.asNeeded, state.staticOnly);
      case NO_WHOLE_ARCHIVE -> state = new State(false, state.asNeeded, state.staticOnly);
      case AS_NEEDED -> state = new State(state.whole, true, state.staticOnly);
      case NO_AS_NEEDED -> state = new State(state.whole, false, state.staticOnly);
      case STATIC -> state = new State(state.whole, state.asNeeded, true);
      case DYNAMIC -> state = new State(state.whole, state.asNeeded, false);
      case PUSH_STATE -> saved.push(state);
      case POP_STATE -> {
        if (!saved.isEmpty()) {
          state = saved.pop();
        }
      }
    }
  }

  private void endGroup() {
    List<Archive> archivesOfGroup = group;
    group = null;
    if (archivesOfGroup == null) {
      return;
    }
    boolean again = true;
    while (again) {
      again = false;
      for (Archive archive : archivesOfGroup) {
        again |= pullWanted(archive);
      }
    }
  }

  private Path resolve(String path) {
    return link.options.directory.resolve(path);
  }

  private void addFile(String name) {
    Path path = resolve(name);
    if (Files.isDirectory(path) || !Files.exists(path)) {
      String reason = Files.isDirectory(path) ? "Is a directory" : "No such file or directory";
      throw new LinkException("cannot find " + name + ": " + reason);
    }
    addPath(name, path);
  }

  private void addPath(String name, Path path) {
    try {
      byte[] head = head(path);
      if (Archive.isArchive(head)) {
        addArchive(archive(name, path));
      } else {
        addBytes(name, Files.readAllBytes(path), path);
      }
    } catch (IOException e) {
      throw new LinkException("cannot open " + name + ": " + e.getMessage());
    } catch (ArchiveFormatException e) {
      throw new LinkException(e.report());
    }
  }

  private static byte[] head(Path path) throws IOException {
    try (var in = Files.newInputStream(path)) {
      return in.readNBytes(8);
    }
  }

  private Archive archive(String name, Path path) throws IOException {
    Path key = path.toAbsolutePath().normalize();
    Archive archive = archives.get(key);
    if (archive == null) {
      archive = Archive.open(name, path);
      archives.put(key, archive);
    }
    return archive;
  }

  private void addBytes(String name, byte[] bytes, @Nullable Path path) {
    try {
      if (ElfFile.isElf(bytes, 0, bytes.length)) {
        addElf(name, ElfFile.parse(name, bytes), path);
      } else if (Archive.isArchive(bytes)) {
        addArchive(Archive.of(name, bytes));
      } else if (looksLikeText(bytes)) {
        addScript(name, new String(bytes, StandardCharsets.UTF_8), path);
      } else {
        throw new LinkException(name + ": file not recognized: file format not recognized");
      }
    } catch (ElfFormatException e) {
      throw new LinkException(e.report());
    } catch (ArchiveFormatException e) {
      throw new LinkException(e.report());
    }
  }

  private static boolean looksLikeText(byte[] bytes) {
    int limit = Math.min(bytes.length, 512);
    for (int i = 0; i < limit; i++) {
      if (bytes[i] == 0) {
        return false;
      }
    }
    return true;
  }

  private void addElf(String name, ElfFile file, @Nullable Path path) {
    if (file.machine() != Elf.EM_RISCV) {
      throw new LinkException(
          name + ": Relocations in generic ELF (EM: " + file.machine() + "); not a RISC-V file");
    }
    if (file.type() == Elf.ET_DYN) {
      addShared(name, file, path);
    } else if (file.type() == Elf.ET_REL) {
      addObject(ElfReader.read(file));
    } else {
      throw new LinkException("cannot use executable file '" + name + "' as input to a link");
    }
  }

  private void addShared(String name, ElfFile file, @Nullable Path path) {
    if (state.staticOnly && link.options.staticLink || link.isRelocatable()) {
      throw new LinkException("attempted static link of dynamic object `" + name + "'");
    }
    if (path != null && !libraries.add(path.toAbsolutePath().normalize())) {
      return;
    }
    if (file.is64() != link.is64 && link.sawObject) {
      throw new LinkException(name + ": file in wrong format");
    }
    SharedLibrary library = new SharedLibrary(name, file);
    library.asNeeded = state.asNeeded;
    resolver.add(library);
  }

  private void addObject(ObjectFile object) {
    flags.merge(object);
    resolver.add(new InputObject(object));
  }

  private void addArchive(Archive archive) {
    try {
      if (state.whole) {
        for (Archive.Member member : archive.members()) {
          addMember(archive, member);
        }
        return;
      }
    } catch (IOException e) {
      throw new LinkException(archive.name() + ": " + e.getMessage());
    }
    pullWanted(archive);
    if (group != null) {
      group.add(archive);
    }
  }

  /** Adds the members that define wanted symbols, and what those want; true when there were any. */
  private boolean pullWanted(Archive archive) {
    if (!archive.hasIndex()) {
      return pullUnindexed(archive);
    }
    boolean any = false;
    link.symbols.compactWanted();
    List<LinkSymbol> wanted = link.symbols.wanted();
    for (int i = 0; i < wanted.size(); i++) {
      LinkSymbol symbol = wanted.get(i);
      if (!symbol.isUndefined()) {
        continue;
      }
      long header = archive.memberDefining(symbol.name);
      if (header >= 0 && loaded.computeIfAbsent(archive, a -> new HashSet<>()).add(header)) {
        any = true;
        pull(archive, header, symbol.name);
      }
    }
    return any;
  }

  private boolean pullUnindexed(Archive archive) {
    try {
      if (archive.members().isEmpty()) {
        return false;
      }
    } catch (IOException e) {
      throw new LinkException(archive.name() + ": " + e.getMessage());
    }
    throw new LinkException(
        archive.name() + ": error adding symbols: archive has no index; run ranlib to add one");
  }

  private void pull(Archive archive, long header, String symbol) {
    try {
      Archive.Member member = archive.memberAt(header);
      if (link.options.map) {
        link.archiveNotes.add(archive.name() + "(" + member.name() + ")\n" + symbol);
      }
      addMember(archive, member);
    } catch (IOException e) {
      throw new LinkException(archive.name() + ": " + e.getMessage());
    } catch (ArchiveFormatException e) {
      throw new LinkException(e.report());
    }
  }

  private void addMember(Archive archive, Archive.Member member) throws IOException {
    String name = archive.name() + "(" + member.name() + ")";
    byte[] bytes = archive.read(member);
    if (!ElfFile.isElf(bytes, 0, bytes.length)) {
      throw new LinkException(name + ": file not recognized: file format not recognized");
    }
    try {
      addElf(name, ElfFile.parse(name, bytes), null);
    } catch (ElfFormatException e) {
      throw new LinkException(e.report());
    }
  }

  private void addScript(String name, String text, @Nullable Path path) {
    if (++scriptDepth > MAX_SCRIPT_DEPTH) {
      throw new LinkException(name + ": linker scripts include each other");
    }
    Script script;
    try {
      script = ScriptParser.parse(name, text, this::scriptText);
    } catch (LinkException e) {
      throw new LinkException(
          name + ": file format not recognized; treating as linker script\n" + e.getMessage(),
          true);
    }
    if (script.hasSections) {
      link.userScript = script;
    } else {
      for (Script.Command command : script.commands) {
        if (command instanceof Script.Assignment assignment) {
          link.defines.add(assignment);
        }
      }
    }
    use(script, path);
    scriptDepth--;
  }

  /** The text of an INCLUDE file. */
  String scriptText(String name) {
    Path path = resolve(name);
    if (!Files.exists(path)) {
      for (String directory : directories()) {
        if (Files.exists(resolve(directory).resolve(name))) {
          path = resolve(directory).resolve(name);
          break;
        }
      }
    }
    try {
      return Files.readString(path);
    } catch (IOException e) {
      throw new LinkException("cannot open linker script file " + name + ": No such file");
    }
  }

  /** Takes over what a script says about inputs, search path, entry and versions. */
  void use(Script script, @Nullable Path scriptPath) {
    script.warnings.forEach(link.messages::warningInScript);
    scriptDirectories.addAll(script.searchDirectories);
    if (script.entry != null && link.entry.isEmpty()) {
      link.entry = script.entry;
    }
    for (String extern : script.externs) {
      resolver.require(extern);
    }
    if (script.versions != null) {
      link.versions = script.versions;
    }
    int openGroup = 0;
    State before = state;
    List<Archive> outer = group;
    for (Script.Input input : script.inputs) {
      if (input.group() != openGroup && outer == null) {
        endGroup();
        group = input.group() == 0 ? null : new ArrayList<>();
        openGroup = input.group();
      }
      state = new State(before.whole, before.asNeeded || input.asNeeded(), before.staticOnly);
      addScriptInput(input.name(), scriptPath);
    }
    if (outer == null && openGroup != 0) {
      endGroup();
    }
    state = before;
  }

  private void addScriptInput(String name, @Nullable Path scriptPath) {
    if (name.startsWith("-l")) {
      addLibrary(name.substring(2));
      return;
    }
    String sysroot = link.options.sysroot;
    if (name.startsWith("/") && sysroot != null && !sysroot.isEmpty()) {
      Path inside = resolve(sysroot + name);
      if (Files.exists(inside)) {
        addPath(sysroot + name, inside);
        return;
      }
    }
    if (Files.exists(resolve(name))) {
      addPath(name, resolve(name));
      return;
    }
    if (scriptPath != null && Files.exists(scriptPath.resolveSibling(name))) {
      addPath(name, scriptPath.resolveSibling(name));
      return;
    }
    // A script moved with its libraries: an absolute name that is not there is sought beside it.
    Path base = Path.of(name).getFileName();
    if (scriptPath != null && base != null && Files.exists(scriptPath.resolveSibling(base))) {
      addPath(scriptPath.resolveSibling(base).toString(), scriptPath.resolveSibling(base));
      return;
    }
    for (String directory : directories()) {
      Path candidate = resolve(directory).resolve(name.startsWith("/") ? name.substring(1) : name);
      if (Files.exists(candidate)) {
        addPath(candidate.toString(), candidate);
        return;
      }
    }
    throw new LinkException("cannot find " + name + ": No such file or directory");
  }

  private void addLibrary(String name) {
    for (String directory : directories()) {
      if (name.startsWith(":")) {
        if (tryLibrary(directory, name.substring(1))) {
          return;
        }
      } else if (!state.staticOnly && tryLibrary(directory, "lib" + name + ".so")
          || tryLibrary(directory, "lib" + name + ".a")) {
        return;
      }
    }
    throw new LinkException("cannot find -l" + name + ": No such file or directory");
  }

  private boolean tryLibrary(String directory, String file) {
    String name = directory.endsWith("/") ? directory + file : directory + "/" + file;
    Path path = resolve(name);
    if (!Files.isRegularFile(path)) {
      return false;
    }
    addPath(name, path);
    return true;
  }

  private List<String> directories() {
    List<String> all = new ArrayList<>();
    for (String directory : link.options.libraryPath) {
      all.add(withSysroot(directory));
    }
    for (String directory : scriptDirectories) {
      all.add(withSysroot(directory));
    }
    if (!link.options.noDefaultLibraryPath) {
      for (String directory : DefaultScript.searchDirectories(link.is64)) {
        all.add(withSysroot(directory));
      }
    }
    return all;
  }

  private String withSysroot(String directory) {
    String sysroot = link.options.sysroot == null ? "" : link.options.sysroot;
    if (directory.startsWith("=")) {
      return sysroot + directory.substring(1);
    }
    if (directory.startsWith("$SYSROOT")) {
      return sysroot + directory.substring(8);
    }
    return directory;
  }
}
