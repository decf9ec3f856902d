package dev.ferry.binutils.link;

import dev.ferry.base.InternalCompilerError;
import dev.ferry.binutils.elf.Elf;
import dev.ferry.binutils.elf.RelocationType;
import dev.ferry.binutils.elf.Relocations;
import dev.ferry.binutils.elf.Symbol;
import dev.ferry.binutils.elf.SymbolTable;
import java.io.IOException;
import java.nio.file.Files;
import java.util.ArrayList;
import java.util.List;

/**
 * The linker. {@link #run} is the pipeline, phase by phase; each phase is a class of its own that
 * works on the shared {@link Link}.
 */
public final class Linker {
  private static final int MAX_HEADER_ROUNDS = 4;

  private final Link link;

  private Linker(LinkOptions options) {
    this.link = new Link(options);
  }

  /**
   * Links.
   *
   * @param inputs what stands on the command line, in order
   * @return the image, or what is wrong; bad input never throws
   * @throws InternalCompilerError for a bug of the linker
   */
  public static LinkResult link(LinkOptions options, List<LinkInput> inputs) {
    Linker linker = new Linker(options);
    byte[] bytes = {};
    String map = "";
    try {
      Output output = linker.run(inputs);
      bytes = output.bytes();
      map = output.map();
    } catch (LinkException e) {
      linker.link.messages.fatal(String.valueOf(e.getMessage()), e.isAtPlace());
    } catch (RuntimeException e) {
      throw new InternalCompilerError("link", null, e);
    }
    Messages messages = linker.link.messages;
    boolean failed = messages.hasErrors();
    boolean usable = !failed || options.noinhibitExec;
    return new LinkResult(usable ? bytes : new byte[0], messages.lines(), map, failed);
  }

  private record Output(byte[] bytes, String map) {}

  private static final Output NOTHING = new Output(new byte[0], "");

  private Output run(List<LinkInput> inputs) {
    load(inputs);
    if (link.isRelocatable()) {
      byte[] bytes = new RelocatableLinker(link).write();
      return new Output(bytes, "");
    }
    Script script = script();
    link.isDynamic = decideDynamic();
    declareSymbols(script);
    allocateCommons();
    Exports.decide(link);
    Synthetics synthetics = new Synthetics(link);
    defineTableSymbols(synthetics);
    Plan plan = new Plan(link.sections);
    new SectionAssigner(link, script, plan).assign();
    declareStartStop(plan);
    if (link.options.gcSections) {
      new GarbageCollector(link).run();
    }
    mergeSections(plan, synthetics);
    new RelocationScan(link, synthetics).run();
    checkRequired();
    Exports.markUsedLibraries(link);
    checkLibraries();
    if (link.messages.hasErrors() && !link.options.noinhibitExec) {
      return NOTHING;
    }
    synthetics.size(plan);
    refreshOutputs(plan);
    Layout layout = new Layout(link, script, plan);
    Values values = new Values(link, synthetics);
    synthetics.describe(values);
    Segments segments = new Segments(link, script, plan);
    layOut(plan, layout, values, segments);
    byte[] bytes = new ImageWriter(link, plan, layout, segments, synthetics, values).write();
    warnAboutSegments(segments);
    String map = link.options.map ? MapFile.write(link, plan, values) : "";
    return new Output(bytes, map);
  }

  private void load(List<LinkInput> inputs) {
    Resolver resolver = new Resolver(link);
    for (String name : link.options.undefined) {
      resolver.require(name);
    }
    for (String name : link.options.requireDefined) {
      resolver.require(name);
    }
    if (link.options.entry != null) {
      link.entry = link.options.entry;
    }
    try (InputLoader loader = new InputLoader(link, resolver)) {
      loadScripts(loader);
      if (!link.isRelocatable() && !link.isShared() && !link.entry.isEmpty()) {
        resolver.require(link.entry).strongReference = true;
      } else if (!link.isRelocatable() && !link.isShared()) {
        resolver.require("_start");
      }
      loader.load(inputs);
    }
    if (link.objects.isEmpty()) {
      throw new LinkException("no input files");
    }
    if (link.entry.isEmpty()) {
      link.entry = "_start";
    }
  }

  private void loadScripts(InputLoader loader) {
    String path = link.options.script;
    if (path != null) {
      Script script = ScriptParser.parse(path, loader.scriptText(path), loader::scriptText);
      link.userScript = script;
      loader.use(script, link.options.directory.resolve(path));
    }
    for (String versionScript : link.options.versionScripts) {
      link.versions = VersionScript.parse(versionScript, readText(versionScript), link.versions);
    }
    for (String list : link.options.dynamicLists) {
      link.dynamicList = VersionScript.parse(list, readText(list), link.dynamicList);
    }
  }

