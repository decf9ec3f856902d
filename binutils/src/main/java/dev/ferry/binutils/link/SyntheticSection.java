package dev.ferry.binutils.link;

/** A section that the linker makes, whose bytes a table knows how to write. */
final class SyntheticSection extends InputSection {
  /** Writes the whole section at {@code at}. */
  interface Writer {
    void write(byte[] out, int at);
  }

  private Writer writer = (out, at) -> {};

  SyntheticSection(String name, int type, long flags, long alignment, long entrySize) {
    super(name, type, flags, alignment);
    this.entrySize = entrySize;
  }

  SyntheticSection writtenBy(Writer how) {
    writer = how;
    return this;
  }

  @Override
  void write(byte[] out, int at) {
    if (size > 0 && !isNobits()) {
      writer.write(out, at);
    }
  }
}
