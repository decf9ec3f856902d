package dev.ferry.cli;

import dev.ferry.binutils.ar.ArchiveWriter;
import dev.ferry.binutils.elf.Elf;
import dev.ferry.binutils.elf.ElfReader;
import dev.ferry.binutils.elf.ElfWriter;
import dev.ferry.binutils.elf.ObjectFile;
import dev.ferry.binutils.elf.Symbol;
import dev.ferry.driver.Console;
import dev.ferry.driver.cc.CcDriver;
import dev.ferry.driver.cc.Libraries;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/**
 * The last step of the build: lays out {@code dist/}: the jar, the headers, the C library compiled
 * by the compiler just built, names for the tools, the start-up cache.
 */
public final class Install {
  private final Path root;
  private final Path dist;

  private Install(Path root) {
    this.root = root;
    this.dist = root.resolve("dist");
  }

  public static void main(String[] args) throws IOException, InterruptedException {
    Path root = Path.of(args.length > 0 ? args[0] : ".").toAbsolutePath().normalize();
    System.exit(new Install(root).run() ? 0 : 1);
  }

  private boolean run() throws IOException, InterruptedException {
    Files.deleteIfExists(dist.resolve("complete"));
    Files.deleteIfExists(dist.resolve("lib/ferry.aot"));
    Files.createDirectories(dist.resolve("lib"));
    StartupJar.copy(root.resolve("cli/target/ferry.jar"), dist.resolve("lib/ferry.jar"));
    copyTree(root.resolve("libc/include"), dist.resolve("include"));
    System.setProperty("ferry.home", dist.toString());
    copyTree(root.resolve("c/src/main/resources/dev/ferry/c/include"), Libraries.ownHeaders());
    if (!buildLibrary("rv64gc", "lp64d", "rv64-lp64d")) {
      return false;
    }
    toolNames();
    Files.writeString(dist.resolve("java-home"), System.getProperty("java.home") + "\n");
    startUpCache();
    Files.writeString(dist.resolve("complete"), "");
    return true;
  }

  private static void copyTree(Path from, Path to) throws IOException {
    try (Stream<Path> files = Files.walk(from)) {
      for (Path file : files.toList()) {
        Path target = to.resolve(from.relativize(file).toString());
        if (Files.isDirectory(file)) {
          Files.createDirectories(target);
        } else {
          Files.copy(file, target, StandardCopyOption.REPLACE_EXISTING);
        }
      }
    }
  }

  private static List<Path> sources(Path folder) throws IOException {
    try (Stream<Path> files = Files.walk(folder)) {
      return files
          .filter(f -> f.toString().endsWith(".c") || f.toString().endsWith(".S"))
          .sorted()
          .toList();
    }
  }

  /** All variants: to be relaxed by the linker, for quick links, for PIEs and shared objects. */
  private boolean buildLibrary(String march, String abi, String folder) throws IOException {
    List<String> target = List.of("-march=" + march, "-mabi=" + abi);
    return buildLibrary(target, List.of(), folder)
        && buildLibrary(
            target, List.of("-mno-relax", "-mresolve-branches"), folder + "/" + Libraries.NO_RELAX)
        && buildLibrary(target, List.of("-fPIE"), folder + "/" + Libraries.PIC);
  }

  private boolean buildLibrary(List<String> target, List<String> variant, String folder)
      throws IOException {
    Path out = dist.resolve("lib").resolve(folder);
    Files.createDirectories(out);
    for (String part : List.of("src", "runtime")) {
      Path objects = root.resolve("out/libc").resolve(folder).resolve(part);
      Files.createDirectories(objects);
      List<Path> sources = sources(root.resolve("libc").resolve(part));
      if (!haveNamesOfTheirOwn(sources)) {
        return false;
      }
      List<String> options = new ArrayList<>(target);
      options.addAll(variant);
      if (part.equals("runtime")) {
        options.add("-fvisibility=hidden"); // as in libgcc: a shared object keeps its own
      }
      if (!compile(sources, objects, options)) {
        System.err.println("ferry: the C library does not compile");
        return false;
      }
      archive(sources, objects, out.resolve(part.equals("src") ? "libc.a" : "libferryrt.a"));
    }
    Files.copy(
        root.resolve("out/libc").resolve(folder).resolve("src/crt1.o"),
        out.resolve(folder.endsWith(Libraries.PIC) ? "rcrt1.o" : "crt1.o"),
        StandardCopyOption.REPLACE_EXISTING);
    // The names that programs ask for by -l; all of it is in libc.a.
    for (String name : List.of("libm.a", "libpthread.a", "librt.a", "libdl.a")) {
      Files.write(out.resolve(name), ArchiveWriter.write(List.of(), true, false, 0));
    }
    return true;
  }

