package dev.ferry.binutils.elf;

/**
 * One entry of the section header table, as it stands in the file.
 *
 * @param index its number, which other headers and symbols use
 * @param type SHT_ number
 * @param flags SHF_ bits
 * @param address virtual address
 * @param offset of its bytes in the file
 * @param size in bytes
 * @param alignment in bytes; 0 means 1
 * @param entrySize bytes of a table's entry
 */
public record SectionHeader(
    int index,
    String name,
    int type,
    long flags,
    long address,
    long offset,
    long size,
    int link,
    int info,
    long alignment,
    long entrySize) {
  public boolean hasFlag(long flag) {
    return (flags & flag) != 0;
  }
}
