package dev.ferry.c.syntax;

/** The storage-class specifier of a declaration (C17 6.7.1); thread storage stands beside it. */
public enum Storage {
  NONE(""),
  TYPEDEF("typedef"),
  EXTERN("extern"),
  STATIC("static"),
  /** {@code auto} beside a type; alone in C23 it is {@link TypeSpecifier.Auto}. */
  AUTO("auto"),
  REGISTER("register");

  private final String text;

  Storage(String text) {
    this.text = text;
  }

  public String text() {
    return text;
  }
}
