package dev.ferry.binutils.link;

import dev.ferry.binutils.elf.LittleEndian;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Walks the plan and gives every section its address and every script symbol its value. Runs again
 * after each round of relaxation; forward references use the values of the run before.
 */
final class Layout {
  /** Where the next section of a MEMORY region goes. */
  private static final class Region {
    final String name;
    final long origin;
    final long length;
    long cursor;
    long end;

    /** Load minus virtual address of the last section in it, which the next one keeps. */
    long loadBias;

    Region(String name, long origin, long length) {
      this.name = name;
      this.origin = origin;
      this.length = length;
      this.cursor = origin;
    }
  }

  private final Link link;
  private final Script script;
  private final Plan plan;
  private final Expressions expressions;
  private final Map<String, Region> regions = new HashMap<>();
  private final Map<String, OutputSection> outputByName = new HashMap<>();
  long headersSize;
  long dot;
  @Nullable OutputSection current;
  @Nullable OutputSection last;
  private long loadBias;
  private @Nullable String lastRegion;
  long relroStart;
  long relroEnd;
  private long relroLength = -1;
  private long relroBase;
  boolean finalRun;
  private final List<LinkSymbol> startStop = new ArrayList<>();

  Layout(Link link, Script script, Plan plan) {
    this.link = link;
    this.script = script;
    this.plan = plan;
    this.expressions = new Expressions(link, script, this);
    for (LinkSymbol symbol : link.symbols.all()) {
      if (symbol.startStop) {
        startStop.add(symbol);
      }
    }
    for (OutputSection output : plan.outputs()) {
      OutputSection known = outputByName.get(output.name);
      if (known == null || !known.hasInputs) {
        outputByName.put(output.name, output);
      }
    }
  }

  /** One walk over everything. */
  void run() {
    dot = 0;
    current = null;
    last = null;
    loadBias = 0;
    lastRegion = null;
    regions.clear();
    for (Script.Region region : script.regions.values()) {
      long origin = expressions.number(region.origin());
      regions.put(
          region.name(), new Region(region.name(), origin, expressions.number(region.length())));
    }
    for (Script.Assignment define : link.defines) {
      expressions.assign(define);
    }
    for (Plan.Step step : plan.steps) {
      switch (step) {
        case Plan.Section(OutputSection output) -> place(output);
        case Plan.Statement(Script.Command command) -> {
          switch (command) {
            case Script.Assignment assignment -> expressions.assign(assignment);
            case Script.Assertion assertion -> check(assertion);
            case Script.OutputDescription ignored -> {}
          }
        }
      }
    }
    defineStartStop();
  }

  @Nullable OutputSection output(String name) {
    return outputByName.get(name);
  }

  Script.@Nullable Region regionNamed(String name) {
    String target = script.regionAliases.getOrDefault(name, name);
    return script.regions.get(target);
  }

  void check(Script.Assertion assertion) {
    if (finalRun && expressions.number(assertion.condition()) == 0) {
      link.messages.error(assertion.message());
    }
  }

  private void place(OutputSection output) {
    Script.OutputDescription description = output.description;
    if (output.hasInputs && !output.isAlloc()) {
      placeUnallocated(output);
      return;
    }
    if (!output.hasInputs && output.elements.isEmpty() && output.description == null) {
      output.address = dot;
      output.size = 0;
      return;
    }
    Region region = region(output, description);
    long saved = dot;
    Long forced = link.options.sectionStart.get(output.name);
    if (forced != null) {
      dot = forced;
    } else if (description != null && description.address() != null) {
      dot = expressions.number(description.address());
    } else if (region != null) {
      dot = region.cursor;
    }
    long unaligned = dot;
    if (output.hasInputs || hasData(output)) {
      long alignment = output.alignment;
      if (description != null && description.alignment() != null) {
        alignment = Math.max(alignment, expressions.number(description.alignment()));
        if (Long.bitCount(alignment) == 1) {
          output.alignment = alignment;
        }
      }
      if (description == null || description.address() == null || forced == null) {
        dot = Expressions.align(dot, alignment);
      }
    }
    output.address = dot;
    current = output;
    walk(output, description);
    output.size = dot - output.address;
    current = null;
    if (output.hasInputs || output.size > 0) {
      last = output;
      placeLoad(output, description, region, output.address - unaligned);
    } else if (description != null) {
      output.loadAddress = emptyLoad(output, description, region);
    }
    if (output.isTbss()) {
      dot = saved > output.address ? saved : output.address;
    }
    if (region != null) {
      advance(region, output);
    }
  }

