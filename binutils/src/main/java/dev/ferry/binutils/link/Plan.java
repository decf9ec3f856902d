package dev.ferry.binutils.link;

import java.util.ArrayList;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The order of the output: sections and the script's statements between them. */
final class Plan {
  /** One thing that the layout walks over. */
  sealed interface Step {}

  record Section(OutputSection output) implements Step {}

  /** An assignment or assertion outside sections. */
  record Statement(Script.Command command) implements Step {}

  final List<Step> steps = new ArrayList<>();
  private final Map<InputSection, Integer> order = new IdentityHashMap<>();

  Plan(List<InputSection> sections) {
    for (int i = 0; i < sections.size(); i++) {
      order.put(sections.get(i), i);
    }
  }

  /** Number of a section in input order. */
  int order(InputSection section) {
    return order.getOrDefault(section, Integer.MAX_VALUE);
  }

  List<OutputSection> outputs() {
    List<OutputSection> outputs = new ArrayList<>();
    for (Step step : steps) {
      if (step instanceof Section(OutputSection output)) {
        outputs.add(output);
      }
    }
    return outputs;
  }

  /** The first output section of that name that has parts, else the first of that name, or null. */
  @Nullable OutputSection find(String name) {
    OutputSection first = null;
    for (Step step : steps) {
      if (step instanceof Section(OutputSection output) && output.name.equals(name)) {
        if (output.hasInputs) {
          return output;
        }
        first = first == null ? output : first;
      }
    }
    return first;
  }
}
