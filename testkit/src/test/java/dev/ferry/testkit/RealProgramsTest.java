package dev.ferry.testkit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;
import static org.junit.jupiter.api.DynamicTest.dynamicTest;

import dev.ferry.machine.linux.Grant;
import dev.ferry.machine.linux.Limits;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.io.TempDir;

/**
 * Lua, zlib and bzip2 from Debian's source packages, unmodified, with the built-in library and with
 * glibc, checked on the machine and under QEMU. {@code tests/projects/run} builds them, and more,
 * with their own build systems.
 */
class RealProgramsTest {
  private static final Path ROOT = Path.of(System.getProperty("ferry.root", "..")).toAbsolutePath();
  private static final Path GLIBC = Path.of("/usr/riscv64-linux-gnu");

  @TempDir Path work;

  /** What runs a program: arguments in, output back; the working directory is the guest's too. */
  private interface Runner {
    String run(Path directory, String program, String... arguments)
        throws IOException, InterruptedException;
  }

  private interface Check {
    void with(Path source, Path directory, Runner runner) throws IOException, InterruptedException;
  }

  /**
   * @param without sources of the folder that do not belong into the program
   */
  private record Project(
      String name,
      String folder,
      Set<String> without,
      List<String> options,
      List<String> programs,
      Check check) {}

  private static final List<Project> PROJECTS =
      List.of(
          new Project(
              "lua5.4",
              "src",
              Set.of("lua.c", "luac.c"),
              List.of("-DLUA_COMPAT_5_3", "-DLUA_USE_POSIX"),
              List.of("lua.c"),
              RealProgramsTest::lua),
          new Project(
              "zlib",
              ".",
              Set.of(),
              List.of("-DHAVE_UNISTD_H", "-I."),
              List.of("test/example.c", "test/minigzip.c"),
              RealProgramsTest::zlib),
          new Project(
              "bzip2",
              ".",
              Set.of("bzip2.c", "bzip2recover.c", "dlltest.c", "mk251.c", "spewG.c", "unzcrash.c"),
              List.of("-D_FILE_OFFSET_BITS=64"),
              List.of("bzip2.c"),
              RealProgramsTest::bzip2));

  @TestFactory
  Stream<DynamicTest> projects() {
    assumeTrue(Files.exists(ROOT.resolve("dist/complete")), "the C library is not built");
    List<DynamicTest> tests = new ArrayList<>();
    for (Project project : PROJECTS) {
      for (String libc : List.of("ferry", "glibc")) {
        tests.add(dynamicTest(project.name() + " with " + libc, () -> build(project, libc)));
      }
    }
    return tests.stream();
  }

  private void build(Project project, String libc) throws IOException, InterruptedException {
    Path source = DebianSource.of(project.name());
    assumeTrue(source != null, "no source of " + project.name() + ": apt-get source fails");
    assumeTrue(libc.equals("ferry") || Files.isDirectory(GLIBC), "no cross glibc");
    Path folder = source.resolve(project.folder());
    Path out = Files.createTempDirectory(work, project.name());
    Workbench tools = new Workbench(folder);
    for (String program : project.programs()) {
      List<String> line = new ArrayList<>(List.of("-O1", "-w", "-j2", "--libc=" + libc));
      line.addAll(project.options());
      line.addAll(library(folder, project));
      line.addAll(List.of(program, "-lm", "-o", out.resolve(stem(program)).toString()));
      Workbench.Compiled compiled = tools.cc(line);
      assertThat(compiled.status()).as(compiled.messages()).isZero();
    }
    project.check().with(source, out, RealProgramsTest::onMachine);
    if (Oracle.has("qemu-riscv64")) {
      project.check().with(source, out, RealProgramsTest::underQemu);
    }
  }

