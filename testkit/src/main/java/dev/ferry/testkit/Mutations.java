package dev.ferry.testkit;

import dev.ferry.binutils.asm.Assembler;
import dev.ferry.binutils.asm.AssemblerOptions;
import dev.ferry.binutils.disasm.DisassemblerOptions;
import dev.ferry.binutils.disasm.SectionDisassembler;
import dev.ferry.binutils.elf.Elf;
import dev.ferry.binutils.elf.ObjectFile;
import dev.ferry.binutils.elf.Section;
import dev.ferry.binutils.tools.Binutils;
import dev.ferry.binutils.tools.ToolContext;
import dev.ferry.machine.Machine;
import dev.ferry.machine.linux.Limits;
import dev.ferry.machine.linux.abi.LinuxError;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * Mutated inputs through each stage that reads files: the compiler from text to object, the
 * assembler, the linker with the tools that show objects, the loader with the machine. Whatever the
 * bytes, the stage ends in time with a result or a message; an exception, an internal error or a
 * hang is a bug. Case {@code n} of a kind is the same in every run.
 */
public final class Mutations {
  /** The stages. */
  public enum Kind {
    C,
    ASSEMBLER,
    LINKER,
    LOADER
  }

  private static final int SECONDS = 30;
  private static final Pattern TOKEN =
      Pattern.compile("\\s+|\\w+|\"(?:[^\"\\\\\\n]|\\\\.)*\"|<<=|>>=|->|[-+*/=<>&|!]=|&&|\\|\\||.");

  private final Kind kind;
  private final Path root;
  private final Path home;
  private final Path work;
  private final Workbench bench;
  private final List<byte[]> corpus = new ArrayList<>();

  /**
   * @param root of the sources, whose {@code tests} are the corpus
   * @param home of the installation: headers and libraries
   * @param work a folder for files
   */
  public Mutations(Kind kind, Path root, Path home, Path work) throws IOException {
    this.kind = kind;
    this.root = root;
    this.home = home;
    this.work = work;
    this.bench = new Workbench(work);
    collect();
  }

  private void collect() throws IOException {
    switch (kind) {
      case C -> {
        addFiles("tests/c", ".c");
        addFiles("tests/parse", ".c");
        addFiles("tests/diag/check", ".c");
      }
      case ASSEMBLER -> {
        addFiles("tests/asm", ".s");
        for (Path source : files("tests/c", ".c").subList(0, 8)) {
          compile(source, "-S", "-O1", "-I" + root.resolve("tests/c"));
        }
      }
      case LINKER -> {
        for (Path source : files("tests/c", ".c").subList(0, 8)) {
          compile(source, "-c", "-O1", "-I" + root.resolve("tests/c"));
        }
        corpus.add(Files.readAllBytes(library().resolve("crt1.o")));
      }
      case LOADER -> {
        compile(root.resolve("examples/hello.c"), "-O0");
        compile(root.resolve("tests/c/recursion.c"), "-O1", "-I" + root.resolve("tests/c"));
      }
    }
  }

  private Path library() {
    return home.resolve("lib/rv64-lp64d");
  }

  private List<Path> files(String folder, String suffix) throws IOException {
    try (Stream<Path> all = Files.list(root.resolve(folder))) {
      return all.filter(file -> file.toString().endsWith(suffix)).sorted().toList();
    }
  }

  private void addFiles(String folder, String suffix) throws IOException {
    for (Path file : files(folder, suffix)) {
      corpus.add(Files.readAllBytes(file));
    }
  }

  private void compile(Path source, String... options) throws IOException {
    List<String> line = new ArrayList<>(List.of(options));
    line.addAll(List.of(source.toString(), "-o", "original"));
    Workbench.Compiled done = bench.cc(line);
    if (done.status() != 0) {
      throw new IOException(source + " does not compile: " + done.messages());
    }
    corpus.add(Files.readAllBytes(work.resolve("original")));
  }

