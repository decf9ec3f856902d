package dev.ferry.driver.cc;

import dev.ferry.binutils.elf.ObjectFile;
import dev.ferry.binutils.link.LinkInput;
import dev.ferry.binutils.link.LinkResult;
import dev.ferry.binutils.link.Linker;
import dev.ferry.binutils.tools.LdCommandLine;
import dev.ferry.driver.Console;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** Links from an ld command line, objects in memory standing for files that were never written. */
public final class LinkStep {
  private LinkStep() {}

  /** What a link gave: the file's bytes unless it failed. */
  public record Outcome(boolean failed, byte[] bytes, List<String> messages) {}

  /**
   * @param line arguments for ld
   * @param objects by the name they have in {@code line}
   */
  public static Outcome link(List<String> line, Map<String, ObjectFile> objects, Console console) {
    LdCommandLine parsed = LdCommandLine.parse(line, console.directory());
    List<LinkInput> inputs = new ArrayList<>();
    for (LinkInput input : parsed.inputs()) {
      ObjectFile object = input instanceof LinkInput.File(String path) ? objects.get(path) : null;
      inputs.add(object == null ? input : new LinkInput.InMemory(object));
    }
    LinkResult result = Linker.link(parsed.options(), inputs);
    parsed.writeMap(result, console.out());
    return new Outcome(result.hasErrors(), result.bytes(), result.messages());
  }
}
