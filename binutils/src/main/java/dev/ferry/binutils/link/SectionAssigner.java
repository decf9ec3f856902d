package dev.ferry.binutils.link;

import dev.ferry.binutils.elf.Elf;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Gives each input section its output section: the first pattern of the script that matches wins;
 * what none matches is an orphan and goes behind the output section most like it.
 */
final class SectionAssigner {
  /** One pattern of the script with the sections it has caught so far. */
  private static final class Slot {
    final OutputSection output;
    final Script.Inputs inputs;
    final Script.SectionPattern pattern;
    final List<InputSection> caught = new ArrayList<>();

    Slot(OutputSection output, Script.Inputs inputs, Script.SectionPattern pattern) {
      this.output = output;
      this.inputs = inputs;
      this.pattern = pattern;
    }
  }

  private final Link link;
  private final Script script;
  private final Plan plan;
  private final List<Slot> slots = new ArrayList<>();
  private final Map<Script.Inputs, List<Slot>> slotsOf = new java.util.IdentityHashMap<>();
  private final Map<String, int[]> candidatesByName = new HashMap<>();
  private final Map<String, OutputSection> orphans = new HashMap<>();

  SectionAssigner(Link link, Script script, Plan plan) {
    this.link = link;
    this.script = script;
    this.plan = plan;
  }

  void assign() {
    for (Script.Command command : script.commands) {
      switch (command) {
        case Script.OutputDescription description -> addOutput(description);
        case Script.Assignment assignment -> plan.steps.add(new Plan.Statement(assignment));
        case Script.Assertion assertion -> plan.steps.add(new Plan.Statement(assertion));
      }
    }
    List<InputSection> left = new ArrayList<>();
    for (InputSection section : link.sections) {
      if (!section.discarded && !catchSection(section)) {
        left.add(section);
      }
    }
    fillOutputs();
    for (InputSection section : left) {
      placeOrphan(section);
    }
  }

  private void addOutput(Script.OutputDescription description) {
    OutputSection output = new OutputSection(description.name(), description);
    if (description.type() != null) {
      output.noload = description.type().equals("NOLOAD");
    }
    plan.steps.add(new Plan.Section(output));
    for (Script.Item item : description.items()) {
      if (item instanceof Script.Inputs inputs) {
        List<Slot> own = new ArrayList<>();
        for (Script.SectionPattern pattern : inputs.patterns()) {
          Slot slot = new Slot(output, inputs, pattern);
          own.add(slot);
          slots.add(slot);
        }
        slotsOf.put(inputs, own);
      }
    }
  }

  private boolean catchSection(InputSection section) {
    for (int i : candidates(section.name)) {
      Slot slot = slots.get(i);
      if (accepts(slot, section)) {
        slot.caught.add(section);
        section.keep |= slot.inputs.keep();
        return true;
      }
    }
    return false;
  }

  /** The patterns whose section part matches a name, computed once for each name. */
  private int[] candidates(String name) {
    int[] known = candidatesByName.get(name);
    if (known == null) {
      int[] found = new int[slots.size()];
      int count = 0;
      for (int i = 0; i < found.length; i++) {
        if (slots.get(i).pattern.name().matches(name)) {
          found[count++] = i;
        }
      }
      known = java.util.Arrays.copyOf(found, count);
      candidatesByName.put(name, known);
    }
    return known;
  }

  private static boolean accepts(Slot slot, InputSection section) {
    Script.OutputDescription description = slot.output.description;
    if (description != null) {
      boolean writable = section.hasFlag(Elf.SHF_WRITE);
      if (description.constraint() == Script.Constraint.ONLY_IF_RO && writable
          || description.constraint() == Script.Constraint.ONLY_IF_RW && !writable) {
        return false;
      }
    }
    Glob file = slot.inputs.file();
    if (file.matchesAll()
        && slot.inputs.excludedFiles().isEmpty()
        && slot.pattern.excludedFiles().isEmpty()) {
      return true;
    }
    if (!matchesFile(file, section)) {
      return false;
    }
    for (Glob excluded : slot.inputs.excludedFiles()) {
      if (matchesFile(excluded, section)) {
        return false;
      }
    }
    for (Glob excluded : slot.pattern.excludedFiles()) {
      if (matchesFile(excluded, section)) {
        return false;
      }
    }
    return true;
  }