  /**
   * Runs cases {@code first} to {@code first + count - 1}.
   *
   * @return a line for each bug: the case's number and what happened
   */
  public List<String> run(long first, int count) throws InterruptedException, IOException {
    List<String> bugs = new ArrayList<>();
    ExecutorService worker = newWorker();
    for (long number = first; number < first + count; number++) {
      byte[] input = mutate(new Random(number));
      Future<String> running = worker.submit(() -> check(input));
      String bug;
      try {
        bug = running.get(SECONDS, TimeUnit.SECONDS);
      } catch (ExecutionException e) {
        Throwable cause = e.getCause();
        bug = describe(cause == null ? e : cause);
      } catch (TimeoutException e) {
        bug = "no end within " + SECONDS + " s";
        worker.shutdownNow();
        worker = newWorker();
      }
      if (!bug.isEmpty()) {
        bugs.add(kind + " " + number + ": " + bug);
        Files.write(work.resolve("bug-" + kind + "-" + number), input);
      }
    }
    worker.shutdownNow();
    return bugs;
  }

  private static ExecutorService newWorker() {
    return Executors.newSingleThreadExecutor(task -> {
      Thread thread = new Thread(null, task, "mutations", 256L << 20);
      thread.setDaemon(true);
      return thread;
    });
  }

  private static String describe(Throwable error) {
    StringBuilder text = new StringBuilder(String.valueOf(error));
    StackTraceElement[] trace = error.getStackTrace();
    for (int i = 0; i < Math.min(4, trace.length); i++) {
      text.append(" < ").append(trace[i]);
    }
    return text.toString();
  }

  // --- Mutating ---------------------------------------------------------------------------------

  private byte[] mutate(Random random) {
    byte[] bytes = corpus.get(random.nextInt(corpus.size()));
    int changes = 1 + random.nextInt(4);
    for (int i = 0; i < changes; i++) {
      boolean text = kind == Kind.C || kind == Kind.ASSEMBLER;
      bytes =
          text && random.nextInt(4) > 0 ? mutateTokens(bytes, random) : mutateBytes(bytes, random);
    }
    return bytes;
  }

  private byte[] mutateTokens(byte[] bytes, Random random) {
    List<String> tokens = tokens(bytes);
    if (tokens.isEmpty()) {
      return bytes;
    }
    int at = random.nextInt(tokens.size());
    switch (random.nextInt(4)) {
      case 0 -> tokens.remove(at);
      case 1 -> tokens.add(at, tokens.get(random.nextInt(tokens.size())));
      case 2 -> tokens.set(at, tokens.get(random.nextInt(tokens.size())));
      default -> {
        List<String> others = tokens(corpus.get(random.nextInt(corpus.size())));
        int from = random.nextInt(others.size());
        int to = Math.min(others.size(), from + 1 + random.nextInt(12));
        tokens.addAll(at, others.subList(from, to));
      }
    }
    return String.join("", tokens).getBytes(StandardCharsets.ISO_8859_1);
  }

  private static List<String> tokens(byte[] bytes) {
    List<String> tokens = new ArrayList<>();
    Matcher matcher = TOKEN.matcher(new String(bytes, StandardCharsets.ISO_8859_1));
    while (matcher.find()) {
      tokens.add(matcher.group());
    }
    return tokens;
  }

  private byte[] mutateBytes(byte[] bytes, Random random) {
    byte[] copy = bytes.clone();
    if (copy.length == 0) {
      return copy;
    }
    int at =
        random.nextInt(3) == 0
            ? random.nextInt(Math.min(64, copy.length))
            : random.nextInt(copy.length);
    switch (random.nextInt(5)) {
      case 0 -> copy[at] = (byte) random.nextInt(256);
      case 1 -> copy[at] ^= (byte) (1 << random.nextInt(8));
      case 2 ->
          Arrays.fill(
              copy,
              at,
              Math.min(copy.length, at + 1 + random.nextInt(8)),
              (byte) -random.nextInt(2));
      case 3 -> {
        return Arrays.copyOf(copy, at);
      }
      default -> {
        int length = Math.min(copy.length - at, 1 + random.nextInt(32));
        System.arraycopy(bytes, random.nextInt(bytes.length - length + 1), copy, at, length);
      }
    }
    return copy;
  }

  // --- Checking ---------------------------------------------------------------------------------

