package dev.ferry.binutils.link;

/** An input that the linker cannot go on with; the message is a whole report in ld's form. */
final class LinkException extends RuntimeException {
  private static final long serialVersionUID = 1;

  LinkException(String message) {
    super(message);
  }
}
