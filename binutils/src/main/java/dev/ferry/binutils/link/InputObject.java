package dev.ferry.binutils.link;

import dev.ferry.binutils.elf.ObjectFile;
import dev.ferry.binutils.elf.Section;
import dev.ferry.binutils.elf.Symbol;
import org.jspecify.annotations.Nullable;

/** A relocatable object in the link: its sections and symbols by the object's dense ids. */
final class InputObject implements InputFile {
  final ObjectFile object;
  final String memberOrFileName;
  final @Nullable InputSection[] sections;
  final LinkSymbol[] symbols;

  InputObject(ObjectFile object) {
    this.object = object;
    this.sections = new @Nullable InputSection[object.sections().size()];
    this.symbols = new LinkSymbol[object.symbols().size()];
    this.memberOrFileName = memberOrFileName(object.name());
  }

  @Override
  public String name() {
    return object.name();
  }

  LinkSymbol symbol(Symbol symbol) {
    return symbols[symbol.id()];
  }

  /** The link's section, or null when it was left out of the link. */
  @Nullable InputSection section(Section section) {
    return sections[section.id()];
  }

  /**
   * What a script's file pattern is matched with: the member's name in an archive, else the path.
   */
  private static String memberOrFileName(String name) {
    int open = name.endsWith(")") ? name.lastIndexOf('(') : -1;
    return open < 0 ? name : name.substring(open + 1, name.length() - 1);
  }

  @Override
  public String toString() {
    return name();
  }
}
