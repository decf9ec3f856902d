package dev.ferry.machine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.ferry.machine.linux.Grant;
import dev.ferry.machine.linux.Outcome;
import dev.ferry.machine.linux.abi.LinuxError;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A machine that is started with a script runs its interpreter, which the guest has to have. */
class ScriptTest {
  @TempDir Path folder;

  private final ByteArrayOutputStream out = new ByteArrayOutputStream();

  @BeforeEach
  void writeInterpreter() throws Exception {
    String source =
        """
        #include <stdio.h>
        #include <sys/auxv.h>
        #include <sys/prctl.h>
        int main(int c, char **v) {
          char name[16];
          prctl(PR_GET_NAME, name);
          for (int i = 0; i < c; i++) printf("%s|", v[i]);
          printf(" %s %s\\n", name, (char *) getauxval(AT_EXECFN));
          return c;
        }
        """;
    Path program = Files.write(folder.resolve("show"), CrossCompiler.compile(folder, source));
    assertThat(program.toFile().setExecutable(true)).isTrue();
  }

  private Outcome run(String script) throws Exception {
    Path path = Files.writeString(folder.resolve("some-long-name.script"), script);
    assertThat(path.toFile().setExecutable(true)).isTrue();
    return Machine.builder(Files.readAllBytes(path))
        .path("/work/some-long-name.script")
        .arguments("./some-long-name.script", "x")
        .directory("/work")
        .grant(new Grant(folder, "/work", false))
        .output(out)
        .build()
        .run();
  }

  private String output() {
    return out.toString(StandardCharsets.UTF_8);
  }

  @Test
  void itsInterpreterRuns() throws Exception {
    assertThat(run("#! /work/show  a\tb \nmore\n").exitStatus()).isEqualTo(4);
    assertThat(output())
        .isEqualTo(
            "/work/show|a\tb|./some-long-name.script|x| some-long-name. ./some-long-name.script\n");
  }

  @Test
  void anInterpreterMayBeAScript() throws Exception {
    Path second = Files.writeString(folder.resolve("second"), "#!/work/show\n");
    assertThat(second.toFile().setExecutable(true)).isTrue();
    assertThat(run("#!second y").exitStatus()).isEqualTo(5);
    assertThat(output()).startsWith("/work/show|second|y|./some-long-name.script|x|");
  }

  @Test
  void withoutOneItCannotRun() {
    assertThatThrownBy(() -> run("#!/bin/sh\n"))
        .isInstanceOf(LinuxError.class)
        .hasMessage("ENOENT");
    assertThatThrownBy(() -> run("#! \n")).isInstanceOf(LinuxError.class).hasMessage("ENOEXEC");
  }
}