  private String readText(String path) {
    try {
      return Files.readString(link.options.directory.resolve(path));
    } catch (IOException e) {
      throw new LinkException("cannot open " + path + ": No such file or directory");
    }
  }

  private Script script() {
    Script user = link.userScript;
    if (user != null && user.hasSections) {
      return user;
    }
    Script script =
        ScriptParser.parse("default", DefaultScript.text(link.options, link.is64), name -> "");
    if (user != null) {
      script.commands.addAll(0, user.commands);
      script.regions.putAll(user.regions);
    }
    return script;
  }

  private boolean decideDynamic() {
    return link.isPic() || !link.libraries.isEmpty();
  }

  private void declareSymbols(Script script) {
    for (Script.Assignment define : link.defines) {
      Expressions.declare(link, define);
    }
    for (Script.Command command : script.commands) {
      switch (command) {
        case Script.Assignment assignment -> Expressions.declare(link, assignment);
        case Script.OutputDescription description -> {
          for (Script.Item item : description.items()) {
            if (item instanceof Script.Assignment assignment) {
              Expressions.declare(link, assignment);
            }
          }
        }
        case Script.Assertion ignored -> {}
      }
    }
  }

  /** Common blocks become zero-filled sections named COMMON of the files that hold them. */
  private void allocateCommons() {
    for (LinkSymbol symbol : new ArrayList<>(link.symbols.all())) {
      if (symbol.kind != LinkSymbol.Kind.COMMON || !(symbol.file instanceof InputObject file)) {
        continue;
      }
      long alignment = Math.max(1, Long.highestOneBit(symbol.value));
      long flags = Elf.SHF_ALLOC | Elf.SHF_WRITE | (symbol.isTls() ? Elf.SHF_TLS : 0);
      InputSection section =
          new InputSection(
              file, symbol.isTls() ? ".tcommon" : "COMMON", Elf.SHT_NOBITS, flags, alignment);
      section.size = symbol.size;
      link.sections.add(section);
      symbol.kind = LinkSymbol.Kind.DEFINED;
      symbol.section = section;
      symbol.value = 0;
      symbol.inputValue = 0;
    }
  }

  /** Names for the tables the linker makes. */
  private void defineTableSymbols(Synthetics synthetics) {
    defineIfWanted("_GLOBAL_OFFSET_TABLE_", synthetics.got.section);
    if (synthetics.tables != null) {
      defineIfWanted("_DYNAMIC", synthetics.tables.dynamic);
    }
  }

  private void defineIfWanted(String name, InputSection section) {
    LinkSymbol symbol = link.symbols.find(name);
    if (symbol != null && !symbol.isDefined()) {
      symbol.kind = LinkSymbol.Kind.DEFINED;
      symbol.section = section;
      symbol.value = 0;
      symbol.binding = Elf.STB_GLOBAL;
      symbol.visibility = Elf.STV_HIDDEN;
      symbol.type = Elf.STT_OBJECT;
      symbol.dynamic = false;
      symbol.preemptible = false;
      symbol.forcedLocal = true;
    }
  }

  private void declareStartStop(Plan plan) {
    for (LinkSymbol symbol : link.symbols.all()) {
      String name = symbol.name;
      String section =
          name.startsWith("__start_")
              ? name.substring(8)
              : name.startsWith("__stop_") ? name.substring(7) : "";
      if (symbol.isUndefined() && GarbageCollector.isIdentifier(section)) {
        OutputSection output = plan.find(section);
        if (output != null && output.hasInputs) {
          symbol.kind = LinkSymbol.Kind.DEFINED;
          symbol.startStop = true;
          symbol.byScript = true;
          symbol.binding = Elf.STB_GLOBAL;
          symbol.scriptSection = output;
          if (symbol.visibility == Elf.STV_DEFAULT) {
            symbol.visibility = Elf.STV_PROTECTED;
          }
          symbol.preemptible = false;
        }
      } else if (symbol.isUndefined() && isImageStart(name)) {
        symbol.kind = LinkSymbol.Kind.DEFINED;
        symbol.byScript = true;
        symbol.visibility = Elf.STV_HIDDEN;
        symbol.preemptible = false;
        symbol.dynamic = false;
      }
    }
  }

  private static boolean isImageStart(String name) {
    return name.equals("__ehdr_start");
  }

  private void mergeSections(Plan plan, Synthetics synthetics) {
    List<InputSection> added = new ArrayList<>();
    for (OutputSection output : plan.outputs()) {
      if (output.hasFlag(Elf.SHF_ALLOC) && output.name.equals(".eh_frame")) {
        EhFrame frame = EhFrame.build(output, added);
        synthetics.ehFrame = frame == null ? synthetics.ehFrame : frame;
      }
      if (link.options.mergeStrings) {
        MergedSection.mergeAll(output, added);
      }
    }
    link.sections.addAll(added);
  }

