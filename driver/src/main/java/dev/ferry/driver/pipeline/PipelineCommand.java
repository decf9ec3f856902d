package dev.ferry.driver.pipeline;

import dev.ferry.base.InternalCompilerError;
import dev.ferry.binutils.elf.ElfFormatException;
import dev.ferry.driver.Console;
import dev.ferry.driver.cc.CcCommandLine;
import dev.ferry.driver.cc.CcDriver;
import dev.ferry.driver.cc.CcOptions;
import dev.ferry.driver.cc.InternalErrorReport;
import dev.ferry.driver.cc.UsageException;
import dev.ferry.driver.json.Json;
import dev.ferry.machine.linux.Limits;
import dev.ferry.machine.linux.abi.LinuxError;
import dev.ferry.machine.timing.PipelineConfig;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * {@code ferry pipeline}: compiles or takes a program, runs it on a timing model and shows it. Also
 * reads memory images in text form.
 */
public final class PipelineCommand {
  private final Console console;
  private final PipelineOptions options = new PipelineOptions();
  private final List<String> compile = new ArrayList<>();
  private final List<String> arguments = new ArrayList<>();
  private String program = "";
  private String dataImage = "";
  private String outputDirectory = "";
  private String start = "";
  private long from;
  private long count = 40;
  private long maxInstructions = 100_000_000;
  private Form form = Form.TEXT;
  private String svg = "";

  private enum Form {
    TEXT,
    JSON
  }

  public PipelineCommand(Console console) {
    this.console = console;
  }

  /** Runs a command line (what follows {@code pipeline}); 0, or 2 for a wrong line, 1 else. */
  public int run(List<String> line) {
    try {
      parse(line);
      if (!program.isEmpty() && isImage(program)) {
        return image();
      }
      byte[] elf = elf();
      return elf == null ? 1 : time(elf);
    } catch (UsageException | IllegalArgumentException e) {
      console.err().println("ferry pipeline: " + e.getMessage());
      return 2;
    } catch (IOException e) {
      console.err().println("ferry pipeline: " + e.getMessage());
      return 1;
    } catch (LinuxError e) {
      console.err().println("ferry pipeline: " + program + ": not a RISC-V program");
      return 1;
    } catch (ElfFormatException e) {
      console.err().println("ferry pipeline: " + program + ": " + e.getMessage());
      return 1;
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return 130;
    } catch (RuntimeException e) {
      InternalCompilerError error = new InternalCompilerError("driver.pipeline", null, e);
      console.err().print(InternalErrorReport.of(error, program));
      return 4;
    }
  }

  // ---- the command line

  private void parse(List<String> line) throws UsageException {
    int i = 0;
    while (i < line.size()) {
      String word = line.get(i++);
      if (word.equals("--")) {
        arguments.addAll(line.subList(i, line.size()));
        break;
      }
      if (!word.startsWith("--") || !own(word)) {
        if (program.isEmpty() && !word.startsWith("-")) {
          program = word;
        }
        compile.add(word);
      }
    }
    if (program.isEmpty()) {
      throw new UsageException("no program given; try: ferry pipeline prog.c");
    }
  }

  /** Handles an option of its own; false for one of the compiler. */
  private boolean own(String word) throws UsageException {
    int equals = word.indexOf('=');
    String name = word.substring(2, equals < 0 ? word.length() : equals);
    String value = equals < 0 ? "" : word.substring(equals + 1);
    if (PipelineOptions.knows(name)) {
      options.set(name, value);
      return true;
    }
    switch (name) {
      case "json" -> form = Form.JSON;
      case "svg" -> svg = value.isEmpty() ? "-" : value;
      case "start" -> start = value;
      case "from" -> from = number(name, value);
      case "count" -> count = number(name, value);
      case "max-instructions" -> maxInstructions = number(name, value);
      case "dmem" -> dataImage = value;
      case "dump" -> outputDirectory = value;
      default -> {
        return false;
      }
    }
    return true;
  }

  private static long number(String name, String value) throws UsageException {
    try {
      long number = (long) Double.parseDouble(value);
      if (number >= 0) {
        return number;
      }
    } catch (NumberFormatException e) {
      // Said below.
    }
    throw new UsageException("--" + name + " wants a number");
  }

