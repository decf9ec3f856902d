package dev.ferry.cli;

/** Maps the names that build systems call tools by to Ferry's commands. */
final class ToolNames {
  private ToolNames() {}

  /**
   * The command for a program name: {@code ferry-cc}, {@code riscv64-linux-gnu-gcc}, {@code
   * riscv64-unknown-elf-ld.bfd}; empty for {@code ferry} itself.
   */
  static String command(String program) {
    String name = program.endsWith(".exe") ? program.substring(0, program.length() - 4) : program;
    int dash = name.lastIndexOf('-');
    String tool = name.substring(dash + 1);
    if (name.endsWith("-gcc-ar") || name.endsWith("-gcc-nm") || name.endsWith("-gcc-ranlib")) {
      return tool;
    }
    return switch (tool) {
      case "ferry" -> "";
      case "gcc", "cc", "clang", "cpp" -> "cc";
      case "ld.bfd" -> "ld";
      default -> tool;
    };
  }
}
