package dev.ferry.driver.cc;

import org.jspecify.annotations.Nullable;

/** What an input is: by {@code -x} or by the name's ending. */
public enum Language {
  C("c"),
  C_HEADER("c-header"),
  CPP_OUTPUT("cpp-output"),
  ASSEMBLER("assembler"),
  ASSEMBLER_WITH_CPP("assembler-with-cpp"),
  IR("ir"),
  /** An object, archive or linker script. */
  LINKABLE("none");

  private final String option;

  Language(String option) {
    this.option = option;
  }

  /** The language of {@code -x name}; null if there is none of that name. */
  public static @Nullable Language ofOption(String name) {
    for (Language language : values()) {
      if (language.option.equals(name)) {
        return language;
      }
    }
    return null;
  }

  /** By the file name's ending; anything unknown goes to the linker. */
  public static Language ofFile(String path) {
    int dot = path.lastIndexOf('.');
    return switch (dot < 0 ? "" : path.substring(dot + 1)) {
      case "c" -> C;
      case "h" -> C_HEADER;
      case "i" -> CPP_OUTPUT;
      case "s" -> ASSEMBLER;
      case "S", "sx" -> ASSEMBLER_WITH_CPP;
      case "ir" -> IR;
      default -> LINKABLE;
    };
  }

  /** Whether it has to be preprocessed. */
  public boolean isPreprocessed() {
    return this == C || this == C_HEADER || this == ASSEMBLER_WITH_CPP;
  }
}
