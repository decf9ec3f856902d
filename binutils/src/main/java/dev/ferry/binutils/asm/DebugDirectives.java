package dev.ferry.binutils.asm;

import dev.ferry.isa.Registers;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** Directives for debuggers and unwinders: {@code .file}, {@code .loc} and {@code .cfi_*}. */
final class DebugDirectives {
  private final ObjectBuilder builder;
  private final ExpressionParser expressions;

  DebugDirectives(ObjectBuilder builder, ExpressionParser expressions) {
    this.builder = builder;
    this.expressions = expressions;
  }

  boolean run(String name, Cursor in) {
    switch (name) {
      case ".file" -> file(in);
      case ".loc" -> location(in);
      case ".loc_mark_labels" -> {}
      default -> {
        return name.startsWith(".cfi_") && cfi(name, in);
      }
    }
    return true;
  }

  private void file(Cursor in) {
    in.skipSpace();
    if (in.peek() == '"') {
      builder.sourceFile(in.string());
      in.expectEnd();
      return;
    }
    if (!(in.peek() >= '0' && in.peek() <= '9')) {
      builder.sourceFile(in.word());
      return;
    }
    long number = expressions.absolute(in);
    String first = in.string();
    String second = null;
    in.skipSpace();
    if (in.peek() == '"') {
      second = in.string();
      in.skipSpace();
    }
    byte[] md5 = null;
    if (in.plainName().equals("md5")) {
      md5 = md5(in);
    }
    in.expectEnd();
    if (number > 1 << 20) {
      throw new AssemblyException("file number is too large");
    }
    if (second == null) {
      builder.lines().file((int) number, null, first, md5);
    } else {
      builder.lines().file((int) number, first, second, md5);
    }
  }

  private static byte[] md5(Cursor in) {
    String text = in.alphanumeric();
    if (!text.matches("0[xX][0-9a-fA-F]{32}")) {
      throw new AssemblyException("md5 value wants 32 hexadecimal digits");
    }
    byte[] sum = new byte[16];
    // GNU as 2.40 takes the number for one in little-endian order.
    for (int i = 0; i < 16; i++) {
      sum[15 - i] = (byte) Integer.parseInt(text.substring(2 + 2 * i, 4 + 2 * i), 16);
    }
    return sum;
  }

  private int number(Cursor in) {
    long value = expressions.absolute(in);
    if (value < 0 || value > Integer.MAX_VALUE) {
      throw new AssemblyException("number out of range: " + value);
    }
    return (int) value;
  }

  private void location(Cursor in) {
    int file = number(in);
    int line = number(in);
    in.skipSpace();
    int column = in.peek() >= '0' && in.peek() <= '9' ? number(in) : 0;
    LineTable lines = builder.lines();
    lines.location(file, line, column);
    while (!in.atEnd()) {
      String word = in.plainName();
      switch (word) {
        case "basic_block" -> lines.setFlag(LineTable.BASIC_BLOCK, true);
        case "prologue_end" -> lines.setFlag(LineTable.PROLOGUE_END, true);
        case "epilogue_begin" -> lines.setFlag(LineTable.EPILOGUE_BEGIN, true);
        case "is_stmt" -> lines.setFlag(LineTable.IS_STMT, number(in) != 0);
        case "isa" -> lines.setIsa(number(in));
        case "discriminator" -> lines.setDiscriminator(number(in));
        case "view" -> view(in, lines);
        default -> throw new AssemblyException("unknown .loc sub-directive `" + word + "'");
      }
    }
  }

  private void view(Cursor in, LineTable lines) {
    in.skipSpace();
    if (Cursor.isNameStart(in.peek())) {
      lines.setView(builder.symbol(in.plainName()), false);
    } else {
      boolean reset = in.accept('-');
      number(in);
      lines.setView(null, reset);
    }
  }

  // --- Call frames ------------------------------------------------------------------------------

  private boolean cfi(String name, Cursor in) {
    CallFrames frames = builder.frames();
    switch (name) {
      case ".cfi_sections" -> sections(in, frames);
      case ".cfi_startproc" -> frames.start(in.plainName().equals("simple"));
      case ".cfi_endproc" -> frames.end();
      case ".cfi_personality" -> {
        int encoding = number(in);
        frames.personality(encoding, encoding == CallFrames.OMIT ? null : after(in));
      }
      case ".cfi_lsda" -> {
        int encoding = number(in);
        frames.lsda(encoding, encoding == CallFrames.OMIT ? null : after(in));
      }
      case ".cfi_def_cfa" -> {
        int register = register(in);
        in.expectComma();
        frames.defineCfa(register, expressions.absolute(in));
      }
      case ".cfi_def_cfa_register" -> frames.cfaRegister(register(in));
      case ".cfi_def_cfa_offset" -> frames.cfaOffset(expressions.absolute(in));
      case ".cfi_adjust_cfa_offset" -> frames.adjustCfaOffset(expressions.absolute(in));
      case ".cfi_offset" -> {
        int register = register(in);
        in.expectComma();
        frames.offset(register, expressions.absolute(in));
      }
      case ".cfi_rel_offset" -> {
        int register = register(in);
        in.expectComma();
        frames.relativeOffset(register, expressions.absolute(in));
      }
      case ".cfi_val_offset" -> {
        int register = register(in);
        in.expectComma();
        frames.valueOffset(register, expressions.absolute(in));
      }
      case ".cfi_register" -> {
        int register = register(in);
        in.expectComma();
        frames.inRegister(register, register(in));
      }
      case ".cfi_restore" -> {
        do {
          frames.restore(register(in));
        } while (in.acceptComma());
      }
      case ".cfi_undefined" -> {
        do {
          frames.undefined(register(in));
        } while (in.acceptComma());
      }
      case ".cfi_same_value" -> {
        do {
          frames.sameValue(register(in));
        } while (in.acceptComma());
      }
      case ".cfi_remember_state" -> frames.rememberState();
      case ".cfi_restore_state" -> frames.restoreState();
      case ".cfi_return_column" -> frames.returnColumn(register(in));
      case ".cfi_signal_frame" -> frames.signalFrame();
      case ".cfi_window_save" -> frames.windowSave();
      case ".cfi_escape" -> {
        List<Expression> bytes = new ArrayList<>();
        do {
          bytes.add(expressions.parse(in));
        } while (in.acceptComma());
        frames.escape(bytes);
      }
      default -> {
        return false;
      }
    }
    in.expectEnd();
    return true;
  }

  private Expression after(Cursor in) {
    in.expectComma();
    return expressions.parse(in);
  }

  private static void sections(Cursor in, CallFrames frames) {
    boolean eh = false;
    boolean debug = false;
    while (!in.atEnd()) {
      String name = in.plainName();
      switch (name) {
        case ".eh_frame" -> eh = true;
        case ".debug_frame" -> debug = true;
        default -> throw new AssemblyException("unknown .cfi_sections argument `" + name + "'");
      }
      in.acceptComma();
    }
    frames.sections(eh, debug);
  }

  /** A DWARF register number: x registers first, then f registers from 32, CSRs from 4096. */
  private int register(Cursor in) {
    in.skipSpace();
    if (Cursor.isNameStart(in.peek())) {
      int start = in.at;
      String name = in.plainName().toLowerCase(Locale.ROOT);
      int x = Registers.xNumber(name);
      if (x >= 0) {
        return x;
      }
      int f = Registers.fNumber(name);
      if (f >= 0) {
        return 32 + f;
      }
      int csr = Registers.csrNumber(name);
      if (csr >= 0) {
        return 4096 + csr;
      }
      in.at = start;
    }
    return number(in);
  }
}