  /** What {@code --help} says. */
  public static String help() {
    StringBuilder text = new StringBuilder(HELP);
    for (Map.Entry<String, String> option : PipelineOptions.texts().entrySet()) {
      text.append("  --").append(option.getKey()).append('=');
      text.append(" ".repeat(Math.max(1, 22 - option.getKey().length())));
      text.append(option.getValue()).append('\n');
    }
    return text.toString();
  }

  private static final String HELP =
      """
      Usage: ferry pipeline [options] prog.c|prog.s|PROGRAM|imem.txt [-- arguments]
      Runs a program on a model of a processor and shows, cycle by cycle, what happens in it.
      The compiler's options are understood too (-O2, -march=rv32im, …). Assembly without main or
      _start runs from its first instruction to the first ebreak, or its end.
        --start=NAME|0xADDRESS   count the diagram's instructions from there (default: main)
        --from=N --count=N       the diagram's first instruction (0) and how many (40)
        --max-instructions=N     end the run after N (default 100 million)
        --json                   one JSON document (docs/json/pipeline.schema.json)
        --svg=FILE               the diagram as a picture
        --dmem=FILE --dump=DIR   for memory images: the data, and where to write all states
      The processor:
      """;

  // ---- programs

  private byte @Nullable [] elf() throws UsageException, IOException {
    Path path = console.resolve(program);
    if (!Files.isRegularFile(path)) {
      throw new UsageException(program + ": No such file or directory");
    }
    byte[] bytes = Files.readAllBytes(path);
    if (bytes.length > 4 && bytes[0] == 0x7f && bytes[1] == 'E' && bytes[16] != 1) {
      return bytes;
    }
    List<String> line = new ArrayList<>(compile);
    line.add("-g");
    if (program.endsWith(".s") && BareAssembly.isBare(new String(bytes, StandardCharsets.UTF_8))) {
      return BareAssembly.link(console, path, line, program);
    }
    CcOptions cc = CcCommandLine.parse(line, console.directory());
    CcDriver driver = new CcDriver(console);
    byte[] image = driver.image(cc);
    console.err().flush();
    return image;
  }

  private int time(byte[] elf) throws LinuxError, InterruptedException, IOException {
    List<String> argv = new ArrayList<>();
    argv.add(program);
    argv.addAll(arguments);
    PipelineRequest request =
        new PipelineRequest(
            program,
            elf,
            argv,
            options.config(),
            start,
            from,
            count,
            Limits.DEFAULT.withInstructions(maxInstructions),
            console.in());
    PipelineDocument document = PipelineRun.run(request);
    show(document);
    return 0;
  }

  private void show(PipelineDocument document) throws IOException {
    if (!svg.isEmpty()) {
      String picture = PipelineSvg.of(document);
      if (svg.equals("-")) {
        console.out().print(picture);
        return;
      }
      Files.writeString(console.resolve(svg), picture);
    }
    if (form == Form.JSON) {
      console.out().println(Json.of(document));
      return;
    }
    if (!document.outcome().output().isEmpty()) {
      console.out().print(document.outcome().output());
      console.out().println(document.outcome().output().endsWith("\n") ? "" : "\n");
    }
    console.out().print(new PipelineText(document).print());
  }

  // ---- images

  private boolean isImage(String name) throws IOException {
    return name.endsWith(".txt") && MemoryImage.isImage(console.resolve(name));
  }

  private int image() throws IOException, UsageException {
    Path code = console.resolve(program);
    Path data = dataImage.isEmpty() ? code.resolveSibling("dmem.txt") : console.resolve(dataImage);
    MemoryImage words = MemoryImage.read(code);
    MemoryImage values = Files.exists(data) ? MemoryImage.read(data) : MemoryImage.EMPTY;
    PipelineConfig config = options.config();
    ImageRun run = new ImageRun(words, values, config, maxInstructions, from, count);
    PipelineDocument document = run.run(program);
    if (!outputDirectory.isEmpty()) {
      run.dump(console.resolve(outputDirectory));
    }
    show(document);
    return 0;
  }
}
