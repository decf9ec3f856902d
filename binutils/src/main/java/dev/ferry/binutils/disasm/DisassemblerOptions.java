package dev.ferry.binutils.disasm;

/**
 * How instructions are shown ({@code -M} of objdump).
 *
 * @param aliases whether pseudo-instructions are used where they fit
 * @param numeric whether registers are shown as {@code x10} rather than {@code a0}
 */
public record DisassemblerOptions(boolean aliases, boolean numeric) {
  /** The form objdump shows by default. */
  public static final DisassemblerOptions DEFAULT = new DisassemblerOptions(true, false);

  /** Options from the list behind {@code -M}, such as {@code no-aliases,numeric}. */
  public static DisassemblerOptions parse(String text) {
    boolean aliases = true;
    boolean numeric = false;
    for (String part : text.split(",")) {
      switch (part) {
        case "no-aliases" -> aliases = false;
        case "numeric" -> numeric = true;
        default -> {}
      }
    }
    return new DisassemblerOptions(aliases, numeric);
  }
}
