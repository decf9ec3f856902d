package dev.ferry.driver.cc;

import dev.ferry.binutils.elf.ElfWriter;
import dev.ferry.binutils.elf.ObjectFile;
import dev.ferry.driver.Console;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.util.ArrayList;
import java.util.List;

/** Files beside the main output: {@code -save-temps} and {@code -MJ}. */
final class Extras {
  private final CcOptions options;
  private final Console console;

  Extras(CcOptions options, Console console) {
    this.options = options;
    this.console = console;
  }

  /** Writes what was asked for; the source has been compiled without errors. */
  void write(CompileTask task, String objectName) throws IOException {
    String database = options.internal.get("compile-commands");
    if (database != null) {
      Files.writeString(console.resolve(database), command(task.path(), objectName));
    }
    if (options.saveTemps && task.language() == Language.C) {
      String stem = objectName.replaceFirst("\\.[^./]*$", "");
      intermediate(task, CcOptions.Stage.PREPROCESS, stem + ".i");
      intermediate(task, CcOptions.Stage.ASSEMBLY, stem + ".s");
      intermediate(task, CcOptions.Stage.OBJECT, stem + ".o");
    }
  }

  private void intermediate(CompileTask task, CcOptions.Stage stage, String file)
      throws IOException {
    if (stage.compareTo(options.stage) >= 0) {
      return;
    }
    try {
      CompileTask.Result result = task.again().run(stage);
      byte[] preprocessed = result.preprocessed();
      String assembly = result.assembly();
      ObjectFile object = result.object();
      if (preprocessed != null) {
        Files.write(console.resolve(file), preprocessed);
      } else if (assembly != null) {
        Files.writeString(console.resolve(file), assembly);
      } else if (object != null) {
        Files.write(console.resolve(file), ElfWriter.write(object));
      }
    } catch (UsageException e) {
      throw new IOException(e.getMessage(), e);
    }
  }

  /** One entry of a compilation database, with the comma that lets such files be concatenated. */
  private String command(String source, String object) {
    List<String> words = new ArrayList<>(List.of("ferry-cc"));
    words.addAll(options.commandLine);
    StringBuilder text = new StringBuilder("{ \"directory\": ");
    text.append(json(console.directory().toString()));
    text.append(", \"file\": ").append(json(source));
    text.append(", \"output\": ").append(json(object)).append(", \"arguments\": [");
    for (int i = 0; i < words.size(); i++) {
      text.append(i == 0 ? "" : ", ").append(json(words.get(i)));
    }
    return text.append("]},\n").toString();
  }

  private static String json(String text) {
    StringBuilder quoted = new StringBuilder("\"");
    for (byte b : text.getBytes(StandardCharsets.UTF_8)) {
      char c = (char) (b & 0xff);
      if (c == '"' || c == '\\') {
        quoted.append('\\').append(c);
      } else if (c < 0x20) {
        quoted.append(String.format("\\u%04x", (int) c));
      } else {
        quoted.append(c);
      }
    }
    byte[] bytes = quoted.append('"').toString().getBytes(StandardCharsets.ISO_8859_1);
    return new String(bytes, StandardCharsets.UTF_8);
  }
}
