package dev.ferry.binutils.link;

/** A file that takes part in the link. */
sealed interface InputFile permits InputObject, SharedLibrary {
  /** Its name for messages: {@code a.o}, {@code libx.a(m.o)}. */
  String name();
}