  private static List<String> library(Path folder, Project project) throws IOException {
    Set<String> names = new TreeSet<>();
    try (Stream<Path> files = Files.list(folder)) {
      files.map(f -> f.getFileName().toString()).filter(f -> f.endsWith(".c")).forEach(names::add);
    }
    names.removeAll(project.without());
    return List.copyOf(names);
  }

  private static String stem(String source) {
    return source.substring(source.lastIndexOf('/') + 1, source.length() - 2);
  }

  private static String onMachine(Path directory, String program, String... arguments)
      throws IOException, InterruptedException {
    Workbench bench = new Workbench(directory).grant(new Grant(directory, "/tmp", false));
    if (Files.isDirectory(GLIBC)) {
      bench.grant(new Grant(GLIBC.resolve("lib"), "/lib", true));
    }
    String[] argv = new String[arguments.length + 1];
    argv[0] = program;
    System.arraycopy(arguments, 0, argv, 1, arguments.length);
    Workbench.Run run =
        bench.run(
            Files.readAllBytes(directory.resolve(program)),
            Limits.DEFAULT.withNanoseconds(120_000_000_000L),
            "",
            argv);
    String text = run.output() + run.error();
    assertThat(run.status()).as(text + run.outcome().message()).isZero();
    return text;
  }

  private static String underQemu(Path directory, String program, String... arguments)
      throws IOException, InterruptedException {
    List<String> line = new ArrayList<>(List.of("qemu-riscv64", "-L", GLIBC.toString()));
    line.add("./" + program);
    line.addAll(Arrays.asList(arguments));
    Oracle.Result result = Oracle.run(directory, null, line);
    assertThat(result.status()).as(result.output()).isZero();
    return result.output();
  }

  /** A script that uses every library and says of each group whether it behaved. */
  private static void lua(Path source, Path directory, Runner runner)
      throws IOException, InterruptedException {
    copy(ROOT.resolve("tests/programs/libraries.lua"), directory);
    String output = runner.run(directory, "lua", "libraries.lua");
    assertThat(output.lines()).isNotEmpty().allMatch(line -> line.startsWith("ok "));
  }

  /** The package's own test: example, and minigzip there and back. */
  private static void zlib(Path source, Path directory, Runner runner)
      throws IOException, InterruptedException {
    assertThat(runner.run(directory, "example"))
        .contains("inflate(): hello, hello!", "inflateSync(): hello, hello!");
    Path text = copy(source.resolve("zlib.h"), directory);
    byte[] original = Files.readAllBytes(text);
    runner.run(directory, "minigzip", "zlib.h");
    assertThat(text).doesNotExist();
    assertThat(Files.size(directory.resolve("zlib.h.gz"))).isLessThan(original.length / 3);
    runner.run(directory, "minigzip", "-d", "zlib.h.gz");
    assertThat(Files.readAllBytes(text)).isEqualTo(original);
  }

  /** The package's own test: three samples compressed and decompressed, byte for byte. */
  private static void bzip2(Path source, Path directory, Runner runner)
      throws IOException, InterruptedException {
    for (String n : List.of("1", "2", "3")) {
      Path reference = copy(source.resolve("sample" + n + ".ref"), directory);
      byte[] original = Files.readAllBytes(reference);
      runner.run(directory, "bzip2", "-f", "-" + n, "sample" + n + ".ref");
      Path packed = directory.resolve("sample" + n + ".ref.bz2");
      assertThat(Files.readAllBytes(packed))
          .isEqualTo(Files.readAllBytes(source.resolve("sample" + n + ".bz2")));
      String decompress = n.equals("3") ? "-dsf" : "-df"; // the third with little memory, as there
      runner.run(directory, "bzip2", decompress, packed.getFileName().toString());
      assertThat(Files.readAllBytes(reference)).isEqualTo(original);
    }
  }

  private static Path copy(Path file, Path directory) throws IOException {
    Path copy = directory.resolve(file.getFileName());
    Files.copy(file, copy, StandardCopyOption.REPLACE_EXISTING);
    return copy;
  }
}
