package dev.ferry.isa;

import org.jspecify.annotations.Nullable;

/**
 * The extensions of the instruction set that the tables describe. A set of them is a {@code long}
 * with bit {@link #ordinal()} per member ({@link #bit()}).
 */
public enum Extension {
  I("i"),
  E("e"),
  M("m"),
  A("a"),
  F("f"),
  D("d"),
  C("c"),
  ZICBOM("zicbom"),
  ZICBOP("zicbop"),
  ZICBOZ("zicboz"),
  ZICOND("zicond"),
  ZICSR("zicsr"),
  ZIFENCEI("zifencei"),
  ZIHINTPAUSE("zihintpause"),
  ZMMUL("zmmul"),
  ZFA("zfa"),
  ZFH("zfh"),
  ZFHMIN("zfhmin"),
  ZBA("zba"),
  ZBB("zbb"),
  ZBC("zbc"),
  ZBS("zbs");

  private static final Extension[] ALL = values();

  private final String text;

  Extension(String text) {
    this.text = text;
  }

  /** The name as {@code -march} strings write it, in lower case. */
  public String text() {
    return text;
  }

  /** This extension as a one-element set. */
  public long bit() {
    return 1L << ordinal();
  }

  /** Whether {@code set} contains this extension. */
  public boolean in(long set) {
    return (set & bit()) != 0;
  }

  /** The extension named {@code text} in lower case, or null. */
  public static @Nullable Extension named(String text) {
    for (Extension extension : ALL) {
      if (extension.text.equals(text)) {
        return extension;
      }
    }
    return null;
  }
}
