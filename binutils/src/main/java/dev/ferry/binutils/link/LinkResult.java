package dev.ferry.binutils.link;

import dev.ferry.binutils.elf.ElfImage;
import java.util.List;

/**
 * What a link gave.
 *
 * @param bytes the file; empty when there were errors
 * @param messages errors and warnings in ld's form, one or more lines each
 * @param map the text of {@code -Map}, or empty
 * @param hasErrors whether the output must not be used
 */
public record LinkResult(byte[] bytes, List<String> messages, String map, boolean hasErrors) {
  /** The image to load; only for executables without errors. */
  public ElfImage image() {
    return ElfImage.parse("a.out", bytes);
  }
}