  private void checkRequired() {
    for (String name : link.options.requireDefined) {
      LinkSymbol symbol = link.symbols.find(name);
      if (symbol == null || symbol.isUndefined()) {
        link.messages.error("required symbol `" + name + "' not defined");
      }
    }
  }

  /** What a library of an executable leaves open, the executable or another library must define. */
  private void checkLibraries() {
    if (link.isShared()
        || link.options.allowShlibUndefined
        || link.options.unresolved != LinkOptions.Unresolved.REPORT_ALL) {
      return;
    }
    for (SharedLibrary library : link.libraries) {
      if (library.used && Exports.needsAreLoaded(link, library)) {
        checkReferences(library);
      }
    }
  }

  private void checkReferences(SharedLibrary library) {
    SymbolTable table = library.table();
    for (int i = 1; table != null && i < table.size(); i++) {
      if (!library.isReference(i)) {
        continue;
      }
      String name = table.name(i);
      LinkSymbol symbol = link.symbols.find(name);
      if (symbol == null || symbol.inRegular || !symbol.isUndefined()) {
        continue;
      }
      LinkSymbol old = link.symbols.find(name + "@" + library.version(i));
      if (old == null || old.isUndefined()) {
        link.messages.error(library.name() + ": undefined reference to `" + name + "'");
      }
    }
  }

  /**
   * Types and flags from the parts that stayed; room that a script makes without parts is zeros.
   */
  private static void refreshOutputs(Plan plan) {
    for (OutputSection output : plan.outputs()) {
      if (output.hasInputs) {
        output.refresh();
      }
      if (!output.hasInputs && !output.elements.isEmpty()) {
        output.type = Layout.hasData(output) ? Elf.SHT_PROGBITS : Elf.SHT_NOBITS;
        output.flags = Elf.SHF_ALLOC | Elf.SHF_WRITE;
      }
    }
  }

  /** Addresses, relaxation, and as many rounds as the number of program headers needs to settle. */
  private void layOut(Plan plan, Layout layout, Values values, Segments segments) {
    layout.headersSize = segments.headersSize(8);
    layout.run();
    values.refresh(plan);
    for (int round = 0; round < MAX_HEADER_ROUNDS; round++) {
      int count = segments.estimate(layout);
      long size = segments.headersSize(count);
      if (round > 0 && size == layout.headersSize) {
        break;
      }
      layout.headersSize = size;
      layout.run();
      values.refresh(plan);
    }
    defineImageStart(segments, layout);
    new Relaxation(link, layout, plan, values).run();
    defineImageStart(segments, layout);
    layout.finalRun = true;
    layout.run();
    values.refresh(plan);
    segments.build(layout);
    long size = segments.headersSize(segments.all.size());
    if (size != layout.headersSize) {
      layout.headersSize = Math.max(size, layout.headersSize);
      layout.run();
      values.refresh(plan);
      segments.build(layout);
    }
    checkAlignments();
    if (link.options.checkSections) {
      new SectionOverlaps(link.messages).check(plan.outputs());
    }
  }

  private void defineImageStart(Segments segments, Layout layout) {
    LinkSymbol start = link.symbols.find("__ehdr_start");
    if (start == null || !start.byScript) {
      return;
    }
    segments.build(layout);
    segments.placeInFile(layout.headersSize);
    for (int i = 0; i < segments.all.size(); i++) {
      Segments.Segment segment = segments.all.get(i);
      if (segment.type == Elf.PT_LOAD && segment.includesHeaders) {
        start.value = segment.address;
        boolean alone = segment.sections.isEmpty();
        start.scriptSection = (alone ? segments.all.get(i + 1) : segment).sections.get(0);
      }
    }
  }

  /** After the last layout every ALIGN must still hold; a failure would be a bug in relaxation. */
  private void checkAlignments() {
    for (InputSection section : link.sections) {
      RelaxedSection relaxed = section.relaxed;
      if (relaxed == null) {
        continue;
      }
      Relocations relocations = relaxed.relocations;
      for (int i = 0; i < relocations.size(); i++) {
        Symbol symbol = relocations.symbol(i);
        if (relocations.number(i) == RelocationType.ALIGN.number() && symbol == null) {
          long padding = relocations.addend(i);
          long end = section.address() + relocations.offset(i) + padding - relaxed.removedUpTo[i];
          if (padding > 0 && (end & Long.highestOneBit(padding) * 2 - 1) != 0) {
            link.messages.error(section + ": alignment lost in relaxation");
            return;
          }
        }
      }
    }
  }

  private void warnAboutSegments(Segments segments) {
    for (Segments.Segment segment : segments.all) {
      int all = Elf.PF_R | Elf.PF_W | Elf.PF_X;
      if (segment.type == Elf.PT_LOAD && segment.flags == all && !link.options.omagic) {
        link.messages.warning(link.options.outputName + " has a LOAD segment with RWX permissions");
      }
    }
  }
}
