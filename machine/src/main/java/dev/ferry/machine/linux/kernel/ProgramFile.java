package dev.ferry.machine.linux.kernel;

import dev.ferry.machine.linux.abi.Errno;
import dev.ferry.machine.linux.abi.GuestText;
import dev.ferry.machine.linux.abi.LinuxError;
import java.util.ArrayList;
import java.util.List;

/** Finds the program behind a path, through {@code #!} lines (fs/exec.c, fs/binfmt_script.c). */
public final class ProgramFile {
  private ProgramFile() {}

  private static final int MAX_SCRIPTS = 4;

  /** BINPRM_BUF_SIZE: what of a file is looked at to see what it is. */
  private static final int LINE = 256;

  /**
   * A program that a guest may execute.
   *
   * @param path absolute
   * @param name what it is called by: a script's interpreter is given that
   * @param directory where the paths of interpreters start that are relative
   */
  public static ProgramLoader.Program find(
      GuestFileSystem files,
      String path,
      String name,
      String directory,
      List<String> arguments,
      List<String> environment)
      throws LinuxError {
    String wanted = path;
    String script = name;
    List<String> argv = new ArrayList<>(arguments);
    for (int depth = 0; depth <= MAX_SCRIPTS; depth++) {
      if (files.stat(wanted, true).isDirectory()) {
        throw new LinuxError(Errno.EACCES);
      }
      files.access(wanted, 1);
      byte[] bytes = ProgramLoader.readFile(files, wanted);
      if (!isScript(bytes)) {
        int xlen = ProgramLoader.xlen(wanted, bytes);
        String canonical = files.canonical(wanted);
        return new ProgramLoader.Program(canonical, name, bytes, argv, environment, xlen);
      }
      List<String> line = interpreter(bytes);
      if (!argv.isEmpty()) {
        argv.removeFirst();
      }
      argv.addFirst(script);
      argv.addAll(0, line);
      script = line.getFirst();
      wanted = script.startsWith("/") ? script : directory + "/" + script;
    }
    throw new LinuxError(Errno.ELOOP);
  }

  /** Whether the first line of a file names who reads it. */
  public static boolean isScript(byte[] bytes) {
    return bytes.length > 2 && bytes[0] == '#' && bytes[1] == '!';
  }

  /**
   * The interpreter of a script, and all behind it as one argument if there is something.
   *
   * @throws LinuxError ENOEXEC where the line names none
   */
  public static List<String> interpreter(byte[] bytes) throws LinuxError {
    int end = 2;
    while (end < bytes.length && end < LINE && bytes[end] != '\n') {
      end++;
    }
    byte[] line = new byte[end - 2];
    System.arraycopy(bytes, 2, line, 0, line.length);
    String text = GuestText.of(line).strip();
    int space = 0;
    while (space < text.length() && text.charAt(space) != ' ' && text.charAt(space) != '\t') {
      space++;
    }
    if (space == 0) {
      throw new LinuxError(Errno.ENOEXEC);
    }
    String rest = text.substring(space).strip();
    return rest.isEmpty() ? List.of(text) : List.of(text.substring(0, space), rest);
  }
}
