package dev.ferry.binutils.link;

/** An input that the linker cannot go on with; the message is a whole report in ld's form. */
final class LinkException extends RuntimeException {
  private static final long serialVersionUID = 1;

  private final boolean atPlace;

  LinkException(String message) {
    this(message, false);
  }

  /**
   * An exception with a message that begins with a place in a script.
   *
   * @param atPlace whether ld puts no space between its name and the message
   */
  LinkException(String message, boolean atPlace) {
    super(message);
    this.atPlace = atPlace;
  }

  boolean isAtPlace() {
    return atPlace;
  }
}
