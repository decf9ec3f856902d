package dev.ferry.binutils.link;

import dev.ferry.binutils.elf.Elf;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** The program headers: which sections form which segment, and where each lies in the file. */
final class Segments {
  /** One program header with its sections. */
  static final class Segment {
    final int type;
    int flags;
    long alignment = 1;
    long offset;
    long address;
    long loadAddress;
    long fileSize;
    long memorySize;
    boolean includesHeaders;
    final List<OutputSection> sections = new ArrayList<>();

    Segment(int type, int flags) {
      this.type = type;
      this.flags = flags;
    }

    void add(OutputSection output) {
      sections.add(output);
      flags |=
          (output.hasFlag(Elf.SHF_WRITE) ? Elf.PF_W : 0)
              | (output.hasFlag(Elf.SHF_EXECINSTR) ? Elf.PF_X : 0);
    }
  }

  private final Link link;
  private final Script script;
  private final Plan plan;
  final List<Segment> all = new ArrayList<>();

  Segments(Link link, Script script, Plan plan) {
    this.link = link;
    this.script = script;
    this.plan = plan;
  }

  int headersSize(int count) {
    return link.is64 ? 64 + 56 * count : 52 + 32 * count;
  }

  /** How many program headers there will be, before addresses are known; LOADs are a guess. */
  int estimate(Layout layout) {
    build(layout);
    return all.size();
  }

  /** Forms the segments from the sections' current addresses. */
  void build(Layout layout) {
    all.clear();
    List<OutputSection> allocated = allocated();
    if (!script.segments.isEmpty()) {
      if (layout.finalRun) {
        checkNames(allocated);
      }
      buildFromScript(allocated);
      return;
    }
    OutputSection interp = named(allocated, ".interp");
    if (interp != null) {
      all.add(new Segment(Elf.PT_PHDR, Elf.PF_R));
      single(Elf.PT_INTERP, interp);
    }
    if (link.attributes != null) {
      all.add(new Segment(Elf.PT_RISCV_ATTRIBUTES, Elf.PF_R));
    }
    buildLoads(allocated);
    single(Elf.PT_DYNAMIC, named(allocated, ".dynamic"));
    buildNotes(allocated);
    buildTls(allocated);
    single(Elf.PT_GNU_EH_FRAME, named(allocated, ".eh_frame_hdr"));
    addStack();
    if (layout.hasRelro()) {
      buildRelro(allocated, layout);
    }
  }

  private List<OutputSection> allocated() {
    List<OutputSection> allocated = new ArrayList<>();
    for (OutputSection output : plan.outputs()) {
      if (output.isAlloc() && output.size > 0) {
        allocated.add(output);
      }
    }
    allocated.sort((a, b) -> Long.compareUnsigned(a.loadAddress, b.loadAddress));
    return allocated;
  }

  private static @Nullable OutputSection named(List<OutputSection> outputs, String name) {
    for (OutputSection output : outputs) {
      if (output.name.equals(name)) {
        return output;
      }
    }
    return null;
  }

  private void single(int type, @Nullable OutputSection output) {
    if (output != null) {
      Segment segment = new Segment(type, Elf.PF_R);
      segment.add(output);
      all.add(segment);
    }
  }

  private void buildLoads(List<OutputSection> allocated) {
    Segment current = null;
    OutputSection last = null;
    if (needsHeaderLoad(allocated)) {
      Segment headers = new Segment(Elf.PT_LOAD, Elf.PF_R);
      headers.includesHeaders = true;
      headers.alignment = pageSize();
      all.add(headers);
    }
    for (OutputSection output : allocated) {
      if (output.isTbss()) {
        continue;
      }
      if (current == null || last == null || startsLoad(current, last, output)) {
        current = new Segment(Elf.PT_LOAD, Elf.PF_R);
        current.alignment = pageSize();
        all.add(current);
      }
      current.add(output);
      last = output;
    }
  }

  /**
   * Whether the headers, which the program finds its TLS by, take a segment of their own: where
   * code is separate, comes first and leaves a page before it.
   */
  private boolean needsHeaderLoad(List<OutputSection> allocated) {
    return separatesCode()
        && !allocated.isEmpty()
        && allocated.get(0).hasFlag(Elf.SHF_EXECINSTR)
        && Long.compareUnsigned(allocated.get(0).address, pageSize()) >= 0;
  }

  private boolean separatesCode() {
    return Boolean.TRUE.equals(link.options.separateCode)
        && !link.options.omagic
        && !link.options.nmagic;
  }