  /** What went wrong, empty if nothing. */
  private String check(byte[] input) throws IOException, InterruptedException {
    return switch (kind) {
      case C -> checkCompiler(input);
      case ASSEMBLER -> checkAssembler(input);
      case LINKER -> checkLinker(input);
      case LOADER -> checkLoader(input);
    };
  }

  private String checkCompiler(byte[] input) throws IOException {
    Files.write(work.resolve("m.c"), input);
    String level = "-O" + Math.floorMod(Arrays.hashCode(input), 3);
    Workbench.Compiled done =
        bench.cc(
            List.of(
                "-c",
                level,
                "-Wall",
                "-Wextra",
                "-I" + root.resolve("tests/c"),
                "m.c",
                "-o",
                "m.o"));
    return internalError(done.messages());
  }

  private static String internalError(String messages) {
    int at = messages.indexOf("internal compiler error");
    return at < 0 ? "" : messages.substring(at).lines().findFirst().orElse("");
  }

  private static String checkAssembler(byte[] input) {
    Assembler.Result result = Assembler.assemble("m.s", input, AssemblerOptions.forIsa("rv64gc"));
    ObjectFile object = result.object();
    if (!result.failed() && object != null) {
      SectionDisassembler disassembler =
          new SectionDisassembler(object, DisassemblerOptions.DEFAULT, true);
      StringBuilder text = new StringBuilder();
      for (Section section : object.sections()) {
        if ((section.flags() & Elf.SHF_EXECINSTR) != 0) {
          disassembler.append(section, text);
        }
      }
    }
    return "";
  }

  private String checkLinker(byte[] input) throws IOException {
    Files.write(work.resolve("m.o"), input);
    String library = library().toString();
    ByteArrayOutputStream messages = new ByteArrayOutputStream();
    for (List<String> line :
        List.of(
            List.of(
                "ld",
                "-o",
                "m",
                library + "/crt1.o",
                "m.o",
                library + "/libc.a",
                library + "/libferryrt.a"),
            List.of("ld", "-r", "-o", "m2.o", "m.o"),
            List.of("ld", "-shared", "--gc-sections", "-o", "m.so", "m.o"),
            List.of("readelf", "-a", "-w", "m.o"),
            List.of("objdump", "-d", "-r", "-t", "-s", "m.o"),
            List.of("nm", "m.o"),
            List.of("size", "m.o"),
            List.of("strip", "-o", "m3.o", "m.o"))) {
      Binutils.run(
          line.getFirst(),
          line.subList(1, line.size()).toArray(new String[0]),
          context(line, messages));
    }
    return internalError(messages.toString(StandardCharsets.UTF_8));
  }

  private ToolContext context(List<String> line, ByteArrayOutputStream messages) {
    PrintStream out = new PrintStream(OutputStream.nullOutputStream());
    return new ToolContext(
        work,
        new ByteArrayInputStream(new byte[0]),
        out,
        new PrintStream(messages, true),
        line.getFirst());
  }

  private static String checkLoader(byte[] input) throws InterruptedException {
    Limits limits =
        Limits.DEFAULT
            .withInstructions(200_000)
            .withMemory(64L << 20)
            .withNanoseconds(TimeUnit.SECONDS.toNanos(5));
    try {
      Machine.builder(input)
          .path("/m")
          .arguments("m")
          .environment(List.of())
          .output(OutputStream.nullOutputStream())
          .error(OutputStream.nullOutputStream())
          .limits(limits)
          .build()
          .run();
    } catch (LinuxError e) {
      // The loader's refusal.
    }
    return "";
  }

  /** {@code KIND ROOT HOME WORK FIRST COUNT}: prints each bug, then the number of cases. */
  public static void main(String[] args) throws IOException, InterruptedException {
    Path work = Files.createDirectories(Path.of(args[3]));
    Mutations mutations =
        new Mutations(
            Kind.valueOf(args[0]), Path.of(args[1]).toAbsolutePath(), Path.of(args[2]), work);
    List<String> bugs = mutations.run(Long.parseLong(args[4]), Integer.parseInt(args[5]));
    bugs.forEach(System.out::println);
    System.out.println(args[5] + " cases, " + bugs.size() + " bugs");
    System.exit(bugs.isEmpty() ? 0 : 1);
  }
}