  /** {@code archive:member} names a member of an archive; else path or member name must match. */
  private static boolean matchesFile(Glob glob, InputSection section) {
    if (glob.matchesAll()) {
      return true;
    }
    InputObject file = section.file;
    if (file == null) {
      return false;
    }
    String pattern = glob.toString();
    int colon = pattern.indexOf(':');
    if (colon >= 0) {
      String name = file.name();
      int open = name.endsWith(")") ? name.lastIndexOf('(') : -1;
      String archive = open < 0 ? "" : name.substring(0, open);
      String member = open < 0 ? name : file.memberOrFileName;
      return new Glob(pattern.substring(0, colon)).matches(archive)
          && (colon == pattern.length() - 1
              || new Glob(pattern.substring(colon + 1)).matches(member));
    }
    return glob.matches(file.memberOrFileName) || glob.matches(file.name());
  }

  private void fillOutputs() {
    for (Plan.Step step : plan.steps) {
      if (step instanceof Plan.Section(OutputSection output) && output.description != null) {
        boolean discard = output.name.equals("/DISCARD/");
        for (Script.Item item : output.description.items()) {
          if (item instanceof Script.Inputs inputs) {
            addCaught(output, inputs, discard);
          } else {
            output.elements.add(new LayoutElement.ScriptItem(item));
          }
        }
      }
    }
    plan.steps.removeIf(
        step -> step instanceof Plan.Section section && section.output().name.equals("/DISCARD/"));
  }

  private void addCaught(OutputSection output, Script.Inputs inputs, boolean discard) {
    List<Slot> own = slotsOf.getOrDefault(inputs, List.of());
    List<InputSection> all = new ArrayList<>();
    boolean merged = own.size() > 1 && noneSorted(own);
    for (Slot slot : own) {
      sort(slot);
      all.addAll(slot.caught);
    }
    if (merged) {
      // *(.a .b) takes files in order, and both patterns within each file.
      all.sort((a, b) -> Integer.compare(plan.order(a), plan.order(b)));
    }
    for (InputSection section : all) {
      if (discard) {
        section.discarded = true;
      } else {
        add(output, section);
      }
    }
  }

  private static boolean noneSorted(List<Slot> slots) {
    for (Slot slot : slots) {
      if (slot.pattern.sort() != Script.Sort.NONE) {
        return false;
      }
    }
    return true;
  }

  private static void sort(Slot slot) {
    Comparator<InputSection> byName = (a, b) -> a.name.compareTo(b.name);
    Comparator<InputSection> byAlignment = (a, b) -> Long.compare(b.alignment, a.alignment);
    switch (slot.pattern.sort()) {
      case NONE -> {}
      case BY_NAME -> slot.caught.sort(byName);
      case BY_ALIGNMENT -> slot.caught.sort(byAlignment);
      case BY_NAME_ALIGNMENT -> slot.caught.sort(byName.thenComparing(byAlignment));
      case BY_ALIGNMENT_NAME -> slot.caught.sort(byAlignment.thenComparing(byName));
      case BY_INIT_PRIORITY -> slot.caught.sort(Comparator.comparingInt(SectionAssigner::priority));
    }
  }

  /**
   * The priority in {@code .init_array.00101}; {@code .ctors.65434} counts down from 65535.
   * Sections without a number come last.
   */
  private static int priority(InputSection section) {
    String name = section.name;
    int dot = name.lastIndexOf('.');
    int value = 0;
    if (dot + 1 >= name.length() || name.length() - dot > 8) {
      return Integer.MAX_VALUE;
    }
    for (int i = dot + 1; i < name.length(); i++) {
      if (!Character.isDigit(name.charAt(i))) {
        return Integer.MAX_VALUE;
      }
      value = value * 10 + name.charAt(i) - '0';
    }
    return name.startsWith(".ctors") || name.startsWith(".dtors") ? 65535 - value : value;
  }