  private long pageSize() {
    return link.options.omagic || link.options.nmagic ? 1 : link.options.maxPageSize;
  }

  private boolean startsLoad(Segment current, OutputSection last, OutputSection next) {
    long lastEnd = last.loadAddress + last.size;
    if (last.loadAddress - last.address != next.loadAddress - next.address) {
      return true;
    }
    if (Long.compareUnsigned(next.loadAddress, lastEnd) < 0
        || last.isNobits() && !next.isNobits()) {
      return true;
    }
    if (link.options.omagic) {
      return false;
    }
    long page = link.options.maxPageSize;
    if (Long.compareUnsigned(Expressions.align(lastEnd, page), next.loadAddress & -page) < 0) {
      return true;
    }
    if (separatesCode() && ((current.flags & Elf.PF_X) != 0) != next.hasFlag(Elf.SHF_EXECINSTR)) {
      return true;
    }
    boolean writable = (current.flags & Elf.PF_W) != 0;
    if (!writable && next.hasFlag(Elf.SHF_WRITE)) {
      return (lastEnd - 1 & -page) != (next.loadAddress & -page) || !link.options.nmagic;
    }
    return false;
  }

  private void buildNotes(List<OutputSection> allocated) {
    Segment current = null;
    OutputSection last = null;
    for (OutputSection output : allocated) {
      if (output.type != Elf.SHT_NOTE) {
        last = null;
        continue;
      }
      if (current == null || last == null || last.alignment != output.alignment) {
        current = new Segment(Elf.PT_NOTE, Elf.PF_R);
        all.add(current);
      }
      current.add(output);
      last = output;
    }
  }

  private void buildTls(List<OutputSection> allocated) {
    Segment tls = new Segment(Elf.PT_TLS, Elf.PF_R);
    for (OutputSection output : allocated) {
      if (output.hasFlag(Elf.SHF_TLS)) {
        tls.sections.add(output);
      }
    }
    if (!tls.sections.isEmpty()) {
      all.add(tls);
    }
  }

  private void addStack() {
    Boolean forced = link.options.execStackForced;
    if (link.sawStackNote || forced != null || link.isDynamic) {
      boolean executable = forced != null ? forced : link.execStackWanted;
      Segment stack =
          new Segment(Elf.PT_GNU_STACK, Elf.PF_R | Elf.PF_W | (executable ? Elf.PF_X : 0));
      stack.alignment = 16;
      stack.memorySize = link.options.zStackSize;
      all.add(stack);
    }
  }

  private void buildRelro(List<OutputSection> allocated, Layout layout) {
    Segment relro = new Segment(Elf.PT_GNU_RELRO, Elf.PF_R);
    for (OutputSection output : allocated) {
      if (output.hasFlag(Elf.SHF_WRITE)
          && !output.isTbss()
          && output.address >= layout.relroStart
          && output.address < layout.relroEnd) {
        relro.sections.add(output);
      }
    }
    if (!relro.sections.isEmpty()) {
      all.add(relro);
    }
  }

  /** Reports segments that sections name but the script has none of. */
  private void checkNames(List<OutputSection> allocated) {
    Set<String> known = new HashSet<>(List.of("NONE"));
    for (Script.Segment described : script.segments) {
      known.add(described.name());
    }
    List<String> current = List.of();
    for (OutputSection output : allocated) {
      if (output.description != null && !output.description.segments().isEmpty()) {
        current = output.description.segments();
      }
      for (String name : current) {
        if (!known.contains(name)) {
          link.messages.error(
              "section `" + output.name + "' assigned to non-existent phdr `" + name + "'");
        }
      }
    }
  }

  private void buildFromScript(List<OutputSection> allocated) {
    for (Script.Segment described : script.segments) {
      Segment segment = new Segment(described.type(), Elf.PF_R);
      segment.includesHeaders = described.fileHeader() || described.programHeaders();
      segment.alignment = described.type() == Elf.PT_LOAD ? pageSize() : 1;
      List<String> current = List.of();
      for (OutputSection output : allocated) {
        if (output.description != null && !output.description.segments().isEmpty()) {
          current = output.description.segments();
        }
        boolean loadable = described.type() != Elf.PT_LOAD || !output.isTbss();
        if (current.contains(described.name()) && loadable) {
          segment.add(output);
        }
      }
      if (described.flags() instanceof Script.Number(long flags)) {
        segment.flags = (int) flags;
      }
      if (described.type() == Elf.PT_GNU_STACK) {
        segment.flags |= Elf.PF_W;
      }
      all.add(segment);
    }
  }

