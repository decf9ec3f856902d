package dev.ferry.driver.cc;

/** A command line that makes no sense; the message is gcc's. */
public final class UsageException extends Exception {
  public UsageException(String message) {
    super(message);
  }
}
