package dev.ferry.driver.cc;

import dev.ferry.base.InternalCompilerError;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/** What the user sees of a bug in Ferry: a few lines, the details in a file to send along. */
public final class InternalErrorReport {
  private InternalErrorReport() {}

  /**
   * The report's text, for standard error; the details go to a file.
   *
   * @param source what was being worked on: a file, or the command
   */
  public static String of(Throwable error, String source) {
    return error instanceof InternalCompilerError known
        ? report(known, source)
        : report(new InternalCompilerError("driver", null, error), source);
  }

  private static String report(InternalCompilerError error, String source) {
    StringWriter trace = new StringWriter();
    error.printStackTrace(new PrintWriter(trace));
    Path file = save(source, trace.toString());
    StringBuilder text = new StringBuilder();
    text.append(source).append(": internal compiler error: ").append(error.getMessage());
    text.append(" [in ").append(error.stage());
    if (error.function() != null) {
      text.append(", function ").append(error.function());
    }
    text.append("]\n");
    text.append(
        "This is a bug in Ferry, not in your program. Please report it with the preprocessed source (ferry cc -E)");
    text.append(file == null ? ".\n" : "\nand the details in " + file + ".\n");
    return text.toString();
  }

  private static @Nullable Path save(String source, String details) {
    try {
      Path file = Files.createTempFile("ferry-bug-", ".txt");
      Files.writeString(file, "source: " + source + "\n" + details);
      return file;
    } catch (IOException e) {
      return null;
    }
  }
}
