package dev.ferry.driver.explain;

import dev.ferry.base.InternalCompilerError;
import dev.ferry.c.pp.FileProvider;
import dev.ferry.driver.Console;
import dev.ferry.driver.cc.CcCommandLine;
import dev.ferry.driver.cc.CcOptions;
import dev.ferry.driver.cc.DirectoryFiles;
import dev.ferry.driver.cc.InternalErrorReport;
import dev.ferry.driver.cc.Language;
import dev.ferry.driver.cc.UsageException;
import dev.ferry.driver.explain.ExplainDocument.Message;
import dev.ferry.driver.explain.ExplainDocument.Severity;
import dev.ferry.driver.explain.ExplainDocument.Stage;
import dev.ferry.driver.json.Json;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** {@code ferry explain}: a document as text, as JSON or as a page. */
public final class Explain {
  private final Console console;
  private final Set<Stage> stages;
  private final String function;
  private final boolean headers;

  /** How the document is written. */
  public enum Form {
    TEXT,
    JSON,
    HTML
  }

  /**
   * @param stages the stages to show
   * @param function from the IR on only this function; empty for all
   * @param headers whether to show what header files contain
   */
  public Explain(Console console, Set<Stage> stages, String function, boolean headers) {
    this.console = console;
    this.stages = stages;
    this.function = function;
    this.headers = headers;
  }

  /**
   * Explains the one C file that the compiler command line names.
   *
   * @param output the file to write to; empty for standard output
   * @return 0, 1 after errors in the source, 2 for a wrong command line, 4 for a bug of Ferry's
   */
  public int run(List<String> line, Form form, String output) {
    String path = "";
    try {
      CcOptions options = CcCommandLine.parse(line, console.directory());
      List<CcOptions.Item.Input> inputs = options.inputs();
      if (inputs.size() != 1 || inputs.getFirst().language() != Language.C) {
        throw new UsageException("explain takes one C file");
      }
      path = inputs.getFirst().path();
      FileProvider files = new DirectoryFiles(console.directory());
      byte @Nullable [] source = path.equals("-") ? console.in().readAllBytes() : files.read(path);
      if (source == null) {
        throw new UsageException(path + ": No such file or directory");
      }
      List<String> rest = new ArrayList<>(line);
      rest.remove(path);
      ExplainDocument document =
          Explainer.explain(
              new ExplainRequest(
                  path,
                  source,
                  rest,
                  stages,
                  "",
                  headers,
                  files,
                  console.directory(),
                  console.environment()));
      String text = new String(source, StandardCharsets.UTF_8);
      write(render(only(document), text, form), output);
      report(document);
      return document.failed() ? 1 : 0;
    } catch (UsageException e) {
      console.err().println("ferry explain: " + e.getMessage());
      return 2;
    } catch (IOException e) {
      console.err().println("ferry explain: " + output + ": cannot write: " + e.getMessage());
      return 2;
    } catch (InternalCompilerError e) {
      console.err().print(InternalErrorReport.of(e, path));
      return 4;
    } catch (RuntimeException e) {
      InternalCompilerError error = new InternalCompilerError("driver.explain", null, e);
      console.err().print(InternalErrorReport.of(error, path));
      return 4;
    }
  }

  private static String render(ExplainDocument document, String source, Form form) {
    return switch (form) {
      case TEXT -> new ExplainText(document, source).print();
      case JSON -> Json.of(document) + "\n";
      case HTML -> ExplainPage.of(document, source);
    };
  }

  private void write(String text, String output) throws IOException {
    if (output.isEmpty() || output.equals("-")) {
      console.out().print(text);
    } else {
      Files.writeString(console.resolve(output), text);
    }
  }

  /** The document with the one function that was asked for. */
  private ExplainDocument only(ExplainDocument d) {
    if (function.isEmpty()) {
      return d;
    }
    return new ExplainDocument(
        d.version(),
        d.file(),
        d.options(),
        d.isa(),
        d.files(),
        d.failed(),
        d.diagnostics(),
        d.tokens(),
        d.expansions(),
        d.syntax(),
        keep(d.typed(), node -> node.text().equals(function)),
        keep(d.functions(), item -> item.name().equals(function)),
        d.summary(),
        keep(d.assembly(), line -> function.equals(line.function())),
        keep(d.words(), word -> function.equals(word.function())),
        d.nanoseconds());
  }

  private static <T> List<T> keep(List<T> list, java.util.function.Predicate<T> wanted) {
    return list.stream().filter(wanted).toList();
  }

  private void report(ExplainDocument document) {
    for (Message message : document.diagnostics()) {
      Span span = message.span();
      String place =
          span == null
              ? document.file()
              : document.files().get(span.file()) + ":" + span.line() + ":" + span.column();
      String option = message.option() == null ? "" : " [-W" + message.option() + "]";
      boolean error = message.severity() == Severity.ERROR;
      console
          .err()
          .println(
              place
                  + ": "
                  + Json.name(message.severity())
                  + ": "
                  + message.text()
                  + (error ? "" : option));
    }
  }
}