  private static boolean compile(List<Path> sources, Path objects, List<String> target) {
    List<String> line =
        new ArrayList<>(
            List.of(
                "-c",
                "-j",
                "-O2",
                "-std=gnu17",
                "-ffreestanding",
                "-fno-builtin",
                "-fno-strict-aliasing",
                "-ffp-contract=off",
                "-w",
                "-D_GNU_SOURCE"));
    line.addAll(target);
    for (Path source : sources) {
      line.add(source.toString());
    }
    Console console =
        new Console(
            System.in, System.out, new PrintStream(System.err, true), objects, Map.of(), false);
    return new CcDriver(console).run(line) == 0;
  }

  /** Objects lie in one folder and one archive, wherever their sources are. */
  private static boolean haveNamesOfTheirOwn(List<Path> sources) {
    Map<String, Path> taken = new HashMap<>();
    for (Path source : sources) {
      Path other = taken.put(objectName(source), source);
      if (other != null) {
        System.err.printf("ferry: %s and %s give the same object%n", other, source);
        return false;
      }
    }
    return true;
  }

  private static String objectName(Path source) {
    String file = source.getFileName().toString();
    return file.substring(0, file.lastIndexOf('.')) + ".o";
  }

  private static void archive(List<Path> sources, Path objects, Path out) throws IOException {
    List<ArchiveWriter.Entry> entries = new ArrayList<>();
    for (Path source : sources) {
      String object = objectName(source);
      if (!object.equals("crt1.o")) {
        byte[] bytes = weakened(object, Files.readAllBytes(objects.resolve(object)));
        entries.add(ArchiveWriter.Entry.deterministic(object, bytes));
      }
    }
    Files.write(out, ArchiveWriter.write(entries, true, false, 0));
  }

  /**
   * Makes the names that are not the implementation's weak: a program may have a {@code getline} or
   * {@code ffs} of its own (C17 7.1.3) although the object that holds ours is needed.
   */
  private static byte[] weakened(String name, byte[] bytes) {
    ObjectFile object = ElfReader.read(name, bytes);
    for (Symbol symbol : object.symbols()) {
      if (symbol.binding() == Elf.STB_GLOBAL
          && symbol.place() == Symbol.Place.SECTION
          && !symbol.name().startsWith("_")) {
        symbol.setBinding(Elf.STB_WEAK);
      }
    }
    return ElfWriter.write(object);
  }

  /**
   * {@code dist/bin/ferry-cc} and so on; under names like gcc's cross tools in a folder of their
   * own.
   */
  private void toolNames() throws IOException {
    Path bin = dist.resolve("bin");
    Path cross = dist.resolve("cross-bin");
    Files.createDirectories(bin);
    Files.createDirectories(cross);
    link(bin.resolve("ferry"));
    for (String tool :
        List.of(
            "cc",
            "as",
            "ld",
            "ar",
            "ranlib",
            "nm",
            "objdump",
            "objcopy",
            "readelf",
            "size",
            "strip",
            "strings",
            "addr2line",
            "run")) {
      link(bin.resolve("ferry-" + tool));
      if (!tool.equals("run")) {
        String name = tool.equals("cc") ? "gcc" : tool;
        link(cross.resolve("riscv64-linux-gnu-" + name));
        link(cross.resolve("riscv64-unknown-elf-" + name));
      }
    }
  }

  private void link(Path name) throws IOException {
    Files.deleteIfExists(name);
    try {
      Files.createSymbolicLink(name, Path.of("../../ferry"));
    } catch (UnsupportedOperationException | IOException e) {
      // Windows without the right to make links: ferry.cmd COMMAND does the same.
      return;
    }
  }

  /**
   * JDK 25's ahead-of-time cache (JEP 483, 514, 515): loaded classes and profiles of a training
   * run.
   */
  private void startUpCache() throws IOException, InterruptedException {
    Path log = root.resolve("out/aot.log");
    List<String> command =
        List.of(
            Path.of(System.getProperty("java.home"), "bin", "java").toString(),
            "-XX:AOTCacheOutput=" + dist.resolve("lib/ferry.aot"),
            "-XX:+UseSerialGC",
            // Only what is called often in training is worth compiling at once in every later run.
            "-XX:CompileThresholdScaling=4",
            "-Xss4m",
            "--sun-misc-unsafe-memory-access=allow",
            "--enable-native-access=ALL-UNNAMED",
            "--add-exports=java.base/jdk.internal.misc=ALL-UNNAMED",
            "-Dferry.home=" + dist,
            "-cp",
            dist.resolve("lib/ferry.jar").toString(),
            "dev.ferry.cli.Training",
            root.toString());
    Process process =
        new ProcessBuilder(command).redirectErrorStream(true).redirectOutput(log.toFile()).start();
    if (process.waitFor() != 0) {
      System.err.println(
          "ferry: note: no start-up cache was made (see " + log + "); starts will be slower");
    }
  }
}
