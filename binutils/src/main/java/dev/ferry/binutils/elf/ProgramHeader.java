package dev.ferry.binutils.elf;

/**
 * One entry of the program header table.
 *
 * @param type PT_ number
 * @param flags PF_ bits
 * @param offset of its bytes in the file
 * @param address virtual address of its first byte
 * @param physicalAddress load address for images without virtual memory
 * @param fileSize bytes in the file
 * @param memorySize bytes in memory; those past fileSize are zero
 * @param alignment in bytes
 */
public record ProgramHeader(
    int type,
    int flags,
    long offset,
    long address,
    long physicalAddress,
    long fileSize,
    long memorySize,
    long alignment) {
  public boolean isReadable() {
    return (flags & Elf.PF_R) != 0;
  }

  public boolean isWritable() {
    return (flags & Elf.PF_W) != 0;
  }

  public boolean isExecutable() {
    return (flags & Elf.PF_X) != 0;
  }
}