  /** Whether a script writes bytes into it. */
  static boolean hasData(OutputSection output) {
    for (LayoutElement element : output.elements) {
      if (element instanceof LayoutElement.ScriptItem(Script.Item item)
          && (item instanceof Script.Datum || item instanceof Script.Literal)) {
        return true;
      }
    }
    return false;
  }

  private void placeUnallocated(OutputSection output) {
    long saved = dot;
    dot = 0;
    output.address = 0;
    output.loadAddress = 0;
    current = output;
    walk(output, output.description);
    output.size = dot;
    current = null;
    dot = saved;
  }

  private void walk(OutputSection output, Script.@Nullable OutputDescription description) {
    long subAlignment =
        description == null || description.subAlignment() == null
            ? 0
            : expressions.number(description.subAlignment());
    for (LayoutElement element : output.elements) {
      switch (element) {
        case InputSection section -> {
          long alignment = subAlignment > 0 ? subAlignment : section.alignment;
          dot = Expressions.align(dot, alignment);
          section.offset = dot - output.address;
          dot += section.size;
        }
        case LayoutElement.ScriptItem(Script.Item item) -> {
          switch (item) {
            case Script.Assignment assignment -> expressions.assign(assignment);
            case Script.Assertion assertion -> check(assertion);
            case Script.Datum datum -> dot += datum.width();
            case Script.Literal literal -> dot += literal.bytes().length;
            case Script.Fill ignored -> {}
            case Script.Inputs ignored -> {}
          }
        }
      }
    }
  }

  /** The region a section goes to: named, or for orphans that of the section before it. */
  private @Nullable Region region(
      OutputSection output, Script.@Nullable OutputDescription description) {
    if (regions.isEmpty()) {
      return null;
    }
    String name = description == null ? lastRegion : description.region();
    if (name == null) {
      return null;
    }
    Region region = regions.get(script.regionAliases.getOrDefault(name, name));
    if (output.hasInputs) {
      lastRegion = name;
    }
    return region;
  }

  /**
   * Where a section is loaded from.
   *
   * @param padding bytes that its address was moved by to be aligned
   */
  private void placeLoad(
      OutputSection output,
      Script.@Nullable OutputDescription description,
      @Nullable Region region,
      long padding) {
    if (description != null && description.loadAddress() != null) {
      output.loadAddress = expressions.number(description.loadAddress());
      setBias(region, output);
    } else if (description != null && description.loadRegion() != null) {
      String name = description.loadRegion();
      Region load = regions.get(script.regionAliases.getOrDefault(name, name));
      if (load != null && load != region) {
        if (description.alignLoadWithInput()) {
          load.cursor += padding;
        } else if (description.alignment() != null) {
          load.cursor = Expressions.align(load.cursor, expressions.number(description.alignment()));
        }
        output.loadAddress = load.cursor;
        load.cursor += output.isNobits() ? 0 : output.size;
        load.end = load.cursor;
        checkOverflow(load, output);
      } else {
        output.loadAddress = output.address;
      }
      setBias(region, output);
    } else {
      if (description != null && description.address() != null) {
        setBias(region, 0);
      }
      output.loadAddress = output.address + (region == null ? loadBias : region.loadBias);
    }
  }

  /** Where an empty section would be loaded, for LOADADDR; nothing moves. */
  private long emptyLoad(
      OutputSection output, Script.OutputDescription description, @Nullable Region region) {
    if (description.loadAddress() != null) {
      return expressions.number(description.loadAddress());
    }
    String name = description.loadRegion();
    Region load = name == null ? null : regions.get(script.regionAliases.getOrDefault(name, name));
    if (load != null && load != region) {
      return load.cursor;
    }
    return output.address + (region == null ? loadBias : region.loadBias);
  }

  private void setBias(@Nullable Region region, OutputSection output) {
    setBias(region, output.loadAddress - output.address);
  }

  private void setBias(@Nullable Region region, long bias) {
    if (region == null) {
      loadBias = bias;
    } else {
      region.loadBias = bias;
    }
  }

  private void advance(Region region, OutputSection output) {
    if (!output.isTbss()) {
      region.cursor = Math.max(region.cursor, dot);
    }
    region.end = region.cursor;
    checkOverflow(region, output);
  }

