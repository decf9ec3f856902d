package dev.ferry.driver.explain;

import dev.ferry.base.diag.Diagnostic;
import dev.ferry.base.diag.Diagnostics;
import dev.ferry.base.diag.FixIt;
import dev.ferry.driver.explain.ExplainDocument.Edit;
import dev.ferry.driver.explain.ExplainDocument.Message;
import dev.ferry.driver.explain.ExplainDocument.Note;
import dev.ferry.driver.explain.ExplainDocument.Severity;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Diagnostics as the document shows them. */
final class Messages {
  private final Spans spans;

  Messages(Spans spans) {
    this.spans = spans;
  }

  /**
   * @param tooDeep why compilation stopped where no diagnostic says so
   */
  List<Message> of(Diagnostics diagnostics, @Nullable String tooDeep) {
    List<Message> messages = new ArrayList<>();
    for (Diagnostic diagnostic : diagnostics.sorted()) {
      messages.add(message("d" + messages.size(), diagnostic));
    }
    if (tooDeep != null) {
      messages.add(
          new Message(
              "d" + messages.size(),
              Severity.ERROR,
              "",
              null,
              tooDeep,
              null,
              List.of(),
              List.of(),
              List.of()));
    }
    return messages;
  }

  private Message message(String id, Diagnostic diagnostic) {
    List<Span> ranges = new ArrayList<>();
    for (Diagnostic.Range range : diagnostic.ranges()) {
      Span span = spans.range(range.start(), range.end());
      if (span != null) {
        ranges.add(span);
      }
    }
    List<Note> notes = new ArrayList<>();
    for (Diagnostic note : diagnostic.notes()) {
      notes.add(new Note(note.message(), spans.token(note.location())));
    }
    List<Edit> fixes = new ArrayList<>();
    for (FixIt fix : diagnostic.fixIts()) {
      Span span = spans.range(fix.start(), fix.end());
      if (span != null) {
        fixes.add(new Edit(span, fix.replacement()));
      }
    }
    return new Message(
        id,
        severity(diagnostic.severity()),
        diagnostic.kind().code(),
        diagnostic.kind().flag(),
        diagnostic.message(),
        spans.token(diagnostic.location()),
        ranges,
        notes,
        fixes);
  }

  private static Severity severity(dev.ferry.base.diag.Severity severity) {
    return switch (severity) {
      case IGNORED, NOTE -> Severity.NOTE;
      case WARNING -> Severity.WARNING;
      case ERROR, FATAL -> Severity.ERROR;
    };
  }
}
