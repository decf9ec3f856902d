package dev.ferry.cli;

import dev.ferry.cli.server.ServerCommand;
import dev.ferry.driver.Console;
import dev.ferry.driver.cc.CcDriver;
import dev.ferry.driver.cc.InternalErrorReport;
import dev.ferry.driver.pipeline.PipelineCommand;
import dev.ferry.driver.run.RunCommand;
import java.util.List;

/**
 * The entry point: chooses the command by the first word, or by the name Ferry was called by
 * ({@code ferry-cc}, {@code riscv64-unknown-elf-gcc}). The compiler, the binutils and {@code run}
 * parse their own lines, without a library: their start-up time counts in every build.
 */
public final class Main {
  private static final String CALLED_AS = "--called-as=";

  private Main() {}

  public static void main(String[] args) {
    Console console = Console.ofProcess();
    int status = run(List.of(args), console);
    console.out().flush();
    console.err().flush();
    // The guest may have left threads of the host behind.
    Runtime.getRuntime().halt(status);
  }

  /** Runs a command line and gives its exit status; a bug of Ferry's becomes a report. */
  static int run(List<String> args, Console console) {
    try {
      return choose(args, console);
    } catch (OutOfMemoryError e) {
      console.err().println("ferry: out of memory; FERRY_JAVA_OPTIONS=-Xmx8g gives it 8 GiB");
      return 4;
    } catch (RuntimeException | StackOverflowError e) {
      console.out().flush();
      console.err().print(InternalErrorReport.of(e, "ferry " + String.join(" ", args)));
      return 4;
    }
  }

  private static int choose(List<String> args, Console console) {
    if (!args.isEmpty() && args.getFirst().startsWith(CALLED_AS)) {
      String command = ToolNames.command(args.getFirst().substring(CALLED_AS.length()));
      return command.isEmpty()
          ? choose(rest(args), console)
          : dispatch(command, rest(args), console);
    }
    if (args.isEmpty()) {
      console.err().print(Help.SHORT);
      return 2;
    }
    return dispatch(args.getFirst(), rest(args), console);
  }

  private static List<String> rest(List<String> args) {
    return args.subList(1, args.size());
  }

  private static int dispatch(String command, List<String> args, Console console) {
    return switch (command) {
      case "debug" ->
          wantsHelp(args) ? help(Help.DEBUG, console) : RunCommand.debugger(console).run(args);
      case "cc", "gcc" -> new CcDriver(console).run(args);
      case "run" -> wantsHelp(args) ? help(Help.RUN, console) : new RunCommand(console).run(args);
      case "pipeline" ->
          wantsHelp(args)
              ? help(PipelineCommand.help(), console)
              : new PipelineCommand(console).run(args);
      case "server" -> new ServerCommand(console, Main::run).run(args);
      case "help", "--help", "-h" -> help(Help.LONG, console);
      case "--version", "version" -> help(Help.version(), console);
      default ->
          Tools.isTool(command)
              ? Tools.run(command, args, console)
              : Subcommands.isKnown(command)
                  ? Subcommands.run(command, args, console)
                  : unknown(command, console);
    };
  }

  private static boolean wantsHelp(List<String> args) {
    return !args.isEmpty() && (args.getFirst().equals("--help") || args.getFirst().equals("-h"));
  }

  private static int help(String text, Console console) {
    console.out().print(text);
    return 0;
  }

  private static int unknown(String command, Console console) {
    console.err().println("ferry: ‘" + command + "’ is not a command" + Help.nearest(command));
    return 2;
  }
}