  /**
   * Gives every section its file offset and every segment its place; returns the end in the file.
   */
  long placeInFile(long headers) {
    long offset = headers;
    boolean first = true;
    for (Segment segment : all) {
      if (segment.type != Elf.PT_LOAD) {
        continue;
      }
      for (int i = 0; i < segment.sections.size(); i++) {
        OutputSection output = segment.sections.get(i);
        OutputSection head = segment.sections.get(0);
        if (i == 0) {
          long page = pageSize();
          offset =
              page == 1
                  ? Expressions.align(offset, segmentAlignment(segment))
                  : offset + (output.address - offset & page - 1);
          output.fileOffset = offset;
        } else {
          output.fileOffset = head.fileOffset + output.address - head.address;
        }
        if (!output.isNobits() && !output.noload) {
          offset = output.fileOffset + output.size;
        }
      }
      if (!segment.sections.isEmpty()) {
        finishLoad(segment, first, headers);
      }
      first = false;
    }
    placeHeaderLoad(headers);
    for (OutputSection output : plan.outputs()) {
      if (output.isTbss()) {
        output.fileOffset = tbssOffset(output);
      }
    }
    for (Segment segment : all) {
      if (segment.type != Elf.PT_LOAD) {
        finishOther(segment);
      }
    }
    return offset;
  }

  private static long segmentAlignment(Segment segment) {
    long alignment = 1;
    for (OutputSection output : segment.sections) {
      alignment = Math.max(alignment, output.alignment);
    }
    return alignment;
  }

  private long tbssOffset(OutputSection tbss) {
    for (OutputSection output : plan.outputs()) {
      if (output.isAlloc()
          && !output.isNobits()
          && output.size > 0
          && output.address <= tbss.address
          && output.address + output.size >= tbss.address - 64) {
        return output.fileOffset + tbss.address - output.address;
      }
    }
    return 0;
  }

  /** A segment of the headers alone lies where the one behind it says that the file begins. */
  private void placeHeaderLoad(long headers) {
    for (int i = 0; i + 1 < all.size(); i++) {
      Segment segment = all.get(i);
      Segment next = all.get(i + 1);
      if (segment.type == Elf.PT_LOAD && segment.includesHeaders && segment.sections.isEmpty()) {
        segment.address = next.address - next.offset;
        segment.loadAddress = next.loadAddress - next.offset;
        segment.fileSize = headers;
        segment.memorySize = headers;
      }
    }
  }

  private void finishLoad(Segment segment, boolean first, long headers) {
    OutputSection head = segment.sections.get(0);
    segment.offset = head.fileOffset;
    segment.address = head.address;
    segment.loadAddress = head.loadAddress;
    long page = link.options.maxPageSize;
    boolean room =
        pageSize() != 1
            && Long.compareUnsigned(head.address, head.fileOffset) >= 0
            && head.fileOffset < page
            && (head.address - head.fileOffset & page - 1) == 0
            && head.fileOffset >= headers;
    if (first && room && (script.segments.isEmpty() || segment.includesHeaders)) {
      segment.includesHeaders = true;
      segment.offset = 0;
      segment.address -= head.fileOffset;
      segment.loadAddress -= head.fileOffset;
    } else {
      segment.includesHeaders = false;
    }
    long fileEnd = segment.offset;
    long memoryEnd = segment.address;
    for (OutputSection output : segment.sections) {
      if (!output.isNobits() && !output.noload) {
        fileEnd = output.fileOffset + output.size;
      }
      memoryEnd = Math.max(memoryEnd, output.address + output.size);
      segment.alignment = Math.max(segment.alignment, output.alignment);
    }
    segment.fileSize = fileEnd - segment.offset;
    segment.memorySize = memoryEnd - segment.address;
  }

  private void finishOther(Segment segment) {
    if (segment.sections.isEmpty()) {
      return;
    }
    OutputSection head = segment.sections.get(0);
    segment.offset = head.fileOffset;
    segment.address = head.address;
    segment.loadAddress = head.loadAddress;
    for (OutputSection output : segment.sections) {
      if (!output.isNobits()) {
        segment.fileSize = output.fileOffset + output.size - segment.offset;
      }
      segment.memorySize =
          Math.max(segment.memorySize, output.address + output.size - segment.address);
      if (segment.type != Elf.PT_GNU_RELRO) {
        segment.alignment = Math.max(segment.alignment, output.alignment);
      }
    }
  }
}