  private static void add(OutputSection output, InputSection section) {
    section.output = output;
    output.elements.add(section);
    output.absorb(section);
  }

  private void placeOrphan(InputSection section) {
    String key = section.name + (section.isAlloc() ? "" : "\0");
    OutputSection output = orphans.get(key);
    if (output == null) {
      output = existing(section);
    }
    if (output == null) {
      output = new OutputSection(section.name, null);
      output.absorb(section);
      plan.steps.add(orphanPosition(section), new Plan.Section(output));
      orphans.put(key, output);
    }
    add(output, section);
  }

  /** An output section of the same name that the script has already. */
  private @Nullable OutputSection existing(InputSection section) {
    for (Plan.Step step : plan.steps) {
      if (step instanceof Plan.Section(OutputSection output)
          && output.name.equals(section.name)
          && (!output.hasInputs || output.isAlloc() == section.isAlloc())) {
        return output;
      }
    }
    return null;
  }

  /** Where the closest kin is, from the best kind of kinship to none; the index behind it. */
  private int orphanPosition(InputSection section) {
    int best = -1;
    int bestScore = 0;
    for (int i = 0; i < plan.steps.size(); i++) {
      if (plan.steps.get(i) instanceof Plan.Section(OutputSection output)) {
        int score = kinship(section, output);
        if (score > 0 && score >= bestScore) {
          best = i;
          bestScore = score;
        }
      }
    }
    if (!section.isAlloc()) {
      return plan.steps.size();
    }
    return best < 0 ? firstAlloc() : best + 1;
  }

  private int firstAlloc() {
    for (int i = plan.steps.size() - 1; i >= 0; i--) {
      if (plan.steps.get(i) instanceof Plan.Section(OutputSection output)
          && output.hasInputs
          && output.isAlloc()) {
        return i + 1;
      }
    }
    return plan.steps.size();
  }

  /** How well an orphan fits behind an output section: 0 not at all. */
  private static int kinship(InputSection section, OutputSection output) {
    String anchor =
        section.hasFlag(Elf.SHF_TLS)
            ? (section.isNobits() ? ".tbss" : ".tdata")
            : section.isNobits()
                ? ".bss"
                : section.type == Elf.SHT_NOTE && !section.hasFlag(Elf.SHF_WRITE)
                    ? ".note.gnu.build-id"
                    : section.hasFlag(Elf.SHF_EXECINSTR)
                        ? ".text"
                        : section.hasFlag(Elf.SHF_WRITE)
                            ? (section.name.startsWith(".sdata") ? ".sdata" : ".data")
                            : section.type == Elf.SHT_RELA ? ".rela.dyn" : ".rodata";
    if (output.name.equals(anchor)) {
      return 100;
    }
    if (output.description == null && output.hasInputs && sameKind(section, output)) {
      return 100;
    }
    if (!output.hasInputs || !output.isAlloc()) {
      return 0;
    }
    return sameKind(section, output) ? 50 : compatible(section, output) ? 20 : 0;
  }

  private static boolean sameKind(InputSection section, OutputSection output) {
    long mask = Elf.SHF_WRITE | Elf.SHF_ALLOC | Elf.SHF_EXECINSTR | Elf.SHF_TLS;
    return (section.flags & mask) == (output.flags & mask)
        && section.isNobits() == output.isNobits()
        && (section.type == Elf.SHT_NOTE) == (output.type == Elf.SHT_NOTE);
  }

  private static boolean compatible(InputSection section, OutputSection output) {
    return section.hasFlag(Elf.SHF_WRITE) == output.hasFlag(Elf.SHF_WRITE) && !output.isNobits();
  }
}