  private void checkOverflow(Region region, OutputSection output) {
    long used = region.end - region.origin;
    if (finalRun && Long.compareUnsigned(used, region.length) > 0 && output.size > 0) {
      link.messages.error(
          link.options.outputName
              + " section `"
              + output.name
              + "' will not fit in region `"
              + region.name
              + "'");
      link.messages.error(
          "region `" + region.name + "' overflowed by " + (used - region.length) + " bytes");
    }
  }

  /** {@code __start_x} and {@code __stop_x} of output sections whose names are C identifiers. */
  private void defineStartStop() {
    for (LinkSymbol symbol : startStop) {
      boolean start = symbol.name.startsWith("__start_");
      OutputSection output = output(symbol.name.substring(start ? 8 : 7));
      if (output != null) {
        symbol.scriptSection = output;
        symbol.value = start ? output.address : output.address + output.size;
      }
    }
  }

  /**
   * DATA_SEGMENT_ALIGN: the next page at the same offset in the page, so that file bytes of code
   * and data can share a page; with relro moved up so that the read-only part ends at a page
   * boundary.
   */
  long dataSegmentAlign(long maxPage, long commonPage) {
    if (link.options.omagic || link.options.nmagic) {
      return Expressions.align(dot, 16);
    }
    long base = Expressions.align(dot, maxPage) + (dot & maxPage - 1);
    if (Boolean.TRUE.equals(link.options.separateCode)) {
      base = Expressions.align(dot, maxPage);
    }
    if (link.options.relro && relroLength >= 0) {
      long moved = base + (-(base + relroLength) & commonPage - 1);
      moved &= -relroAlignment();
      base = Math.max(base, moved);
    }
    relroBase = base;
    return base;
  }

  private long relroAlignment() {
    long alignment = 1;
    for (OutputSection output : plan.outputs()) {
      if (output.hasInputs
          && output.isAlloc()
          && output.address >= relroStart
          && output.address < relroEnd) {
        alignment = Math.max(alignment, output.alignment);
      }
    }
    return Math.min(alignment, link.options.commonPageSize);
  }

  /** DATA_SEGMENT_RELRO_END: pads to a page when there is a relro segment. */
  long dataSegmentRelroEnd(long at) {
    relroStart = relroBase;
    if (!link.options.relro) {
      relroEnd = 0;
      return at;
    }
    relroLength = at - relroBase;
    if (relroLength <= 0) {
      relroLength = -1;
      relroEnd = 0;
      return at;
    }
    relroEnd = Expressions.align(at, link.options.commonPageSize);
    return relroEnd;
  }

  boolean hasRelro() {
    return link.options.relro && relroEnd > relroStart && relroLength > 0;
  }

  /** The bytes of {@code =fill} or FILL, or the nops that pad code; empty for zeros. */
  byte[] fillOf(OutputSection output) {
    Script.OutputDescription description = output.description;
    Script.Expr pattern = description == null ? null : description.fill();
    for (LayoutElement element : output.elements) {
      if (element instanceof LayoutElement.ScriptItem(Script.Item item)
          && item instanceof Script.Fill(Script.Expr given)) {
        pattern = given;
        break;
      }
    }
    if (pattern != null) {
      long value = expressions.number(pattern);
      return new byte[] {
        (byte) (value >> 24), (byte) (value >> 16), (byte) (value >> 8), (byte) value
      };
    }
    return new byte[0];
  }

  /** Writes BYTE, LONG and their like; the walk repeats to know where each stands. */
  void writeData(OutputSection output, byte[] out) {
    boolean any = false;
    for (LayoutElement element : output.elements) {
      any |= element instanceof LayoutElement.ScriptItem;
    }
    if (!any || !hasData(output)) {
      return;
    }
    long saved = dot;
    dot = output.address;
    current = output;
    for (LayoutElement element : output.elements) {
      switch (element) {
        case InputSection section -> dot = output.address + section.offset + section.size;
        case LayoutElement.ScriptItem(Script.Item item) -> {
          int at = (int) (output.fileOffset + dot - output.address);
          switch (item) {
            case Script.Datum(int width, Script.Expr value) -> {
              LittleEndian.set(out, at, width, expressions.number(value));
              dot += width;
            }
            case Script.Literal(byte[] bytes) -> {
              System.arraycopy(bytes, 0, out, at, bytes.length);
              dot += bytes.length;
            }
            case Script.Assignment assignment -> {
              if (assignment.symbol().equals(".")) {
                expressions.assign(assignment);
              }
            }
            case Script.Assertion ignored -> {}
            case Script.Fill ignored -> {}
            case Script.Inputs ignored -> {}
          }
        }
      }
    }
    current = null;
    dot = saved;
  }
}
