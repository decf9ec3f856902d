package dev.ferry.driver.cc;

/** A command line that makes no sense; the message is gcc's. */
public final class UsageException extends Exception {
  public UsageException(String message) {
    super(message);
  }

  /** For an option that does not exist; configure scripts know this message. */
  static UsageException unknownOption(String option) {
    return new UsageException("unrecognized command-line option ‘" + option + "’");
  }
}
